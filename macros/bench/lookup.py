"""Macros that return ready text from a table: the least that any macros can cost, and what ours are
measured against.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any


def define_env(env: Any) -> None:
    """Register a macro for every name in the table that was drawn beforehand."""
    ready = pickle.loads((Path(env.project_dir) / "ready.pickle").read_bytes())
    for name in {key[1] for key in ready}:
        env.macro(_macro(env, ready, name), name)


def _macro(env: Any, ready: dict[Any, str], name: str) -> Callable[..., str]:
    # A closure, because mkdocs-macros writes every macro out as text, and a partial would show the
    # whole table.
    def show(*args: Any, **named: Any) -> str:
        return ready[env.page.file.src_uri, name, args, tuple(named.items())]

    return show
