"""Selection of people: what scorecards demand, how stages went, how well we chose, and when a number may not be said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from handbook.calculations.people import correlation
from handbook.handbook import build
from handbook.load import Folder
from handbook.selection import cases, least_mean, quality_of_hire, ramp_months, stage_counts

COUNTS = "docs/_facts/hiring/selection_counts.yml"
NEWCOMERS = "docs/_facts/training/newcomers.yml"
TODAY = date(2026, 11, 23)
D = Decimal


def facts_with(good: Folder, path: str, text: str):
    good.data[path] = text.encode()
    return build(good, TODAY).facts


def counted(good: Folder, women: tuple[int, int], men: tuple[int, int], entered: int = 200):
    rows = [f"- {{id: all, stage: talk, entered: {entered}, passed: 20}}"]
    for group, (many, passed) in (("women", women), ("men", men)):
        rows.append(f"- {{id: {group}, stage: talk, group: {group}, entered: {many}, passed: {passed}}}")
    return stage_counts(facts_with(good, COUNTS, "\n".join(rows)))[0]


def newcomers(good: Folder, *rows: tuple[str, str, list[str]]):
    text = "".join(
        f"- id: n-{place}\n  role: seller\n  started: {started}\n  admitted_after: 14 days\n  test_score: 80 %\n"
        f"  selection_score: {score}\n  months: [{', '.join(months)}]\n"
        for place, (started, score, months) in enumerate(rows)
    )
    return facts_with(good, NEWCOMERS, text)


def test_the_least_mean_is_weighted(good):
    seller, head = build(good, TODAY).facts.selections
    assert least_mean(seller) == Fraction(34 * 3 + 33 * 2 + 33 * 2, 100)
    assert least_mean(head) == Fraction(34 * 4 + 33 * 2 + 33 * 3, 100)


@pytest.mark.parametrize(
    ("women", "men", "ratio", "flagged"),
    [
        ((40, 16), (50, 25), "0.8", False),
        ((40, 15), (50, 25), "0.75", True),
        ((30, 10), (30, 10), "1", False),
    ],
)
def test_groups_of_thirty_are_compared(good, women, men, ratio, flagged):
    found = counted(good, women, men).ratios
    assert found is not None
    assert found["women"] == (D(ratio), flagged)


def test_a_group_of_twenty_nine_is_too_few_to_say(good):
    found = counted(good, (29, 1), (50, 25))
    assert found.ratios is None
    assert found.may_show_groups


@pytest.mark.parametrize(("women", "men", "shown"), [((10, 1), (10, 1), True), ((9, 1), (90, 9), False)])
def test_fewer_than_ten_are_not_shown(good, women, men, shown):
    assert counted(good, women, men).may_show_groups is shown


def test_the_ramp_ends_in_the_month_of_a_full_seller_or_with_probation(good):
    facts = build(good, TODAY).facts
    assert ramp_months(facts, "seller") == 3
    assert ramp_months(facts, "head-of-sales") == int(facts.probation["head-of-sales"].months)
    assert ramp_months(facts, "managing-director") is None


def test_who_left_counts_and_who_is_still_in_the_ramp_does_not(good):
    facts = newcomers(
        good,
        ("2024-03-01", "3.8", ["0.2", "0.6", "0.9", "1"]),
        ("2025-03-01", "3.1", ["0", "0.1"]),
        ("2026-08-23", "3.5", ["0.3", "0.4", "0.5"]),
        ("2026-08-24", "3.5", ["0.3", "0.4"]),
        ("2024-03-01", "3.5", []),
    )
    found = [(one.newcomer.id, one.month, one.work, one.left) for one in cases(facts, TODAY)]
    assert found == [("n-0", 3, D("0.9"), False), ("n-1", 2, D("0.1"), True), ("n-2", 3, D("0.5"), False)]


@pytest.mark.parametrize(("many", "known"), [(4, False), (5, True)])
def test_fewer_than_five_have_no_correlation(good, many, known):
    rows = [("2024-03-01", f"3.{place}", ["0", "0", f"0.{place + 1}"]) for place in range(many)]
    found = quality_of_hire(cases(newcomers(good, *rows), TODAY))
    assert found == (D(1) if known else None)


def test_correlation_by_hand():
    # Deviations -1, 0, 1 and -1, 1, 0: the sum of their products is 1, of their squares 2 and 2.
    assert correlation([D(1), D(2), D(3)], [D(1), D(3), D(2)]) == D("0.5")
    assert correlation([D(1), D(2)], [D(2), D(1)]) == -1
    assert correlation([D(3), D(3)], [D(2), D(1)]) is None
