"""Markdown text in, :class:`Page` out: front matter, headings, links, macro calls, raw HTML, each
with its line.

This reads only what rules ask about; the engines render. Where engines might disagree about a page
(an unclosed fence, raw HTML, Jinja beyond macro calls) the page is refused rather than guessed at.
"""

from __future__ import annotations

from pydantic import ValidationError

from handbook.facts.explain import explain
from handbook.facts.facts import Facts
from handbook.pages.bounds import too_much
from handbook.pages.fences import FENCE
from handbook.pages.foreign import OWN, Foreign, read_foreign, split_foreign, told
from handbook.pages.jinja import CALL, LITERAL, literal_arguments
from handbook.pages.page import Bit, Call, Heading, Link, Meta, Page
from handbook.pages.text import PageText, plain_text, slug
from handbook.problems.problem import Problem, nearest
from handbook.text.source import Map, Text, split_front_matter

__all__ = [
    "CALL",
    "FENCE",
    "LITERAL",
    "Bit",
    "Call",
    "Heading",
    "Link",
    "Meta",
    "Page",
    "literal_arguments",
    "plain_text",
    "read_page",
    "slug",
    "too_much",
]

DOCS = "docs/"


def read_page(path: str, text: str, facts: Facts | None = None) -> tuple[Page, list[Problem]]:
    """Understand one page; Problems come from its front matter and its size, the rest is left to
    the rules.

    ``facts`` say which ids the front matter may name.
    """
    front = split_foreign(path, text) or split_front_matter(path, text)
    foreign = None if front.problems else read_foreign(text, front)
    page = Page(path, path.removeprefix(DOCS), text, front.body_line)
    problems = list(front.problems)
    excess = [] if front.problems else too_much(path, front.body, front.body_line)
    if not front.problems and not excess:
        PageText(page, front.body).read()
    if foreign is not None:
        _read_foreign(page, foreign, facts, problems)
    elif front.values is not None:
        page.meta = _read_meta(path, front.values, facts, problems)
    return page, [*problems, *excess]


def _read_meta(path: str, values: Map, facts: Facts | None, problems: list[Problem]) -> Meta | None:
    try:
        return Meta.model_validate(values).stand_at(path, values)
    except ValidationError as wrong:
        problems += explain(path, values, Meta, wrong, facts)
        return None


def _read_foreign(
    page: Page, foreign: Foreign, facts: Facts | None, problems: list[Problem]
) -> None:
    """Our own keys in a block of another system; an owner that is missing, or is a person, is asked
    for in one message with the rest.
    """
    wrong: list[Problem] = []
    page.meta = _read_meta(page.path, foreign.own, facts, wrong)
    misspelt = any(nearest(key, OWN) == "owner" for key in foreign.own if key not in OWN)
    needs_owner = page.meta is None and not misspelt and not _has_owner(foreign.own)
    if needs_owner:
        named = Map(foreign.own.line)
        named.update({**foreign.own, "owner": Text("role", 1)})
        named.lines.update({**foreign.own.lines, "owner": 1})
        wrong = []
        _read_meta(page.path, named, facts, wrong)
    whole = told(page, foreign, needs_owner)
    page.proposed_top = whole.paste
    problems += [whole, *wrong]


def _has_owner(own: Map) -> bool:
    try:
        Meta.model_validate({"owner": own.get("owner")})
    except ValidationError:
        return False
    return True
