"""Where commands write what somebody asked for: wherever they were told to, except where it would
be published.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import typer

from handbook.commands.shell import refuse
from handbook.text.settings import Site
from handbook.text.source import Map
from handbook.write.change import is_link
from handbook.write.writer import Change, WriteError, carry_out

# Where MkDocs reads and writes if its settings do not say.
DOCS, SITE = "docs", "site"
# What lies here is copied to the site as it is.
THEME = "macros/theme"
# Files that every finished site has, whatever its folder is called.
FINISHED = ("index.html", "404.html"), ("index.html", "sitemap.xml")


def write(root: Path, change: Change) -> None:
    """Carry out a change; ends with 1 and the reason when it cannot be, and then nothing of it is
    there.
    """
    try:
        carry_out(root, change, _waiting)
    except WriteError as cannot:
        refuse(str(cannot))


def _waiting() -> None:
    typer.echo(
        "Another command is writing here at the moment; waiting until it has ended …", err=True
    )


def write_into(
    folder: Path,
    files: Mapping[str, bytes | str],
    root: Path,
    new: Mapping[str, bytes | None] | None = None,
) -> None:
    """Write files by their names into a folder, all or none. ``new``: what is expected to be there
    of some of them.

    Nothing is written through links: neither the folder itself nor one that was named on the way to
    it may be one.
    """
    if link := _link_in(folder, root):
        refuse(is_link(link))
    real, top = (Path(os.path.realpath(path)) for path in (folder, root))
    inner = f"{real.relative_to(top).as_posix()}/" if real.is_relative_to(top) else None
    base, before = (real, "") if inner is None else (root, inner.removeprefix("./"))
    write(
        base,
        Change(
            {f"{before}{name}": data for name, data in files.items()},
            expected={f"{before}{name}": data for name, data in (new or {}).items()},
        ),
    )


def _link_in(folder: Path, root: Path) -> Path | None:
    """The first link in what somebody named. Of a whole path, links above the handbook are how the
    computer is set up.
    """
    top = Path(os.path.abspath(root))
    above = {top, *top.parents}
    named = [
        parent
        for parent in (*reversed(folder.parents), folder)
        if Path(os.path.abspath(parent)) not in above
    ]
    if folder.is_absolute():
        named = [path for path in named if path == folder or path.is_relative_to(top)]
    return next((path for path in named if os.path.islink(path)), None)


def refuse_published(folder: Path, root: Path, site: Site) -> None:
    """Ends with 1 if what is written into a folder would be published: papers about people, keys,
    customers.
    """
    real = Path(os.path.realpath(folder))
    known = list(_published(root, site))
    for above in (real, *real.parents):
        if any(_is_same(above, path) for path in known) or _is_published(above):
            refuse(
                f'"{folder}" lies in "{above}", and everything there is published. Name another '
                "folder with --output."
            )


def _published(root: Path, site: Site) -> Iterator[Path]:
    """The folders of this handbook that a site is made of, and the site itself."""
    keys: Map | dict[str, object] = site.keys or {}
    theme = keys.get("theme")
    yield from (root / DOCS, root / SITE, root / THEME)
    yield from (root / str(keys[key]) for key in ("docs_dir", "site_dir") if keys.get(key))
    if isinstance(theme, Map) and theme.get("custom_dir"):
        yield root / str(theme["custom_dir"])


def _is_published(folder: Path) -> bool:
    """Whether a folder is a finished site, or the pages of another handbook."""
    pages = folder.name == DOCS and is_file(folder.parent / "mkdocs.yml")
    return pages or any(all(is_file(folder / name) for name in names) for names in FINISHED)


def is_file(path: Path) -> bool:
    """Whether a file is there; of a name that no disk could hold, none is."""
    try:
        return path.is_file()
    except OSError:
        return False


def _is_same(path: Path, other: Path) -> bool:
    """Whether two names lead to one folder, whatever links and capitals are on the way."""
    try:
        return os.path.samefile(path, other)
    except OSError:
        return path == Path(os.path.realpath(other))
