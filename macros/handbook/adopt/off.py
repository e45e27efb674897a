"""Going without a document or a part, and taking it up again. Plans changes; the shell writes them.

Nothing is deleted: pages and facts stay where they are and fall silent. ``parts.yml`` says what is
off and why; in ``mkdocs.yml`` the menu's entries become comments and the pages are left out of the
site, so that taking it up again brings all of it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from handbook.facts.contract import PARTS, Document, OwnDocument, Part, State
from handbook.facts.scalars import as_quoted
from handbook.handbook import Handbook
from handbook.problems.problem import Place, did_you_mean
from handbook.text.settings import PATH as SETTINGS
from handbook.write.writer import Change

_COMMENT = "# off: "
_LEFT_OUT = re.compile(r"(?m)^exclude_docs: \|\n(?:  .*\n)+")
_STATE = re.compile(r"(\bstate: *)\w+")
_BECAUSE = re.compile(r"(?:,? *|\n *)\bbecause: *(?:\"[^\"\n]*\"|'(?:[^'\n]|'')*'|[^,}\n]*)")


class Decision(NamedTuple):
    """What is decided about a document or a part: its id, and where ``parts.yml`` says it."""

    id: str
    title: str
    at: Place | None  # None: a part about which nothing was decided yet
    document: OwnDocument


class OffError(Exception):
    """Why nothing can be changed, in words."""


def decision_about(handbook: Handbook, name: str) -> Decision:
    """The document or part of that id. Raises :class:`OffError` where there is none."""
    known = {decision.id: decision for decision in _decisions(handbook)}
    if name not in known:
        undecided = name in handbook.contract
        why = (
            f"Nobody has decided about it yet: handbook check says what to add to {PARTS}."
            if undecided
            else f'There is no document and no part "{name}".{did_you_mean(name, known)}'
        )
        raise OffError(why)
    return known[name]


def _decisions(handbook: Handbook) -> Iterator[Decision]:
    for document in handbook.documents:
        yield _of_document(document)
        yield from (_of_part(part) for part in document.every_part)


def _of_document(document: Document) -> Decision:
    return Decision(document.id, document.title, document.at(), document.own)


def _of_part(part: Part) -> Decision:
    return Decision(part.id, part.title, part.own.at() if part.own else None, part.document)


def plan_off(handbook: Handbook, after: Handbook, name: str, because: str) -> Change:
    """What changes in ``mkdocs.yml``, once ``after`` is the handbook without it, and in
    ``parts.yml``.
    """
    off = after.off.pages
    settings = _leaving_out(_without_entries(handbook.texts[SETTINGS], off), off)
    return _change(handbook, decided(handbook, name, "off", because), settings)


def plan_on(handbook: Handbook, after: Handbook, name: str) -> Change:
    """The same the other way round: ``after`` is the handbook with it."""
    back = handbook.off.pages - after.off.pages
    settings = _with_entries(handbook.texts[SETTINGS], back)
    return _change(handbook, decided(handbook, name, "growing"), _taking_in(settings, back))


def _change(handbook: Handbook, parts: str, settings: str) -> Change:
    new = {PARTS: parts, SETTINGS: settings}
    differing: dict[str, str | bytes] = {
        path: text for path, text in new.items() if text != handbook.texts[path]
    }
    return Change(differing, (), handbook.as_read(new))


# --- parts.yml ------------------------------------------------------------------------------------


def decided(handbook: Handbook, name: str, state: State, because: str = "") -> str:
    """The text of ``parts.yml`` with that state, and with the reason where one is given."""
    about = decision_about(handbook, name)
    rows = handbook.texts[PARTS].split("\n")
    if about.at is None:
        return "\n".join(_with_new_part(rows, about, state, because))
    first, last = _entry(rows, about.at.line)
    entry = _BECAUSE.sub("", "\n".join(rows[first:last]), count=1)
    return "\n".join([*rows[:first], _said(entry, rows[first], state, because), *rows[last:]])


def _entry(rows: list[str], line: int) -> tuple[int, int]:
    """First row of an entry of a list, and the row after its own keys; inner lists are not its
    own.
    """
    first = line - 1
    depth = len(rows[first]) - len(rows[first].lstrip(" -"))
    last = first + 1
    while last < len(rows) and rows[last].startswith(" " * depth + rows[last].strip()[:1]):
        if rows[last].strip().startswith("parts:"):
            break
        last += 1
    return first, last


def _said(entry: str, first: str, state: State, because: str) -> str:
    """The entry with its state; a part had none of its own perhaps."""
    in_braces = "{" in first
    indent = " " * (len(first) - len(first.lstrip(" -")))
    between = ", " if in_braces else f"\n{indent}"
    reason = f"{between}because: {as_quoted(because)}" if because else ""
    if _STATE.search(entry):
        return _STATE.sub(lambda found: f"{found.group(1)}{state}{reason}", entry, count=1)
    said = f"{between}state: {state}{reason}"
    return re.sub(r"\bid: *[^,}\s]+", lambda found: found.group() + said, entry, count=1)


def _with_new_part(rows: list[str], about: Decision, state: State, because: str) -> list[str]:
    """A part is added to the parts of its document, which end where the next entry begins."""
    first = about.document.at().line - 1
    end = next((row for row in range(first + 1, len(rows)) if re.match(r"- |$", rows[row])), None)
    end = len(rows) if end is None else end
    listed = any(row.startswith("  parts:") for row in rows[first:end])
    entry = [f"    - id: {about.id}", f"      state: {state}"]
    entry += [f"      because: {as_quoted(because)}"] if because else []
    return [*rows[:end], *([] if listed else ["  parts:"]), *entry, *rows[end:]]


# --- mkdocs.yml -----------------------------------------------------------------------------------


def _without_entries(text: str, pages: frozenset[str]) -> str:
    """The menu without these pages, and without headings below which nothing is left."""
    rows = text.split("\n")
    first, last = _menu(rows)
    for row in range(first, last):
        if _page_of(rows[row]) in pages:
            rows[row] = _commented(rows[row])
    for row in reversed(range(first, last)):
        if re.match(r" *- .*:$", rows[row]) and not _has_entries(rows, row, last):
            rows[row] = _commented(rows[row])
    return "\n".join(rows)


def _with_entries(text: str, pages: frozenset[str]) -> str:
    """The menu with these pages, and with the headings above them."""
    rows = text.split("\n")
    first, last = _menu(rows)
    for row in range(first, last):
        if _page_of(_uncommented(rows[row])) in pages:
            rows[row] = _uncommented(rows[row])
    for row in reversed(range(first, last)):
        if rows[row] != _uncommented(rows[row]) and rows[row].endswith(":"):
            bare = [*rows[:row], _uncommented(rows[row]), *rows[row + 1 :]]
            rows = bare if _has_entries(bare, row, last) else rows
    return "\n".join(rows)


def _menu(rows: list[str]) -> tuple[int, int]:
    """The rows below ``nav:``."""
    first = next((row + 1 for row, text in enumerate(rows) if text.startswith("nav:")), len(rows))
    rest = range(first, len(rows))
    last = next((row for row in rest if re.match(r"[\w#]", rows[row])), len(rows))
    return first, last


def _page_of(row: str) -> str:
    found = re.fullmatch(r" *- (?:.*: +)?[\"']?([^\s\"':]+\.md)[\"']?", row)
    return found.group(1) if found else ""


def _has_entries(rows: list[str], heading: int, last: int) -> bool:
    """Whether an entry that is no comment is below a heading of the menu."""
    depth = len(rows[heading]) - len(rows[heading].lstrip())
    for row in rows[heading + 1 : last]:
        if row.strip() and len(row) - len(row.lstrip()) <= depth:
            return False
        if row.strip() and not row.lstrip().startswith("#"):
            return True
    return False


def _commented(row: str) -> str:
    indent = len(row) - len(row.lstrip())
    return f"{row[:indent]}{_COMMENT}{row[indent:]}"


def _uncommented(row: str) -> str:
    bare = row.lstrip()
    indent = row[: len(row) - len(bare)]
    return f"{indent}{bare.removeprefix(_COMMENT)}"


def _leaving_out(text: str, pages: frozenset[str]) -> str:
    """The settings with these pages left out of the site."""
    rows = [f"  /{page}\n" for page in sorted(pages)]
    return _LEFT_OUT.sub(
        lambda found: "".join([found.group(), *(row for row in rows if row not in found.group())]),
        text,
        count=1,
    )


def _taking_in(text: str, pages: frozenset[str]) -> str:
    gone = {f"  /{page}\n" for page in pages}
    return _LEFT_OUT.sub(
        lambda found: "".join(
            row for row in found.group().splitlines(keepends=True) if row not in gone
        ),
        text,
        count=1,
    )
