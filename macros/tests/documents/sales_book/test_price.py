"""The sums of price and discount: examples from named sources, edges, and what must hold for any
numbers.
"""

from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from handbook.documents.sales_book.sums.price import (
    after_discount,
    break_even_change,
    highest_sum,
    margin,
)

money = some.decimals(min_value=1, max_value=100_000, places=2)
rates = some.decimals(min_value="-0.20", max_value="0.40", places=4)


def D(number: str | int) -> Decimal:
    return Decimal(number)


# --- examples that others published


@pytest.mark.parametrize(
    ("source", "price", "cost", "change", "expected"),
    [
        ("King of Pops: price cut from 2.50 to 2.00", "2.50", "1.00", "-0.50", "0.5"),
        ("King of Pops: price rise to 3.00 (our arithmetic)", "2.50", "1.00", "0.50", "-0.25"),
    ],
)
def test_break_even_change_as_published(source, price, cost, change, expected):
    assert break_even_change(D(price), D(cost), D(change)) == D(expected), source


@pytest.mark.parametrize("percent", range(1, 21))
def test_break_even_of_a_discount_is_the_textbook_fraction(percent):
    """At a margin of 40 % a discount d needs d / (0.4 - d) more volume."""
    d = D(percent) / 100
    needed = break_even_change(D(100), D(60), after_discount(D(100), d) - 100)
    assert needed is not None
    assert abs(needed - d / (D("0.4") - d)) < D("1e-20")


def test_levers_as_published():
    """PostHog: an order of 100 k gives 30 %, two years 3 %, an agreed date of signature 5 %: 38 %;
    paying later takes 5 % away.
    """
    gives = {"volume": D("0.30"), "years": D("0.03"), "date": D("0.05")}
    total, levers = highest_sum(gives, set())
    assert (total, sorted(levers)) == (D("0.38"), ["date", "volume", "years"])
    assert total + D("-0.05") == D("0.33")


# --- edges


@pytest.mark.parametrize(
    ("change", "expected"),
    [("0", "0"), ("-40", None), ("-50", None), ("-39.99", "3999"), ("40", "-0.5")],
    ids=[
        "no change",
        "margin exactly gone",
        "below cost",
        "a cent of margin left",
        "margin doubled",
    ],
)
def test_break_even_at_its_edges(change, expected):
    found = break_even_change(D(100), D(60), D(change))
    assert found == (None if expected is None else D(expected))


def test_margin_at_its_edges():
    assert margin(D(100), D(0)) == 1
    assert margin(D(100), D(100)) == 0
    assert margin(D(100), D(150)) == D("-0.5")


def test_discount_at_its_edges():
    assert after_discount(D("89.00"), D(0)) == D("89.00")
    assert after_discount(D("89.00"), D(1)) == 0
    assert after_discount(D("89.00"), D("-0.10")) == D("97.90"), "a rate below zero is a surcharge"


def test_no_levers_give_nothing():
    assert highest_sum({}, set()) == (0, [])
    assert highest_sum({"late payment": D("-0.05")}, set()) == (0, []), (
        "nobody must take a surcharge"
    )


def test_levers_that_exclude_each_other_do_not_add_up():
    gives = {"volume": D("0.10"), "term": D("0.08"), "event": D("0.15")}
    apart = {frozenset({"event", "volume"}), frozenset({"event", "term"})}
    assert highest_sum(gives, apart) == (D("0.18"), ["volume", "term"])


# --- whatever the numbers


@given(money, some.decimals("0.01", "0.99", places=2), money, money)
def test_a_deeper_cut_always_needs_more_volume(price, cost_share, first, second):
    cost = price * cost_share
    deeper, gentler = -max(first, second), -min(first, second)
    most, least = break_even_change(price, cost, deeper), break_even_change(price, cost, gentler)
    assert most is None or (least is not None and most >= least)


@given(money, some.decimals("0.01", "0.99", places=2), some.decimals("0.01", "0.98", places=2))
def test_break_even_volume_really_breaks_even(price, cost_share, discount):
    cost = price * cost_share
    change = after_discount(price, discount) - price
    more = break_even_change(price, cost, change)
    if more is not None:
        assert abs((price + change - cost) * (1 + more) - (price - cost)) < D("1e-12")


def best_by_hand(gives: dict[str, Decimal], apart: set[frozenset[str]]) -> Decimal:
    """The highest allowed sum, found the slow way: look at every group of levers."""
    groups = (group for size in range(len(gives) + 1) for group in combinations(gives, size))
    allowed = (
        group
        for group in groups
        if not any(frozenset(pair) in apart for pair in combinations(group, 2))
    )
    return max(sum((gives[name] for name in group), D(0)) for group in allowed)


@given(
    some.dictionaries(some.sampled_from("abcdefg"), rates, max_size=7),
    some.sets(some.frozensets(some.sampled_from("abcdefg"), min_size=2, max_size=2), max_size=8),
)
def test_highest_sum_is_the_highest(gives, apart):
    total, levers = highest_sum(gives, apart)
    assert total == best_by_hand(gives, apart)
    assert total == sum((gives[name] for name in levers), D(0))
    assert not [pair for pair in apart if pair <= set(levers)]
