"""Names of values: through keys, tables and lists, and what is said where a name leads nowhere."""

from __future__ import annotations

from datetime import date

import pytest

from handbook.documents.company.facts.company import Company
from handbook.documents.motivation.facts import PayPlan
from handbook.facts.facts import Facts
from handbook.facts.naming import MissingFactsError, UnknownValueError, named
from handbook.rules.edition import edition_without_git
from handbook.text.load import Folder

TODAY = date(2026, 11, 23)


@pytest.fixture
def facts(good: Folder) -> Facts:
    return edition_without_git(good, TODAY).handbook.facts


def value(facts: Facts, name: str) -> str:
    holder, key = named(facts, name)
    return str(getattr(holder, key))


def test_a_value_is_found_through_keys_items_and_parts_of_lists(facts: Facts) -> None:
    plan = facts[PayPlan]["seller-2027"]
    assert value(facts, "company.name") == facts.only(Company).name  # type: ignore[union-attr]
    assert value(facts, "pay_plans.seller-2027.variable") == str(plan.variable)
    for place, point in enumerate(plan.curve, 1):
        assert value(facts, f"pay_plans.seller-2027.curve.{place}.paid") == str(point.paid)


@pytest.mark.parametrize("place", ["0", "99", "-1", "first"])
def test_a_part_that_a_list_does_not_have_is_named_with_those_it_has(
    facts: Facts, place: str
) -> None:
    with pytest.raises(UnknownValueError) as wrong:
        named(facts, f"pay_plans.seller-2027.curve.{place}.paid")
    assert f'there is no "{place}" in it' in wrong.value.what
    assert wrong.value.otherwise.startswith("use one of: 1, 2")


@pytest.mark.parametrize(
    "name", ["pay_plans.seller-2027.curve", "pay_plans.seller-2027.curve.1", "company"]
)
def test_several_values_are_not_one(facts: Facts, name: str) -> None:
    with pytest.raises(UnknownValueError) as wrong:
        named(facts, name)
    assert f'"{name}" is not one value but a set of them.' in wrong.value.what


def test_facts_that_are_not_there_are_told_from_names_that_nobody_knows(good: Folder) -> None:
    del good.data["docs/_facts/company.yml"]
    facts = edition_without_git(good, TODAY).handbook.facts
    with pytest.raises(MissingFactsError) as missing:
        named(facts, "company.name")
    assert missing.value.path == "docs/_facts/company.yml"
    with pytest.raises(UnknownValueError, match="no facts called"):
        named(facts, "compani.name")
