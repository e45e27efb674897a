"""The scorecard of a selection: what decides, and the form in which assessors mark alone and then
together. The sums are those of the library.

The card is readable without scripts; the page's script (macros/theme/assets/handbook/scorecard.js)
adds the form below it. Nothing is stored or sent.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from handbook.documents.company.facts.company import Role
from handbook.documents.company.people import in_sentence
from handbook.documents.hiring.facts import Competency, ScorecardLine, Selection
from handbook.documents.hiring.selection import LEVELS
from handbook.documents.motivation.role_facts import fact_of_role
from handbook.facts.facts import Facts
from handbook.facts.model import Fact
from handbook.show.blocks import Grid, Items, Paragraph, Part, Stack
from handbook.show.content import Content, JoinedContent, Key, Node, Phrase, draw
from handbook.show.html import Html
from handbook.show.lookup import find
from handbook.show.macro import Context, macro
from handbook.show.view import View


@macro("block", 'scorecard_form("seller")')
def scorecard_form(context: Context, role: str) -> Node:
    """The scorecard of a role: weights, least levels and cut, and a form in which two or more
    assessors mark alone, then compare; it says what follows, and prints as a sheet. Nothing is
    stored and nothing is sent.
    """
    selection = fact_of_role(context, Selection, role, 'scorecard_form("{}")')
    known = context.facts[Competency]
    return _Form(
        selection,
        find(context, Role, role, 'scorecard_form("{}")').name,
        in_sentence(context.handbook, selection.decides),
        {line.competency: known.get(line.competency) for line in selection.scorecard},
    )


@dataclass(frozen=True)
class _Form(Node):
    """A scorecard to read, with what the script needs to make a form of it."""

    selection: Selection
    role: str
    decides: str
    competencies: Mapping[str, Competency | None]

    def contents(self, facts: Facts) -> Iterator[Content]:
        yield from (self.role, self.card)
        yield from (self._levels(line) for line in self.selection.scorecard)

    def drawn(self, view: View) -> Html:
        return Html(
            '<section class="hb-item hb-scorecard" id="scorecard-form-{}" data-facts="{}">{}'
            ' <div class="hb-form" data-search-exclude>'
            "<p>With scripts switched off this card is marked on paper: "
            "print it, or take the interview kit.</p></div></section>"
        ).format(
            Html(self.selection.id),
            json.dumps(self._facts(view), ensure_ascii=False),
            draw(self.card, view),
        )

    def sources(self) -> Iterator[Fact]:
        yield self.selection

    @property
    def card(self) -> Stack:
        """The content for readers without scripts."""
        return Stack(
            _lines(self.selection),
            Part("What decides", Items(self._rules())),
            Part("Why these weights", Paragraph(self.selection.weights_because)),
        )

    def _rules(self) -> Iterator[Content]:
        selection = self.selection
        yield Phrase("The mean of a line below its least level: no, whatever the rest says.")
        yield Phrase("Otherwise yes from a weighted mean of {} on.", selection.cut)
        yield Phrase(
            "Marks that lie more than {} apart are talked over and given again, alone.",
            selection.widest_gap,
        )
        yield Phrase(
            "At least {} assessors mark. It is decided by the {}.", selection.raters, self.decides
        )

    def _facts(self, view: View) -> dict[str, Any]:
        """What the script needs; weights in hundredths of a per cent and the cut in hundredths, so
        that it computes with whole numbers.
        """
        selection = self.selection
        return {
            "role": self.role,
            "lines": [self._line(line, view) for line in selection.scorecard],
            "cut": int(Decimal(selection.cut) * 100),
            "raters": max(int(selection.raters), 2),
            "gap": int(selection.widest_gap),
            "decides": self.decides,
            "locale": view.locale.replace("_", "-"),
        }

    def _line(self, line: ScorecardLine, view: View) -> dict[str, Any]:
        competency = self.competencies[line.competency]
        return {
            "id": line.competency,
            "name": competency.name if competency else line.competency,
            "weight": int(line.weight * 10_000),
            "shown": view.share(line.weight),
            "least": int(line.least),
            "levels": self._levels(line),
        }

    def _levels(self, line: ScorecardLine) -> list[str]:
        competency = self.competencies[line.competency]
        return [competency.levels.of(level) if competency else "" for level in LEVELS]


def _lines(selection: Selection) -> Grid[ScorecardLine]:
    stages = {stage.id: stage for stage in selection.stages}

    def seen_in(line: ScorecardLine) -> Content:
        return JoinedContent(Key(stages[id], "name") if id in stages else id for id in line.stages)

    return Grid(
        selection.scorecard,
        {
            "Competency": "competency",
            "Weight": "weight",
            "Least level": "least",
            "Seen in": seen_in,
        },
    )
