"""Macros that show the CRM: its fields, what each stage asks for, how it is set up, which faults in
it are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from handbook.documents.customer_base.crm import (
    OBJECTS,
    asked_for,
    choices_of,
    fields_on,
    required_from,
)
from handbook.documents.customer_base.crm_tools import TOOLS, Setting, Tool, setup_of
from handbook.documents.customer_base.facts import CrmField, Hygiene
from handbook.documents.sales_book.facts.market import Stage
from handbook.facts.facts import Facts
from handbook.show import html
from handbook.show.blocks import Grid, Lines, Pairs, Paragraph, Stack
from handbook.show.content import Content, ItemName, JoinedContent, Key, Phrase
from handbook.show.lookup import unknown
from handbook.show.macro import Context, macro

PLURAL = {"customer": "Customers", "contact": "Contacts", "deal": "Deals"}

_KEY = re.compile(r"[A-Za-z0-9_, ]+")


@macro("block", "crm_table()")
def crm_table(context: Context) -> Stack:
    """All fields of the CRM by object: what each means, its kind, its rule, who answers for it, who
    fills it, from which stage on.
    """
    facts = context.facts
    return Stack(*(_fields(facts, thing) for thing in OBJECTS if fields_on(facts, thing)))


def _fields(facts: Facts, thing: str) -> Grid[CrmField]:
    def required(field: CrmField) -> Content:
        stage = required_from(facts, field)
        return Key(stage, "name") if stage else None

    return Grid(
        fields_on(facts, thing),
        {
            "Field": lambda field: _named(field, choices_of(facts, field)),
            "Means, and its rule": _meant,
            "Filled by": "filled_by",
            "Answers for it": "owner",
            "Required from": required,
        },
        caption=PLURAL[thing],
    )


def _named(field: CrmField, choices: list[str]) -> Content:
    """Name and kind share a cell, as do meaning and rule: separate columns would leave too little
    room for the long ones.
    """
    kind = Phrase("{}: {}", field.kind, JoinedContent(choices, "; ")) if choices else field.kind
    return Phrase("{}<br><small>{}</small>", field.name, kind)


def _meant(field: CrmField) -> Content:
    return Phrase("{}<br><small>Rule: {}</small>", field.means, field.rule)


@macro("block", "crm_by_stage()")
def crm_by_stage(context: Context) -> Lines:
    """What must be filled in which stage: what is new in each, and what shows that the deal may
    leave it.
    """
    return Lines(
        ("Stage", "Must be filled from here on", "Shows that it may be left", "Required in all"),
        list(_rows_of_stages(context.facts[Stage])),
        caption="What an earlier stage asked for stays required",
    )


def _rows_of_stages(stages: Iterable[Stage]) -> Iterator[list[Content]]:
    before = set[str]()
    for stage in stages:
        required = stage.required_fields
        new = [field for field in required if field not in before]
        proof = [field for field in asked_for(stage) if field not in required]
        before |= set(required)
        yield [
            Key(stage, "name"),
            _field_names(new) or "nothing more",
            _field_names(proof),
            len(required),
        ]


def _field_names(fields: list[str]) -> Content:
    return JoinedContent([ItemName("crm_fields", field) for field in fields]) if fields else None


@macro("block", 'crm_setup("hubspot")')
def crm_setup(context: Context, tool: str) -> Stack:
    """How the fields and stages are set up in "hubspot", "salesforce" or "pipedrive": with its
    names for objects, fields and kinds.
    """
    if tool not in TOOLS:
        raise unknown(tool, TOOLS, "program", "this handbook", 'crm_setup("{}")')
    found, facts = TOOLS[tool], context.facts
    return Stack(
        _words_of(found),
        *(_settings(found, thing, facts) for thing in OBJECTS if fields_on(facts, thing)),
        _stages(found, facts),
        Paragraph(_uncounted(found.required)),
    )


def _words_of(tool: Tool) -> Pairs:
    words = {
        "Customers are called": tool.objects["customer"],
        "Contacts": tool.objects["contact"],
        "Deals": tool.objects["deal"],
        "Own fields are named": tool.naming,
        "Made under": tool.made_under,
    }
    return Pairs({name: _uncounted(said) for name, said in words.items()})


def _uncounted(words: str) -> Phrase:
    """Words about a program, which come from the code and not from facts."""
    return Phrase(html.text(words))


def _settings(tool: Tool, thing: str, facts: Facts) -> Lines:
    head = ("Our field", "Its name there", "To be made as", "Choices")
    rows = [
        _setting(field, setup_of(tool, field, _own_choices(facts, field)))
        for field in fields_on(facts, thing)
    ]
    return Lines(head, rows, caption=tool.objects[thing])


def _own_choices(facts: Facts, field: CrmField) -> list[str]:
    return choices_of(facts, field) if field.kind == "choice" else []


def _setting(field: CrmField, setting: Setting) -> list[Content]:
    return [
        Key(field, "name"),
        _breakable(setting.name),
        setting.kind or "already there",
        setting.choices or None,
    ]


def _breakable(name: str) -> Content:
    """A technical name may break only after an underscore; any other breaks like normal text."""
    if not _KEY.fullmatch(name):
        return name
    words = name.split("_")
    return Phrase(f"<code>{'_<wbr>'.join('{}' for _ in words)}</code>", *words)


def _stages(tool: Tool, facts: Facts) -> Grid[Stage]:
    kind, probability, age = tool.stage_settings
    return Grid(
        facts[Stage],
        {
            "Stage": "name",
            kind: "kind",
            probability: "probability",
            "Forecast category": "forecast",
            age: _longest_days,
        },
        caption="Stages",
    )


def _longest_days(stage: Stage) -> Content:
    return max((age.stop.days for age in stage.age.values()), default=None)


@macro("block", "hygiene_table()")
def hygiene_table(context: Context) -> Grid[Hygiene]:
    """The faults in the data that are counted: in which field, how much of each we accept, who
    checks how often, what happens then.
    """
    return Grid(
        context.facts[Hygiene],
        {
            "Fault": "fault",
            "Field": "field",
            "Counted": "counts",
            "We bear at most": "most",
            "Looked at": lambda fault: Phrase("every {}", fault.checked_every),
            "By": "by",
            "What then": "then",
        },
    )
