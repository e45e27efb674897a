"""Whether a finished site may be published: asked of GitHub, and compared with the one it would
replace. What nobody knows is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

NOTE = "build.json"
# Of how many pages may a tenth go without anybody saying so.
MOST_GONE = 10
_ENGINE = re.compile(r'<meta name="generator" content="([a-z]+)')


@dataclass(frozen=True)
class Build:
    """What a site was made of: the commit and its moment, how many pages, and by which engine.
    Nothing else is told.
    """

    commit: str
    time: datetime
    pages: int
    engine: str

    def as_json(self) -> str:
        """The note beside the pages; equal for two builds of one commit."""
        told = {
            "commit": self.commit,
            "time": self.time.isoformat(),
            "pages": self.pages,
            "engine": self.engine,
        }
        return json.dumps(told, indent=2) + "\n"


@dataclass(frozen=True)
class PublishingState:
    """All that is asked: what GitHub says, the new site and the last one, as texts of JSON; empty
    where there is none.

    ``follows`` is whether the new commit comes after the last one; None where git does not know.
    ``confirmed``: somebody said that the last site may be replaced by an older or smaller one.
    """

    repository: str
    pages: str
    runs: str
    new: str
    last: str
    follows: bool | None
    confirmed: bool = False


def engine_of(html: str) -> str:
    """The engine that made a page, as it says itself: ``mkdocs``, ``zensical``; empty if it does
    not.
    """
    found = _ENGINE.search(html)
    return found.group(1) if found else ""


def read_build(text: str) -> Build | None:
    """What a note says; None if it is none."""
    told = _read(text)
    if not isinstance(told, dict):
        return None
    commit, time, pages = told.get("commit"), told.get("time"), told.get("pages")
    if not isinstance(commit, str) or not re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", commit):
        return None
    if not isinstance(time, str) or type(pages) is not int or pages < 0:
        return None
    try:
        when = datetime.fromisoformat(time)
    except ValueError:
        return None
    return Build(commit, when, pages, str(told.get("engine", ""))) if when.tzinfo else None


def audience_refusals(repository: str, pages: str) -> Iterator[str]:
    """Why the site would be read by people it is not for; asked before anything is built."""
    repo, site = _read(repository), _read(pages)
    if not isinstance(repo, dict) or type(repo.get("private")) is not bool:
        yield (
            f"GitHub does not say whether the repository is private{_said(repo)}. Nothing is "
            "published until it does."
        )
    elif repo["private"] is False or repo.get("visibility") == "public":
        yield (
            "The repository is public: everybody can read the handbook there, and its site too. "
            "Make it private: Settings > General > Danger Zone > Change visibility."
        )
    if not isinstance(site, dict) or type(site.get("public")) is not bool:
        yield (
            f"GitHub does not say who may see the site{_said(site)}. Switch Pages on, Settings > "
            "Pages > Source: GitHub Actions, "
            "set who may see it, and start this again."
        )
    elif site["public"] is not False:
        yield (
            "The whole internet could read the site. Restrict it: Settings > Pages > Visibility: "
            "Private. "
            "GitHub offers that with Enterprise Cloud only; without it, publish the handbook "
            "elsewhere, behind a sign-in."
        )


def refusals(asked: PublishingState) -> list[str]:
    """Every reason not to publish, in words; none if all is known and well."""
    return [*audience_refusals(asked.repository, asked.pages), *_about_the_site(asked)]


def _about_the_site(asked: PublishingState) -> Iterator[str]:
    new = read_build(asked.new)
    if new is None:
        yield (
            f"The new site has no readable {NOTE}, so nobody knows what it was made of. Build it "
            "with make build."
        )
    elif new.pages == 0:
        yield "The new site has no pages. The last one stays."
    elif not asked.confirmed:
        yield from _compared(asked, new)


def _compared(asked: PublishingState, new: Build) -> Iterator[str]:
    again = 'If that is meant, start "Publish" by hand and tick "replace".'
    runs, last = _read(asked.runs), read_build(asked.last)
    if not isinstance(runs, list):
        yield (
            f"GitHub does not say whether a site was published before{_said(runs)}. Start this "
            f"again later. {again}"
        )
    elif last is None and (runs or asked.last.strip()):
        yield f"What is published now is not known, so nobody can say what would be lost. {again}"
    elif last is not None:
        yield from _lost(asked, new, last, again)


def _lost(asked: PublishingState, new: Build, last: Build, again: str) -> Iterator[str]:
    if new.commit != last.commit and (asked.follows is not True or new.time < last.time):
        why = (
            "is older than"
            if asked.follows is False or new.time < last.time
            else "is not known to follow"
        )
        yield (
            f"The commit of this site, {new.commit[:12]}, {why} the published one, "
            f"{last.commit[:12]}. {again}"
        )
    if new.pages * 100 < last.pages * (100 - MOST_GONE):
        yield (
            f"This site has {new.pages} pages, the published one {last.pages}: more than "
            f"{MOST_GONE} % would be gone. {again}"
        )


def _said(answer: Any) -> str:
    """What GitHub gave as its reason, as far as it gave one."""
    said = answer.get("message") if isinstance(answer, dict) else None
    return (
        f' (it says: "{" ".join(said.split())[:80]}")'
        if isinstance(said, str) and said.strip()
        else ""
    )


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
