"""Migrations: in order, each once, of facts as people write them."""

from __future__ import annotations

from importlib import import_module

import pytest
from hypothesis import given

from handbook.adopt import migration as module
from handbook.adopt.migration import (
    COMPANY,
    Migrated,
    Migration,
    MigrationError,
    contract,
    contract_of,
    migrate,
    migrations,
)
from tests.adopt.contract_0 import CONTRACT_0, FACTS, companies

BARE = {COMPANY: "name: Fernhill  # since 2009\n"}


def test_they_are_numbered_without_a_gap_and_each_says_what_it_is_about():
    found = migrations()
    assert [step.number for step in found] == list(range(1, len(found) + 1))
    assert all(step.title.endswith(".") for step in found)


def test_the_contract_is_the_newest_of_them():
    assert contract() == migrations()[-1].number


@pytest.mark.parametrize(
    ("line", "number"), [("", 0), ("contract: 1\n", 1), ("contract: 12  # since spring\n", 12)]
)
def test_a_company_says_which_contract_its_facts_follow(line, number):
    assert contract_of({COMPANY: BARE[COMPANY] + line}) == number


@pytest.mark.parametrize("written", ["one", "-1", "1.5", "[1]"])
def test_another_contract_than_a_number_is_refused(written):
    with pytest.raises(MigrationError, match=r"It should be a number"):
        migrate({COMPANY: f"contract: {written}\n"})


def test_a_company_without_a_name_is_refused():
    with pytest.raises(MigrationError, match=r"company\.yml is missing"):
        migrate({})


def test_facts_of_a_newer_engine_are_refused():
    with pytest.raises(MigrationError, match="Take a newer version"):
        migrate({COMPANY: f"contract: {contract() + 1}\n"})


def test_the_contract_is_noted_and_all_else_stays():
    assert migrate(BARE).texts == {COMPANY: f"{BARE[COMPANY]}contract: {contract()}\n"}


def test_only_what_is_newer_than_the_facts_is_done(monkeypatch):
    def step(number: int) -> Migration:
        return Migration(number, "", lambda texts: Migrated({}, (f"did {number}",)))

    monkeypatch.setattr(module, "migrations", lambda: [step(1), step(2), step(3)])
    done = migrate({COMPANY: "contract: 1  # as it was\n"})
    assert done.did == ("did 2", "did 3", f'{COMPANY} says "contract: 3" from now on.')
    assert done.texts == {COMPANY: "contract: 3\n"}


@pytest.mark.parametrize("path", ["mkdocs.yml", "docs/_records/a/b.yml", "macros/own/a.py"])
def test_what_is_no_fact_and_no_page_is_not_migrated(monkeypatch, path):
    step = Migration(1, "", lambda texts: Migrated({path: "new\n"}))
    monkeypatch.setattr(module, "migrations", lambda: [step])
    with pytest.raises(ValueError, match="may not change"):
        migrate(BARE)


@pytest.mark.parametrize("step", migrations(), ids=lambda step: str(step.number))
@given(texts=companies())
def test_each_done_twice_is_done_once(step, texts):
    once = {**texts, **step.migrate(texts).texts}
    again = step.migrate(once)
    assert {path: text for path, text in again.texts.items() if text != once[path]} == {}
    assert again.did == ()


@given(texts=companies())
def test_all_of_them_done_twice_are_done_once(texts):
    once = {**texts, **migrate(texts).texts}
    assert migrate(once) == Migrated()


# --- contract 1: words of a trade


def test_the_words_of_a_trade_become_entries_of_the_vocabulary():
    done = migrate(CONTRACT_0)
    assert (
        done.texts[f"{FACTS}vocabulary.yml"]
        == """\
# The words of this company: what its kinds of products, the units of its prices and the sectors of its customers are called,
# and the numbers and times that only it counts. Numbers and times about contracts are shown among the terms of sale.

families:
  - {id: machine, name: Machines}
  - {id: service, name: Service}

# name: how it is said behind a price. times_a_year: how often the price falls due in the first twelve months, once where nothing is said.
price_units:
  - {id: month, name: a month, singular: month, plural: months, times_a_year: 12}
  - {id: visit, name: per visit, singular: visit, plural: visits}

sectors:
  - {id: workplaces, name: Workplaces}
  - {id: public-bodies, name: Public bodies}

numbers:
  - id: machines-in-service
    name: Machines in service
    about: company
    value: 1 200  # counted in spring
  - id: cups-a-day
    name: Cups a day from which a machine pays
    about: customer
    value: 40
  - id: cups-a-person
    name: Cups a day and person, as a first guess
    about: customer
    value: 3.5
  - id: smallest-bean-order
    name: Smallest order of beans
    about: contract
    value: 2
    unit: kg

# binding: the contract binds the customer for so long. No pay plan may take pay back for longer.
times:
  - id: rental-term
    name: A rental runs for
    about: contract
    value: 36 months
    binding: yes
"""
    )


def test_they_leave_the_files_where_they_were_and_nothing_else_does():
    done = migrate(CONTRACT_0)
    assert done.texts[COMPANY] == (
        f"# Who we are\nname: Fernhill\ncustomers: 310\ncontract: {contract()}\n"
    )
    assert done.texts[f"{FACTS}sales-book/terms.yml"] == (
        "# Agreed with finance.\nquote_valid: 30 days\n# In years of drought longer.\nnotice: 3 months\n"
    )


def test_calls_on_pages_and_in_templates_have_the_new_names():
    done = migrate(CONTRACT_0)
    assert done.texts["docs/terms.md"] == (
        "For {{ fact(\"times.rental-term.value\") }} or {{ fact( 'numbers.cups-a-day.value' ) }}; "
        'terms.rental_term is a word, {{ fact("terms.notice") }} another fact.\n'
    )
    assert (
        "[[fact times.rental-term.value]]" in done.texts[f"{FACTS}sales-book/templates/offer.yml"]
    )
    assert "docs/_records/terms/2026-01-01-reviewed-seller-abcdef.yml" not in done.texts


def test_what_only_a_person_can_do_is_told():
    own = {**CONTRACT_0, "macros/own/desk/rules.py": "terms.rental_term\n"}
    decide = migrate(own).decide
    assert decide[0].startswith("Read docs/_facts/vocabulary.yml: readers see these names.")
    assert decide[1].startswith('macros/own/desk/rules.py speaks of "rental_term"')


def test_a_vocabulary_that_is_there_keeps_its_entries():
    words = "sectors:\n  - {id: workplaces, name: Where people work}  # ours\n"
    done = migrate({**CONTRACT_0, f"{FACTS}vocabulary.yml": words})
    vocabulary = done.texts[f"{FACTS}vocabulary.yml"]
    assert vocabulary.startswith(words)
    assert vocabulary.count("workplaces") == 1
    assert "{id: public-bodies, name: Public bodies}" in vocabulary


def test_of_two_values_the_one_in_the_vocabulary_stays_and_the_other_is_told():
    words = "numbers:\n  - {id: cups-a-day, value: 3}\n"
    done = migrate({**CONTRACT_0, f"{FACTS}vocabulary.yml": words})
    assert done.texts[f"{FACTS}vocabulary.yml"].count("cups-a-day") == 1
    assert any('"cups_a_day: 40" is no longer in' in line for line in done.decide)


def test_facts_that_cannot_be_read_are_not_guessed():
    broken = {**CONTRACT_0, f"{FACTS}sales-book/products.yml": "- id: [\n"}
    with pytest.raises(MigrationError, match=r"products\.yml cannot be read"):
        migrate(broken)


@given(texts=companies())
def test_no_line_is_lost_that_is_not_one_of_the_keys_that_moved(texts):
    done = {**texts, **migrate(texts).texts}
    keys = import_module("handbook.adopt.migrations.m0001_words_of_a_trade").MOVED
    for path, text in texts.items():
        for line in text.splitlines():
            if line != "sectors: []" and not any(key.key in line for key in keys):
                assert line in done[path].splitlines()
