"""First names of people in Europe and the Americas; `macros/first_names.py` says where they come from."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_LIST = Path(__file__).with_suffix(".txt")


@cache
def first_names() -> frozenset[str]:
    """First names in small letters, read when the first line is met that may hold one."""
    lines = _LIST.read_text("utf-8").split("\n")
    return frozenset(line for line in lines if line and not line.startswith("#"))
