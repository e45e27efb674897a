"""Macros that show the company: its roles, units and decisions, its words, and the handbook
itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from handbook.documents.company.facts.company import (
    BusinessUnit,
    Decision,
    Post,
    Role,
    Situation,
    Step,
    Term,
)
from handbook.facts.facts import Facts
from handbook.facts.kinds import kind_of
from handbook.facts.model import Fact, Table
from handbook.facts.naming import MissingFactsError, UnknownValueError, named
from handbook.pages import Page
from handbook.problems.problem import counted, listed, nearest
from handbook.show import html
from handbook.show.blocks import Grid, Items, Pairs, Part, Stack
from handbook.show.content import (
    AmountPhrase,
    CallLink,
    ComputedContent,
    Content,
    JoinedContent,
    Key,
    LinkTarget,
    Node,
    PageLink,
    Phrase,
)
from handbook.show.html import Html
from handbook.show.lookup import UNKNOWN, UnreadableFactsError, find
from handbook.show.macro import Context, MacroError, macro, overview
from handbook.show.view import View

# --- single values --------------------------------------------------------------------------------


def _set_off(value: Content) -> Phrase:
    """A value as it looks within a sentence."""
    return Phrase('<span class="hb-fact">{}</span>', value)


@macro("inline", 'fact("company.name")')
def fact(context: Context, name: str) -> ComputedContent:
    """One value of `docs/_facts`, named by its table or file, the id where there are several, and
    the key.

    For instance `terms.quote_valid` or `buyer_groups.hotels.usual_cycle`; a part of a list is named
    by its place, counted from 1, as in `pay_plans.seller-2027.curve.1.paid`. It is written by its
    type: a share as a share, money in the company's currency, a date in words.
    """
    try:
        found, key = named(context.facts, name)
    except MissingFactsError as wrong:
        raise UnreadableFactsError(wrong.path) from None
    except UnknownValueError as wrong:
        raise _not_named(wrong) from None
    return ComputedContent(found, _set_off(getattr(found, key)))


def _not_named(wrong: UnknownValueError) -> MacroError:
    fix = "change the call to" if wrong.guess else wrong.otherwise
    paste = f'{{{{ fact("{wrong.guess}") }}}}' if wrong.guess else ""
    cannot = MacroError(UNKNOWN, wrong.what, fix, paste)
    cannot.cause = wrong.cause
    return cannot


@macro("inline", 'term("quota")')
def term(context: Context, id: str, words: str = "") -> Node:
    """A word of the glossary, with its meaning as a hint and a link to it; `words` are shown in its
    place if given.
    """
    return _GlossaryWord(find(context, Term, id, 'term("{}")'), words)


@dataclass(frozen=True)
class _GlossaryWord(Node):
    """A term, or other words for it, with its meaning as a hint, linked to the glossary."""

    term: Term
    words: str

    def contents(self, facts: Facts) -> Iterator[Content]:
        yield from (self._shown, self.term.means)

    def drawn(self, view: View) -> Html:
        shown, means = self._shown, self.term.means
        page = view.handbook.shown_on.get(("glossary_list", ""))
        if page is None:
            return Html('<span class="hb-term" title="{}">{}</span>').format(means, shown)
        return html.link(view.href(page.src, f"term-{self.term.id}"), shown, "hb-term", means)

    def sources(self) -> Iterator[Fact]:
        yield self.term

    @property
    def _shown(self) -> str:
        return self.words or self.term.term


@macro("inline", 'role("managing-director")')
def role(context: Context, id: str) -> CallLink:
    """The name of a role, linked to the table of roles."""
    found = find(context, Role, id, 'role("{}")')
    return CallLink("role_table", "", f"role-{id}", Key(found, "name", linked=False))


@macro("inline", 'unit("operations")')
def unit(context: Context, id: str) -> CallLink:
    """The name of a unit of the company, linked to the table of units."""
    found = find(context, BusinessUnit, id, 'unit("{}")')
    return CallLink("unit_table", "", f"unit-{id}", Key(found, "name", linked=False))


@macro("inline", 'limit("discount", "seller")')
def limit(context: Context, decision: str, role: str) -> ComputedContent:
    """How far a role may decide alone, for instance the discount that a seller may give."""
    found = find(context, Decision, decision, f'limit("{{}}", "{role}")')
    steps = {step.role: step for step in found.ladder}
    if role not in steps:
        raise _no_step(decision, role, steps)
    value = found.limit(steps[role])
    return ComputedContent(steps[role], _set_off("no limit" if value is None else value))


def _no_step(decision: str, role: str, steps: dict[str, Step]) -> MacroError:
    guess = nearest(role, steps)
    return MacroError(
        UNKNOWN,
        f'The role "{role}" has no step in the ladder of "{decision}" '
        f"in {kind_of(Decision).where}.",
        f"use one of its roles: {listed(steps)}{'. Nearest is:' if guess else '.'}",
        f'{{{{ limit("{decision}", "{guess}") }}}}' if guess else "",
    )


# --- tables ---------------------------------------------------------------------------------------


@macro("block", "role_table()")
def role_table(context: Context) -> Grid[Role]:
    """Every role: what it is for, its unit, whom it reports to, who its deputy is."""
    posts = context.facts[Post]

    def deputy(role: Role) -> Content:
        post = posts.get(role.id)
        return Key(post, "deputy") if post else None

    return Grid(
        context.facts[Role],
        {
            "Role": lambda role: LinkTarget(f"role-{role.id}", role.name),
            "What it is there for": "does",
            "Unit": "unit",
            "Reports to": "reports_to",
            "Deputy": deputy,
            "Seats": _seats,
        },
    )


def _seats(role: Role) -> Content:
    return (
        AmountPhrase("{} ({} open)", role.seats, role.open_seats) if role.open_seats else role.seats
    )


def name_of(table: Table[Any], item_id: str | None) -> str:
    """The name of an item; its id where the item could not be read."""
    found = table.get(item_id) if item_id else None
    return str(found.name) if found else item_id or ""


@macro("block", "unit_table()")
def unit_table(context: Context) -> Grid[BusinessUnit]:
    """Every unit: its head, what it gives to sales, what it needs from sales."""
    return Grid(
        context.facts[BusinessUnit],
        {
            "Unit": lambda unit: LinkTarget(f"unit-{unit.id}", unit.name),
            "Head": "head",
            "Gives sales": "gives_sales",
            "Needs from sales": "needs_from_sales",
        },
    )


@macro("block", "decision_table()")
def decision_table(context: Context) -> Grid[Decision]:
    """Every decision with its ladder: who may take it alone, and up to which limit."""
    return Grid(
        context.facts[Decision],
        {
            "Decision": "decision",
            "Who decides": lambda decision: Items(
                _step(decision, step) for step in decision.ladder
            ),
            "What they need to see": "needs",
        },
    )


def _step(decision: Decision, step: Step) -> Content:
    within = Phrase(", answers within {}", step.answers_within) if step.answers_within else None
    return JoinedContent([Key(step, "role"), _until(decision, step), within], "")


def _until(decision: Decision, step: Step) -> Content:
    value = decision.limit(step)
    if value is not None:
        return Phrase(" up to <strong>{}</strong>", value)
    return None if decision.limit_in == "none" else Phrase(" {}", "beyond that")


@macro("block", 'approval_ladder("discount")')
def approval_ladder(context: Context, decision: str) -> ComputedContent:
    """The ladder of one decision, from the first who may take it to the last."""
    found = find(context, Decision, decision, 'approval_ladder("{}")')
    steps = Items((_rung(found, step) for step in found.ladder), "ol", "hb-ladder")
    needs = Phrase("<p>What they need to see: {}</p>", found.needs) if found.needs else None
    return ComputedContent(found, Stack(steps, needs))


def _rung(decision: Decision, step: Step) -> Content:
    within = Phrase("answers within {}", step.answers_within) if step.answers_within else "at once"
    return Phrase(
        "<strong>{}</strong> <span>{}</span> <small>{}</small>",
        _how_far(decision, step),
        Key(step, "role"),
        within,
    )


def _how_far(decision: Decision, step: Step) -> Content:
    """Up to the limit; a decision without a limit shows none."""
    value = decision.limit(step)
    if value is not None:
        return Phrase("up to {}", value)
    return "in every case" if decision.limit_in == "none" else "beyond that"


@macro("block", "glossary_list()")
def glossary_list(context: Context) -> Pairs:
    """Every word of the glossary with its one meaning, in alphabetical order."""
    terms = sorted(context.facts[Term], key=lambda term: term.term.casefold())
    return Pairs([(_entry(term), _meaning(term)) for term in terms], "hb-glossary")


def _entry(term: Term) -> Content:
    short = Phrase(" ({})", term.abbreviation) if term.abbreviation else None
    return LinkTarget(f"term-{term.id}", JoinedContent([Key(term, "term"), short], ""))


def _meaning(term: Term) -> Content:
    instead = (
        Phrase(" <em>Not: {}.</em>", JoinedContent(term.instead_of)) if term.instead_of else None
    )
    return JoinedContent([term.means, instead], "")


# --- the handbook itself --------------------------------------------------------------------------


@macro("block", "situations()")
def situations(context: Context) -> Phrase:
    """The home page's list of moments in a seller's day, each linked to the page that
    answers it.
    """
    groups: dict[str, list[Situation]] = {}
    off = context.handbook.off.pages
    for situation in (moment for moment in context.facts[Situation] if moment.page not in off):
        groups.setdefault(situation.group, []).append(situation)
    tiles = Stack(*map(_group, groups.values()))
    return Phrase('<div class="hb-columns hb-situations">{}</div>', tiles)


def _group(situations: list[Situation]) -> Part:
    asked = (
        PageLink(situation.page, Key(situation, "asks"), situation.heading or "")
        for situation in situations
    )
    return Part(Key(situations[0], "group"), Items(asked))


@overview("block", "pages_by_role()", lambda rows, view: _draw_pages_by_role(rows, view))
def pages_by_role(context: Context) -> list[tuple[str, list[tuple[str, str]]]]:
    """For every role, the pages that name it as a reader: taken from the pages themselves."""
    readers: dict[str, list[tuple[str, str]]] = {}
    for page in _in_menu_order(context):
        for reader in page.meta.readers if page.meta else []:
            readers.setdefault(reader, []).append((page.src, page.title))
    return [(job.name, readers[job.id]) for job in context.facts[Role] if job.id in readers]


def _in_menu_order(context: Context) -> list[Page]:
    order = {entry.target: place for place, entry in enumerate(context.handbook.site.menu)}
    return sorted(
        context.handbook.pages.values(),
        key=lambda page: (order.get(page.src, len(order)), page.src),
    )


def _draw_pages_by_role(rows: list[tuple[str, list[tuple[str, str]]]], view: View) -> Html:
    tiles = [
        Html("<details><summary>{} <small>{}</small></summary> {}</details>").format(
            name,
            counted(len(pages), "page"),
            html.items(view.to_page(src, title) for src, title in pages),
        )
        for name, pages in rows
    ]
    return Html('<div class="hb-by-role">{}</div>').format(html.join(tiles))


@overview("block", "document_map()", lambda rows, view: _draw_documents(rows, view))
def document_map(context: Context) -> list[tuple[str, list[tuple[str, str]], list[str]]]:
    """The seven documents: which of their parts are written, and which are still missing."""
    pages = {
        page.meta.part: page
        for page in reversed(_in_menu_order(context))
        if page.meta and page.meta.part
    }
    rows = []
    for document in context.handbook.documents:
        written = [(pages[part.id].src, part.title) for part in document.parts if part.id in pages]
        missing = [part.title for part in document.parts if part.id not in pages]
        rows.append((document.title, written, missing))
    return rows


def _draw_documents(rows: list[tuple[str, list[tuple[str, str]], list[str]]], view: View) -> Html:
    body = []
    for title, written, missing in rows:
        count = Html("{} of {}").format(len(written), len(written) + len(missing))
        there = html.join((view.to_page(src, part) for src, part in written), ", ") or Html("—")
        body.append((title, count, there, ", ".join(missing) or "—"))
    return html.table(("Document", "Parts written", "Written", "Still to write"), body, numbers=[1])
