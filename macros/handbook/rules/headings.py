"""Rules about headings: each has words, an id of its own where it needs one, and its level."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import count

from anyascii import anyascii

from handbook.handbook import Handbook
from handbook.pages import Heading, Page
from handbook.problems.edits import Line
from handbook.problems.problem import Problem
from handbook.rules.rule import rule


@rule(
    "heading-empty",
    bad="##",
    good="## Payment terms\n\nYou pay within 14 days.",
)
def empty_headings(handbook: Handbook) -> Iterator[Problem]:
    """A heading has words. Without any, readers see a gap, and the list of contents an entry that
    says nothing.
    """
    for page in handbook.readable:
        with_calls = {call.line for call in page.calls if call.in_heading}
        for heading in page.headings:
            if not heading.text and heading.line not in with_calls:
                what = f'"{page.written(heading.line).strip()}" is a heading without words.'
                yield Problem(
                    page.at(heading.line),
                    what,
                    "write its words behind the signs, or delete the line.",
                )


@rule(
    "heading-twice",
    bad="## Terms\n\nYou pay in advance.\n\n## Terms\n\nWe bring it.",
    good="## Terms of payment\n\nYou pay in advance.\n\n## Terms of delivery\n\nWe bring it.",
)
def equal_headings(handbook: Handbook) -> Iterator[Problem]:
    """Two headings of a page must not share an id: a link to the second would lead to the first.

    Headings with the same words are told apart by an id of their own, written `{: #name }` after
    the words. So are headings in an alphabet other than the Latin one: ids are made of the letters
    from a to z, and all that have none would share one.
    """
    for page in handbook.readable:
        named = [heading for heading in page.headings if heading.text or heading.own_id]
        seen: dict[str, Heading] = {}
        counted = Counter(_base(heading) for heading in named)
        for heading in named:
            base = _base(heading)
            if base in seen and counted[base] > 1:
                fix = (
                    "give it other words, or an id of its own:"
                    if base
                    else "give it an id of its own:"
                )
                what, (paste, edit) = _equal(heading, seen[base], base), _with_id(page, heading)
                yield Problem(page.at(heading.line), what, fix, paste, edit=edit)
            seen.setdefault(base, heading)


def _base(heading: Heading) -> str:
    """The id that a heading would have if it were alone on its page."""
    return heading.id if heading.own_id else re.sub(r"_\d+$", "", heading.id)


def _equal(heading: Heading, other: Heading, base: str) -> str:
    if not base:
        return (
            f'"{heading.text}" has no letter from a to z for its id, like the heading in line '
            f"{other.line}; "
            "so both only get a number, which changes when one is moved."
        )
    return f'"{heading.text or base}" has the same id "{base}" as the heading in line {other.line}.'


def _with_id(page: Page, heading: Heading) -> tuple[str, Line]:
    """The heading with an id that no other heading of the page has or is offered."""
    others = [other for other in page.headings if other is not heading]
    taken = {other.id for other in others} | {
        _offered(other.text) for other in others if other.line < heading.line
    }
    wanted = heading.id if heading.own_id else _offered(heading.text)
    offered = (f"{wanted}-{number}" if number > 1 else wanted for number in count(1))
    free = next(name for name in offered if name not in taken)
    return rewritten(page, heading, heading_id=free)


_OWN_ID = re.compile(r"[ \t]*\{:?[^{}]*\}[ \t]*$")


def rewritten(
    page: Page, heading: Heading, level: int = 0, heading_id: str = ""
) -> tuple[str, Line]:
    """A heading with all its words, in another level or with another id, and the lines that it
    replaces.
    """
    written = page.written(heading.line).strip()
    signs = re.match(r"#{1,6}(?=[ \t])", written)
    words = re.sub(r"[ \t]+#+[ \t]*$", "", written[signs.end() :]) if signs else written
    own = _OWN_ID.search(words) if heading.own_id or heading_id else None
    kept = own.group().strip() if own and not heading_id else ""
    words = words[: own.start()].strip() if own else words.strip()
    parts = ["#" * (level or heading.level), words, f"{{: #{heading_id} }}" if heading_id else kept]
    return " ".join(filter(None, parts)), Line(0 if signs else heading.line + 1)


@lru_cache(maxsize=2048)  # each heading asks what those above it are offered
def _offered(text: str) -> str:
    """An id made of the words of a heading; letters of other alphabets are written as they sound."""
    spelled = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", anyascii(unicodedata.normalize("NFKC", text)))
    return re.sub(r"[^a-z0-9]+", "-", spelled.lower()).strip("-")[:60].rstrip("-") or "section"


@rule(
    "heading-id-needed",
    bad='## A {{ role("seller") }} is asked',
    good='## A {{ role("seller") }} is asked {: #seller-asked }',
)
def headings_without_own_id(handbook: Handbook) -> Iterator[Problem]:
    """A heading that shows a fact needs an id of its own. Otherwise links to it break when the fact
    changes, for instance when a product is renamed.
    """
    for page in handbook.readable:
        calls = {call.line: call for call in page.calls if call.in_heading}
        for heading in page.headings:
            if heading.line in calls and not heading.own_id:
                shown = str(next(iter(calls[heading.line].args), ""))
                paste, edit = rewritten(
                    page, heading, heading_id=_free(page, _offered(shown or heading.text))
                )
                what = "This heading shows a fact but has no id of its own."
                yield Problem(page.at(heading.line), what, "add one:", paste, edit=edit)


def _free(page: Page, wanted: str) -> str:
    """An id that no heading of the page has."""
    offered = (f"{wanted}-{number}" if number > 1 else wanted for number in count(1))
    return next(name for name in offered if name not in page.ids)


_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")


@rule(
    "heading-id-wrong",
    bad="## Prices {: #Our_Prices }\n\nThey hold for a year.",
    good="## Prices {: #our-prices }\n\nThey hold for a year.",
)
def wrong_heading_ids(handbook: Handbook) -> Iterator[Problem]:
    """An id that a heading gives itself is made of small letters from a to z, digits and hyphens.
    Letters of other alphabets look the same and are not: no link would find the heading.
    """
    for page in handbook.readable:
        for heading in page.headings:
            if heading.own_id and not _ID.fullmatch(heading.id):
                strange = next((sign for sign in heading.id if not sign.isascii()), "")
                named = (
                    f' ("{strange}" is U+{ord(strange):04X} {unicodedata.name(strange, "")})'
                    if strange
                    else ""
                )
                what = (
                    f'The id of this heading is "{heading.id}"{named}. Ids are small letters from '
                    "a to z, digits and hyphens."
                )
                better = _free(page, _offered(heading.id if heading.id.isascii() else heading.text))
                paste, edit = rewritten(page, heading, heading_id=better)
                yield Problem(page.at(heading.line), what, "write, retyped:", paste, edit=edit)


@rule(
    "heading-skipped",
    bad="# Hiring\n\n{{ page_card() }}\n\n### Taps\n\nWe have two.",
    good="# Hiring\n\n{{ page_card() }}\n\n## Taps\n\nWe have two.",
)
def skipped_levels(handbook: Handbook) -> Iterator[Problem]:
    """Headings go down one level at a time, so that the list of contents and screen readers can
    follow.
    """
    for page in handbook.readable:
        for above, heading, below in zip(
            page.headings, page.headings[1:], [*page.headings[2:], None], strict=False
        ):
            if heading.level > above.level + 1:
                right = above.level + 1
                what = (
                    f'"{heading.text}" is a heading of level {heading.level} right below one of '
                    f"level {above.level}."
                )
                if below is not None and below.level > right + 1:
                    fix = (
                        f"make it one level deeper only, with {'#' * right}, and those below it "
                        "likewise."
                    )
                    yield Problem(page.at(heading.line), what, fix)
                    continue
                paste, edit = rewritten(page, heading, right)
                yield Problem(
                    page.at(heading.line), what, "make it one level deeper only:", paste, edit=edit
                )
