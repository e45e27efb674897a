"""The rule that somebody may decide every case."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.documents.company.facts.company import Decision, Role, Step
from handbook.documents.sales_book.facts.market import Discounts
from handbook.facts.scalars import Share
from handbook.handbook import Handbook
from handbook.problems.edits import Entry
from handbook.problems.problem import Problem
from handbook.rules.rule import rule


@rule(
    "ladder-ends-open",
    bad="""
decision_rights.yml:
- role: sales-director
  answers_within: 4 business hours
- role: managing-director
""",
    good={"- role: sales-director": "- role: sales-director\n  up_to: 10 %"},
)
def ladders_without_end(handbook: Handbook) -> Iterator[Problem]:
    """The last step of a ladder has no limit, and only the last. So every case has somebody who may
    decide.
    """
    for decision in handbook.facts[Decision]:
        if decision.limit_in == "none":
            continue
        last = decision.ladder[-1]
        if last.up_to is not None and not ends_below_discounts(handbook, decision):
            what = f'For "{decision.decision}" beyond {last.up_to} nobody may decide: the last step of its ladder has a limit.'
            step = top_step(handbook, decision)
            fix, edit = (
                ("add a last step without a limit:", Entry("ladder"))
                if step
                else ("add a last step without a limit.", None)
            )
            yield Problem(last.at("up_to"), what, fix, step, edit=edit)
        yield from _early_ends(decision, decision.ladder[:-1])


def ends_below_discounts(handbook: Handbook, decision: Decision) -> bool:
    """Whether this ladder decides on discounts and ends before the highest one: then the rule on
    approvals says so.
    """
    discounts = handbook.facts.only(Discounts)
    if discounts is None or discounts.decision != decision.id:
        return False
    top = decision.limit(decision.ladder[-1])
    return isinstance(top, Share) and top < discounts.max_total


def top_step(handbook: Handbook, decision: Decision) -> str:
    """A last step to paste: a role that reports to nobody and has no step yet; empty where there is
    none.
    """
    named_roles = {step.role for step in decision.ladder}
    top_roles = [
        role.id
        for role in handbook.facts[Role]
        if role.reports_to is None and role.id not in named_roles
    ]
    return f"- role: {top_roles[0]}" if len(top_roles) == 1 else ""


def _early_ends(decision: Decision, steps: list[Step]) -> Iterator[Problem]:
    for step in steps:
        if step.up_to is None:
            what = f'In the ladder of "{decision.decision}", {step.role} has no limit but is not the last step.'
            yield Problem(
                step.at("role"),
                what,
                "give it a limit, or delete the steps above it:",
                "up_to: 10 %",
            )
