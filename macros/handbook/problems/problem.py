"""A Problem is one thing to fix: where, what, how and why. This module also holds its spellings."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache
from typing import Literal, NamedTuple

from handbook.problems.edits import HOLE, Edit, Keys, Words

# What a GitHub job takes for a command when it is in a log, and what its Markdown gives a meaning.
_COMMAND = re.compile(r"^[ \t]*::|##\[", re.MULTILINE)
_MARKDOWN = re.compile(r"[&<>|\\@#`*_~\[\]]")
Severity = Literal["must", "advice"]
CHECKS_PAGE = "upkeep/checks/"
# Signs that could steer a terminal or turn a line around; pages are quoted in messages.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Place(NamedTuple):
    """A file of the handbook and a line in it; line 0 means the file as a whole."""

    path: str
    line: int = 0


class Cause(NamedTuple):
    """What a problem misses: an id of a table of facts, or a file, a page, a heading (``page#id``).

    Problems with equal causes are one problem: it is told once, where the missing thing should be.
    """

    kind: str  # the name of a table, or file | page | heading | word | day
    name: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to fix, in the words of the one who reads it.

    ``what`` quotes what they wrote, ``fix`` is one instruction, ``paste`` is text to paste,
    ``note`` says what follows; ``edit`` says how the paste is applied. A paste into a file of facts
    sets keys of its entry, unless ``edit`` says otherwise. ``cause`` is what is missed, where the
    same thing can be missed elsewhere too; ``places`` are all places that a problem told once for
    many was found at.
    """

    place: Place
    what: str
    fix: str
    paste: str = ""
    note: str = ""
    rule: str = ""
    severity: Severity = "must"
    edit: Edit | None = None
    cause: Cause | None = None
    places: tuple[Place, ...] = ()

    def __post_init__(self) -> None:
        if self.edit is None and self.paste and self.place.path.endswith(".yml"):
            object.__setattr__(self, "edit", Keys())

    @property
    def column(self) -> int:
        """The column in which the wrong words begin; 0 where it is not known."""
        return self.edit.column if isinstance(self.edit, Words) else 0

    @property
    def has_holes(self) -> bool:
        """Whether a person still has to write a part of the paste, so that it cannot be applied as
        it is.
        """
        return HOLE in self.paste

    @property
    def why(self) -> str:
        """The rule's place on the site."""
        return f"{CHECKS_PAGE}#{self.rule}"

    @property
    def key(self) -> tuple[str, int, str, str]:
        """Order of reading: by file, by line; the rest only makes the order stable."""
        return (self.place.path, self.place.line, self.rule, self.what)


@dataclass(frozen=True, slots=True)
class RuleHelp:
    """What a rule asks for and why, with a bad and a good example: the text of the help page."""

    id: str
    text: str
    bad: str
    good: str
    severity: Severity = "must"


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems sorted by place, the same one never said twice."""
    return sorted(set(problems), key=lambda problem: problem.key)


MOST_OF_A_KIND = 100
MOST_OF_WORD = 200


def without_floods(problems: Iterable[Problem], most: int = MOST_OF_A_KIND) -> list[Problem]:
    """The problems, of each rule in each file at most the first ``most``; the last of them says how
    many more there are.
    """
    found = list(problems)
    all_of_a_kind = Counter((problem.place.path, problem.rule) for problem in found)
    so_far: Counter[tuple[str, str]] = Counter()
    kept = []
    for problem in found:
        kind = (problem.place.path, problem.rule)
        so_far[kind] += 1
        if so_far[kind] == most and (more := all_of_a_kind[kind] - most):
            rest = f"There {'is' if more == 1 else 'are'} {more} more of this kind in this file."
            kept.append(replace(problem, note=f"{problem.note} {rest}".lstrip()))
        elif so_far[kind] <= most:
            kept.append(problem)
    return kept


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word closest to ``word``, or None if none is close enough to be worth suggesting."""
    found = _nearest(word[:MOST_OF_WORD], tuple(known))
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=1024)  # the guess is asked for twice: for the question, and for the paste
def _nearest(word: str, known: tuple[str, ...]) -> list[str]:
    """The words closest to ``word``; several where none of them is closer than the others."""
    candidates, small = list(dict.fromkeys(known)), word.lower()
    if found := get_close_matches(small, candidates, n=3, cutoff=0.61):
        best, *others = found
        return [
            best,
            *(other for other in others if _likeness(small, other) == _likeness(small, best)),
        ]
    return [name for name in candidates if len(word) > 2 and name.startswith(small)]


def _likeness(word: str, name: str) -> float:
    return SequenceMatcher(None, name, word).ratio()


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`` Did you mean "x"?`` with a leading space, or nothing."""
    guesses = [f'"{guess}"' for guess in _nearest(word[:MOST_OF_WORD], tuple(known))[:3]]
    return f" Did you mean {' or '.join(guesses)}?" if guesses else ""


def listed(words: Iterable[str], limit: int = 12) -> str:
    """``a, b, c`` and how many more there are beyond ``limit``."""
    all_words = list(words)
    more = f" and {len(all_words) - limit} more" if len(all_words) > limit else ""
    return ", ".join(all_words[:limit]) + more


def counted(number: int, singular: str, many: str | None = None) -> str:
    """``1 page``, ``2 pages``."""
    return f"{number} {singular if number == 1 else many or singular + 's'}"


# --- spellings ----------------------------------------------------------------------------------


def as_text(problem: Problem) -> str:
    """The problem as an editor reads it in the terminal; what a page quotes cannot steer that
    terminal.
    """
    return _COMMAND.sub(_spaced, _STEERING.sub("\ufffd", _as_text(problem)))


def _as_text(problem: Problem) -> str:
    line = f", line {problem.place.line}" if problem.place.line else ""
    rows = [f"{_one_line(problem.place.path)}{line}", f"  {_one_line(problem.what)}"]
    rows.append(f"  To fix: {_one_line(problem.fix)}")
    rows += [f"      {row}".rstrip() for row in problem.paste.splitlines()]
    if problem.severity == "advice":
        rows.append("  This is advice: it does not stop your change.")
    if problem.note:
        rows.append(f"  {_one_line(problem.note)}")
    rows.append(f"  Why: {problem.why}")
    return "\n".join(rows)


def _one_line(text: str) -> str:
    return " ".join(text.splitlines())


def _spaced(found: re.Match[str]) -> str:
    """``::`` as ``: :``, ``##[`` as ``## [``."""
    return f"{found.group()[:-1]} {found.group()[-1]}"


def as_github(problem: Problem) -> str:
    """A workflow command that puts the problem on its line of the pull request.

    Escaping as in GitHub's own toolkit, so that no page can smuggle in a command of its own.
    """
    command = "error" if problem.severity == "must" else "notice"
    properties = f"file={_property(problem.place.path)}"
    if problem.place.line:
        properties += f",line={problem.place.line}"
    properties += f",title={_property(problem.rule)}"
    body = "\n".join(
        filter(None, [problem.what, f"To fix: {problem.fix}", problem.paste, problem.note])
    )
    return f"::{command} {properties}::" + _STEERING.sub("\ufffd", _data(body))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_markdown_table(problems: Sequence[Problem]) -> str:
    """A table for the job's summary: mentions, HTML and pipes in quoted content are defused."""
    rows = ["| Where | What is wrong | To fix |", "| --- | --- | --- |"]
    for problem in problems:
        where = problem.place.path + (f", line {problem.place.line}" if problem.place.line else "")
        fix = problem.fix + (f" {problem.paste}" if problem.paste else "")
        rows.append(f"| {_cell(where)} | {_cell(problem.what)} | {_cell(fix)} |")
    return "\n".join(rows)


def _cell(text: str) -> str:
    return _MARKDOWN.sub(lambda sign: f"&#{ord(sign.group())};", " ".join(text.split()))


def as_json(problems: Sequence[Problem], texts: Mapping[str, str] | None = None) -> str:
    """A list of ``{path, line, column, rule, severity, what, fix, why, places}``; line and column
    are null where they are not known.

    ``texts``: path → text, in which the words that a problem quotes are looked for. ``places`` are
    the ``{path, line}`` that a problem told once was found at; empty for a problem of one place.
    """
    lines = {path: text.split("\n") for path, text in (texts or {}).items()}
    found = [_as_dict(problem, lines.get(problem.place.path, [])) for problem in problems]
    return json.dumps(found, ensure_ascii=False, indent=2)


def _as_dict(problem: Problem, lines: Sequence[str]) -> dict[str, object]:
    here = problem.place.line
    return {
        "path": problem.place.path,
        "line": here or None,
        "column": problem.column
        or (column_in(lines[here - 1], problem) if 0 < here <= len(lines) else 0)
        or None,
        "rule": problem.rule,
        "severity": problem.severity,
        "what": problem.what,
        "fix": "\n".join(filter(None, [problem.fix, problem.paste, problem.note])),
        "why": problem.why,
        "places": [{"path": place.path, "line": place.line or None} for place in problem.places],
    }


_SAYS = re.compile(r'"[^"\n]+" says "(?P<words>[^"\n]+)"')
_QUOTED = re.compile(r'"(?P<words>[^"\n]+)"')


def column_in(line: str, problem: Problem) -> int:
    """The column (from 1) of the words that a problem quotes, the value of a key before its name; 0
    where they are not once in the line.
    """
    quoted = [
        found["words"] for pattern in (_SAYS, _QUOTED) for found in pattern.finditer(problem.what)
    ]
    for words in quoted:
        alone = rf"(?<![\w.-]){re.escape(words)}(?![\w-])"
        if len(places := list(re.finditer(alone, line))) == 1:
            return places[0].start() + 1
    return 0


def closing_line(problems: Sequence[Problem], pages: Iterable[str]) -> str:
    """``3 things to fix in 3 files. 2 pieces of advice … 61 pages are fine.``"""
    must = [problem for problem in problems if problem.severity == "must"]
    advice = len(problems) - len(must)
    fine = len(
        set(pages) - {place.path for problem in must for place in (problem.place, *problem.places)}
    )
    parts = [_to_fix(must)]
    if advice:
        verb = "does" if advice == 1 else "do"
        parts.append(f"{counted(advice, 'piece')} of advice ({verb} not stop this change).")
    parts.append(f"{counted(fine, 'page is', 'pages are')} fine.")
    return " ".join(parts)


def _to_fix(must: Sequence[Problem]) -> str:
    if not must:
        return "Nothing to fix."
    files = len({problem.place.path for problem in must})
    return f"{counted(len(must), 'thing')} to fix in {counted(files, 'file')}."
