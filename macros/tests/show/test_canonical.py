"""The canonical form of what macros select: every type that may be in it is named, and any other is
refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, make_dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import pytest

from handbook.documents.motivation.sums import PayLine, Payslip
from handbook.facts.durations import Duration
from handbook.facts.facts import Facts
from handbook.facts.scalars import Change, Count, Money, Share, Year
from handbook.records.records import State
from handbook.rules.edition import edition_without_git
from handbook.show.canonical import canonical

TODAY = date(2026, 11, 23)


def form_of(selection: object) -> Any:
    return canonical(selection, Facts()).form


class Pair(NamedTuple):
    first: Count
    second: Money


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (Money("1200.00"), "1200"),
        (Money("1200"), "1200"),
        (Money("18.50"), "18.5"),
        (Share("0.15"), "0.15"),
        (Change("-0.05"), "-0.05"),
        (Count(1200), "1200"),
        (Year(2014), "2014"),
        (Duration((4, "business hours")), "4 business hourss"),
        (date(2026, 11, 23), "2026-11-23"),
        (True, "True"),
        (time(9, 30), "09:30:00"),
        (State.NEVER, "never reviewed"),
        (Pair(Count(1), Money("2.50")), ["1", "2.5"]),
        ({Duration((4, "week")): "x"}, {"4 weeks": "x"}),
        ("words", "words"),
        (None, None),
        (["a", Money("1.00")], ["a", "1"]),
        ({"a": Money("1.00"), 2: None}, {"a": "1", "2": None}),
        ((Count(1), Count(2)), ["1", "2"]),
    ],
)
def test_the_form_of_every_kind_of_value(value: Any, form: Any):
    assert form_of(value) == form


@pytest.mark.parametrize(
    "value",
    [1.5, Fraction(1, 3), datetime(2026, 11, 23, tzinfo=UTC), b"words", {"a"}, object(), Count, iter(()), 1j, range(3), {None: "x"},
     {("a", "b"): "x"}, [{"a": [object()]}]],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_what_nobody_has_named_is_refused(value):
    with pytest.raises(TypeError, match="a page cannot be held to what it shows"):
        form_of(value)


def test_the_sums_of_a_calculation_count_by_their_places_and_not_by_the_names_that_python_gives_them():
    true = make_dataclass("One", ["amount", "name"], frozen=True)
    other = make_dataclass("Other", ["sum", "label"], frozen=True)
    assert form_of(true(Money("1.00"), "a")) == form_of(other(Money("1.00"), "a")) == ["1", "a"]


def test_what_can_change_is_no_selection():
    @dataclass
    class Loose:
        amount: Money

    with pytest.raises(TypeError, match="Loose"):
        form_of(Loose(Money("1.00")))


def plain(form: Any) -> Iterator[Any]:
    """Everything in a form that is neither a list nor keys."""
    if isinstance(form, dict):
        assert all(isinstance(key, str) for key in form)
        for value in form.values():
            yield from plain(value)
    elif isinstance(form, list):
        for value in form:
            yield from plain(value)
    else:
        yield form


def test_no_word_of_the_program_is_in_the_form_of_any_macro_of_the_good_handbook(good):
    edition = edition_without_git(good, TODAY)
    shown = [call for many in edition.shown.calls.values() for call in many if call.macro.facts]
    assert len({call.macro.name for call in shown}) > 100
    for call in shown:
        found = list(plain(call.selection.canonical.form))
        assert {type(value) for value in found} <= {str, type(None)}
        assert not [
            value for value in found if value and (" object at 0x" in value or "Decimal(" in value)
        ]


def test_a_payslip_is_the_sums_on_it():
    slip = Payslip((PayLine("base", "", Decimal("1000.00")),))
    assert form_of(slip) == [[["base", "", "1000"]]]
