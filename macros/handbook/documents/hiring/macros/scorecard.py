"""The scorecard of a selection: what decides, and the form in which assessors mark alone and then together. The sums are those of the library.

The card is readable without scripts; the page's script (macros/theme/assets/handbook/scorecard.js) adds the form below it. Nothing is stored or sent.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, NamedTuple

from handbook.documents.company.people import in_sentence
from handbook.documents.forecast.of_role import of_role
from handbook.documents.hiring.facts import Competency, Selection
from handbook.documents.hiring.macros.profiles import to_competency
from handbook.documents.hiring.selection import LEVELS
from handbook.documents.motivation.macros.asked import Names, known
from handbook.show.html import Html, items, join, lead, part, table
from handbook.show.lookup import pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View


class Sheet(NamedTuple):
    """A scorecard with the names it uses, and the five levels of each competency."""

    role: str
    selection: Picked
    stages: Names
    competencies: dict[str, Picked | None]
    decides: str


@macro("block", 'scorecard_form("seller")', lambda shown, view: _draw(shown, view))
def scorecard_form(context: Context, role: str) -> Sheet:
    """The scorecard of a role: weights, least levels and cut, and a form in which two or more assessors mark alone, then compare; it says what
    follows, and prints as a sheet. Nothing is stored and nothing is sent.
    """
    selection: Selection = of_role(context, Selection, role, 'scorecard_form("{}")')
    table = context.handbook.facts[Competency]
    used = {line.competency: table.get(line.competency) for line in selection.scorecard}
    named = {stage for line in selection.scorecard for stage in line.stages}
    return Sheet(
        known(context, "roles", [role])[role],
        pick(
            selection,
            "id",
            "scorecard",
            "weights_because",
            "cut",
            "raters",
            "widest_gap",
            "decides",
        ),
        {stage.id: stage.name for stage in selection.stages if stage.id in named},
        {id: pick(found, "name", "levels") if found else None for id, found in used.items()},
        in_sentence(context.handbook, selection.decides),
    )


def _name(sheet: Sheet, competency: str) -> str:
    found = sheet.competencies[competency]
    return str(found.name) if found else competency


def _draw(sheet: Sheet, view: View) -> Html:
    selection = sheet.selection
    rows = [
        (
            to_competency(line.competency, _name(sheet, line.competency), view), view.share(line.weight),
            view.number(line.least), join((sheet.stages.get(stage, stage) for stage in line.stages), ", "),
        )
        for line in selection.scorecard
    ]  # fmt: skip
    return Html(
        '<section class="hb-item hb-scorecard" id="scorecard-form-{}" data-facts="{}">{} {} {}'
        ' <div class="hb-form" data-search-exclude>'
        "<p>With scripts switched off this card is marked on paper: print it, or take the interview kit.</p></div></section>"
    ).format(
        Html(selection.id),
        json.dumps(_facts(sheet, view), ensure_ascii=False),
        table(("Competency", "Weight", "Least level", "Seen in"), rows, numbers=[1, 2]),
        part("What decides", items(_decides(sheet, view))),
        part("Why these weights", lead(selection.weights_because))
        if selection.weights_because
        else "",
    )


def _decides(sheet: Sheet, view: View) -> list[str]:
    selection = sheet.selection
    return [
        "The mean of a line below its least level: no, whatever the rest says.",
        f"Otherwise yes from a weighted mean of {view.number(selection.cut)} on.",
        f"Marks that lie more than {view.number(selection.widest_gap)} apart are talked over and given again, alone.",
        f"At least {view.number(selection.raters)} assessors mark. It is decided by the {sheet.decides}.",
    ]


def _facts(sheet: Sheet, view: View) -> dict[str, Any]:
    """What the script needs; weights in hundredths of a per cent and the cut in hundredths, so that it reckons with whole numbers."""
    selection = sheet.selection
    return {
        "role": sheet.role,
        "lines": [
            {"id": line.competency, "name": _name(sheet, line.competency), "weight": int(line.weight * 10_000), "shown": view.share(line.weight),
             "least": int(line.least), "levels": _levels(sheet.competencies[line.competency])}
            for line in selection.scorecard
        ],
        "cut": int(Decimal(selection.cut) * 100),
        "raters": max(int(selection.raters), 2),
        "gap": int(selection.widest_gap),
        "decides": sheet.decides,
        "locale": view.locale.replace("_", "-"),
    }  # fmt: skip


def _levels(competency: Picked | None) -> list[str]:
    return [competency.levels.of(level) for level in LEVELS] if competency else ["" for _ in LEVELS]
