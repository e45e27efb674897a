"""Runs MkDocs for `make build` and `make serve`: a site is finished whole or stays as it was, and a full disk is said in words."""

from __future__ import annotations

import sys
from pathlib import Path

from mkdocs.__main__ import cli

from handbook.write import CannotWrite, judged_folder, put_folder, remove_folder, sentence

SITE, NEW = Path("site"), Path(".site-new")


def main(words: list[str]) -> int:
    """Run ``mkdocs`` with these words; what it ends with. What `build` makes takes the name ``site`` when all of it is there."""
    building = words[:1] == ["build"]
    try:
        if building:
            judged_folder(SITE)
        code = _run([*words, "--site-dir", str(NEW)] if building else words)
        if building and not code:
            put_folder(NEW, SITE)
            sys.stderr.write(f"The finished site is in {SITE}/.\n")
        return code
    except (OSError, CannotWrite) as fault:
        said = sentence(fault, SITE) if isinstance(fault, OSError) else str(fault)
        sys.stderr.write(f"Not finished. {said}\n")
        return 1
    finally:
        remove_folder(NEW)


def _run(words: list[str]) -> int:
    try:
        cli(words, prog_name="mkdocs")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
