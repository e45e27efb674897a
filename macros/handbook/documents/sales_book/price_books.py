"""What is in force on a day: the price book and the prices of products."""

from __future__ import annotations

from datetime import date

from handbook.documents.sales_book.facts.market import Price, PriceBook
from handbook.facts.facts import Facts


def book_in_force(facts: Facts, today: date) -> PriceBook | None:
    """The price book whose half-open time ``[from, until)`` holds ``today``; the first if there are
    several.
    """
    return next((book for book in facts[PriceBook] if holds(book, today)), None)


def holds(book: PriceBook, day: date) -> bool:
    """Whether a price book is in force on a day."""
    return book.from_ <= day and (book.until is None or day < book.until)


def coming_books(facts: Facts, today: date) -> list[PriceBook]:
    """Price books that begin after ``today``, the next one first."""
    return sorted(
        (book for book in facts[PriceBook] if book.from_ > today), key=lambda book: book.from_
    )


def prices_of(book: PriceBook | None, product: str) -> list[Price]:
    """The prices of a product in a book, one for each unit it is sold by."""
    return [price for price in book.prices if price.product == product] if book else []
