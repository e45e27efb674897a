"""Where the tests and what they bring along are."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).parent
MACROS = TESTS.parent
PROJECT = MACROS.parent
GOOD = TESTS / "good"
BAD = TESTS / "bad"
