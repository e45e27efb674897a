"""Rules about dialogue and ownership: each group has its rules, they can be kept, and a leaver
takes nothing along.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal
from typing import get_args

from handbook.documents.customer_base.base import workloads
from handbook.documents.customer_base.facts import Dialogue, Leaving, LeavingStep, Moment, Occasion
from handbook.documents.sales_book.facts.market import BuyerGroup
from handbook.facts.durations import Days
from handbook.facts.forms import entry_to_fill_in
from handbook.facts.kinds import kind_of
from handbook.handbook import Handbook
from handbook.problems.edits import Entry
from handbook.problems.problem import Place, Problem, listed
from handbook.rules.rule import rule

YEAR = 365


@rule(
    "dialogue-missing",
    wants="customer-base/dialogue",
    bad="""
sales-book/buyer_groups.yml:
- id: hotels
  name: Hotels
customer-base/dialogue.yml:
  keepers: 3
  most_customers: 100
  contacts_a_year: 2
  keeper_contacts_a_year: 200
""",
    good="""
sales-book/buyer_groups.yml:
- id: hotels
  name: Hotels
customer-base/dialogue.yml:
  keepers: 3
  most_customers: 100
  contacts_a_year: 2
  keeper_contacts_a_year: 200
- id: hotels
  at_least_every: 90 days
  at_most_every: 14 days
  channels: [phone, visit, email]
  from: "10:00"
  to: "16:00"
  answer_within: 4 business hours
  record_within: 4 business hours
  languages: [English]
  purposes: [What guests said about the water]
  tone: Friendly, never at breakfast.
  never: [What other hotels pay]
  keeper: seller
  keepers: 2
  most_customers: 25
  contacts_a_year: 6
  keeper_contacts_a_year: 150
""",
)
def missing_dialogues(handbook: Handbook) -> Iterator[Problem]:
    """Every buyer group has its rules of dialogue: how often, by what, when, about what, and who
    keeps up the contact after the first year.
    """
    table = handbook.facts[Dialogue]
    groups = handbook.facts[BuyerGroup]
    misnamed = any(
        not groups.may_hold(dialogue.id) for dialogue in table
    )  # another rule says this; it may well be the one that is missing
    if not len(table) or table.broken or misnamed:
        return
    for group in groups:
        if not table.may_hold(group.id):
            what = f'Nothing is said about how we speak with "{group.name}".'
            yield Problem(group.at(), what, f"add to {table.path} an entry with id: {group.id}.")


@rule(
    "contact-rule-impossible",
    bad="""
customer-base/dialogue.yml:
- id: hotels
  at_least_every: 7 days
  at_most_every: 14 days
""",
    good={"  at_least_every: 7 days": "  at_least_every: 90 days"},
)
def impossible_contact_rules(handbook: Handbook) -> Iterator[Problem]:
    """The rules of dialogue can be kept: the longest silence (`at_least_every`) is longer than the
    shortest time between two contacts (`at_most_every`), the hours end after they begin, no channel
    is listed twice, and the contacts of a year fit between the two.
    """
    for dialogue in handbook.facts[Dialogue]:
        if dialogue.at_least_every.days <= dialogue.at_most_every.days:
            what = f"{dialogue.id} are to be contacted at least every {dialogue.at_least_every}, but at most every {dialogue.at_most_every}: both cannot be."
            least, most = (
                max(dialogue.at_least_every, dialogue.at_most_every, key=_in_days),
                min(dialogue.at_least_every, dialogue.at_most_every, key=_in_days),
            )
            fix = "write the longest silence, then a shorter time between two contacts"
            swapped = dialogue.model_copy(update={"at_least_every": least, "at_most_every": most})
            fits = most != least and not any(_contacts(swapped))
            paste = f"at_least_every: {least}\nat_most_every: {most}" if fits else ""
            yield Problem(
                dialogue.at("at_least_every"), what, f"{fix}{':' if paste else '.'}", paste
            )
        else:
            yield from _contacts(dialogue)
        if dialogue.from_ >= dialogue.to:
            what = f"{dialogue.id} may be contacted from {dialogue.from_:%H:%M} to {dialogue.to:%H:%M}, which is never."
            yield Problem(dialogue.at("to"), what, "write a later end.")
        twice = [name for name, many in Counter(dialogue.channels).items() if many > 1]
        if twice:
            paste = f"channels: [{', '.join(dict.fromkeys(dialogue.channels))}]"
            yield Problem(
                dialogue.at("channels"), f"{listed(twice)} stands twice.", "write:", paste
            )


def _in_days(time: Days) -> int:
    return time.days


def _contacts(dialogue: Dialogue) -> Iterator[Problem]:
    least, most = YEAR // dialogue.at_least_every.days, YEAR // dialogue.at_most_every.days
    if not least <= dialogue.contacts_a_year <= most:
        what = (
            f"{dialogue.id} are to have {dialogue.contacts_a_year} contacts a year, but at least every {dialogue.at_least_every} and "
            f"at most every {dialogue.at_most_every} make {least} to {most}."
        )
        right = least if dialogue.contacts_a_year < least else most
        yield Problem(dialogue.at("contacts_a_year"), what, "write:", f"contacts_a_year: {right}")


@rule(
    "workload-too-high",
    bad="""
customer-base/dialogue.yml:
keeper_contacts_a_year: 179
customer-base/dialogue.yml:
most_customers: 19
contacts_a_year: 6
keeper_contacts_a_year: 0
# 270 offices have 2 contacts a year and 3 keepers.
""",
    good={
        "keeper_contacts_a_year: 179": "keeper_contacts_a_year: 200",
        "most_customers: 19": "most_customers: 25",
        "keeper_contacts_a_year: 0": "keeper_contacts_a_year: 150",
    },
)
def too_high_workloads(handbook: Handbook) -> Iterator[Problem]:
    """The contacts that a buyer group is to have in a year can be made by its keepers: customers
    times contacts, divided by what one keeper can make (the workload method). What does not fit is
    left undone, and nobody has chosen what that is.
    """
    for group, dialogue, load in workloads(handbook.facts):
        if load.needed is None:
            what = f"A keeper of {dialogue.id} can make no contact in a year."
            yield Problem(
                dialogue.at("keeper_contacts_a_year"), what, "write how many one keeper can make."
            )
        elif load.needed > load.keepers:
            needed = load.needed.quantize(Decimal("0.1"), ROUND_CEILING)
            what = (
                f"{group.customers} customers of {dialogue.id} with {dialogue.contacts_a_year} contacts a year are {load.contacts} contacts, "
                f"which need {needed} keepers with {dialogue.keeper_contacts_a_year} each; there are {dialogue.keepers}."
            )
            yield Problem(
                dialogue.at("keepers"), what, "lower the contacts, free more time, or add keepers."
            )


@rule(
    "customers-without-keeper",
    bad="""
customer-base/base.yml:
- {buyer_group: hotels, customers: 40, revenue: 350 000}
customer-base/dialogue.yml:
keepers: 2
most_customers: 19
""",
    good={"most_customers: 19": "most_customers: 25"},
)
def customers_without_keeper(handbook: Handbook) -> Iterator[Problem]:
    """The keepers of a buyer group may together have as many customers as there are. Otherwise some
    customers have no keeper, or the limit is meaningless.
    """
    for group, dialogue, load in workloads(handbook.facts):
        if load.most < group.customers:
            what = (
                f"{dialogue.keepers} keepers of {dialogue.id} with at most "
                f"{dialogue.most_customers} customers each may have {load.most}, but there are "
                f"{group.customers}."
            )
            least = -(-int(group.customers) // max(int(dialogue.keepers), 1))
            fix = "add keepers, or write at least:"
            yield Problem(dialogue.at("most_customers"), what, fix, f"most_customers: {least}")


@rule(
    "moment-missing",
    wants="customer-base/dialogue",
    bad="""
customer-base/moments.yml:
- id: silence
  occasion: complaint
customer-base/moments.yml:
- id: lost
  occasion: lost
  buyer_groups: [hotels]
# Nothing is said about silence any more, nor about lost for offices.
""",
    good="""
customer-base/moments.yml:
- id: silence
  occasion: silence
customer-base/moments.yml:
- id: lost
  occasion: lost
  buyer_groups: [offices, hotels]
""",
)
def missing_moments(handbook: Handbook) -> Iterator[Problem]:
    """For every buyer group each moment is written down once: after first contact, visit and offer,
    in silence, at a complaint, 90, 60 and 30 days before renewal, when it is lost, when they ask us
    to stop. These are the moments in which a customer notices how we work.
    """
    moments = handbook.facts[Moment]
    if not len(moments) or not moments.whole:
        return
    there = Counter((moment.occasion, group) for moment in moments for group in moment.buyer_groups)
    for occasion in get_args(Occasion):
        groups = [group.id for group in handbook.facts[BuyerGroup] if not there[occasion, group.id]]
        if groups:
            what = f'Nothing is said about the moment "{occasion}" for {listed(groups)}.'
            fix = f"add it, with occasion: {occasion}, or name the buyer group where it stands."
            yield Problem(Place(moments.path), what, fix)
    seen: set[tuple[str, str]] = set()
    for moment in moments:
        for group in moment.buyer_groups:
            if (moment.occasion, group) in seen:
                what = f'The moment "{moment.occasion}" is written twice for {group}; this is the second.'
                yield Problem(
                    moment.at("buyer_groups"), what, "take the buyer group out of one of them."
                )
            seen.add((moment.occasion, group))


@rule(
    "leaving-incomplete",
    wants="customer-base/handover",
    bad="customer-base/leaving.yml:\n- id: promises\n  covers: contacts",
    good="customer-base/leaving.yml:\n- id: promises\n  covers: promises",
)
def incomplete_leaving(handbook: Handbook) -> Iterator[Problem]:
    """When a seller leaves, seven things are passed on: open deals, promises, devices and
    passwords, contacts, calendar, a letter to the customers, and a time in which somebody watches.
    What is forgotten is lost with the seller.
    """
    steps = handbook.facts[LeavingStep]
    if not len(steps) or not steps.whole:
        return
    there = {step.covers for step in steps}
    for covers in get_args(Leaving):
        if covers not in there:
            what = f'No step covers "{covers}".'
            yield Problem(
                Place(steps.path),
                what,
                "add one:",
                entry_to_fill_in(kind_of(LeavingStep).model, covers=covers),
                edit=Entry(),
            )
