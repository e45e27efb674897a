"""What is said of files that are kept as they were first written, when git remembers another text:
for all kinds of such files alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from handbook.problems.edits import Create
from handbook.problems.problem import Place, Problem
from handbook.text.history import Loss

# From here on it is no slip in one file, and one message says it of all.
MANY = 4


@dataclass(frozen=True)
class KeptFileKind:
    """A kind of such files. ``gone``, ``changed``: what is said of one file, with ``{when}`` for
    the day; ``many``: of several files what they are, ``note``: what else is said when they are
    gone.
    """

    folder: str
    gone: str
    changed: str
    many: Callable[[list[Loss]], str]
    note: str = ""


def changed_later(kept: KeptFileKind, losses: Iterable[Loss]) -> Iterator[Problem]:
    """A Problem for each file that was changed or taken away later; one for all where one commit
    did it to many.
    """
    for many in _by_commit(losses):
        yield from (
            [_all_of(kept, many)] if len(many) >= MANY else (_put_back(kept, loss) for loss in many)
        )


def _by_commit(losses: Iterable[Loss]) -> list[list[Loss]]:
    """Losses by the commit that made them: together they have one cause."""
    found: dict[tuple[str, bool], list[Loss]] = {}
    for loss in losses:
        found.setdefault((loss.at.name, loss.is_gone), []).append(loss)
    return list(found.values())


def _put_back(kept: KeptFileKind, loss: Loss) -> Problem:
    what = (kept.gone if loss.is_gone else kept.changed).format(when=_when(loss))
    fix = "put it back:" if loss.is_gone else "put back what was there:"
    return Problem(
        Place(loss.path, loss.line), what, fix, loss.text.rstrip(), edit=Create(loss.path)
    )


def _all_of(kept: KeptFileKind, losses: list[Loss]) -> Problem:
    """One message for many files that one commit took away or changed."""
    first = losses[0]
    done, note = ("taken away", kept.note) if first.is_gone else ("changed", "")
    what = f"{kept.many(losses)} were {done} {_when(first)}."
    return Problem(Place(kept.folder), what, "put them back:", _restore(first, kept.folder), note)


def _when(loss: Loss) -> str:
    """The day of a loss in a sentence."""
    return f"on {loss.at.on}" if loss.at.on else "in this change"


def _restore(loss: Loss, folder: str) -> str:
    """The command that gives a folder back what it held before a loss."""
    before = f"{loss.at.name}^" if loss.at.name else "HEAD"
    return f"git checkout {before} -- {folder}"
