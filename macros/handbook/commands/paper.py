"""The commands that write pages to print for one role, and how such pages are written and printed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from shutil import which
from typing import Annotated

import typer

from handbook.commands.output import is_file, refuse_published, write_into
from handbook.commands.shell import Root, Today, edition_in, refuse, text_of
from handbook.documents.whole import pack as packs
from handbook.text.settings import Site
from handbook.write.writer import Change, WriteError, carry_out, scratch

Output = Annotated[Path, typer.Option("--output", "-o", help="The folder to write into.")]


AsPdf = Annotated[
    bool, typer.Option("--pdf", help="Also write PDFs, with the Chromium that is found.")
]


def pack(
    role: Annotated[
        str, typer.Argument(help="The role of somebody who begins, for instance seller.")
    ],
    since: Annotated[
        Path | None,
        typer.Option(help="An earlier pack of this role: the new one says what has changed."),
    ] = None,
    output: Output = Path("packs"),
    pdf: AsPdf = False,
    root: Root = Path("."),
    today: Today = "",
) -> None:
    """Write the role pack for the first day: what holds for the role, its chapters with their
    versions, a sheet to sign.
    """
    with edition_in(root, today) as edition:
        facts, site = edition.handbook.facts, edition.handbook.site
    if wrong := packs.refusal(facts, role):
        refuse(wrong)
    earlier = packs.versions_in(text_of(since)) if since else None
    if since and not earlier:
        refuse(f'"{since}" is no role pack: there are no versions in it.')
    write_papers(
        output, {f"{role}-pack.html": packs.pack(edition.shown, role, earlier)}, pdf, root, site
    )


def write_papers(
    folder: Path,
    pages: Mapping[str, str],
    pdf: bool,
    root: Path,
    site: Site,
    sheets: Mapping[str, str] | None = None,
) -> None:
    """Write pages by their names, with ``pdf`` as PDFs too, and sheets to fill in: all of it, or
    nothing.

    A sheet that is there and was changed since is never written over. Without a browser that can
    print, it is said how pages are printed.
    """
    refuse_published(folder, root, site)
    filled = _as_found(folder, sheets or {})
    browser = _browser() if pdf else None
    prints, cannot = _prints(browser, pages)
    files: dict[str, bytes | str] = {**pages, **prints, **(sheets or {})}
    write_into(folder, files, root, filled)
    for name in files:
        typer.echo(f"Written: {folder / name}")
    if cannot:
        typer.echo(f"handbook: {cannot}", err=True)
        raise typer.Exit(2)
    if not browser:
        found = "No Chromium was found for PDFs (HANDBOOK_BROWSER names one). " if pdf else ""
        typer.echo(
            f"{found}To print: open the file in a browser and choose Print, A4, without headers "
            "and footers."
        )


def _as_found(folder: Path, sheets: Mapping[str, str]) -> dict[str, bytes | None]:
    """The sheets as they are there, None for those that are not. Ends with 1 where somebody has
    filled one in.
    """
    found: dict[str, bytes | None] = {}
    for name, text in sheets.items():
        path = folder / name
        found[name] = path.read_bytes() if is_file(path) else None
        if found[name] not in (None, text.encode()):
            refuse(
                f'"{path}" is there already, and perhaps filled in. Move it, or name another '
                "folder with --output."
            )
    return found


def _browser() -> str | None:
    """The Chromium that the tests look through as well, by the same names."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("HANDBOOK_BROWSER") or next(filter(None, map(which, names)), None)


def _prints(browser: str | None, pages: Mapping[str, str]) -> tuple[dict[str, bytes], str]:
    """The pages as PDFs, by their names; and why not, if the browser could not print them."""
    if browser is None:
        return {}, ""
    try:
        with scratch() as folder:
            return {
                f"{Path(name).stem}.pdf": _print(browser, folder, pages[name]) for name in pages
            }, ""
    except (OSError, subprocess.SubprocessError, WriteError):
        return {}, f"{browser} could not print. Open the pages in a browser and print them there."


def _print(browser: str, folder: Path, text: str) -> bytes:
    """A page as a PDF. Nothing on it is a program, so that a browser without walls, as root needs
    it, is no risk.
    """
    page, target = folder / "page.html", folder / "page.pdf"
    carry_out(folder, Change({page.name: text}, (target.name,) if target.exists() else ()))
    alone = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    flags = [
        "--headless",
        "--disable-gpu",
        *alone,
        "--no-pdf-header-footer",
        f"--print-to-pdf={target}",
    ]
    subprocess.run([browser, *flags, page.as_uri()], capture_output=True, check=True, timeout=120)
    return target.read_bytes()
