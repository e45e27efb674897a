"""Macro calls of pages: each is bound, selected once, and drawn; what cannot be is a Problem on its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from handbook.facts.discovery import say_where
from handbook.facts.model import facts_in
from handbook.handbook import Handbook
from handbook.pages import CALL, LITERAL, Call, Page
from handbook.problems.edits import Words
from handbook.problems.problem import Place, Problem, did_you_mean, listed, nearest
from handbook.show.canonical import Canonical, Form, canonical
from handbook.show.html import Html
from handbook.show.lookup import NotInForce, Unreadable
from handbook.show.macro import Context, Macro, MacroError, all_macros
from handbook.show.view import Anywhere, View, addressed

_ANCHOR = re.compile(r' id="([^"]+)"|\{: #([\w-]+) \}')


@dataclass(frozen=True)
class Shown:
    """A macro call of a page with the facts it selected."""

    call: Call
    macro: Macro
    selection: Any


@dataclass(frozen=True)
class Drawn:
    """What a page gets for a macro call; if it could not be shown, a note in its place and why."""

    html: Html
    problems: tuple[Problem, ...] = ()

    @property
    def problem(self) -> Problem | None:
        """Why it could not be shown; of several reasons the first."""
        return next(iter(self.problems), None)


class Shows:
    """All macro calls of a handbook. Equal calls are selected once; drawing uses the same selection."""

    def __init__(self, handbook: Handbook) -> None:
        self.handbook = handbook
        self.shown: dict[str, list[Shown]] = {}
        self.problems: list[Problem] = []
        self._selected: dict[Any, Any] = {}
        self._drawn: dict[Any, Html] = {}
        self._macros: dict[Any, Macro] = {}
        self._anchors: dict[str, set[str]] = {}
        self._canonical: dict[Any, Canonical] = {}
        # What shows the handbook itself asks where pages stand, and that depends on the facts they show: those come first.
        own = [(page, call) for page, call in handbook.calls() if _shows_the_handbook(call)]
        for page, call in handbook.calls():
            if not _shows_the_handbook(call):
                self._read(page, call)
        handbook.facts_of = self.facts_of
        for page, call in own:
            self._read(page, call)

    def _read(self, page: Page, call: Call) -> None:
        try:
            found = self._macro_of(call)
            check_place(call, found)
            shown = Shown(call, found, self.select(found, page.src, call))
            if call.in_words and "<a " in self._html(found, page.src, call):
                what = f"{call.written} makes a link of its own, and a link cannot be in the words of another one."
                fix = "take the call out of the square brackets, or write the words out."
                raise MacroError("macro-misplaced", what, fix)
            self.shown.setdefault(page.src, []).append(shown)
        except MacroError as wrong:
            if isinstance(wrong, UnknownMacro):
                self._try(wrong, call, page)
            problem = _problem(wrong, wrong.place or page.at(call.line), call, page)
            if not self._said_elsewhere(wrong) and problem not in self.problems:
                self.problems.append(problem)

    def _try(self, wrong: UnknownMacro, call: Call, page: Page) -> None:
        """Take the paste out where the macro that was probably meant has nothing to show for this call either."""
        if not wrong.paste:
            return
        try:
            meant = macro_of(replace(call, name=wrong.guess))
            self.select(meant, page.src, replace(call, name=wrong.guess))
        except MacroError:
            wrong.paste, wrong.fix = (
                "",
                f"write {all_macros()[wrong.guess].signature}, if that is meant.",
            )

    def _said_elsewhere(self, wrong: MacroError) -> bool:
        """Whether the facts that are asked for could not be read, or are not in force: that has a Problem of its own."""
        if not isinstance(wrong, Unreadable):
            return isinstance(wrong, NotInForce)
        paths = {problem.place.path for problem in self.handbook.problems} | self.handbook.lost
        return any(path.startswith(wrong.path) for path in paths)

    def _macro_of(self, call: Call) -> Macro:
        if call.key not in self._macros:
            self._macros[call.key] = macro_of(call)
        return self._macros[call.key]

    def select(self, found: Macro, src: str, call: Call) -> Any:
        """The facts that the call shows; computed once for equal calls."""
        key = (call.key, src if found.per_page else "")
        if key not in self._selected:
            with _its_faults_said():
                self._selected[key] = found.select(
                    Context(self.handbook, src), *call.args, **dict(call.named)
                )
        return self._selected[key]

    def places(self) -> frozenset[Place]:
        """Where the facts are that some page shows, also those that say how the handbook itself works."""
        facts = (place for src in self.shown for place in self._places(src))
        return frozenset(facts) | frozenset(self._places_of_the_handbook())

    def _places(self, src: str) -> Iterator[Place]:
        for shown in self.shown.get(src, []):
            if shown.macro.facts:
                yield from self._canonical_of(shown, src).places

    def _places_of_the_handbook(self) -> Iterator[Place]:
        for shown in chain.from_iterable(self.shown.values()):
            if not shown.macro.facts:
                yield from (fact.at() for fact in facts_in(shown.selection))

    def empty(self) -> Iterator[tuple[str, str]]:
        """Page and macro where facts are asked for and there are none."""
        for src, many in self.shown.items():
            for shown in many:
                if (
                    shown.selection in ([], {}, ())
                    and shown.macro.facts
                    and not shown.macro.may_be_empty
                ):
                    yield src, shown.macro.name

    def facts_of(self, page: Page) -> list[Form]:
        """The facts that a page shows, in canonical form; what shows the handbook itself is left out."""
        return self._forms(page.src, self.shown.get(page.src, []))

    def facts_between(self, page: Page, first: int, end: int) -> list[Form]:
        """The facts that the calls from the line ``first`` up to and without ``end`` show, as :meth:`facts_of`."""
        calls = self.shown.get(page.src, [])
        return self._forms(page.src, [shown for shown in calls if first <= shown.call.line < end])

    def _forms(self, src: str, calls: list[Shown]) -> list[Form]:
        found = [self._canonical_of(shown, src) for shown in calls if shown.macro.facts]
        forms = [selection.form for selection in found]
        region = self.handbook.facts.region
        if region and any(selection.money for selection in found):
            forms.append({"currency": region.currency})
        return forms

    def places_of(self, page: Page) -> set[Place]:
        """Where the facts are that a page shows."""
        return set(self._places(page.src))

    def _canonical_of(self, shown: Shown, src: str) -> Canonical:
        """What a selection counts for; computed once for equal calls."""
        key = (shown.call.key, src if shown.macro.per_page else "")
        if key not in self._canonical:
            self._canonical[key] = canonical(shown.selection, self.handbook.facts)
        return self._canonical[key]

    def anchors(self, page: Page) -> set[str]:
        """The ids that the macros of a page put on it."""
        if page.src not in self._anchors:
            made = (self._made_by(shown, page) for shown in self.shown.get(page.src, []))
            self._anchors[page.src] = {anchor for many in made for anchor in many}
        return self._anchors[page.src]

    def line_of(self, page: Page, anchor: str) -> int | None:
        """The line of the first call that puts the id on the page; None if none does."""
        many = self.shown.get(page.src, [])
        return next(
            (shown.call.line for shown in many if anchor in self._made_by(shown, page)), None
        )

    def _made_by(self, shown: Shown, page: Page) -> set[str]:
        pairs = _ANCHOR.findall(self._html(shown.macro, page.src, shown.call))
        return {anchor for pair in pairs for anchor in pair if anchor}

    def draw(self, call: Call, src: str, from_source: bool = False) -> Drawn:
        """What the page ``src`` gets for a call. Equal calls are drawn once; only addresses differ from page to page."""
        try:
            found = self._macro_of(call)
            check_place(call, found)
            html = self._html(found, src, call)
            return Drawn(addressed(html, View(self.handbook, src, from_source)))
        except MacroError as wrong:
            why = self._why(wrong, Place(f"docs/{src}", call.line))
            return Drawn(note(why[0], f"docs/{src}"), why)

    def _why(self, wrong: MacroError, place: Place) -> tuple[Problem, ...]:
        """What must be mended so that a call can be shown: the line itself, or the file that could not be read."""
        if not isinstance(wrong, Unreadable):
            return (_problem(wrong, wrong.place or place),)
        if found := tuple(
            problem
            for problem in self.handbook.problems
            if problem.place.path.startswith(wrong.path)
        ):
            return found
        what = "This file is not there, and pages show facts from it."
        fix = f"write {wrong.path}, or take out the lines that ask for it."
        return (Problem(Place(wrong.path), what, fix, rule=wrong.rule),)

    def _html(self, found: Macro, src: str, call: Call) -> Html:
        key = (call.key, src if found.per_page else "")
        if key not in self._drawn:
            selection = self.select(found, src, call)
            with _its_faults_said():
                drawn = found.draw(selection, Anywhere(self.handbook, key[1]))
            self._drawn[key] = Html("\n\n{}\n\n").format(drawn) if found.kind == "block" else drawn
        return self._drawn[key]


@contextmanager
def _its_faults_said() -> Iterator[None]:
    """A fault in a macro of a company's own is said with its line; one of ours is left as it is."""
    try:
        yield
    except MacroError:
        raise
    except Exception as fault:
        say_where(fault)
        raise


MOST = 600  # signs of a message on a page; the log has all of it


def note(problem: Problem, path: str) -> Html:
    """A Problem in words on the page ``path``, in the place of what it keeps from being shown."""
    where = (
        "" if problem.place.path == path else f"{problem.place.path}, line {problem.place.line}: "
    )
    said = f"{where}{problem.what} To fix: {problem.fix} {problem.paste}"
    return Html('<span class="hb-refused">cannot be shown: {}</span>').format(said[:MOST])


def _shows_the_handbook(call: Call) -> bool:
    return call.name in all_macros() and not all_macros()[call.name].facts


def _problem(
    wrong: MacroError, place: Place, call: Call | None = None, page: Page | None = None
) -> Problem:
    if call is None or page is None or wrong.place is not None:
        return Problem(
            place, wrong.what, wrong.fix, wrong.paste, rule=wrong.rule, cause=wrong.cause
        )
    paste = mended_call(call.written, wrong.paste) if wrong.paste.startswith("{{") else wrong.paste
    edit = Words(call.written, page.written(call.line).find(call.written) + 1) if paste else None
    return Problem(
        place, wrong.what, wrong.fix, paste, rule=wrong.rule, edit=edit, cause=wrong.cause
    )


def mended_call(written: str, right: str) -> str:
    """The call as it was written, with those arguments that another call has otherwise; all others are kept."""
    ours, theirs = CALL.fullmatch(written), CALL.fullmatch(right)
    if not ours or not theirs or ours.group(1) != theirs.group(1):
        return right
    old, new = list(LITERAL.finditer(written)), [found.group() for found in LITERAL.finditer(right)]
    if len(new) > len(old):
        return right
    for found, literal in reversed(list(zip(old, new, strict=False))):
        if found.group()[1:-1] != literal[1:-1]:
            written = written[: found.start()] + literal + written[found.end() :]
    return written


class UnknownMacro(MacroError):
    """There is no macro of that name; ``guess`` is the one that was probably meant."""

    def __init__(self, rule: str, what: str, fix: str, paste: str, guess: str) -> None:
        super().__init__(rule, what, fix, paste)
        self.guess = guess


def macro_of(call: Call) -> Macro:
    """The macro of a call whose arguments fit. Raises :class:`MacroError`."""
    found = all_macros().get(call.name)
    if found is None:
        what = f'There is no macro "{call.name}".{did_you_mean(call.name, all_macros())}'
        guess = nearest(call.name, all_macros())
        paste = call.written.replace(call.name, guess, 1) if guess else ""
        fix = "change the call to" if guess else f"use one of: {listed(sorted(all_macros()), 60)}."
        raise UnknownMacro("macro-unknown", what, fix, paste, guess=guess or "")
    try:
        found.parameters.bind(*call.args, **dict(call.named))
    except TypeError:
        raise _misfit(call, found) from None
    if any(not isinstance(value, str) for value in [*call.args, *dict(call.named).values()]):
        raise _misfit(call, found)
    return found


def _misfit(call: Call, found: Macro) -> MacroError:
    what = f'The macro "{found.name}" is written {found.signature}, with texts in quotes, but here stands {call.written}.'
    return MacroError(
        "macro-arguments", what, f"write it like this example: {{{{ {found.example} }}}}."
    )


def check_place(call: Call, found: Macro) -> None:
    """Whether the call may stand where it stands. Raises :class:`MacroError`."""
    if call.in_link:
        what = f"A macro call cannot stand inside the address of a link: {call.written}."
        raise MacroError(
            "macro-misplaced",
            what,
            "write the address out, or let the macro make the link on its own.",
        )
    if found.kind == "block" and not call.alone:
        what = f'The macro "{found.name}" shows a whole block, but here it stands in the middle of a line or is indented.'
        raise MacroError("macro-misplaced", what, "give it a line of its own, not indented.")
