"""A rule about the contract: the facts are written for the engine that reads them."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.adopt.migration import contract
from handbook.adopt.upgrade import is_wheel
from handbook.documents.company.facts.company import Company
from handbook.handbook import Handbook
from handbook.problems.edits import Run
from handbook.problems.problem import Problem
from handbook.rules.rule import rule


@rule(
    "contract-differs",
    bad="company.yml:\ncontract: 0",
    good=f"company.yml:\ncontract: {contract()}",
)
def differing_contract(handbook: Handbook) -> Iterator[Problem]:
    """The facts follow the contract of the engine that reads them: `contract` in `company.yml`. An
    upgrade sees to that. It is otherwise where a branch from before an upgrade was merged, or a
    wheel was put into `macros/` by hand.
    """
    company = handbook.facts.only(Company)
    if company is None or company.contract in (None, contract()):
        return
    what = f"The facts follow contract {company.contract}, and this engine reads those of contract {contract()}."
    place = company.at("contract")
    if company.contract > contract():
        fix = "install the engine that they were written for, the newest wheel in macros/:"
        yield Problem(place, what, fix, "make setup", edit=Run())
        return
    wheel = next(filter(is_wheel, handbook.names), "WHEEL")
    fix = "commit what you have, and let the command change what differs:"
    yield Problem(place, what, fix, f"handbook upgrade {wheel}", edit=Run())
