"""What a role has: its scorecard, its ladder, its path. Of a role of the sales force a rule names
all gaps at once.
"""

from __future__ import annotations

from typing import TypeVar

from handbook.documents.company.facts.company import Role
from handbook.documents.forecast.facts.plan import Seat
from handbook.facts.model import Item
from handbook.show.lookup import NotInForceError, UnreadableFactsError, find
from handbook.show.macro import Context, MacroError

Of = TypeVar("Of", bound=Item)


class IncompleteRoleError(NotInForceError):
    """A role of the sales force lacks what is asked for: a rule says so once, on the role."""

    def __init__(self, why: MacroError) -> None:
        MacroError.__init__(self, why.rule, why.what, why.fix, why.paste)


def fact_of_role(context: Context, model: type[Of], role: str, call: str) -> Of:
    """What a role has of a kind whose ids are roles: its scorecard, its ladder. Raises
    :class:`MacroError` where it has none.
    """
    find(context, Role, role, call)
    try:
        return find(context, model, role, call)
    except UnreadableFactsError:
        raise
    except MacroError as why:
        raise role_error(context, role, why) from None


def role_error(context: Context, role: str, why: MacroError) -> MacroError:
    """Why a line cannot be shown. For a role of the sales force, a rule names all gaps at once, so
    the error counts as reported elsewhere.
    """
    sells = any(seat.role == role for seat in context.handbook.facts[Seat])
    return IncompleteRoleError(why) if sells else why
