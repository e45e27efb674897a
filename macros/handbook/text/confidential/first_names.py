"""First names of people in Europe and the Americas; `macros/first_names.py` says where they come
from.
"""

from __future__ import annotations

from functools import cache

from handbook.text.load import read_own


@cache
def first_names() -> frozenset[str]:
    """First names in small letters, read when the first line is met that may hold one."""
    lines = read_own("text/confidential/first_names.txt").split("\n")
    return frozenset(line for line in lines if line and not line.startswith("#"))
