"""Words of the company: units of prices, numbers and times of its own, the decimals of its money."""

from __future__ import annotations

from decimal import Decimal

import pytest

from handbook.documents.company.facts.company import Company
from handbook.facts.scalars import Money, Number, ScalarError
from handbook.pages import Call
from handbook.rules.edition import Edition, edition_without_git
from handbook.show.spelling import as_paid, money
from handbook.text.load import Folder
from tests.judging import TODAY

COMPANY, WORDS = "docs/_facts/company.yml", "docs/_facts/vocabulary.yml"
PRICES = "sales-book/prices.md"


def changed(good: Folder, path: str, old: str, new: str) -> Edition:
    text = good.data[path].decode()
    assert old in text
    good.data[path] = text.replace(old, new).encode()
    return edition_without_git(good, TODAY)


def drawn(edition: Edition, name: str, *args: str) -> str:
    return str(
        edition.shown.draw(Call(name, args, (), 1, f"{{{{ {name}() }}}}", alone=True), PRICES).html
    )


def company_paid_in(good: Folder, currency: str, least: str = "") -> Company:
    more = f"\nsmallest_amount: {least}" if least else ""
    edition = changed(good, COMPANY, "currency: GBP", f"currency: {currency}{more}")
    company = edition.handbook.facts.only(Company)
    assert company
    return company


def test_a_unit_of_prices_is_called_as_the_company_calls_it(good: Folder) -> None:
    edition = changed(good, WORDS, "name: a month", "name: for each moon")
    assert "£60 for each moon" in drawn(edition, "price", "tap-one", "month")
    assert "for each moon" in drawn(edition, "price_calculator")


def test_numbers_and_times_of_contracts_are_among_the_terms(good: Folder) -> None:
    smallest = (
        "numbers: [{id: least, name: Smallest order, about: contract, value: 6, unit: rolls}]"
    )
    terms = drawn(changed(good, WORDS, "times:", f"{smallest}\ntimes:"), "terms_table")
    assert "A contract runs for" in terms
    assert "<dt>Smallest order</dt> <dd>6 rolls</dd>" in terms


def test_what_is_not_about_contracts_is_not_among_the_terms(good: Folder) -> None:
    terms = drawn(changed(good, WORDS, "about: contract", "about: company"), "terms_table")
    assert "A contract runs for" not in terms


def test_a_term_that_is_left_out_shows_no_row(good: Folder) -> None:
    path = "docs/_facts/sales-book/terms.yml"
    terms = drawn(changed(good, path, "deposit: No deposit as a rule\n", ""), "terms_table")
    assert "Deposit" not in terms
    begun = drawn(changed(good, path, "cancel_from: 1 month\n", ""), "terms_table")
    assert "after the signature" not in begun
    assert "Payment is due within" in terms


@pytest.mark.parametrize(
    ("currency", "least", "decimals"),
    [("HUF", "", 0), ("JPY", "", 0), ("EUR", "", 2), ("HUF", "0.01", 2), ("EUR", "1", 0)],
)
def test_money_has_the_decimals_of_its_smallest_amount(
    good: Folder, currency: str, least: str, decimals: int
) -> None:
    assert company_paid_in(good, currency, least).decimals == decimals


def test_a_calculated_amount_is_rounded_half_up(good: Folder) -> None:
    company = company_paid_in(good, "HUF")
    assert as_paid(Decimal("890.50"), company) == 891
    assert money(Decimal("890.49"), company) == "HUF890"


def test_scripts_know_the_decimals(good: Folder) -> None:
    edition = changed(good, COMPANY, "currency: GBP", "currency: HUF")
    assert "&#34;decimals&#34;: 0" in drawn(edition, "price_calculator")


@pytest.mark.parametrize("text", ["1200", "1 200", "1.7", "0"])
def test_a_number_is_read_as_people_write_it(text: str) -> None:
    assert Number.read(text) == Decimal(text.replace(" ", ""))


@pytest.mark.parametrize("text", ["1_200", "1,7", "-1", "012", "1.234", ""])
def test_other_spellings_of_a_number_are_refused(text: str) -> None:
    with pytest.raises(ScalarError):
        Number.read(text)


def test_amounts_in_whole_units_are_fine_enough(good: Folder) -> None:
    edition = changed(good, COMPANY, "currency: GBP", "currency: HUF")
    assert not [problem for problem in edition.problems() if problem.rule == "amount-too-fine"]
    assert Money.read("60.00") == 60
