"""Rules about the CRM: a choice has its list, and a fault in the data can be counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from handbook.documents.customer_base.facts import CrmField, Hygiene
from handbook.handbook import Handbook
from handbook.problems.problem import Problem, listed
from handbook.rules.rule import rule


@rule(
    "choices-missing",
    bad="""
customer-base/crm.yml:
- id: lost-reason
  name: Reason for losing
  on: deal
  kind: choice
  means: Why the order was lost, after asking the customer.
  owner: sales-director
""",
    good="""
customer-base/crm.yml:
- id: lost-reason
  name: Reason for losing
  on: deal
  kind: choice
  means: Why the order was lost, after asking the customer.
  choices_from: lost reasons
  owner: sales-director
""",
)
def missing_choices(handbook: Handbook) -> Iterator[Problem]:
    """A field to choose from has at least two choices, each once, or takes them from a list that
    the handbook already has. Other fields have none. Without a list of choices everybody writes
    something different, and nothing can be counted.
    """
    for field in handbook.facts[CrmField]:
        given = len(field.choices) + (field.choices_from is not None)
        twice = [name for name, many in Counter(field.choices).items() if many > 1]
        if field.kind != "choice" and given:
            key = "choices" if field.choices else "choices_from"
            what = f'"{field.name}" is a field of the kind "{field.kind}" and has choices.'
            yield Problem(field.at(key), what, "delete them, or write:", "kind: choice")
        elif field.kind == "choice":
            yield from _choices(field, twice)


def _choices(field: CrmField, twice: list[str]) -> Iterator[Problem]:
    if field.choices and field.choices_from:
        what = f'"{field.name}" has choices of its own and takes them from the list of {field.choices_from}.'
        yield Problem(field.at("choices"), what, "keep one of the two.")
    elif not field.choices_from and len(field.choices) < 2:
        what = f'"{field.name}" is to be chosen, but there is nothing to choose from.'
        fix = 'add the choices, or name their list with "choices_from":'
        yield Problem(field.at("kind"), what, fix, "choices: [Website, Recommendation]")
    elif twice:
        what = f'{listed(twice)} stands twice among the choices of "{field.name}".'
        yield Problem(field.at("choices"), what, "delete one of them.")


@rule(
    "fault-cannot-be-counted",
    bad="""
customer-base/crm.yml:
- id: next-step
  name: Next step
  on: deal
  kind: text
customer-base/hygiene.yml:
field: next-step
counts: in the past
""",
    good={"field: next-step": "field: next-step-date"},
)
def faults_that_cannot_be_counted(handbook: Handbook) -> Iterator[Problem]:
    """The faults of the weekly check can be counted: only a date of a deal can be in the past, and
    only a deal can stay in its stage too long.
    """
    for hygiene_rule in handbook.facts[Hygiene]:
        field = handbook.facts[CrmField].get(hygiene_rule.field)
        if field is None:
            continue
        if hygiene_rule.counts == "in the past" and (field.kind != "date" or field.on != "deal"):
            what = f'"{field.name}" is no date of a deal, so it cannot be in the past.'
            yield Problem(
                hygiene_rule.at("field"),
                what,
                "name a field of the kind date, or count something else.",
            )
        elif hygiene_rule.counts == "too long in its stage" and field.on != "deal":
            what = f'"{field.name}" stands on a {field.on}, and only a deal stays in a stage.'
            yield Problem(hygiene_rule.at("field"), what, "name the field of a deal.")
