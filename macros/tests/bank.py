"""A bank of admission questions for the good handbook, in memory: as many as asked for, read beside
its page today.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import yaml

from handbook.documents.training.admission.bank import Bank, read_bank
from handbook.documents.training.questions import section_fingerprint
from handbook.rules.edition import Edition, edition_without_git
from handbook.text.load import Folder

TODAY = date(2026, 11, 23)
FOLDER = "training/admission"
# Objective and heading of each module of the good handbook.
TAUGHT = {
    "prices-and-discounts": ("names-the-limit", "every-offer"),
    "conduct": ("says-no", "what-is-right"),
    "stages": ("moves-a-deal", "deals-go-on"),
}


def edition(folder: Folder) -> Edition:
    return edition_without_git(folder, TODAY)


def question(book: Edition, module: str, number: int, **changes: Any) -> dict[str, Any]:
    """A question as its file holds it."""
    objective, heading = TAUGHT[module]
    words = f"{module} {number}"
    return {
        "objective": objective,
        "stem": f"A customer asks about {words}, what do you say to that?",
        "options": [
            {"text": f"This is the right answer about {words}", "right": "yes"},
            {"text": f"This is one wrong answer about {words}"},
            {"text": f"This is another wrong answer about {words}"},
            {"text": f"This is the last wrong answer about {words}"},
        ],
        "why": f"The page says so where it speaks about {words}.",
        "page": "learning.md",
        "heading": heading,
        "checked_on": "2026-11-02",
        "read": section_fingerprint(book.shown, "learning.md", heading),
        "ratings": ["80 %"] * 5,
    } | changes


def files(questions: dict[str, dict[str, Any]]) -> dict[str, bytes]:
    """Their files, path → bytes. Every value is text, as the reader of facts sees it."""
    return {
        f"{FOLDER}/{name}.yml": yaml.safe_dump(item).encode() for name, item in questions.items()
    }


def numbered(
    book: Edition, each: int, modules: Iterable[str] = TAUGHT, first: int = 1
) -> dict[str, dict[str, Any]]:
    """So many questions for each module: ``bank-stages-1`` and so on."""
    return {
        f"bank-{module}-{number}": question(book, module, number)
        for module in modules
        for number in range(first, first + each)
    }


def bank_of(questions: dict[str, dict[str, Any]]) -> Bank:
    return read_bank(FOLDER, files(questions))
