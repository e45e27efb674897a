"""Macros that show the CRM: its fields, what each stage asks for, how it is set up, which faults in it are counted."""

from __future__ import annotations

import re
from typing import Any

from handbook.documents.company.facts.company import Role
from handbook.documents.customer_base.crm import (
    OBJECTS,
    asked_for,
    choices_of,
    fields_on,
    required_from,
)
from handbook.documents.customer_base.crm_tools import TOOLS, Setting, setup_of
from handbook.documents.customer_base.facts import CrmField, Hygiene
from handbook.documents.sales_book.facts.market import Stage
from handbook.show.html import Html, join, lead, pairs, table, text
from handbook.show.lookup import names, pick, unknown
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View

PLURAL = {"customer": "Customers", "contact": "Contacts", "deal": "Deals"}

_KEY = re.compile(r"[A-Za-z0-9_, ]+")


@macro("block", "crm_table()", lambda rows, view: _draw_fields(rows, view))
def crm_table(context: Context) -> list[tuple[CrmField, str, str, list[str]]]:
    """All fields of the CRM by object: what each means, its kind, its rule, who answers for it, who fills it, from which stage on."""
    facts = context.handbook.facts
    roles = names(context, Role)
    rows = []
    for thing in OBJECTS:
        for field in fields_on(facts, thing):
            stage = required_from(facts, field)
            rows.append(
                (
                    field,
                    roles.get(field.owner, field.owner),
                    stage.name if stage else "",
                    choices_of(facts, field),
                )
            )
    return rows


def _draw_fields(rows: list[tuple[CrmField, str, str, list[str]]], view: View) -> Html:
    head = ("Field", "Means, and its rule", "Filled by", "Answers for it", "Required from")
    tables = []
    for thing in OBJECTS:
        body = [
            (_named(field, choices), _meant(field), field.filled_by, owner, since or "—")
            for field, owner, since, choices in rows
            if field.on == thing
        ]
        if body:
            tables.append(table(head, body, caption=PLURAL[thing]))
    return join(tables)


def _named(field: CrmField, choices: list[str]) -> Html:
    """Name and kind share a cell, as do meaning and rule: with a column for each, the long ones get no room."""
    kind = f"{field.kind}: {'; '.join(choices)}" if choices else field.kind
    return Html("{}<br><small>{}</small>").format(field.name, kind)


def _meant(field: CrmField) -> Html:
    return Html("{}<br><small>Rule: {}</small>").format(field.means, field.rule)


@macro("block", "crm_by_stage()", lambda shown, view: _draw_by_stage(shown, view))
def crm_by_stage(context: Context) -> tuple[list[Picked], dict[str, str]]:
    """What must be filled in which stage: what is new in each, and what shows that the deal may leave it."""
    keys = ("id", "name", "required_fields", "exit_criteria")
    return [pick(stage, *keys) for stage in context.handbook.facts[Stage]], names(context, CrmField)


def _draw_by_stage(shown: tuple[list[Picked], dict[str, str]], view: View) -> Html:
    stages, fields = shown
    body, before = [], set[str]()
    for stage in stages:
        new = [fields.get(name, name) for name in stage.required_fields if name not in before]
        proof = [
            fields.get(name, name) for name in asked_for(stage) if name not in stage.required_fields
        ]
        body.append((
            view.to_card("stage_card", stage.id, f"stage-{stage.id}", stage.name),
            ", ".join(new) or "nothing more", ", ".join(proof) or "—", view.number(len(stage.required_fields)),
        ))  # fmt: skip
        before |= set(stage.required_fields)
    head = ("Stage", "Must be filled from here on", "Shows that it may be left", "Required in all")
    return table(head, body, numbers=[3], caption="What an earlier stage asked for stays required")


@macro("block", 'crm_setup("hubspot")', lambda shown, view: _draw_setup(shown, view))
def crm_setup(
    context: Context, tool: str
) -> tuple[str, list[Picked], list[Picked], dict[str, list[str]]]:
    """How the fields and stages are set up in "hubspot", "salesforce" or "pipedrive": with its names for objects, fields and kinds."""
    if tool not in TOOLS:
        raise unknown(tool, TOOLS, "program", "this handbook", 'crm_setup("{}")')
    facts = context.handbook.facts
    fields = [field for thing in OBJECTS for field in fields_on(facts, thing)]
    choices = {field.id: choices_of(facts, field) for field in fields if field.kind == "choice"}
    stages = [
        pick(stage, "name", "kind", "probability", "forecast", "age", "required_fields")
        for stage in facts[Stage]
    ]
    return (
        tool,
        [pick(field, "id", "name", "on", "kind", "means") for field in fields],
        stages,
        choices,
    )


def _draw_setup(
    shown: tuple[str, list[Picked], list[Picked], dict[str, list[str]]], view: View
) -> Html:
    name, fields, stages, choices = shown
    tool = TOOLS[name]
    settings = [setup_of(tool, field, choices.get(field.id, [])) for field in fields]
    tables = [
        _fields_of(
            tool.objects[thing],
            [
                (field, row)
                for field, row in zip(fields, settings, strict=True)
                if field.on == thing
            ],
        )
        for thing in OBJECTS
    ]
    return join([
        pairs([
            ("Customers are called", tool.objects["customer"]), ("Contacts", tool.objects["contact"]), ("Deals", tool.objects["deal"]),
            ("Own fields are named", tool.naming), ("Made under", tool.made_under),
        ]),
        *tables, _stages_of(tool.stage_settings, stages, view), lead(tool.required),
    ])  # fmt: skip


def _fields_of(thing: str, rows: list[tuple[Picked, Setting]]) -> Html:
    body = [
        (crm_field.name, _breakable(row.name), row.kind or "already there", row.choices or "—")
        for crm_field, row in rows
    ]  # fmt: skip
    head = ("Our field", "Its name there", "To be made as", "Choices")
    return table(head, body, caption=thing) if body else Html("")


def _breakable(name: str) -> Html:
    """A name for computers may go on in the next line after an underscore but nowhere else; any other is a text like all."""
    if not _KEY.fullmatch(name):
        return text(name)
    return Html("<code>{}</code>").format(Html("_<wbr>").join(name.split("_")))


def _stages_of(names_of_settings: tuple[str, str, str], stages: list[Picked], view: View) -> Html:
    kind, probability, age = names_of_settings
    body = [
        (
            stage.name, stage.kind, view.share(stage.probability), stage.forecast,
            view.number(max(row.stop.days for row in stage.age.values())) if stage.age else "—",
        )
        for stage in stages
    ]  # fmt: skip
    return table(
        ("Stage", kind, probability, "Forecast category", age),
        body,
        numbers=[2, 4],
        caption="Stages",
    )


@macro("block", "hygiene_table()", lambda rows, view: _draw_hygiene(rows, view))
def hygiene_table(context: Context) -> list[tuple[Hygiene, str, str]]:
    """The faults in the data that are counted: in which field, how much of each we bear, who looks how often, what then."""
    fields, roles = names(context, CrmField), names(context, Role)
    return [
        (
            hygiene_rule,
            fields.get(hygiene_rule.field, hygiene_rule.field),
            roles.get(hygiene_rule.by, hygiene_rule.by),
        )
        for hygiene_rule in context.handbook.facts[Hygiene]
    ]


def _draw_hygiene(rows: list[tuple[Hygiene, str, str]], view: View) -> Html:
    body: list[tuple[Any, ...]] = [
        (hygiene_rule.fault, field, hygiene_rule.counts, view.share(hygiene_rule.most),
            Html("every {}").format(view.value(hygiene_rule.checked_every)), by, hygiene_rule.then)
        for hygiene_rule, field, by in rows
    ]  # fmt: skip
    return table(
        ("Fault", "Field", "Counted", "We bear at most", "Looked at", "By", "What then"),
        body,
        numbers=[3],
    )
