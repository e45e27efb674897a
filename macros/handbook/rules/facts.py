"""Rules about all facts alike: what they refer to exists, and every fact is shown somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from handbook.facts.kinds import called, kind, kind_of
from handbook.facts.model import Fact, Item, Table
from handbook.facts.references import references_of
from handbook.handbook import Handbook
from handbook.problems.edits import Keys, Line
from handbook.problems.problem import Cause, Place, Problem, did_you_mean, listed, nearest
from handbook.records.records import READER, Record, in_words
from handbook.rules.rule import rule, shown_rule
from handbook.show.shown import Shown


@rule(
    "fact-unknown",
    bad='We sell {{ product("tap-won") }}.',
    good='We sell {{ product("tap-one") }}.',
)
def unresolved(handbook: Handbook) -> Iterator[Problem]:
    """What a page or a fact names must exist: the product, the role, the stage. Otherwise a
    misspelt word would show a gap where the price should stand.
    """
    metas = [page.meta for page in handbook.pages.values() if page.meta]
    records = [
        record for life in handbook.lives.values() for record in life.records if record.by != READER
    ]
    for top in [*handbook.facts.everything(), *metas, *records]:
        for fact in top.with_inner:
            for name, key, table in references_of(type(fact)):
                value = getattr(fact, name)
                for wanted in value if isinstance(value, list) else [value]:
                    yield from _resolve(handbook, fact, key, table, wanted)


def named_ids(handbook: Handbook, table: str) -> set[str]:
    """The ids of a table that facts, tops of pages, records or macro calls name."""
    named = {
        str(arg) for page in handbook.pages.values() for call in page.calls for arg in call.args
    }
    metas = [page.meta for page in handbook.pages.values() if page.meta]
    records = [record for life in handbook.lives.values() for record in life.records]
    for top in [*handbook.facts.everything(), *metas, *records]:
        for fact in top.with_inner:
            for name, _, to in references_of(type(fact)):
                value = getattr(fact, name) if to == table else None
                named.update(value if isinstance(value, list) else [value] if value else [])
    return named


def _resolve(
    handbook: Handbook, fact: Fact, key: str, table_name: str, wanted: str | None
) -> Iterator[Problem]:
    table = handbook.facts.table(table_name)
    if wanted is None or not table_name or table.may_hold(wanted):
        return
    said, known = called(table_name), [*table.ids(), *sorted(table.unread)]
    guess = nearest(wanted, known)
    if key == "id" and guess in _siblings(handbook, fact):
        guess = None  # that one has its entry already
    what = (
        f'"{key}" names the {said} "{wanted}". There is no such {said} in '
        f"{table.path}.{did_you_mean(wanted, known)}"
    )
    fix = "write:" if guess else f"use one of those we know: {listed(known, 40) or 'none yet'}."
    place, row = fact.at_entry(key, wanted)
    paste = _mended(fact, key, wanted, guess, row) if guess else ""
    edit = (Line() if paste.startswith("- ") else Keys()) if paste else None
    problem = Problem(place, what, fix, paste, edit=edit, cause=Cause(table_name, wanted))
    yield in_words(problem) if isinstance(fact, Record) else problem


def _siblings(handbook: Handbook, fact: Fact) -> Table[Item]:
    """The table of a fact whose id is that of another: a role's post, a group's dialogue."""
    return handbook.facts.table(kind_of(type(fact)).name)


@rule(
    "document-left-out",
    severity="advice",
    # Where the document on the customer base is left out, and the fields of the CRM with it.
    bad="""
sales-book/stages.yml:
documents: [Summary]
required_fields: [people-on-site]
sales-book/stages.yml:
history: {ended: 30, won: 18, until: 2026-10-31}
required_fields: [people-on-site, amount]
sales-book/stages.yml:
forecast: closed
required_fields: [people-on-site, amount]
""",
    good="""
sales-book/stages.yml:
documents: [Summary]
sales-book/stages.yml:
history: {ended: 30, won: 18, until: 2026-10-31}
sales-book/stages.yml:
forecast: closed
""",
)
def left_out_documents(handbook: Handbook) -> Iterator[Problem]:
    """A document may be left out, and then nothing keeps its facts. What other documents say of
    them is never looked up, so it is said once for each file and key.
    """
    said: set[tuple[str, str]] = set()
    for top in handbook.facts.everything():
        for fact in top.with_inner:
            for name, key, table in references_of(type(fact)):
                where = None if table or not getattr(fact, name) else fact.at(key)
                if where and (where.path, key) not in said:
                    said.add((where.path, key))
                    what = (
                        f'"{key}" names facts of a document that this handbook leaves out, so '
                        "nobody looks them up."
                    )
                    yield Problem(
                        where, what, f'take "{key}" out of this file, or bring the document back.'
                    )


def _mended(fact: Fact, key: str, wanted: str, guess: str, row: list[str]) -> str:
    """The line with the right id: a key with its value, a list in one line, or an entry on a line
    of its own.
    """
    if row:
        return f"{key}: [{', '.join(guess if entry == wanted else entry for entry in row)}]"
    return f"- {guess}" if fact.at_entry(key, wanted)[0] != fact.at(key) else f"{key}: {guess}"


@shown_rule(
    "fact-unused",
    severity="advice",
    of_absence=True,
    bad="""
sales-book/prices.md:
{{ coming_prices() }}

## Who may approve {: #who-may-approve }
""",
    good="""
sales-book/prices.md:
{{ coming_prices() }}

{{ terms_table() }}

## Who may approve {: #who-may-approve }
""",
)
def unused_facts(handbook: Handbook, shown: Shown) -> Iterator[Problem]:
    """Every fact is shown on at least one page, because only what is read is noticed when it is
    wrong.

    A fact on no page is a price that nobody has looked at since it was typed.
    """
    if not handbook.pages or handbook.unreadable or not handbook.facts.whole:
        return
    for name, table in handbook.facts.tables():
        if kind(name).shown:
            for item in table:
                if not _is_past(item, handbook) and not any(
                    fact.at() in shown.places for fact in item.with_inner
                ):
                    yield _unused(item.at(), f'"{item.id}"', name)
    for name, single in handbook.facts.singles():
        if kind(name).shown and not any(fact.at() in shown.places for fact in single.with_inner):
            yield _unused(Place(single.at().path), f"What is in {kind(name).where}", name)


def _is_past(item: Item, handbook: Handbook) -> bool:
    """What is no longer in force is kept for the record, not shown: prices and pay plans of the
    past.
    """
    until = getattr(item, "until", None)
    return isinstance(until, date) and until <= handbook.today


def _unused(place: Place, subject: str, name: str) -> Problem:
    return Problem(
        place, f"{subject} is on no page.", "show it on a page, or delete it if nobody needs it."
    )
