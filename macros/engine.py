"""Runs MkDocs for `make build` and `make serve`: a site is finished whole or stays as it was, and a
full disk is said in words.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.__main__ import cli
from mkdocs.commands import serve
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer

from handbook.site.guard import NOT_LOADED
from handbook.write.writer import WriteError, judged_folder, put_folder, remove_folder, sentence

SITE, NEW = Path("site"), Path(".site-new")


def main(words: list[str]) -> int:
    """Run ``mkdocs`` with these words; what it ends with. What `build` makes takes the name
    ``site`` when all of it is there.
    """
    building = words[:1] == ["build"]
    try:
        if building:
            judged_folder(SITE)
        code = _run([*words, "--site-dir", str(NEW)] if building else words)
        if building and not code:
            put_folder(NEW, SITE)
            sys.stderr.write(f"The finished site is in {SITE}/.\n")
        return code
    except (OSError, WriteError, ImportError) as fault:
        sys.stderr.write(f"Not finished. {_in_words(fault)}\n")
        return 1
    finally:
        remove_folder(NEW)


def _in_words(fault: OSError | WriteError | ImportError) -> str:
    if isinstance(fault, ImportError):
        return (
            NOT_LOADED  # all else was imported before; mkdocs-macros says only what it looked for
        )
    return sentence(fault, SITE) if isinstance(fault, OSError) else str(fault)


class Server(LiveReloadServer):
    """Serves the last site that could be built, and says in words why the newest could not: MkDocs
    shows its own code.
    """

    def __init__(self, builder: Callable[[], object], *rest: Any, **named: Any) -> None:
        super().__init__(lambda: in_words(builder), *rest, **named)


def in_words(builder: Callable[[], object]) -> None:
    """Build, and end with a sentence where that is not possible. Raises :class:`Abort`."""
    try:
        builder()
    except Abort:
        raise
    except (OSError, ImportError) as fault:
        raise Abort(f"The site was not built again. {_in_words(fault)}") from None
    except Exception as fault:
        why = f"{type(fault).__name__}: {fault}"
        raise Abort(
            f"The site was not built again ({why}). What to mend is said by: handbook check"
        ) from None


setattr(serve, "LiveReloadServer", Server)  # noqa: B010  (a name that mkdocs does not export)


def _run(words: list[str]) -> int:
    try:
        cli(words, prog_name="mkdocs")
    except SystemExit as end:
        if isinstance(end.code, str):
            sys.stderr.write(f"{end.code}\n")
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
