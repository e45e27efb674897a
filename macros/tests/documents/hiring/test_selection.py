"""Selection of people: what scorecards demand, how stages went, how well we chose, and when a
number may not be said.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from handbook.documents.company.sums import correlation
from handbook.documents.hiring.facts import RaterPairs, Selection
from handbook.documents.hiring.selection import (
    cases,
    least_mean,
    next_due,
    quality_of_hire,
    ramp_months,
    raters_of,
    rounds_of,
    stage_counts,
)
from handbook.documents.training.facts import Probation
from handbook.facts.durations import Duration
from handbook.handbook import build_without_git
from handbook.text.load import Folder

COUNTS = "docs/_facts/hiring/selection_counts.yml"
NEWCOMERS = "docs/_facts/training/newcomers.yml"
PAIRS = "docs/_facts/hiring/rater_pairs.yml"
TODAY = date(2026, 11, 23)
D = Decimal


def facts_with(good: Folder, path: str, text: str):
    good.data[path] = text.encode()
    return build_without_git(good, TODAY).facts


def counted(good: Folder, women: tuple[int, int], men: tuple[int, int], entered: int = 200):
    rows = [f"- {{id: all, stage: talk, entered: {entered}, passed: 20}}"]
    for group, (many, passed) in (("women", women), ("men", men)):
        rows.append(
            f"- {{id: {group}, stage: talk, group: {group}, entered: {many}, passed: {passed}}}"
        )
    return stage_counts(facts_with(good, COUNTS, "\n".join(rows)))[0]


def newcomers(good: Folder, *rows: tuple[str, str, list[str]]):
    text = "".join(
        f"- id: n-{place}\n  role: seller\n  started: {started}\n  admitted_after: 14 days\n  test_score: 80 %\n"
        f"  selection_score: {score}\n  months: [{', '.join(months)}]\n"
        for place, (started, score, months) in enumerate(rows)
    )
    return facts_with(good, NEWCOMERS, text)


def test_the_least_mean_is_weighted(good):
    seller, head = build_without_git(good, TODAY).facts[Selection]
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


@pytest.mark.parametrize(
    ("women", "men", "shown"), [((10, 1), (10, 1), True), ((9, 1), (90, 9), False)]
)
def test_fewer_than_ten_are_not_shown(good, women, men, shown):
    assert counted(good, women, men).may_show_groups is shown


def test_the_ramp_ends_in_the_month_of_a_full_seller_or_with_probation(good):
    facts = build_without_git(good, TODAY).facts
    assert ramp_months(facts, "seller") == 3
    assert ramp_months(facts, "sales-director") == int(facts[Probation]["sales-director"].months)
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
    found = [
        (today.newcomer.id, today.month, today.work, today.left) for today in cases(facts, TODAY)
    ]
    assert found == [
        ("n-0", 3, D("0.9"), False),
        ("n-1", 2, D("0.1"), True),
        ("n-2", 3, D("0.5"), False),
    ]


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


# --- whether assessors agree


def marked(good: Folder, *rows: str):
    keys = ("one", "two", "three", "four", "five")
    square = "".join(
        f"    {key}: [{', '.join(row.split())}]\n" for key, row in zip(keys, rows, strict=True)
    )
    text = f"- id: last-no\n  guide: talk\n  question: last-no\n  levels:\n{square}"
    return raters_of(facts_with(good, PAIRS, text)[RaterPairs]["last-no"])


def test_a_kappa_of_exactly_four_tenths_is_enough(good):
    none = "0 0 0 0 0"
    found = marked(good, none, "0 20 5 0 0", "0 10 15 0 0", none, none)
    assert (found.many, found.alike, found.far) == (50, 35, 0)
    assert found.agreement == (D("0.7"), D("0.5"), D("0.4"))
    assert not found.disagree


def test_a_kappa_below_four_tenths_is_not(good):
    none = "0 0 0 0 0"
    found = marked(good, "0 0 0 0 1", "0 20 5 0 0", "0 11 14 0 0", none, none)
    assert found.far == 1
    assert found.disagree


def test_nineteen_answers_are_too_few_to_say(good):
    none = "0 0 0 0 0"
    found = marked(good, "0 0 0 0 10", none, none, none, "9 0 0 0 0")
    assert (found.many, found.agreement, found.disagree) == (19, None, False)


@pytest.mark.parametrize("many", ["0", "30"])
def test_where_no_level_differs_or_nobody_was_marked_nothing_is_said(good, many):
    none = "0 0 0 0 0"
    assert not marked(good, none, none, f"0 0 {many} 0 0", none, none).disagree


# --- rounds of staff assessment


@pytest.mark.parametrize(
    ("every", "held_on", "due"),
    [
        ("6 months", date(2026, 6, 3), date(2026, 12, 31)),
        ("6 months", date(2026, 8, 31), date(2027, 2, 28)),
        ("12 months", date(2027, 2, 10), date(2028, 2, 29)),
        ("13 weeks", date(2026, 6, 3), date(2026, 9, 30)),
        ("120 business days", date(2026, 6, 3), None),
    ],
)
def test_the_next_round_is_due_by_the_end_of_a_month(every, held_on, due):
    assert next_due(Duration.read(every), held_on) == due


def test_the_latest_round_comes_first(good):
    rounds = rounds_of(build_without_git(good, TODAY).facts, "seller")
    assert [assessment_round.id for assessment_round in rounds] == [
        "seller-october",
        "seller-april",
    ]
