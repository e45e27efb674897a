"""The chain from the plan to the hours of a week: it follows the plan, and one wrong link gives one
message.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.documents.forecast.facts.plan import Plan
from handbook.documents.forecast.plan.demand import demand_of
from handbook.documents.forecast.plan.seats import seat_years, teams_of
from handbook.documents.whole.chain.chain import chain_of
from handbook.documents.whole.chain.link import Chain, ChainLink, Side
from handbook.facts.facts import Facts
from handbook.facts.scalars import Money
from handbook.handbook import build_without_git
from handbook.problems.problem import Problem
from handbook.text.load import Folder, read_folder
from tests.places import GOOD

TODAY = date(2026, 11, 23)
PLAN = "docs/_facts/forecast-and-quotas/plan.yml"
REVENUE = "revenue: 1 065 000"

# In the good handbook: where a link stands, what is written there, what is written there now, and
# the two numbers of the message.
LINKS = {
    "quota": ("forecast-and-quotas/seats.yml", "2019-04-01, quota: 100 000", "2019-04-01, quota: 90 000", "411 264", "401 000"),
    "productivity": ("forecast-and-quotas/capacity.yml", "a_year: 100 000", "a_year: 95 000", "2 new people", "has 1"),
    "share of a group": ("forecast-and-quotas/plan.yml", "share: 40 %", "share: 35 %", "100 %", "95 %"),
    "orders of the norms": ("sales-book/norms.yml", "orders_a_month: 4", "orders_a_month: 2", "2.44", "made for 2"),
    "funnel of the norms": ("sales-book/norms.yml", "Offers, goes_on: 50 %", "Offers, goes_on: 60 %", "19.8 %", "24 %"),
    "new deals a week": ("forecast-and-quotas/coverage.yml", "new_a_week: 0.7", "new_a_week: 0.5", "0.66", "is 0.5"),
    "deals at once": ("forecast-and-quotas/capacity.yml", "active_deals: 8", "active_deals: 4", "4.24", "after 4"),
    "budget": ("forecast-and-quotas/budget.yml", "selling: 265 000", "selling: 255 000", "259 300", "255 000"),
    "retention": ("customer-base/base.yml", "churn: 54 000", "churn: 99 000", "92 %", "87 %"),
}  # fmt: skip


def _facts(good: Folder, revenue: int = 1_065_000) -> Facts:
    written = f"revenue: {revenue:,}".replace(",", " ")
    good.data[PLAN] = good.data[PLAN].replace(REVENUE.encode(), written.encode())
    return build_without_git(good, TODAY).facts


def _chain(facts: Facts) -> Chain:
    chain = chain_of(facts)
    assert chain is not None
    return chain


def test_the_chain_of_the_good_handbook_closes(good: Folder) -> None:
    chain = _chain(_facts(good))
    assert [link.id for link in chain.links if not link.holds] == []
    assert len(chain.links) >= 12


@pytest.mark.parametrize("name", LINKS)
def test_one_changed_link_gives_one_message_that_names_both_sides(
    good: Folder, problems_of: Callable[..., list[Problem]], name: str
) -> None:
    path, before, now, asked, there = LINKS[name]
    text = good.data[f"docs/_facts/{path}"].decode()
    assert text.count(before) == 1
    good.data[f"docs/_facts/{path}"] = text.replace(before, now).encode()
    found = [problem for problem in problems_of(good) if problem.rule == "chain-broken"]
    assert len(found) == 1
    assert asked in found[0].what
    assert there in found[0].what
    assert "That is" in found[0].what
    assert found[0].place.path == f"docs/_facts/{path}"


def test_a_plan_raised_by_a_tenth_raises_everything_below_it(good: Folder) -> None:
    before, after = _facts(good), _facts(good, 1_171_500)
    assert before.only(Plan) is not None
    assert after.only(Plan) is not None
    demand, more = demand_of(before), demand_of(after)
    assert demand is not None
    assert more is not None
    assert more.orders > demand.orders
    assert all(more.entering(stage) > demand.entering(stage) for stage in demand.stages)
    teams = zip(teams_of(before), teams_of(after), strict=True)
    assert all(high.people_carry > low.people_carry for low, high in teams)


def test_links_that_a_raised_plan_breaks_say_so(good: Folder) -> None:
    broken = {link.id for link in _chain(_facts(good, 1_171_500)).broken()}
    assert broken == {"quotas-sales-director", "hires", "qualified-offices", "qualified-hotels"}


@pytest.fixture(scope="module")
def asked_for() -> Callable[[int], dict[str, Decimal]]:
    """What each link of the good handbook asks for at a plan of so much revenue."""
    facts = build_without_git(read_folder(GOOD), TODAY).facts
    plan = facts.only(Plan)
    assert plan is not None

    def asked(revenue: int) -> dict[str, Decimal]:
        singles = {
            **dict(facts.singles()),
            "plan": plan.model_copy(update={"revenue": Money(revenue)}),
        }
        return {
            link.id: link.asked.amount
            for link in _chain(Facts(dict(facts.tables()), singles)).links
        }

    return asked


@given(revenue=st.integers(873_001, 9_000_000), more=st.integers(1, 900_000))
def test_what_the_plan_asks_for_never_falls_as_the_plan_rises(
    asked_for: Callable[[int], dict[str, Decimal]], revenue: int, more: int
) -> None:
    """From what the base brings on, every link asks for at least as much of a larger plan; measured
    shares stay as they are.
    """
    low, high = asked_for(revenue), asked_for(revenue + more)
    hair = Decimal("1e-18")
    assert low.keys() == high.keys()
    assert [link for link in low if high[link] < low[link] - hair] == []


def test_quotas_of_quarters_add_up_to_the_year_and_follow_ramp_and_season(good: Folder) -> None:
    years = {year.seat.id: year for year in seat_years(_facts(good))}
    assert years["seller-1"].quotas == (25_000, 20_000, 25_000, 30_000)
    assert years["seller-5"].quotas == (
        0,
        0,
        0,
        15_000,
    )  # starts in the last quarter: 0, 50 and 100 % of its months
    assert years["seller-5"].filled == Decimal(3) / 12
    assert years["head"].quotas == ()


def _link(asked: str, there: str, must: str = "enough", tolerance: str = "0", rests_on: tuple[str, ...] = (), name: str = "a") -> ChainLink:  # fmt: skip
    fact = None
    sides = [Side("{}", Decimal(amount), fact, "") for amount in (asked, there)]  # type: ignore[arg-type]
    return ChainLink(name, "A link", *sides, "number", must, Decimal(tolerance), rests_on)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "there", "must", "tolerance", "holds"),
    [
        ("100", "100", "enough", "0", True),
        ("100", "99.99", "enough", "0", False),
        ("100", "250", "enough", "0", True),
        ("100", "97", "enough", "0.03", True),
        ("100", "96.99", "enough", "0.03", False),
        ("100", "103", "equal", "0.03", True),
        ("100", "103.01", "equal", "0.03", False),
        ("0", "0", "equal", "0", True),
    ],
)
def test_a_link_holds_within_its_tolerance(
    asked: str, there: str, must: str, tolerance: str, holds: bool
) -> None:
    assert _link(asked, there, must, tolerance).holds is holds


def test_a_link_that_rests_on_a_broken_one_is_not_judged() -> None:
    first = _link("2", "1", name="first")
    second = _link("2", "1", rests_on=("first",), name="second")
    third = _link("2", "1", rests_on=("second",), name="third")
    alone = _link("2", "1", rests_on=("nowhere",), name="alone")
    assert [link.id for link in Chain([first, second, third, alone]).broken()] == ["first", "alone"]
