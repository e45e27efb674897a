"""A bank of questions beside the good handbook, for the tests of admission."""

from __future__ import annotations

import pytest

from handbook.documents.training.admission.bank import Bank
from handbook.documents.training.admission.draw import Exam, draw
from handbook.rules.edition import Edition
from handbook.text.load import read_folder
from tests.bank import bank_of, edition, numbered
from tests.places import GOOD


@pytest.fixture(scope="session")
def book() -> Edition:
    return edition(read_folder(GOOD))


@pytest.fixture(scope="session")
def bank(book: Edition) -> Bank:
    return bank_of(numbered(book, 20))


@pytest.fixture(scope="session")
def exam(book: Edition, bank: Bank) -> Exam:
    return draw(book.shown, bank, "seller", "n-1", 7)
