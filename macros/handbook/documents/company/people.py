"""Who fills which role: its name in a sentence, its handles, its superior, and who is in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from handbook.documents.company.facts.company import Post, Role
from handbook.handbook import Handbook

Teams = Mapping[str, Iterable[str]]


def in_sentence(handbook: Handbook, role: str) -> str:
    """The name of a role inside a sentence, ``managing director``; its id where it could not be
    read.
    """
    found = handbook.facts[Role].get(role)
    return f"{found.name[:1].lower()}{found.name[1:]}" if found else role


def handles(handbook: Handbook, role: str) -> list[str]:
    """The teams and people who fill a role; empty if nobody does."""
    post = handbook.facts[Post].get(role)
    return list(post.handles) if post else []


def superior(handbook: Handbook, role: str) -> str:
    """Whom a role reports to; empty for the role at the top."""
    found = handbook.facts[Role].get(role)
    return found.reports_to or "" if found else ""


def top_role(handbook: Handbook) -> str:
    """The role that reports to nobody; the first one where there are several."""
    return next((role.id for role in handbook.facts[Role] if role.reports_to is None), "")


def fills_role(handbook: Handbook, role: str, login: str, teams: Teams | None) -> bool:
    """Whether a person fills a role: their own handle is listed, or that of one of their teams."""
    known = {
        _plain(team): {_plain(member) for member in members}
        for team, members in (teams or {}).items()
    }
    who = _plain(login)
    role_handles = map(_plain, handles(handbook, role))
    return any(handle == who or who in known.get(handle, ()) for handle in role_handles)


def _plain(handle: str) -> str:
    return handle.casefold().removeprefix("@")
