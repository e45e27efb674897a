"""What is drawn is what is counted: in the good handbook every kind and key is changed in turn."""

from __future__ import annotations

from datetime import date

import pytest

from handbook.handbook import build_without_git
from handbook.show.content import Content, Phrase
from handbook.show.exact import Comparison, compare
from handbook.show.macro import Context, all_macros
from handbook.show.shown import Shown, show

TODAY = date(2026, 11, 23)

# Changed alone, these make a handbook that its own rules refuse, so there is nothing to draw.
UNDRAWN = {
    ("Company", "holidays_of"): "no calendar knows the other country",
    ("Decision", "limit_in"): "the limits of its steps are still in the old unit",
    ("Step", "up_to"): "the other text is no limit",
}


@pytest.fixture
def pages(good) -> Shown:
    return show(build_without_git(good, TODAY))


def names(done: Comparison) -> set[tuple[str, str]]:
    return {(type(change.fact).__name__, change.key) for change, _ in done.undrawn}


def test_every_kind_and_key_looks_different_exactly_where_it_counts_as_changed(pages):
    done = compare(pages)
    assert done.tried > 700
    assert not done.mismatches, "\n".join(map(str, done.mismatches))
    assert names(done) == UNDRAWN.keys()


def test_facts_are_afterwards_as_they_were(pages):
    before = [fact.model_dump() for fact in pages.handbook.facts.everything()]
    compare(pages)
    assert [fact.model_dump() for fact in pages.handbook.facts.everything()] == before


def drawn_otherwise(name: str, monkeypatch: pytest.MonkeyPatch, show_it) -> None:
    """A macro that shows something else than it did."""
    monkeypatch.setattr(all_macros()[name], "select", show_it)


@pytest.mark.parametrize(
    ("show_it", "looks"),
    [
        pytest.param(
            lambda facts: Phrase("<p>{}</p>", Uncounted(name_of_unit(facts))),
            True,
            id="not counted",
        ),
        pytest.param(lambda facts: Undrawn(name_of_unit(facts)), False, id="not drawn"),
    ],
)
def test_a_macro_that_is_not_exact_is_found(pages, monkeypatch, show_it, looks):
    def unit_table(context: Context) -> Content:
        return show_it(context.facts)

    drawn_otherwise("unit_table", monkeypatch, unit_table)
    found = compare(pages).mismatches
    assert {(type(wrong.fact).__name__, wrong.key, wrong.looks) for wrong in found} == {
        ("BusinessUnit", "name", looks)
    }
    assert "unit_table()" in str(found[0])


def name_of_unit(facts) -> str:
    return next(iter(facts.table("units"))).name


class Uncounted(Phrase):
    """Draws a value and does not count it."""

    def __init__(self, value: str) -> None:
        super().__init__("{}", value)

    def contents(self, facts):
        yield from ()


class Undrawn(Phrase):
    """Counts a value and does not draw it."""

    def __init__(self, value: str) -> None:
        super().__init__("nothing", value)
