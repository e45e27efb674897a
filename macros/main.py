"""The only file that knows mkdocs-macros and Zensical: hands them the macros of the library."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from os import environ
from typing import Any

from handbook.open import Opened, open_cached
from handbook.render.macro import MACROS


def define_env(env: Any) -> None:
    """Register every macro. MkDocs calls this once for a build, Zensical once for each page."""
    opened = open_cached(env.project_dir, _clock())
    for name in MACROS:
        env.macro(_macro(env, opened, name), name)


def _clock() -> datetime:
    """Now, or the moment that a reproducible build names."""
    fixed = environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(fixed), UTC) if fixed else datetime.now(UTC)


def _macro(env: Any, opened: Opened, name: str) -> Callable[..., str]:
    return partial(_draw, env, opened, name)


def _draw(env: Any, opened: Opened, name: str, *args: Any, **named: Any) -> str:
    # MkDocs gives the page a file; Zensical gives it a path, and resolves links in HTML from the source file.
    file = getattr(env.page, "file", None)
    src = file.src_uri if file is not None else env.page.path
    return str(opened.draw(name, src, args, named, from_source=file is None))
