"""Field lists for other programs: each knows a name for every object and every kind of field, and
how own fields are named.
"""

from __future__ import annotations

from typing import get_args

import pytest

from handbook.documents.customer_base.crm import OBJECTS
from handbook.documents.customer_base.crm_tools import TOOLS, Setting, setup_of
from handbook.documents.customer_base.facts import CrmField

each_tool = pytest.mark.parametrize("tool", TOOLS.values(), ids=list(TOOLS))


def field(field_id: str, on: str, kind: str) -> CrmField:
    return CrmField.model_validate({
        "id": field_id, "name": field_id.replace("-", " ").capitalize(), "on": on, "kind": kind, "means": "…",
        "owner": "sales-director", "filled_by": "seller", "rule": "…",
    })  # fmt: skip


@each_tool
def test_a_tool_has_a_name_for_every_object_and_kind(tool) -> None:
    assert set(tool.objects) == set(OBJECTS)
    assert set(tool.kinds) == set(get_args(CrmField.model_fields["kind"].annotation))


@each_tool
def test_what_a_tool_already_has_stands_on_an_object_that_we_have(tool) -> None:
    assert {on for on, _ in tool.standard} <= set(OBJECTS)


@pytest.mark.parametrize(
    ("tool", "name"), [("hubspot", "amount"), ("salesforce", "Amount"), ("pipedrive", "value")]
)
def test_a_field_that_is_there_keeps_its_name(tool: str, name: str) -> None:
    setting = setup_of(TOOLS[tool], field("amount", "deal", "money"), [])
    assert (setting.name, setting.standard) == (name, True)


@pytest.mark.parametrize(
    ("tool", "name"),
    [("hubspot", "cups_per_day"), ("salesforce", "Cups_Per_Day__c"), ("pipedrive", "Cups per day")],
)
def test_an_own_field_is_named_as_the_tool_names_them(tool: str, name: str) -> None:
    setting = setup_of(TOOLS[tool], field("cups-per-day", "deal", "number"), [])
    assert (setting.name, setting.standard) == (name, False)


def test_choices_are_told() -> None:
    found = setup_of(
        TOOLS["salesforce"], field("lost-reason", "deal", "choice"), ["Price", "Other"]
    )
    assert found == Setting("Lost_Reason__c", "Picklist", False, "Price; Other")


def test_a_person_on_a_deal_is_one_of_our_own_people() -> None:
    assert setup_of(TOOLS["hubspot"], field("tester", "deal", "person"), []).kind == "HubSpot user"
    assert "contact" in setup_of(TOOLS["hubspot"], field("decider", "contact", "person"), []).kind
