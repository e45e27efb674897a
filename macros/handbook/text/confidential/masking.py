"""What no message may say: whatever of a secret or of private data a Problem quotes becomes three
dots.

Rules quote what editors wrote, and a rule about links knows nothing of passwords in them. So
messages are masked in one place, when all are known and before any is spelled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from handbook.problems.problem import Place, Problem
from handbook.text.confidential.found import Finding

# A piece of a value of this length already says too much; of shorter values, the whole.
_PIECE = 10


def masked(problems: Sequence[Problem], found: Iterable[Finding]) -> list[Problem]:
    """The same Problems, without what was found in any file."""
    pieces = _pieces(value for finding in found for value in finding.hidden)
    return [_masked(problem, pieces) for problem in problems] if pieces else list(problems)


def _masked(problem: Problem, pieces: dict[int, set[str]]) -> Problem:
    what, fix, paste, note, path = (
        masked_text(text, pieces)
        for text in (problem.what, problem.fix, problem.paste, problem.note, problem.place.path)
    )
    if (what, fix, paste, note, path) == (
        problem.what,
        problem.fix,
        problem.paste,
        problem.note,
        problem.place.path,
    ):
        return problem
    return replace(
        problem, place=Place(path, problem.place.line), what=what, fix=fix, paste=paste, note=note
    )


def _pieces(values: Iterable[str]) -> dict[int, set[str]]:
    """Length → pieces of that length. Only letters and digits count: a message may join or divide
    words otherwise.
    """
    pieces: dict[int, set[str]] = {}
    for value in values:
        signs = "".join(filter(str.isalnum, value)).casefold()
        length = min(len(signs), _PIECE)
        if length >= 4:
            ends = range(len(signs) - length + 1)
            pieces.setdefault(length, set()).update(signs[start : start + length] for start in ends)
    return pieces


def masked_text(text: str, pieces: dict[int, set[str]]) -> str:
    """A text in which every piece became three dots."""
    places = [place for place, sign in enumerate(text) if sign.isalnum()]
    signs = "".join(text[place] for place in places).casefold()
    if len(signs) != len(places):
        return (
            text if not _spans(signs, pieces) else "…"
        )  # a letter that becomes two: too rare for more than safety
    cut, end = [], 0
    for start, stop in _joined(_spans(signs, pieces)):
        cut += [text[end : places[start]], "…"]
        end = places[stop - 1] + 1
    return "".join([*cut, text[end:]])


def _spans(signs: str, pieces: dict[int, set[str]]) -> list[tuple[int, int]]:
    return sorted(
        (start, start + length)
        for length, known in pieces.items()
        for start in range(len(signs) - length + 1)
        if signs[start : start + length] in known
    )


def _joined(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans that touch or overlap, as one."""
    last: tuple[int, int] | None = None
    for start, stop in spans:
        if last and start <= last[1]:
            last = (last[0], max(last[1], stop))
            continue
        if last:
            yield last
        last = (start, stop)
    if last:
        yield last
