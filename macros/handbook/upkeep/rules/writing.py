"""Rules about who writes and who deputises: our own people write, deputies can be reached, points
are given by others.
"""

from __future__ import annotations

from collections.abc import Iterator

from handbook.documents.company.facts.company import Post, Role
from handbook.handbook import Handbook
from handbook.problems.edits import Entry
from handbook.problems.problem import Cause, Problem, did_you_mean, nearest
from handbook.rules.rule import rule
from handbook.upkeep.facts import AcceptedProposal, Points
from handbook.upkeep.review import WRITTEN


@rule(
    "drafted-by-outsider",
    bad="""
roles.yml:
- id: seller
  name: Seller
  does: Wins offices and hotels.
  unit: sales
  reports_to: sales-director
  seats: 5
  employed: no
docs/_records/hiring/2026-09-14-drafted-seller-3559be.yml:
step: drafted
on: 2026-09-14
by: seller
""",
    good={
        "docs/_records/hiring/2026-09-14-drafted-seller-3559be.yml:": "docs/_records/hiring/2026-09-14-drafted-sales-director-805296.yml:",
        "by: seller": "by: sales-director",
    },
)
def drafted_by_outsiders(handbook: Handbook) -> Iterator[Problem]:
    """Pages are drafted and rewritten by our own people. Who is not employed here, a consultant or
    outside counsel, has `employed: no` in `roles.yml`; such a role may teach and may be asked, but
    it does not write. A page that nobody here wrote is a page that nobody here defends.
    """
    roles = handbook.facts[Role]
    for life in handbook.lives.values():
        for record in life.records:
            role = roles.get(record.by)
            if record.step in WRITTEN and role and not role.employed:
                what = f'This page was {record.step} by "{record.by}", which is not employed here.'
                fix = (
                    "delete this file; let somebody who does the work write the page, and record "
                    "it with their role."
                )
                yield Problem(
                    record.at("by"),
                    what,
                    fix,
                )


@rule(
    "deputy-unreachable",
    severity="advice",
    bad="""
people.yml:
- id: sales-director
  handles: ["@fernhill/sales-director"]
  deputy: sales-director
""",
    good={"  deputy: sales-director": "  deputy: managing-director"},
)
def unreachable_deputies(handbook: Handbook) -> Iterator[Problem]:
    """The deputy of a role that owns pages is another role, and somebody fills it. Otherwise pages
    wait although a deputy is named.
    """
    people = handbook.facts[Post]
    owners = {page.meta.owner for page in handbook.pages.values() if page.meta}
    for post in people:
        if post.id not in owners or post.deputy is None or people.broken:
            continue
        deputy = people.get(post.deputy)
        if post.deputy == post.id:
            yield Problem(
                post.at("deputy"),
                f'The role "{post.id}" stands in for itself.',
                "name another role.",
            )
        elif (
            post.deputy in handbook.facts[Role]
            and not (deputy and deputy.handles)
            and post.deputy not in people.unread
        ):
            what = (
                f'The role "{post.deputy}" stands in for "{post.id}", but nobody fills it in '
                "docs/_facts/people.yml."
            )
            fix = "name another deputy, or say there who fills it:"
            if deputy is not None:
                yield Problem(post.at("deputy"), what, f"{fix.removesuffix(':')}.")
                continue
            paste = f"- id: {post.deputy}\n  handles: ['@…']"
            yield Problem(post.at("deputy"), what, fix, paste, edit=Entry(path=people.path))


@rule(
    "points-unfounded",
    bad="""
points.yml:
- {on: 2026-10-05, page: hiring.md, by: sellers, decided_by: sales-director, says: One question less.}
- on: 2027-10-05
  page: sales-book/price.md
  by: seller
  decided_by: seller
""",
    good="""
points.yml:
- on: 2026-10-05
  page: sales-book/prices.md
  by: seller
  decided_by: sales-director
""",
)
def unfounded_points(handbook: Handbook) -> Iterator[Problem]:
    """Points come from the published scale alone, and for what happened: another role accepted the
    proposal, for a page that is there, on a day that has come. Points for drafts and rewritten
    pages need no list; they are counted from the records.
    """
    points = handbook.facts.only(Points)
    for acceptance in points.accepted if points else []:
        yield from _unfounded(handbook, acceptance)


def _unfounded(handbook: Handbook, acceptance: AcceptedProposal) -> Iterator[Problem]:
    if acceptance.by == acceptance.decided_by:
        what = f'"{acceptance.by}" accepted a proposal of its own.'
        yield Problem(
            acceptance.at("decided_by"), what, "name the role that decided, or delete the entry."
        )
    if acceptance.page not in handbook.pages:
        guess = nearest(acceptance.page, handbook.pages)
        what = (
            f'There is no page "{acceptance.page}".{did_you_mean(acceptance.page, handbook.pages)}'
        )
        yield Problem(
            acceptance.at("page"),
            what,
            "write:" if guess else "name the page that was changed.",
            f"page: {guess}" if guess else "",
            cause=Cause("page", acceptance.page),
        )
    if acceptance.on > handbook.today:
        what = (
            f"This proposal was accepted on {acceptance.on.isoformat()}, which is still to come; "
            f"today is {handbook.today.isoformat()}."
        )
        yield Problem(
            acceptance.at("on"),
            what,
            "write the day on which it was accepted:",
            f"on: {handbook.today.isoformat()}",
        )
