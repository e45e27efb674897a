"""What the pages of a handbook show: made once of all that was read, and never changed afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from handbook.facts.region import Region
from handbook.handbook import Handbook
from handbook.pages import Call, Page
from handbook.problems.problem import Place, Problem
from handbook.show.calls import UnknownMacro, check_place, macro_of, problem_of
from handbook.show.canonical import Form
from handbook.show.content import is_empty
from handbook.show.html import Html
from handbook.show.lookup import NotInForceError, UnreadableFactsError
from handbook.show.macro import Context, Macro, MacroError, OverviewContext, all_macros
from handbook.show.selections import Selection, Selections
from handbook.show.states import PageStates, page_states
from handbook.show.view import View, with_addresses

_ANCHOR = re.compile(r' id="([^"]+)"|\{: #([\w-]+) \}')


@dataclass(frozen=True)
class ShownCall:
    """A macro call of a page with the facts it selected."""

    call: Call
    selection: Selection

    @property
    def macro(self) -> Macro:
        """The macro that the call means."""
        return self.selection.macro


@dataclass(frozen=True)
class MacroOutput:
    """What a page shows for a macro call: its HTML, or a note if it could not be shown, and why."""

    html: Html
    problems: tuple[Problem, ...] = ()

    @property
    def problem(self) -> Problem | None:
        """Why it could not be shown; of several reasons the first."""
        return next(iter(self.problems), None)


SelectionsOf = Callable[[Macro], Selections]


@dataclass(frozen=True, eq=False)
class Shown:
    """What all pages of a handbook show, and so their states; drawing uses the same selections.

    ``calls``: by page, the calls that could be shown. ``problems``: why others could not.
    ``places``: where all facts are that some page shows. ``empty``: page and macro of calls that
    find no facts. ``macro_names``: the macros that pages may call; ``macros_alone``: those of them
    that need nothing between their brackets.
    """

    handbook: Handbook
    states: PageStates
    calls: Mapping[str, tuple[ShownCall, ...]]
    problems: tuple[Problem, ...]
    places: frozenset[Place]
    empty: frozenset[tuple[str, str]]
    macro_names: frozenset[str]
    macros_alone: frozenset[str]
    _selections: SelectionsOf
    _anchors: dict[str, frozenset[str]] = field(
        default_factory=dict, init=False
    )  # drawn when asked

    def facts_between(self, page: Page, first: int, end: int) -> list[Form]:
        """The facts that the calls from the line ``first`` up to and without ``end`` show, in
        canonical form.
        """
        calls = (shown for shown in self._calls_of(page) if first <= shown.call.line < end)
        return _forms(calls, self.handbook.facts.region)

    def places_of(self, page: Page) -> set[Place]:
        """Where the facts are that a page shows."""
        calls = (shown for shown in self._calls_of(page) if shown.macro.facts)
        return {place for shown in calls for place in shown.selection.places}

    def anchors(self, page: Page) -> frozenset[str]:
        """The ids that the macros of a page put on it."""
        if page.src not in self._anchors:
            made = (self._made_by(shown, page) for shown in self._calls_of(page))
            self._anchors[page.src] = frozenset(anchor for many in made for anchor in many)
        return self._anchors[page.src]

    def line_of_anchor(self, page: Page, anchor: str) -> int | None:
        """The line of the first call that puts the id on the page; None if none does."""
        calls = self._calls_of(page)
        lines = (shown.call.line for shown in calls if anchor in self._made_by(shown, page))
        return next(lines, None)

    def _calls_of(self, page: Page) -> tuple[ShownCall, ...]:
        return self.calls.get(page.src, ())

    def _made_by(self, shown: ShownCall, page: Page) -> set[str]:
        if shown.macro.anchors:
            return shown.macro.anchors(shown.selection.value)
        html = self._selections(shown.macro).html(shown.macro, page.src, shown.call)
        return {anchor for pair in _ANCHOR.findall(html) for anchor in pair if anchor}

    def draw(self, call: Call, src: str, from_source: bool = False) -> MacroOutput:
        """What the page ``src`` gets for a call; a note and Problems where it cannot be shown.

        Equal calls are drawn once; only addresses differ from page to page.
        """
        try:
            macro = macro_of(call)
            check_place(call, macro)
            html = self._selections(macro).html(macro, src, call)
            return MacroOutput(with_addresses(html, View(self.handbook, src, from_source)))
        except MacroError as wrong:
            why = self._why(wrong, Place(f"docs/{src}", call.line))
            return MacroOutput(note(why[0], f"docs/{src}"), why)

    def _why(self, wrong: MacroError, place: Place) -> tuple[Problem, ...]:
        """What must be mended so that a call can be shown: the line itself, or the file that could
        not be read.
        """
        if not isinstance(wrong, UnreadableFactsError):
            return (problem_of(wrong, wrong.place or place),)
        problems = self.handbook.problems
        if found := tuple(said for said in problems if said.place.path.startswith(wrong.path)):
            return found
        what = "This file is not there, and pages show facts from it."
        fix = f"write {wrong.path}, or take out the lines that ask for it."
        return (Problem(Place(wrong.path), what, fix, rule=wrong.rule),)


MOST = 600  # signs of a message on a page; the log has all of it


def note(problem: Problem, path: str) -> Html:
    """A Problem in words on the page ``path``, in the place of what it keeps from being shown."""
    where = (
        "" if problem.place.path == path else f"{problem.place.path}, line {problem.place.line}: "
    )
    said = f"{where}{problem.what} To fix: {problem.fix} {problem.paste}"
    return Html('<span class="hb-refused">cannot be shown: {}</span>').format(said[:MOST])


def show(handbook: Handbook) -> Shown:
    """Select what every call on every page shows.

    Overviews show the states of pages, which depend on the facts that pages show: so facts are
    selected first.
    """
    macros, gathered = all_macros(), _CallCollector(handbook)
    facts, states, later = _show_facts(handbook, gathered)

    def selections(macro: Macro) -> Selections:
        return facts if macro.facts else overviews

    def context(src: str) -> OverviewContext:
        def select(macro: Macro, call: Call) -> object:
            return selections(macro).select(macro, src, call).value

        return OverviewContext(handbook, src, states, select)

    overviews = Selections(handbook, context)
    for page, call in later:
        gathered.add(page, call, selections)
    return Shown(
        handbook=handbook,
        states=states,
        calls={src: tuple(shown) for src, shown in gathered.calls.items()},
        problems=tuple(gathered.problems),
        places=frozenset(_places(gathered.calls)),
        empty=frozenset(_empty(gathered.calls)),
        macro_names=frozenset(macros),
        macros_alone=frozenset(name for name, macro in macros.items() if macro.needs_nothing),
        _selections=selections,
    )


def states_of(handbook: Handbook) -> PageStates:
    """The states of all pages, for those who ask for nothing else: no overview is selected."""
    return _show_facts(handbook, _CallCollector(handbook))[1]


def _show_facts(
    handbook: Handbook, gathered: _CallCollector
) -> tuple[Selections, PageStates, list[tuple[Page, Call]]]:
    """Gather the calls that show facts. With them come the states of pages, and the other calls."""
    macros, later = all_macros(), []
    facts = Selections(handbook, lambda src: Context(handbook, src))
    for page, call in handbook.calls():
        if call.name in macros and macros[call.name].facts:
            gathered.add(page, call, lambda macro: facts)
        else:
            later.append((page, call))
    region = handbook.facts.region
    forms = {src: _forms(shown, region) for src, shown in gathered.calls.items()}
    return facts, page_states(handbook, forms), later


class _CallCollector:
    """Collects the calls of pages: what they show, and what is wrong with them."""

    def __init__(self, handbook: Handbook) -> None:
        self.handbook = handbook
        self.calls: dict[str, list[ShownCall]] = {}
        self.problems: list[Problem] = []

    def add(self, page: Page, call: Call, selections: SelectionsOf) -> None:
        try:
            self.calls.setdefault(page.src, []).append(_select_call(page, call, selections))
        except MacroError as wrong:
            if isinstance(wrong, UnknownMacro):
                _check_guess(wrong, call, page, selections)
            problem = problem_of(wrong, wrong.place or page.at(call.line), call, page)
            if not self._said_elsewhere(wrong) and problem not in self.problems:
                self.problems.append(problem)

    def _said_elsewhere(self, wrong: MacroError) -> bool:
        """Whether the facts that are asked for could not be read, or are not in force: that has a
        Problem of its own.
        """
        if not isinstance(wrong, UnreadableFactsError):
            return isinstance(wrong, NotInForceError)
        paths = {problem.place.path for problem in self.handbook.problems} | self.handbook.lost
        return any(path.startswith(wrong.path) for path in paths)


def _select_call(page: Page, call: Call, selections: SelectionsOf) -> ShownCall:
    """The call with what it selects. Raises :class:`MacroError`."""
    macro = macro_of(call)
    check_place(call, macro)
    of_macro = selections(macro)
    shown = ShownCall(call, of_macro.select(macro, page.src, call))
    if call.in_words and "<a " in of_macro.html(macro, page.src, call):
        what = f"{call.written} makes a link of its own, and a link cannot be in the words of another one."
        fix = "take the call out of the square brackets, or write the words out."
        raise MacroError("macro-misplaced", what, fix)
    return shown


def _check_guess(wrong: UnknownMacro, call: Call, page: Page, selections: SelectionsOf) -> None:
    """Take the paste out where the macro that was probably meant has nothing to show for this call
    either.
    """
    if not wrong.paste:
        return
    try:
        meant = call._replace(name=wrong.guess)
        macro = macro_of(meant)
        selections(macro).select(macro, page.src, meant)
    except MacroError:
        signature = all_macros()[wrong.guess].signature
        wrong.paste, wrong.fix = "", f"write {signature}, if that is meant."


def _forms(calls: Iterable[ShownCall], region: Region | None) -> list[Form]:
    """The facts that calls show, in canonical form; overviews show none. With money comes its
    currency.
    """
    selections = [shown.selection.canonical for shown in calls if shown.macro.facts]
    forms = [selection.form for selection in selections]
    if region and any(selection.money for selection in selections):
        forms.append({"currency": region.currency})
    return forms


def _places(calls: Mapping[str, Iterable[ShownCall]]) -> Iterator[Place]:
    for many in calls.values():
        for shown in many:
            yield from shown.selection.places


def _empty(calls: Mapping[str, Iterable[ShownCall]]) -> Iterator[tuple[str, str]]:
    """Page and macro of calls that find no facts."""
    for src, many in calls.items():
        for shown in many:
            macro = shown.macro
            empty = is_empty(shown.selection.value) and not shown.selection.goes_without
            if empty and macro.facts and not macro.may_be_empty:
                yield src, macro.name
