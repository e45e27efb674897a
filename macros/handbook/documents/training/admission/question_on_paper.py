"""A question as it is asked: its options in words, in the order in which this test shows them, and
what was asked as a fingerprint.
"""

from __future__ import annotations

import hashlib
import json
from typing import NamedTuple

from handbook.documents.training.facts import Question
from handbook.documents.training.questions import is_stale, options, read_now
from handbook.handbook import Handbook
from handbook.records.fingerprints import fingerprint
from handbook.show.shown import Shown

LETTERS = "abcde"


class NoAnswer(Exception):
    """An option names a fact that is not there, so the question cannot be asked."""


class PosedQuestion(NamedTuple):
    """A question with its options in words as they are shown. ``right`` is the place of the right
    one, ``text`` the fingerprint.

    Nothing about the order depends on words: a typing error put right leaves every letter where it
    is.
    """

    question: Question
    options: tuple[str, ...]
    right: int
    text: str

    @property
    def key(self) -> str:
        """The letter of the right answer."""
        return LETTERS[self.right]


def pose(handbook: Handbook, question: Question, seed: int) -> PosedQuestion:
    """The question as the test with this seed shows it. Raises :class:`NoAnswer`."""
    found = options(handbook.facts, question)
    if found is None:
        raise NoAnswer(question.id)
    order = sorted(range(len(found)), key=lambda place: chance(seed, question.id, str(place)))
    right = next(place for place, option in enumerate(found) if option.right)
    words = tuple(found[place].text for place in order)
    text = json.dumps(
        [question.stem, [option.text for option in found], right, bool(question.critical)],
        ensure_ascii=False,
    )
    return PosedQuestion(question, words, order.index(right), fingerprint(text))


def chance(seed: int, *words: str) -> str:
    """A number drawn for these words, as text that can be sorted.

    From SHA-256 and not from ``random``, whose shuffling may differ between versions of Python: the
    same test everywhere.
    """
    return hashlib.sha256("/".join([str(seed), *words]).encode()).hexdigest()


def reason_not_to_ask(shown: Shown, question: Question) -> str:
    """Why the question may not be asked today, in words, or nothing."""
    if options(shown.handbook.facts, question) is None:
        return "an answer names a fact that is not there"
    if read_now(shown, question) is None:
        return "the heading that answers it is not there"
    return "not read again since its paragraph changed" if is_stale(shown, question) else ""


def source_of(handbook: Handbook, question: Question) -> str:
    """Where the answer is, in words: the title of the page, and the heading."""
    page = handbook.pages.get(question.page)
    headings = {heading.id: heading.text for heading in page.headings} if page else {}
    # A heading made by a macro has no text of its own; its id says what it is about.
    return f"{(page and page.title) or question.page}: {headings.get(question.heading) or question.heading}"
