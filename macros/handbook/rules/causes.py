"""One cause, one message: what many places miss is told once, where it should be; what only follows
is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from posixpath import basename
from shlex import quote

from handbook.facts.ids import as_id
from handbook.facts.kinds import called, kind, kinds
from handbook.facts.model import Item, Table
from handbook.handbook import Handbook
from handbook.pages import Heading, Page
from handbook.pages.facts import Move
from handbook.problems.edits import Entry, Line, Rename
from handbook.problems.problem import (
    Cause,
    Place,
    Problem,
    counted,
    did_you_mean,
    in_order,
    listed,
    nearest,
)
from handbook.rules.alike import ALL, alike_once, left_out_once
from handbook.rules.facts import named_ids
from handbook.rules.links import anchors_linked
from handbook.rules.rule import Reads, all_rules

# From so many places on, what they all miss is told once. Two places are mended faster than a cause
# is looked for.
MANY = 3
# Records further after the others than this are misdated.
APART = timedelta(days=31)


def told_once(handbook: Handbook, problems: Iterable[Problem], reads: Reads) -> list[Problem]:
    """The problems, those with one cause as one; what merely follows from a missing thing is
    counted in it.

    ``reads``: which facts each rule went through, so that what it says of all of them may only
    follow from those missing.
    """
    found = list(problems)
    causes: dict[Cause, list[Problem]] = {}
    for problem in found:
        if problem.cause:
            causes.setdefault(_root(handbook, problem.cause), []).append(problem)
    many = {
        cause: group
        for cause, group in causes.items()
        if len(group) >= _many(cause) or _at_the_gap(handbook, cause, group)
    }
    merged = {problem for group in many.values() for problem in group}
    told = [_told(handbook, cause, group) for cause, group in many.items()]
    alone = [problem for problem in found if problem not in merged]
    gone = {
        cause
        for cause, group in causes.items()
        if _is_gone(cause, group) or _at_the_gap(handbook, cause, group)
    }
    if gone:
        follow = _following({_path(handbook, cause) for cause in gone}, reads)
        told, alone = _without_what_follows(told, alone, follow)
    return in_order([*told, *alike_once(left_out_once(alone))])


def _many(cause: Cause) -> int:
    """From how many places on a cause is told once. A word that is explained nowhere is told once
    in any case.
    """
    return 2 if cause.kind == "word" else MANY


def _at_the_gap(handbook: Handbook, cause: Cause, group: Sequence[Problem]) -> Problem | None:
    """The problem that says itself, in the file of the table, that the missing item belongs there;
    a mere mention does not.
    """
    if cause.kind not in _tables():
        return None
    path = handbook.facts.table(cause.kind).path
    return next(
        (
            problem
            for problem in group
            if problem.place.path == path and problem.rule != "fact-unknown"
        ),
        None,
    )


def _root(handbook: Handbook, cause: Cause) -> Cause:
    """The missing file, where an id is missed because the whole file of its table is not there."""
    if cause.kind not in _tables():
        return cause
    path = handbook.facts.table(cause.kind).path
    there = path in handbook.entries or any(name.startswith(path) for name in handbook.entries)
    return cause if there else Cause("file", path)


@cache
def _tables() -> frozenset[str]:
    """The names of all kinds that are tables: a cause of such a kind is a missing id."""
    return frozenset(kind.name for kind in kinds() if kind.shape != "keys")


def _is_gone(cause: Cause, group: Sequence[Problem]) -> bool:
    """Whether something was there once and is gone; one misspelt word is not that."""
    if cause.kind == "word":
        return False
    remembered = cause.kind == "page" and any(
        problem.rule in ("menu-entry-missing", "record-without-page", "index-missing")
        for problem in group
    )
    return remembered or cause.kind == "file" or len(group) >= MANY


def _path(handbook: Handbook, cause: Cause) -> str:
    """The file or folder of facts that is incomplete without the missing thing."""
    return handbook.facts.table(cause.kind).path if cause.kind in _tables() else cause.name


def _following(paths: Set[str], reads: Reads) -> set[str]:
    """Rules that cannot judge rightly while something is missing: of absence, or of all facts of an
    incomplete file.
    """
    absence = {slug for slug, rule in all_rules().items() if rule.of_absence}
    return absence | {slug for slug, read in reads.items() if read & paths}


def _without_what_follows(
    told: list[Problem], alone: list[Problem], follow: Set[str]
) -> tuple[list[Problem], list[Problem]]:
    """Leave out what those rules say, unless it names what is missed; the first message says how
    many that are.
    """
    follow = follow - {
        problem.rule for problem in told
    }  # what a rule finds besides does not follow
    kept = [problem for problem in alone if problem.cause or problem.rule not in follow]
    if told and len(kept) < len(alone):
        more = counted(
            len(alone) - len(kept),
            "message that may only follow from this waits",
            "messages that may only follow from this wait",
        )
        first = told[0]
        told = [replace(first, note=f"{first.note} {more} until it is mended.".strip()), *told[1:]]
    return told, kept


# --- what is told of a cause ----------------------------------------------------------------------


def _told(handbook: Handbook, cause: Cause, group: list[Problem]) -> Problem:
    tell = {"file": _file, "page": _page, "heading": _heading, "word": _word, "day": _day}.get(
        cause.kind, _id
    )
    severe = any(problem.severity == "must" for problem in group)
    places = tuple(
        sorted({problem.place for problem in group}, key=lambda place: (place.path, place.line))
    )
    told = tell(handbook, cause, group)
    return replace(told, severity="must" if severe else "advice", places=places)


def _back(path: str) -> str:
    """How a file or a folder comes back that was there once."""
    return (
        f"bring it back: git restore {quote(path)} while that is not committed, otherwise git "
        "revert of the commit. "
        'In the browser, open the pull request that took it out and choose "Revert"'
    )


def _where(group: Sequence[Problem]) -> str:
    """``47 places in 30 files (a.md 12, b.yml 5 and 28 more)``."""
    files = Counter(problem.place.path for problem in group)
    named = [f"{path} {times}" if times > 1 else path for path, times in files.most_common()]
    return f"{counted(len(group), 'place')} in {counted(len(files), 'file')} ({listed(named, 3)})"


def _file(handbook: Handbook, cause: Cause, group: list[Problem]) -> Problem:
    what = f"This file is not there, but what it should hold is asked for in {_where(group)}."
    if cause.name.endswith("/"):
        what = (
            f"This folder holds no facts, but what it should hold is asked for in {_where(group)}."
        )
    fix = f"{_back(cause.name)}. If it is gone for good, take out what asks for it; {ALL}."
    rule = "picture-missing" if not cause.name.startswith("docs/_facts/") else "facts-file-missing"
    return Problem(Place(cause.name.rstrip("/")), what, fix, rule=rule)


def _id(handbook: Handbook, cause: Cause, group: list[Problem]) -> Problem:
    table, name = handbook.facts.table(cause.kind), called(cause.kind)
    if gap := _at_the_gap(handbook, cause, group):
        others = [problem for problem in group if problem is not gap]
        named = f' "{cause.name}" is named in {_where(others)}.' if others else ""
        return replace(gap, what=gap.what + named)
    in_folder = table.path.endswith("/")
    place = Place(f"{table.path}{cause.name}.yml" if in_folder else table.path)
    what = f'There is no {name} "{cause.name}" here, but it is named in {_where(group)}.'
    otherwise = f"If it is gone for good, take it out of those places; {ALL}."
    renamed = _renamed(handbook, cause, table)
    first = group[0]
    if place.path in first.fix and all(problem.paste == first.paste for problem in group):
        return replace(
            first, place=place, what=what
        )  # each offers the same lines for this very file
    if renamed is None:
        return Problem(
            place,
            what + did_you_mean(cause.name, table.ids()),
            f"{_back(place.path)}. {otherwise}",
            rule="fact-unknown",
        )
    what += f' Was it renamed? Nothing names "{renamed.id}".'
    if in_folder:
        fix = "an id stays when the words change. Give the file its name back:"
        edit = Rename(place.path)
        return Problem(
            renamed.at("id"), what, fix, place.path, otherwise, "fact-unknown", edit=edit
        )
    fix = "an id stays when the name changes. Change the line back to"
    paste = _line_of_id(handbook, renamed, cause.name)
    return Problem(renamed.at("id"), what, fix, paste, otherwise, "fact-unknown", edit=Line())


def later_day(handbook: Handbook) -> date | None:
    """The day of the records, where the clock is behind them; None where it is not. One or two are
    misdated, not the clock.
    """
    days = sorted(record.on for life in handbook.lives.values() for record in life.records)
    if len(days) < MANY or days[-MANY] <= handbook.today:
        return None
    return max(day for day in days if day <= days[-MANY] + APART)


def _day(handbook: Handbook, cause: Cause, group: list[Problem]) -> Problem:
    what = (
        f"The clock is behind: this check was asked for {cause.name}, but {_where(group)} are "
        "dated later."
    )
    fix = "set the clock of this computer, or ask for a later day with --today."
    return Problem(group[-1].place, what, fix, rule="record-in-future")


def clock_behind_commits(handbook: Handbook) -> list[Problem]:
    """That something was committed later than today, where the records do not show already that the
    clock is behind.

    A commit of tomorrow says nothing: it is tomorrow already in other parts of the world.
    """
    if later_day(handbook):
        return []
    changed = handbook.history.changed_on if handbook.history else None
    path, newest = max((changed or {}).items(), key=lambda change: change[1], default=("", ""))
    if newest <= (handbook.today + timedelta(days=1)).isoformat():
        return []
    what = f"The clock is behind: it says {handbook.today}, but this was committed on {newest}."
    return [
        Problem(
            Place(path),
            what,
            "set the clock of this computer.",
            rule="clock-behind",
            severity="advice",
        )
    ]


def _word(handbook: Handbook, cause: Cause, group: list[Problem]) -> Problem:
    path = f"{kind('glossary').where}{cause.name.lower()}.yml"
    what = f'"{cause.name}" is in no glossary, but {_where(group)} use it.'
    return replace(group[0], place=Place(path), what=what)


def _renamed(handbook: Handbook, cause: Cause, table: Table[Item]) -> Item | None:
    """The item that the missing one may have become: the only one that nothing names, or of several
    the one nearest in id or name.
    """
    named = named_ids(handbook, cause.kind)
    strangers = [item.id for item in table if item.id not in named]
    only = strangers[0] if len(strangers) == 1 and not table.path.endswith("/") else None
    called = [
        name for name in strangers if as_id(str(getattr(table[name], "name", ""))) == cause.name
    ]
    guess = nearest(cause.name, strangers) or only or (called[0] if len(called) == 1 else None)
    return table[guess] if guess else None


def _line_of_id(handbook: Handbook, item: Item, old: str) -> str:
    place = item.at("id")
    line = handbook.texts[place.path].split("\n")[place.line - 1]
    return f"- id: {old}" if line.lstrip().startswith("- id:") else f"id: {old}"


# --- pages and headings ---------------------------------------------------------------------------


def _page(handbook: Handbook, cause: Cause, group: list[Problem]) -> Problem:
    new = _new_page(handbook, cause.name)
    where = _where(group)
    if new is None:
        what = f"This page is not there, but {where} lead to it."
        fix = (
            f"{_back(f'docs/{cause.name}')}. If it is gone for good, let those places lead "
            f"elsewhere; {ALL}."
        )
        return Problem(Place(f"docs/{cause.name}"), what, fix, rule="page-gone")
    what = (
        f'"{cause.name}" is not there, but {where} lead to it. Was it renamed to this page, which '
        "nothing leads to?"
    )
    fix = (
        f'give the page its old name back, then run "handbook move {cause.name} {new.src}", which '
        "also changes those places. "
        f"By hand: change each ({ALL}), and keep the old address in {kind('moved').where}:"
    )
    paste, moved = f"- from: {cause.name}\n  to: {new.src}", Entry(path=kind("moved").where)
    return Problem(new.at(1), what, fix, paste, rule="page-gone", edit=moved)


def _new_page(handbook: Handbook, old: str) -> Page | None:
    """The page that a missing one may have become: nothing leads to it, and its life has only
    begun.
    """
    if old in handbook.facts[Move]:
        return None
    known = {*anchors_linked(handbook), *handbook.lives, "index.md"}
    menu = {entry.target for entry in handbook.site.menu}
    if old in menu:  # the page was renamed without changing the menu, so its new name is not there
        known |= menu
    new = {page.src: page for page in handbook.pages.values() if page.src not in known}
    only = next(iter(new)) if len(new) == 1 and (old in menu or old in handbook.lives) else None
    guess = only or nearest(old, new) or _same_name(old, new)
    return new[guess] if guess else None


def _same_name(old: str, new: Iterable[str]) -> str | None:
    same = [src for src in new if basename(src) == basename(old)]
    return same[0] if len(same) == 1 else None


def _heading(handbook: Handbook, cause: Cause, group: list[Problem]) -> Problem:
    src, _, old = cause.name.partition("#")
    page = handbook.pages[src]
    what = f'No heading here has the id "{old}", but {_where(group)} lead to it.'
    new = _new_heading(handbook, page, old)
    if new is None:
        fix = (
            f"give the heading that is meant this id, {{: #{old} }}, or let those places lead "
            f"elsewhere; {ALL}."
        )
        return Problem(page.at(), what, fix, rule="anchor-missing")
    what += f' Did this one have it, which is now "{new.id}"?'
    fix = "an id stays when the words change. Change the line back to"
    paste = _with_id(page, new, old)
    return Problem(page.at(new.line), what, fix, paste, rule="anchor-missing", edit=Line())


def _new_heading(handbook: Handbook, page: Page, old: str) -> Heading | None:
    """The heading that may have had an id: nothing leads to it, and it is the only such one with
    its own id, or nearest in name.
    """
    linked = anchors_linked(handbook).get(page.src, set())
    free = {
        heading.id: heading
        for heading in page.headings
        if heading.level > 1 and heading.id not in linked
    }
    own = [heading for heading in free.values() if heading.own_id]
    guess = nearest(old, free)
    return free[guess] if guess else own[0] if len(own) == 1 else None


def _with_id(page: Page, heading: Heading, old: str) -> str:
    line = page.text.split("\n")[heading.line - 1].rstrip()
    return (
        line.replace(f"#{heading.id} ", f"#{old} ") if heading.own_id else f"{line} {{: #{old} }}"
    )
