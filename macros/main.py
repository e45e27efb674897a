"""The only file that knows mkdocs-macros and Zensical: hands the guard what it needs to show a
page.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from datetime import UTC, datetime
from typing import Any

from handbook.site.guard import NAME, SHOWN, end_with, guarded, keep_known
from handbook.site.renderer import renderer_of
from handbook.text.load import FolderError


def define_env(env: Any) -> None:
    """Register what the guard asks for. MkDocs calls this once for a build, Zensical once for each
    page.
    """
    if not guarded(env.config["j2_extensions"]):
        end_with(f"mkdocs.yml does not name the guard. Write below macros: j2_extensions: [{NAME}]")
    # Building makes millions of small things that live to its end: to look through them less often
    # saves a tenth of the time.
    gc.set_threshold(50_000, 20, 100)
    try:
        renderer = renderer_of(env.project_dir, _clock())
    except FolderError as cannot:
        end_with(f"handbook: {cannot}")

    def shown(source: str) -> str:
        # MkDocs gives the page a file; Zensical gives it a path, and resolves links in HTML from
        # the source file.
        file = getattr(env.page, "file", None)
        src = file.src_uri if file is not None else env.page.path
        try:
            text = renderer.page_text(source, src, from_source=file is None)
        except FolderError as cannot:
            end_with(f"handbook: {cannot}")
        if renderer.told and file is None:
            _fail_if_strict()
        return text

    # mkdocs-macros writes every macro out as text; a function shows only its name.
    env.macro(shown, SHOWN)
    for key in [key for key in env.variables if key == "self" or not isinstance(key, str)]:
        del env.variables[key]  # Jinja could not be called with them, and a page may bring some in
    _clean_front_matter(env)


def _fail_if_strict() -> None:
    """A strict build of Zensical counts no warnings but its own: it is made to end with 1, as that
    of MkDocs does.
    """
    if "build" in sys.argv and {"--strict", "-s"} & set(sys.argv):
        atexit.register(os._exit, 1)


def _clean_front_matter(env: Any) -> None:
    """Before a page is rendered: MkDocs has a list of functions for that, Zensical has the page
    here already.
    """
    if hasattr(env, "pre_macro_functions"):
        env.pre_macro_functions.append(lambda plugin: keep_known(plugin.page.meta))
    elif env.page is not None:
        keep_known(env.page.meta)


def _clock() -> datetime:
    """Now, or the moment that a reproducible build names."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(fixed), UTC) if fixed else datetime.now(UTC)
