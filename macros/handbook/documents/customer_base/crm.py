"""What the CRM asks for: the fields of each object, from which stage on each is required, from
which list a choice comes.
"""

from __future__ import annotations

from handbook.documents.customer_base.facts import CrmField
from handbook.documents.sales_book.facts.market import Stage
from handbook.facts.facts import Facts

OBJECTS = ("customer", "contact", "deal")


def fields_on(facts: Facts, thing: str) -> list[CrmField]:
    """The fields of an object, in the order of crm.yml."""
    return [field for field in facts[CrmField] if field.on == thing]


def choices_of(facts: Facts, field: CrmField) -> list[str]:
    """What may be chosen in a field: its own choices, or the names in the list that it takes them
    from.
    """
    if field.choices_from is None:
        return list(field.choices)
    table = facts.table(field.choices_from.replace(" ", "_"))
    return [str(getattr(item, "name", item.id)) for item in table]


def asked_for(stage: Stage) -> list[str]:
    """The ids of the fields that a stage asks for: those that must be filled in it, then those that
    show that it may be left.
    """
    proof = [criterion.field for criterion in stage.exit_criteria if criterion.field]
    return list(dict.fromkeys([*stage.required_fields, *proof]))


def required_from(facts: Facts, field: CrmField) -> Stage | None:
    """The first stage in which a field must be filled, or None."""
    return next((stage for stage in facts[Stage] if field.id in stage.required_fields), None)
