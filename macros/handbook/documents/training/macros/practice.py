"""The practice test: the questions of a role's modules with their answers, of which the page's script makes a test drawn by chance.

The questions stand on the page once, to be read where scripts are switched off, and the script takes them from there.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from handbook.documents.training.facts import Question
from handbook.documents.training.macros.paths import path_of, titles
from handbook.documents.training.questions import by_module
from handbook.facts.naming import NotNamed, NotThere, named
from handbook.pages import Page
from handbook.show.html import Html, join, text
from handbook.show.lookup import pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.spelling import spelled
from handbook.show.view import View

AT_ONCE = 10


class Asks(NamedTuple):
    """A question as it is shown: the question, its module's title, each option (words or a picked fact) and whether it is right."""

    question: Picked
    module: str
    options: list[tuple[Any, bool]]


@macro("block", 'practice_test("seller")', lambda shown, view: _draw(shown, view))
def practice_test(context: Context, role: str) -> list[Asks]:
    """A test for practice: ten questions of the role's modules drawn by chance, each answered and explained at once. Nothing is sent."""
    path, known = path_of(context, role, "practice_test"), titles(context)
    found = []
    for module, questions in by_module(context.handbook.facts, path).items():
        for question in questions:
            shown = pick(question, "id", "stem", "why", "page", "heading")
            found.append(Asks(shown, known.get(module, module), _options(context, question)))
    return found


def _options(context: Context, question: Question) -> list[tuple[Any, bool]]:
    """The options; none where one names a fact that is not there. That is a Problem of the question, the others can be practised."""
    found: list[tuple[Any, bool]] = []
    for option in question.options:
        try:
            shown = option.text or pick(*named(context.handbook.facts, option.fact or ""))
        except (NotNamed, NotThere):
            return []
        found.append((shown, bool(option.right)))
    return found


def _draw(asks: list[Asks], view: View) -> Html:
    asks = [row for row in asks if row.options]
    if not asks:
        return Html("<p>There are no questions for practice yet.</p>")
    questions = join(_question(row, view) for row in asks)
    return Html(
        '<div class="hb-item hb-practice" data-search-exclude data-at-once="{}">'
        '<div class="hb-asked" hidden></div> '
        '<div class="hb-questions"><p>With scripts switched off nothing can be drawn. These are all {} questions; open one to see its answer.</p> {}</div>'
        "</div>"
    ).format(AT_ONCE, view.number(len(asks)), questions)


def _question(row: Asks, view: View) -> Html:
    rows = join(_option(shown, right, view) for shown, right in row.options)
    return Html(
        '<details class="hb-question" data-id="{}" data-module="{}"><summary>{}</summary> <ul>{}</ul> <p>{}</p> <p>{}</p></details>'
    ).format(
        row.question.id,
        row.module,
        row.question.stem,
        rows,
        row.question.why,
        _source(row.question, view),
    )


def _option(shown: Any, right: bool, view: View) -> Html:
    words = (
        spelled(next(iter(shown.values.values())), view.region)
        if isinstance(shown, Picked)
        else shown
    )
    return Html(
        "<li data-right><span>{}</span> <strong>(right)</strong></li>"
        if right
        else "<li><span>{}</span></li>"
    ).format(words)


def _source(question: Picked, view: View) -> Html:
    """A link to the heading that answers the question, by the title of the page and the words of the heading."""
    page: Page | None = view.handbook.pages.get(question.page)
    if page is None:
        return text(question.page)
    heading = next((each.text for each in page.headings if each.id == question.heading), "")
    shown = f"{page.title}: {heading}" if heading and heading != page.title else page.title
    return view.to_page(question.page, shown, question.heading)
