"""The files of facts that follow from what a company answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from handbook.adopt.answers import Answers
from handbook.adopt.migration import contract as contract_number
from handbook.adopt.yaml_text import Plain, as_yaml, plain
from handbook.facts.contract import RequiredDocument

FACTS = "docs/_facts"
# Keys of a role that go into people.yml, and what only the start asks.
_OF_PEOPLE = ("handles", "deputy", "sells")


def fact_files(
    answers: Answers, contract: Iterable[RequiredDocument], today: date
) -> dict[str, str]:
    """Path → text of each file of facts. Facts of which nothing was said have no file."""
    files = {
        "company.yml": as_yaml(
            {
                **plain(answers.company),
                "adopted_on": today.isoformat(),
                "contract": str(contract_number()),
            },
            "The company this handbook belongs to; its language, money and time are used everywhere.",
        ),
        "roles.yml": as_yaml(
            [plain(role, *_OF_PEOPLE) for role in answers.roles],
            "The roles that sell, or work with those who sell.",
        ),
        "people.yml": as_yaml(list(_posts(answers)), "Who fills each role, and its deputy."),
        "units.yml": as_yaml(
            [plain(unit) for unit in answers.units],
            "The units of the company: who heads them, and when they work.",
        ),
        "vocabulary.yml": as_yaml(
            _vocabulary(answers), "The words of this company: families, units of prices, sectors."
        ),
        "parts.yml": as_yaml(
            list(_documents(answers, contract)),
            "How far each of the seven documents is, and who answers for it.",
        ),
        **_of_products(answers, today),
    }
    return {f"{FACTS}/{name}": text for name, text in files.items() if text.count("\n") > 1}


def _posts(answers: Answers) -> Iterator[dict[str, Plain]]:
    for role in answers.roles:
        post: dict[str, Plain] = {"id": role.id, "handles": list(role.handles)}
        yield {**post, "deputy": role.deputy} if role.deputy else post


def _vocabulary(answers: Answers) -> dict[str, Plain]:
    lists: dict[str, Plain] = {
        "families": [plain(family) for family in answers.families],
        "price_units": [plain(unit) for unit in answers.price_units],
        "sectors": [{"id": group.id, "name": group.name} for group in answers.customer_groups],
    }
    return {name: found for name, found in lists.items() if found}


def _documents(
    answers: Answers, contract: Iterable[RequiredDocument]
) -> Iterator[dict[str, Plain]]:
    for document in contract:
        yield {"id": document.id, "state": "growing", "owner": answers.head}


def _of_products(answers: Answers, today: date) -> dict[str, str]:
    """Products, the price book in force, and the terms; nothing where nothing is sold yet."""
    prices: list[Plain] = [
        {"product": product.id, **plain(product, "id", "name", "family", "problem")}
        for product in answers.products
    ]
    book = {"id": f"from-{today.isoformat()}", "from": today.isoformat(), "prices": prices}
    files = {
        "sales-book/products.yml": as_yaml(
            [
                _product(plain(product, "per", "list", "floor", "cost"))
                for product in answers.products
            ],
            "Everything that is sold, for whom, and what customers need it for.",
        ),
        "sales-book/prices.yml": as_yaml(
            [book] if prices else [],
            "Price books. list: what is quoted. floor: never below, whoever signs. cost: our own.",
        ),
    }
    if answers.terms:
        terms = as_yaml(plain(answers.terms), "Terms of payment and contract that go with prices.")
        files["sales-book/terms.yml"] = terms
    return files


def _product(keys: dict[str, Plain]) -> dict[str, Plain]:
    nothing: dict[str, Plain] = {"for_buyer_groups": [], "advantages": [], "limits": []}
    return {**keys, "state": "sold", **nothing}
