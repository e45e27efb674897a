"""The commands that write pages to print for one role, and how such pages are written and printed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from shutil import which
from typing import Annotated

import typer

from handbook.commands.shell import Root, Today, opened_in, refuse, save, text_of
from handbook.printed import kit as kits
from handbook.printed import pack as packs

Output = Annotated[Path, typer.Option("--output", "-o", help="The folder to write into.")]


AsPdf = Annotated[bool, typer.Option("--pdf", help="Also write PDFs, with the Chromium that is found.")]


def kit(
    role: Annotated[str, typer.Argument(help="The role that is interviewed for, for instance sdr.")],
    output: Output = Path("kits"),
    pdf: AsPdf = False,
    root: Root = Path("."),
    today: Today = "",
) -> None:
    """Write the interview kit of a role: profile, stages, guides with room for notes, work samples, scorecard, what may not be asked."""
    with opened_in(root, today) as opened:
        handbook = opened.handbook
    if wrong := kits.refusal(handbook.facts, role):
        refuse(wrong)
    write_pages(output, {f"{role}-interview-kit.html": kits.kit(handbook, role)}, pdf)


def pack(
    role: Annotated[str, typer.Argument(help="The role of somebody who begins, for instance sdr.")],
    since: Annotated[
        Path | None, typer.Option(help="An earlier pack of this role: the new one says what has changed.")
    ] = None,
    output: Output = Path("packs"),
    pdf: AsPdf = False,
    root: Root = Path("."),
    today: Today = "",
) -> None:
    """Write the role pack for the first day: what holds for the role, its chapters with their versions, a sheet to sign."""
    with opened_in(root, today) as opened:
        facts = opened.handbook.facts
    if wrong := packs.refusal(facts, role):
        refuse(wrong)
    earlier = packs.versions_in(text_of(since)) if since else None
    if since and not earlier:
        refuse(f'"{since}" is no role pack: there are no versions in it.')
    write_pages(output, {f"{role}-pack.html": packs.pack(opened, role, earlier)}, pdf)


def write_pages(folder: Path, pages: dict[str, str], pdf: bool) -> None:
    """Write pages by their names, with ``pdf`` as PDFs too; without a browser that can, it is said how they are printed."""
    browser = _browser() if pdf else None
    for name, text in pages.items():
        save(folder / name, text)
        typer.echo(f"Written: {folder / name}")
        if browser:
            _print(browser, folder / name)
            typer.echo(f"Written: {(folder / name).with_suffix('.pdf')}")
    if not browser:
        found = "No Chromium was found for PDFs (HANDBOOK_BROWSER names one). " if pdf else ""
        typer.echo(
            f"{found}To print: open the file in a browser and choose Print, A4, without headers and footers."
        )


def _browser() -> str | None:
    """The Chromium that the tests look through as well, by the same names."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("HANDBOOK_BROWSER") or next(filter(None, map(which, names)), None)


def _print(browser: str, page: Path) -> None:
    """The page as a PDF beside it. Nothing on it is a program, so that a browser without walls, as root needs it, is no risk."""
    target = page.with_suffix(".pdf").resolve()
    alone = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    flags = ["--headless", "--disable-gpu", *alone, "--no-pdf-header-footer", f"--print-to-pdf={target}"]
    try:
        subprocess.run(
            [browser, *flags, page.resolve().as_uri()], capture_output=True, check=True, timeout=120
        )
    except (OSError, subprocess.SubprocessError):
        typer.echo(
            f"handbook: {browser} could not print {page}. Open it in a browser and print it there.", err=True
        )
        raise typer.Exit(2) from None
