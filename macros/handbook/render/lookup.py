"""Finding what a macro was asked for, or saying what there is instead."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from handbook.facts.model import Fact, Item, Table
from handbook.problems import Cause, did_you_mean, listed, nearest
from handbook.render.macro import Asked, CannotShow, Picked

UNKNOWN = "fact-unknown"


def pick(fact: Fact, *keys: str) -> Picked:
    """Some keys of a fact and no other."""
    return Picked(fact, *keys)


def find(asked: Asked, table_name: str, item_id: str, kind: str, call: str) -> Any:
    """The item of a table. ``kind`` is what people call it, ``call`` the macro call with ``{}`` for the id."""
    table: Table[Item] = asked.handbook.facts.table(table_name)
    if item_id in table:
        return table[item_id]
    if table.may_hold(item_id):
        raise Unreadable(table.path)
    why = unknown(item_id, [*table.ids(), *sorted(table.unread)], kind, table.path, call)
    why.cause = Cause(table_name, item_id)
    raise why


def of_role(asked: Asked, table_name: str, role: str, kind: str, call: str) -> Any:
    """What a role has in a table whose ids are roles: its scorecard, its ladder. Raises :class:`CannotShow` where it has none."""
    find(asked, "roles", role, "role", call)
    try:
        return find(asked, table_name, role, kind, call)
    except Unreadable:
        raise
    except CannotShow as why:
        raise said_of_role(asked, role, why) from None


def said_of_role(asked: Asked, role: str, why: CannotShow) -> CannotShow:
    """Why a line cannot be shown; for a role of the sales force, whose gaps a rule names all at once, as what is said elsewhere."""
    sells = any(seat.role == role for seat in asked.handbook.facts.seats)
    return RoleLacks(why) if sells else why


def unknown(item_id: str, known: Iterable[str], kind: str, path: str, call: str) -> CannotShow:
    """That there is no such thing, the nearest there is, and the call to paste."""
    names = list(known)
    guess = nearest(item_id, names)
    what = f'This line asks for the {kind} "{item_id}". There is no such {kind} in {path}.{did_you_mean(item_id, names)}'
    fix = "change the call to" if guess else f"use one of those we know: {listed(names, 40)}."
    return CannotShow(UNKNOWN, what, fix, f"{{{{ {call.format(guess)} }}}}" if guess else "")


class Unreadable(CannotShow):
    """What is asked for stands in a file that could not be read; that file has its own Problem."""

    def __init__(self, path: str) -> None:
        what = f"This line shows facts from {path}, which are not there."
        super().__init__("facts-file-missing", what, f"write {path}, or take the line out.")
        self.path, self.cause = path, Cause("file", path)


class NotInForce(CannotShow):
    """No price book is in force on the day: a rule says so once, on the price book."""

    def __init__(self, path: str) -> None:
        what = f"No price book in {path} is in force today, so there are no prices to show."
        super().__init__("no-price-in-force", what, f"add one to {path} that holds today.")


class RoleLacks(NotInForce):
    """A role of the sales force lacks what is asked for: a rule says so once, on the role."""

    def __init__(self, why: CannotShow) -> None:
        CannotShow.__init__(self, why.rule, why.what, why.fix, why.paste)


def need(fact: Any, path: str) -> Any:
    """A fact that stands alone in its file; if it is not there, the call cannot be shown."""
    if fact is None:
        raise Unreadable(path)
    return fact


def names(asked: Asked, table_name: str) -> dict[str, str]:
    """The names of all items of a table by id."""
    return {one.id: str(getattr(one, "name", one.id)) for one in asked.handbook.facts.table(table_name)}
