"""The commands about the engine itself: which one it is, and how a newer one takes its place."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import version as installed
from pathlib import Path
from typing import Annotated

import typer

from handbook.adopt.migration import contract
from handbook.adopt.shell import DISTRIBUTION
from handbook.adopt.wheel import WheelError
from handbook.commands.shell import Root
from handbook.commands.upgraded import DONE, REFUSED, TO_CHOOSE, open_wheel

# The new engine comes first where Python looks, whatever signs the name of its folder holds.
START = (
    "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); "
    "runpy.run_module('handbook.commands.upgraded', run_name='__main__', alter_sys=True)"
)


def version() -> None:
    """Say which engine this is, and which contract its facts follow."""
    typer.echo(f"engine {installed(DISTRIBUTION)}, contract {contract()}")


def upgrade(
    wheel: Annotated[Path, typer.Argument(help="The wheel of the newer engine.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and write nothing.")
    ] = False,
    root: Root = Path("."),
) -> None:
    """Take a newer engine: its wheel, the files around the handbook merged with your changes, and
    your facts as it wants them. Pages, facts and what is in macros/own change only where a name of
    theirs did.

    Ends with 0 when that is done, with 3 when you have to choose between your words and new ones,
    with 2 when nothing was changed.
    """
    try:
        open_wheel(wheel)
    except WheelError as cannot:
        typer.echo(f"Not upgraded. {cannot}", err=True)
        raise typer.Exit(REFUSED) from None
    done = _run_new_engine(root, wheel, dry_run)
    typer.echo(done.stdout, nl=False)
    if done.returncode == REFUSED:
        typer.echo(done.stderr, nl=False, err=True)
    elif done.returncode not in (DONE, TO_CHOOSE):
        said = done.stderr.strip().rpartition("\n")[2]
        typer.echo(
            f"Not upgraded. The new version could not make its plan ({said}). Nothing was changed, "
            "unless git status says so.",
            err=True,
        )
    raise typer.Exit(done.returncode)


def _run_new_engine(root: Path, wheel: Path, dry_run: bool) -> subprocess.CompletedProcess[str]:
    """What the new engine says and does. Only that knows how facts change; Python reads it out of
    its wheel, so nothing is unpacked.
    """
    words = [os.path.abspath(wheel), str(root), str(wheel), *(["--dry-run"] if dry_run else [])]
    return subprocess.run(
        [sys.executable, "-P", "-B", "-c", START, *words],
        env={**os.environ, "PYTHONUTF8": "1"}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
