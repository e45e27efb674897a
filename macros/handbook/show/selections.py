"""What macro calls select, and how it is drawn: once for equal calls, so that what is drawn is what
was selected.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from handbook.facts.discovery import say_where
from handbook.facts.facts import Facts
from handbook.facts.model import facts_in
from handbook.handbook import Handbook
from handbook.pages import Call
from handbook.problems.problem import Place
from handbook.show.canonical import Canonical, canonical
from handbook.show.html import Html
from handbook.show.macro import Context, Macro, MacroError
from handbook.show.view import AnyPageView


@dataclass(frozen=True, eq=False)
class Selection:
    """What a macro selected for a call, and for all calls that equal it."""

    macro: Macro
    value: object
    facts: Facts
    goes_without: bool = False  # some of its facts belong to a document that is off

    @cached_property
    def canonical(self) -> Canonical:
        """What it counts for: the form of which fingerprints are taken, and where its facts are."""
        with _faults_located():
            return canonical(self.value, self.facts)

    @property
    def places(self) -> Iterable[Place]:
        """Where its facts are, also those that say how the handbook itself works."""
        if self.macro.facts:
            return self.canonical.places
        return (fact.at() for fact in facts_in(self.value))


class Selections:
    """Selects and draws what macro calls ask for; ``context`` says what a macro is told on a page."""

    def __init__(self, handbook: Handbook, context: Callable[[str], Context]) -> None:
        self._handbook, self._context = handbook, context
        self._selected: dict[Hashable, Selection] = {}
        self._drawn: dict[Hashable, Html] = {}

    def select(self, macro: Macro, src: str, call: Call) -> Selection:
        """The facts that the call shows on the page ``src``; computed once for equal calls."""
        key = (call.key, macro.page_of(src))
        if key not in self._selected:
            value, goes_without = self._selected_by(macro, src, call)
            self._selected[key] = Selection(macro, value, self._handbook.facts, goes_without)
        return self._selected[key]

    def _selected_by(self, macro: Macro, src: str, call: Call) -> tuple[object, bool]:
        """What the call selects, and whether facts of a document that is off are missing in it:
        such a macro shows what there is, or nothing, and nobody is blamed.
        """
        off = self._handbook.off
        if off.holds(macro.select.__module__):
            return None, True
        before = self._asked_in_vain()
        try:
            with _faults_located():
                value = macro.select(self._context(src), *call.args, **dict(call.named))
        except MacroError as wrong:
            if off.misses(wrong.cause) or self._asked_in_vain() > before:
                return None, True
            raise
        return value, self._asked_in_vain() > before

    def _asked_in_vain(self) -> int:
        """How often tables of documents that are off have been asked for items."""
        facts = self._handbook.facts
        return sum(facts.table(kind.name).counted for kind in self._handbook.off.kinds)

    def html(self, macro: Macro, src: str, call: Call) -> Html:
        """The call as it is drawn, with addresses left open; computed once for equal calls."""
        page = macro.page_of(src)
        key = (call.key, page)
        if key not in self._drawn:
            selection = self.select(macro, src, call)
            with _faults_located():
                drawn = macro.draw(selection.value, AnyPageView(self._handbook, page))
            self._drawn[key] = Html("\n\n{}\n\n").format(drawn) if macro.kind == "block" else drawn
        return self._drawn[key]


@contextmanager
def _faults_located() -> Iterator[None]:
    """A fault in a company's own macro is reported with its line; a fault in ours is raised as it
    is.
    """
    try:
        yield
    except MacroError:
        raise
    except Exception as fault:
        say_where(fault)
        raise
