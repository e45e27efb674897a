"""Macro calls of pages: each is bound, selected once, and drawn; what cannot be is a Problem on its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from handbook.handbook import Handbook
from handbook.pages import Call, Page
from handbook.problems import Problem, did_you_mean, listed, nearest
from handbook.render.html import Html
from handbook.render.macro import MACROS, Asked, CannotShow, Macro
from handbook.render.view import View

_ANCHOR = re.compile(r' id="([^"]+)"|\{: #([\w-]+) \}')


@dataclass
class Shown:
    """A macro call with the facts it selected."""

    page: Page
    call: Call
    macro: Macro
    selection: Any


class Shows:
    """All macro calls of a handbook. Equal calls are selected once; drawing uses the same selection."""

    def __init__(self, handbook: Handbook) -> None:
        self.handbook = handbook
        self.shown: list[Shown] = []
        self.problems: list[Problem] = []
        self._selected: dict[Any, Any] = {}
        for page, call in handbook.calls():
            self._read(page, call)

    def _read(self, page: Page, call: Call) -> None:
        try:
            found = macro_of(call)
            check_place(call, found)
            self.shown.append(Shown(page, call, found, self.select(found, page.src, call)))
        except CannotShow as wrong:
            self.problems.append(
                Problem(page.at(call.line), wrong.what, wrong.fix, wrong.paste, rule=wrong.rule)
            )

    def select(self, found: Macro, src: str, call: Call) -> Any:
        """The facts that the call shows; computed once for equal calls."""
        key = (call.key, src if found.per_page else "")
        if key not in self._selected:
            self._selected[key] = found.select(Asked(self.handbook, src), *call.args, **dict(call.named))
        return self._selected[key]

    def selections(self) -> Iterator[Any]:
        """Everything that is shown somewhere, each selection once."""
        yield from self._selected.values()

    def anchors(self, page: Page) -> set[str]:
        """The ids that the macros of a page put on it."""
        drawn = (
            self._draw(shown.macro, shown.selection, page.src) for shown in self.shown if shown.page is page
        )
        return {anchor for html in drawn for pair in _ANCHOR.findall(html) for anchor in pair if anchor}

    def draw(
        self, name: str, src: str, args: tuple[Any, ...], named: dict[str, Any], from_source: bool = False
    ) -> Html:
        """The HTML of a call, as a page gets it. Raises :class:`CannotShow`."""
        call = Call(name, args, tuple(named.items()), 0, "", alone=True)
        found = macro_of(call)
        return self._draw(found, self.select(found, src, call), src, from_source)

    def _draw(self, found: Macro, selection: Any, src: str, from_source: bool = False) -> Html:
        drawn = found.draw(selection, View(self.handbook, src, from_source))
        return Html("\n\n{}\n\n").format(drawn) if found.kind == "block" else drawn


def macro_of(call: Call) -> Macro:
    """The macro of a call whose arguments fit. Raises :class:`CannotShow`."""
    found = MACROS.get(call.name)
    if found is None:
        what = f'There is no macro "{call.name}".{did_you_mean(call.name, MACROS)}'
        guess = nearest(call.name, MACROS)
        paste = call.written.replace(call.name, guess, 1) if guess else ""
        fix = "change the call to" if guess else f"use one of: {listed(sorted(MACROS), 60)}."
        raise CannotShow("macro-unknown", what, fix, paste)
    try:
        found.parameters.bind(*call.args, **dict(call.named))
    except TypeError:
        raise _misfit(call, found) from None
    if any(not isinstance(value, str) for value in [*call.args, *dict(call.named).values()]):
        raise _misfit(call, found)
    return found


def _misfit(call: Call, found: Macro) -> CannotShow:
    what = f'The macro "{found.name}" is written {found.signature}, with texts in quotes, but here stands {call.written}.'
    return CannotShow("macro-arguments", what, "write it like this example:", f"{{{{ {found.example} }}}}")


def check_place(call: Call, found: Macro) -> None:
    """Whether the call may stand where it stands. Raises :class:`CannotShow`."""
    if call.in_link:
        what = f"A macro call cannot stand inside the address of a link: {call.written}."
        raise CannotShow(
            "macro-misplaced", what, "write the address out, or let the macro make the link on its own."
        )
    if found.kind == "block" and not call.alone:
        what = f'The macro "{found.name}" shows a whole block, but here it stands in the middle of a line or is indented.'
        raise CannotShow("macro-misplaced", what, "give it a line of its own, not indented:", call.written)
