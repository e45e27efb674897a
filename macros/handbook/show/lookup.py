"""Finding what a macro was asked for, or saying what there is instead."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from handbook.facts.facts import Facts
from handbook.facts.kinds import kind_of
from handbook.facts.model import Fact, Item
from handbook.problems.problem import Cause, did_you_mean, listed, nearest
from handbook.show.macro import Context, MacroError

UNKNOWN = "fact-unknown"


Of = TypeVar("Of", bound=Item)
Single = TypeVar("Single", bound=Fact)


def find(context: Context, model: type[Of], item_id: str, call: str, called: str = "") -> Of:
    """The item of that id. ``call`` is the macro call with ``{}`` for the id, ``called`` what
    people call it, if not as declared.
    """
    table = context.handbook.facts[model]
    if item_id in table:
        return table[item_id]
    if table.may_hold(item_id):
        raise UnreadableFactsError(table.path)
    kind = kind_of(model)
    known = [*table.ids(), *sorted(table.unread)]
    why = unknown(item_id, known, called or kind.called or kind.name, table.path, call)
    why.cause = Cause(kind.name, item_id)
    raise why


def unknown(item_id: str, known: Iterable[str], kind: str, path: str, call: str) -> MacroError:
    """The error that there is no such thing, with the nearest name and the call to paste."""
    names = list(known)
    guess = nearest(item_id, names)
    what = f'This line asks for the {kind} "{item_id}". There is no such {kind} in {path}.{did_you_mean(item_id, names)}'
    fix = "change the call to" if guess else f"use one of those we know: {listed(names, 40)}."
    return MacroError(UNKNOWN, what, fix, f"{{{{ {call.format(guess)} }}}}" if guess else "")


class UnreadableFactsError(MacroError):
    """The facts asked for are in a file that could not be read; that file has its own Problem."""

    def __init__(self, path: str) -> None:
        what = f"This line shows facts from {path}, which are not there."
        super().__init__("facts-file-missing", what, f"write {path}, or take the line out.")
        self.path, self.cause = path, Cause("file", path)


class NotInForceError(MacroError):
    """No price book is in force on the day: a rule says so once, on the price book."""

    def __init__(self, path: str) -> None:
        what = f"No price book in {path} is in force today, so there are no prices to show."
        super().__init__("no-price-in-force", what, f"add one to {path} that holds today.")


def need(facts: Facts, model: type[Single]) -> Single:
    """The only fact of its file; if it is not there, the call cannot be shown. Raises
    :class:`UnreadableFactsError`.
    """
    found = facts.only(model)
    if found is None:
        raise UnreadableFactsError(kind_of(model).where)
    return found


def names(context: Context, kind: type[Item] | str) -> dict[str, str]:
    """The names of all items of a kind by id. A kind of a document that is above is asked for by
    the name of its table.
    """
    facts = context.handbook.facts
    table = facts.table(kind) if isinstance(kind, str) else facts[kind]
    return {item.id: item.label for item in table}
