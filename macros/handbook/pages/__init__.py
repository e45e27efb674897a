"""Markdown text in, :class:`Page` out: front matter, headings, links, macro calls, raw HTML, each with its line.

This reads only what rules ask about; the engines render. Where engines might disagree about a page (an unclosed fence,
raw HTML, Jinja beyond macro calls) the page is refused rather than guessed at.
"""

from __future__ import annotations

from pydantic import ValidationError

from handbook.facts.explain import explain
from handbook.pages.bounds import too_much
from handbook.pages.fences import FENCE
from handbook.pages.jinja import CALL, LITERAL, literal_arguments
from handbook.pages.page import Bit, Call, Heading, Link, Meta, Page
from handbook.pages.text import PageText, plain_text, slug
from handbook.problems import Problem
from handbook.source import Map, split_front_matter

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


def read_page(path: str, text: str) -> tuple[Page, list[Problem]]:
    """Understand one page; Problems come from its front matter and its size, the rest is left to the rules."""
    front = split_front_matter(path, text)
    page = Page(path, path.removeprefix(DOCS), text, front.body_line)
    problems = list(front.problems)
    if front.values is not None:
        page.meta = _read_meta(path, front.values, problems)
    excess = [] if front.problems else too_much(path, front.body, front.body_line)
    if not front.problems and not excess:
        PageText(page, front.body).read()
    return page, [*problems, *excess]


def _read_meta(path: str, values: Map, problems: list[Problem]) -> Meta | None:
    try:
        return Meta.model_validate(values).stand_at(path, values)
    except ValidationError as wrong:
        problems += explain(path, values, Meta, wrong)
        return None
