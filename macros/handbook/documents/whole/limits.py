"""What legal limits bound: the records that they name, and the plans of probation. Rules compare
it, and a page shows it.
"""

from __future__ import annotations

from dataclasses import dataclass

from handbook.documents.company.facts.company import LegalLimit, Role
from handbook.documents.customer_base.facts import PersonalRecord
from handbook.documents.training.facts import Probation
from handbook.facts.durations import Duration
from handbook.facts.facts import Facts
from handbook.facts.model import Fact

# Limits that something in the handbook needs, and the record that the first of them bounds in any
# case.
CANDIDATES, APPLICANT, PROBATION = "candidate-data", "applicant", "probation"


@dataclass(frozen=True)
class TimeLimit:
    """A period that a limit bounds: the fact and key that set it, what people call it, and its
    length.
    """

    fact: Fact
    key: str
    name: str
    lasts: Duration


def periods_bounded_by(facts: Facts, limit: LegalLimit) -> list[TimeLimit]:
    """All that a limit bounds, each once; records that could not be read are left out."""
    kept = facts[PersonalRecord]
    records = [kept[record] for record in dict.fromkeys(limit.records) if record in kept]
    found = [TimeLimit(record, "keep", record.record, record.keep) for record in records]
    if limit.id == PROBATION:
        roles = {role.id: role.name for role in facts[Role]}
        found += [
            TimeLimit(
                probation,
                "months",
                roles.get(probation.id, probation.id),
                Duration((int(probation.months), "month")),
            )
            for probation in facts[Probation]
        ]
    return found
