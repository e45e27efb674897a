"""Rules about limits that the law sets: they are written down where something needs them, and
nothing goes beyond them.
"""

from __future__ import annotations

from collections.abc import Iterator

from handbook.documents.company.facts.company import LegalLimit
from handbook.documents.customer_base.facts import PersonalRecord
from handbook.documents.customer_base.rules.base import needed_records
from handbook.documents.training.facts import Probation
from handbook.documents.whole.limits import (
    APPLICANT,
    CANDIDATES,
    PROBATION,
    TimeLimit,
    periods_bounded_by,
)
from handbook.facts.lengths import stays_within
from handbook.handbook import Handbook
from handbook.problems.edits import Entry
from handbook.problems.problem import Cause, Place, Problem, did_you_mean, listed
from handbook.rules.rule import rule

NO_CALENDAR = ("business hour", "business day")
SOURCE = "source: The article, and who chose the number where the article names none"


@rule(
    "legal-limit-missing",
    bad="""
hiring/selection.yml:
- id: seller
legal_limits.yml:
- id: candidate-data
  what: How long papers of applicants are kept
  at_most: 6 months
  records: [call-recording]
""",
    good={"  records: [call-recording]": "  records: [applicant]"},
)
def missing_limits(handbook: Handbook) -> Iterator[Problem]:
    """A company that selects people writes down how long it may keep their papers
    (`candidate-data`, for the record `applicant`), and one that takes people on probation how long
    that may last (`probation`). The law differs from country to country, and sometimes names no
    number: then your lawyer sets one, and the source says so. A number written here by another
    company is not yours.
    """
    facts, limits = handbook.facts, handbook.facts[LegalLimit]
    if len(facts.table("selections")):
        limit = limits.get(CANDIDATES)
        if not limits.may_hold(CANDIDATES):
            needs = "People are selected here, but nothing says how long their papers may be kept at most."
            yield _missing(limits.path, needs, CANDIDATES, f"  records: [{APPLICANT}]\n")
        elif limit and APPLICANT not in limit.records:
            what = f'The limit "{CANDIDATES}" does not bound the record "{APPLICANT}", so nothing says how long their papers may be kept.'
            records = ", ".join(dict.fromkeys([APPLICANT, *limit.records]))
            yield Problem(limit.at("records"), what, "name it:", f"records: [{records}]")
    if len(facts[Probation]) and not limits.may_hold(PROBATION):
        needs = "There are plans for probation, but nothing says how long it may last at most."
        yield _missing(limits.path, needs, PROBATION)


def _missing(path: str, what: str, limit: str, records: str = "") -> Problem:
    paste = f"- id: {limit}\n  what: …\n  at_most: …\n{records}  {SOURCE}\n  confirmed_by: …\n  confirmed_on: …"
    return Problem(
        Place(path),
        what,
        "ask your lawyer, and add what holds in your country:",
        paste,
        edit=Entry(),
    )


@rule(
    "legal-limit-without-record",
    bad="""
legal_limits.yml:
- id: candidate-data
  what: How long papers of applicants are kept
  at_most: 6 months
  records: [applicant, aplicants]
""",
    good={"  records: [applicant, aplicants]": "  records: [applicant]"},
)
def unknown_records(handbook: Handbook) -> Iterator[Problem]:
    """Each record that a legal limit names is in the table of records; otherwise the limit bounds
    nothing. Where records are kept and one of those that are always needed is missing,
    `records-incomplete` says so.
    """
    records = handbook.facts[PersonalRecord]
    known = [*records.ids(), *sorted(records.unread)]
    needed = needed_records(handbook) if len(records) else {}
    for limit in handbook.facts[LegalLimit]:
        for name in dict.fromkeys(limit.records):
            if records.may_hold(name) or name in needed:
                continue
            what = f'The limit "{limit.id}" names the record "{name}". There is no such record in {records.path}.{did_you_mean(name, known)}'
            fix = f"name one that is kept ({listed(known, 30) or 'none yet'}), or add it there."
            place, _ = limit.at_entry("records", name)
            yield Problem(place, what, fix, cause=Cause("records_kept", name))


@rule(
    "legal-limit-exceeded",
    bad="""
legal_limits.yml:
- id: candidate-data
  what: How long papers of applicants are kept
  at_most: 6 months
  records: [applicant]
customer-base/records_kept.yml:
- id: applicant
  record: Papers of applicants
  contains: Name, letter, notes of the talk.
  basis: legitimate interest
  keep: 12 months
""",
    good={"  keep: 12 months": "  keep: 6 months"},
)
def exceeded_limits(handbook: Handbook) -> Iterator[Problem]:
    """What a legal limit bounds stays within it, from whichever day it is counted: the papers of
    applicants and every other record that a limit names, and the months of each probation plan.
    """
    for limit in handbook.facts[LegalLimit]:
        for bound in periods_bounded_by(handbook.facts, limit):
            yield from _too_long(bound, limit)


def _too_long(bound: TimeLimit, limit: LegalLimit) -> Iterator[Problem]:
    if bound.lasts.unit in NO_CALENDAR:
        what = f'{_lasts_in_words(bound)}, but the limit "{limit.id}" counts the days of the calendar: {limit.at_most}.'
        yield Problem(
            bound.fact.at(bound.key),
            what,
            "say it in days, weeks or months, at most:",
            _paste(bound, limit),
        )
    elif not stays_within(bound.lasts, limit.at_most):
        what = f'{_lasts_in_words(bound)}, but the limit "{limit.id}" allows {limit.at_most} at most. {limit.source}'
        paste = _paste(bound, limit)
        fix = f'shorten it, unless "{limit.confirmed_by}" confirms another limit{":" if paste else "."}'
        yield Problem(bound.fact.at(bound.key), what, fix, paste)


def _lasts_in_words(limit: TimeLimit) -> str:
    name = str(getattr(limit.fact, "id", ""))
    if limit.key == "keep":
        return f'"{name}" is kept for {limit.lasts}'
    return f'Probation of "{name}" lasts {limit.lasts}'


def _paste(bound: TimeLimit, limit: LegalLimit) -> str:
    """The longest duration allowed; nothing where it is not a whole number of months."""
    if bound.key == "keep":
        return f"keep: {limit.at_most}"
    return f"{bound.key}: {limit.at_most.amount}" if limit.at_most.unit == "month" else ""


@rule(
    "legal-limit-unconfirmed",
    bad="legal_limits.yml:\nconfirmed_on: 2027-05-04",
    good="legal_limits.yml:\nconfirmed_on: 2026-05-04",
)
def unconfirmed_limits(handbook: Handbook) -> Iterator[Problem]:
    """A legal limit was confirmed on a day in the past: what somebody will look up one day has not
    been looked up yet.
    """
    today = handbook.today.isoformat()
    for limit in handbook.facts[LegalLimit]:
        if limit.confirmed_on > handbook.today:
            what = f'The limit "{limit.id}" was confirmed on {limit.confirmed_on.isoformat()}, which is still to come; today is {today}.'
            yield Problem(
                limit.at("confirmed_on"),
                what,
                "write the day on which it was confirmed:",
                f"confirmed_on: {today}",
            )
