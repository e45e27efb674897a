"""What HubSpot, Salesforce and Pipedrive call the things that crm.yml asks for: objects, fields,
kinds of fields, stages.

From their public documentation: HubSpot's default properties and properties API, Salesforce's field
reference and custom field types, Pipedrive's API reference and list of custom fields. Names in the
programs change seldom; labels on screen more often.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Tool:
    """A program: its names for objects, for kinds of fields, for fields that it already has, and
    how own fields are named.

    ``standard`` maps our field's object and id to the program's own field. ``colleague`` is the
    kind of a field that names one of our own people; ``ending`` is added to the names of own
    fields.
    """

    name: str
    objects: Mapping[str, str]
    kinds: Mapping[str, str]
    standard: Mapping[tuple[str, str], str]
    naming: str
    made_under: str
    stage_settings: tuple[str, str, str]
    required: str
    colleague: str
    ending: str = ""


@dataclass(frozen=True)
class Setting:
    """How one of our fields is set up in a program: its name, its kind if it has to be created, its
    choices.
    """

    name: str
    kind: str
    standard: bool
    choices: str = ""


TOOLS: dict[str, Tool] = {
    "hubspot": Tool(
        name="HubSpot",
        objects={"customer": "Company", "contact": "Contact", "deal": "Deal"},
        kinds={
            "text": "Multi-line text",
            "money": "Number, format currency",
            "date": "Date picker",
            "choice": "Dropdown select",
            "number": "Number",
            "yes or no": "Single checkbox",
            "document": "File",
            "person": "Association with a contact, with a label",
        },
        standard={
            ("customer", "website"): "website",
            ("contact", "contact-name"): "firstname, lastname",
            ("contact", "language"): "hs_language",
            ("deal", "stage-since"): "hs_v2_date_entered_current_stage",
            ("deal", "deal-owner"): "hubspot_owner_id",
            ("customer", "customer-name"): "name",
            ("customer", "headcount"): "numberofemployees",
            ("customer", "city"): "city",
            ("customer", "owner"): "hubspot_owner_id",
            ("contact", "email"): "email",
            ("contact", "phone"): "phone",
            ("contact", "job-title"): "jobtitle",
            ("deal", "deal-name"): "dealname",
            ("deal", "stage"): "dealstage",
            ("deal", "amount"): "amount",
            ("deal", "close-date"): "closedate",
            ("deal", "next-step"): "hs_next_step",
            ("deal", "next-step-date"): "notes_next_activity_date",
            ("deal", "forecast-category"): "hs_manual_forecast_category",
            ("deal", "lost-text"): "closed_lost_reason",
        },
        naming="small letters and underscores, made from the label; never changed afterwards",
        made_under="Settings, Properties, for the object",
        stage_settings=("Won or lost", "Deal probability", "Days in the stage, for a workflow"),
        colleague="HubSpot user",
        required="What a stage requires is set in the pipeline: the stage, then its properties, each marked as required.",
    ),
    "salesforce": Tool(
        name="Salesforce",
        objects={"customer": "Account", "contact": "Contact", "deal": "Opportunity"},
        kinds={
            "text": "Text Area (Long)",
            "money": "Currency",
            "date": "Date",
            "choice": "Picklist",
            "number": "Number",
            "yes or no": "Checkbox",
            "document": "Files (related list), with a checkbox that it is there",
            "person": "Lookup Relationship to Contact",
        },
        standard={
            ("customer", "website"): "Website",
            ("customer", "city"): "BillingCity",
            ("contact", "contact-name"): "FirstName, LastName",
            ("deal", "stage-since"): "LastStageChangeDate",
            ("deal", "deal-owner"): "OwnerId",
            ("customer", "customer-name"): "Name",
            ("customer", "headcount"): "NumberOfEmployees",
            ("customer", "lead-source"): "AccountSource",
            ("customer", "owner"): "OwnerId",
            ("contact", "email"): "Email",
            ("contact", "phone"): "Phone",
            ("contact", "job-title"): "Title",
            ("contact", "decision-makers"): "OpportunityContactRole",
            ("deal", "deal-name"): "Name",
            ("deal", "stage"): "StageName",
            ("deal", "amount"): "Amount",
            ("deal", "close-date"): "CloseDate",
            ("deal", "next-step"): "NextStep",
            ("deal", "lead-source"): "LeadSource",
            ("deal", "forecast-category"): "ForecastCategoryName",
        },
        naming="words joined by underscores, then __c",
        made_under="Setup, Object Manager, the object, Fields & Relationships",
        stage_settings=("Type", "Probability (%)", "Days in the stage, for a report"),
        colleague="Lookup Relationship to User",
        required="What a stage requires is set by a validation rule on Opportunity, one for each stage, that tests StageName and the field.",
        ending="__c",
    ),
    "pipedrive": Tool(
        name="Pipedrive",
        objects={"customer": "Organization", "contact": "Person", "deal": "Deal"},
        kinds={
            "text": "Large text",
            "money": "Monetary",
            "date": "Date",
            "choice": "Single option",
            "number": "Numerical",
            "yes or no": "Single option: yes, no",
            "document": "Text, with the address of the file; the file itself is attached to the record",
            "person": "Person",
        },
        standard={
            ("contact", "contact-name"): "name",
            ("deal", "stage-since"): "stage_change_time",
            ("deal", "deal-owner"): "owner_id",
            ("customer", "customer-name"): "name",
            ("customer", "owner"): "owner_id",
            ("contact", "email"): "email",
            ("contact", "phone"): "phone",
            ("deal", "deal-name"): "title",
            ("deal", "stage"): "stage_id",
            ("deal", "amount"): "value",
            ("deal", "close-date"): "expected_close_date",
            ("deal", "next-step"): "next_activity_subject",
            ("deal", "next-step-date"): "next_activity_date",
            ("deal", "lost-reason"): "lost_reason",
        },
        naming="the label as it stands; the key behind it, 40 letters and digits, is made by the program",
        made_under="Settings, Data fields, for the object",
        stage_settings=("Won and lost are states of the deal, not stages", "Probability", "Rotting after days"),
        colleague="User",
        required="What a stage requires is set with the data field: required, for the pipeline and from the stage on.",
    ),
}  # fmt: skip


def setup_of(tool: Tool, field: Any, choices: Sequence[str]) -> Setting:
    """How a field of crm.yml (its id, name, on and kind) is set up in a program.

    A person on a contact is somebody at the customer; a person on a customer or deal is one of our
    own people.
    """
    listed = "; ".join(choices)
    if there := tool.standard.get((field.on, field.id)):
        return Setting(there, "", True, listed)
    is_colleague = field.kind == "person" and field.on != "contact"
    return Setting(
        _own_name(tool, field),
        tool.colleague if is_colleague else tool.kinds[field.kind],
        False,
        listed,
    )


def _own_name(tool: Tool, field: Any) -> str:
    if tool.name == "Pipedrive":
        return str(field.name)
    words = str(field.id).split("-")
    return (
        "_".join(word.capitalize() for word in words) + tool.ending
        if tool.ending
        else "_".join(words)
    )
