"""The only file that knows mkdocs-macros and Zensical: hands them the macros of the library."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from os import environ
from typing import Any

from handbook.open import Opened, open_cached
from handbook.pages import Call
from handbook.problems import as_text
from handbook.render.macro import MACROS

# MkDocs counts warnings below its own name, so a call that cannot be shown fails a strict build.
_log = logging.getLogger("mkdocs.plugins.handbook")


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
    call = Call(name, args, tuple(named.items()), line=0, written=name, alone=True)
    drawn = opened.draw(call, src, from_source=file is None)
    if drawn.problem is not None:
        _log.warning("%s", as_text(drawn.problem))
    return str(drawn.html)
