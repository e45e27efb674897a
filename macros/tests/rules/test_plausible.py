"""Days that are hardly meant: each kind of day has its window, and only advice depends on what day
it is today.
"""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pytest

from handbook.facts.kinds import kinds
from handbook.facts.model import Fact
from handbook.facts.scalars import Window
from handbook.rules.plausible import _keys, _models
from handbook.text.load import Folder


def models() -> set[type[Fact]]:
    """Every model of facts, and those inside them."""
    found: set[type[Fact]] = set()
    waiting: list[type[Fact]] = [kind.model for kind in kinds()]
    while waiting:
        model = waiting.pop()
        if model not in found:
            found.add(model)
            waiting += [
                inner_model
                for info in model.model_fields.values()
                for inner_model in _models(info.annotation)
            ]
    return found


def holds_a_day(annotation: Any) -> bool:
    return annotation is date or any(
        holds_a_day(part) for part in get_args(annotation) if not isinstance(part, Window)
    )


def test_every_day_of_every_model_says_which_days_make_sense() -> None:
    fields = [
        (model, name)
        for model in models()
        for name, info in model.model_fields.items()
        if holds_a_day(info.annotation)
    ]
    assert len(fields) > 30
    assert [
        (model, name)
        for model, name in fields
        if name not in {key for key, _, _ in _keys(model)[0]}
    ] == []


@pytest.mark.parametrize("years", [0, 11, 40])
def test_no_day_becomes_wrong_because_time_passes(good: Folder, problems_of, years: int) -> None:
    found = problems_of(good, date(2026 + years, 11, 23))
    assert {problem.severity for problem in found if problem.rule == "day-implausible"} <= {
        "advice"
    }
    assert bool(years) == any(problem.rule == "day-implausible" for problem in found)


@pytest.mark.parametrize(
    ("day", "rules"),
    [("1999-12-31", ["value-wrong"]), ("2000-01-01", ["day-implausible"]), ("2027-02-03", [])],
)
def test_a_day_before_all_days_of_its_kind_is_refused(
    good: Folder, problems_of, day: str, rules: list[str]
) -> None:
    path = "docs/_facts/sales-book/references/design-studio-york.yml"
    good.data[path] = good.data[path].replace(b"2028-06-30", day.encode())
    assert [
        problem.rule
        for problem in problems_of(good)
        if problem.place.path == path and problem.rule in ("value-wrong", "day-implausible")
    ] == rules


def test_somebody_may_have_begun_long_ago(good: Folder, problems_of) -> None:
    path = "docs/_facts/forecast-and-quotas/seats.yml"
    text = good.data[path].decode()
    first = text.split("starts: ")[1].split("\n")[0].split(",")[0].split("}")[0]
    good.data[path] = text.replace(f"starts: {first}", "starts: 1985-04-01", 1).encode()
    assert "day-implausible" not in {problem.rule for problem in problems_of(good)}
    assert "value-wrong" not in {problem.rule for problem in problems_of(good)}
