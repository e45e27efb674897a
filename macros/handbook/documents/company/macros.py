"""Macros that show the company: its roles, units and decisions, its words, and the handbook itself."""

from __future__ import annotations

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
from handbook.facts.kinds import kind_of
from handbook.facts.model import Table
from handbook.facts.naming import NotNamed, NotThere, named
from handbook.pages import Page
from handbook.problems.problem import counted, listed, nearest
from handbook.show.html import Html, items, join, link, pairs, table, text
from handbook.show.lookup import UNKNOWN, Unreadable, find, pick
from handbook.show.macro import Context, MacroError, Picked, macro
from handbook.show.view import View

# --- single values ---------------------------------------------------------------------------------


def _draw_fact(value: Any, view: View) -> Html:
    return Html('<span class="hb-fact">{}</span>').format(view.value(value))


@macro(
    "inline",
    'fact("company.name")',
    lambda picked, view: _draw_fact(next(iter(picked.values.values())), view),
)
def fact(context: Context, name: str) -> Picked:
    """One value of `docs/_facts`, named by its table or file, the id where there are several, and the key.

    For instance `terms.quote_valid` or `buyer_groups.hotels.usual_cycle`; a part of a list is named by its place, counted
    from 1, as in `pay_plans.seller-2027.curve.1.paid`. It is written as its type is: a share as a share, money in the
    company's currency, a date in words.
    """
    try:
        return pick(*named(context.handbook.facts, name))
    except NotThere as wrong:
        raise Unreadable(wrong.path) from None
    except NotNamed as wrong:
        fix = "change the call to" if wrong.guess else wrong.otherwise
        paste = f'{{{{ fact("{wrong.guess}") }}}}' if wrong.guess else ""
        cannot = MacroError(UNKNOWN, wrong.what, fix, paste)
        cannot.cause = wrong.cause
        raise cannot from None


@macro("inline", 'term("quota")', lambda shown, view: _draw_term(shown, view))
def term(context: Context, id: str, words: str = "") -> tuple[Picked, str]:
    """A word of the glossary, with its meaning as a hint and a link to it; `words` stand in its place if given."""
    return pick(find(context, Term, id, 'term("{}")'), "id", "term", "means"), words


def _draw_term(shown: tuple[Picked, str], view: View) -> Html:
    word, instead = shown
    page = view.handbook.shown_on.get(("glossary_list", ""))
    name = instead or word.term
    return (
        link(view.href(page.src, f"term-{word.id}"), name, "hb-term", word.means)
        if page
        else text(name)
    )


@macro("inline", 'role("managing-director")', lambda picked, view: _draw_role(picked, view))
def role(context: Context, id: str) -> Picked:
    """The name of a role, linked to the table of roles."""
    return pick(find(context, Role, id, 'role("{}")'), "id", "name")


def _draw_role(picked: Any, view: View) -> Html:
    return view.to_card("role_table", "", f"role-{picked.id}", picked.name)


@macro(
    "inline",
    'unit("operations")',
    lambda picked, view: view.to_card("unit_table", "", f"unit-{picked.id}", picked.name),
)
def unit(context: Context, id: str) -> Picked:
    """The name of a unit of the company, linked to the table of units."""
    return pick(find(context, BusinessUnit, id, 'unit("{}")'), "id", "name")


@macro(
    "inline",
    'limit("discount", "seller")',
    lambda shown, view: _draw_limit(shown[0], shown[1], view),
)
def limit(context: Context, decision: str, role: str) -> tuple[Decision, Step]:
    """How far a role may decide alone, for instance the discount that a seller may give."""
    found: Decision = find(context, Decision, decision, f'limit("{{}}", "{role}")')
    steps = {step.role: step for step in found.ladder}
    if role not in steps:
        guess = nearest(role, steps)
        what = f'The role "{role}" has no step in the ladder of "{decision}" in {kind_of(Decision).where}.'
        raise MacroError(
            UNKNOWN,
            what,
            f"use one of its roles: {listed(steps)}{'. Nearest is:' if guess else '.'}",
            f'{{{{ limit("{decision}", "{guess}") }}}}' if guess else "",
        )
    return found, steps[role]


def _draw_limit(decision: Decision, step: Step, view: View) -> Html:
    value = decision.limit(step)
    return _draw_fact(value if value is not None else "no limit", view)


# --- tables ----------------------------------------------------------------------------------------


@macro("block", "role_table()", lambda rows, view: _draw_roles(rows))
def role_table(context: Context) -> list[tuple[Picked, dict[str, str]]]:
    """Every role: what it is there for, its unit, whom it reports to, who stands in."""
    facts = context.handbook.facts
    rows = []
    for job in facts[Role]:
        post = facts[Post].get(job.id)
        around = {
            "unit": name_of(facts[BusinessUnit], job.unit),
            "superior": name_of(facts[Role], job.reports_to),
            "deputy": name_of(facts[Role], post.deputy if post else None),
        }
        rows.append((pick(job, "id", "name", "does", "seats", "open_seats"), around))
    return rows


def name_of(table_: Table[Any], item_id: str | None) -> str:
    """The name of an item; its id where the item could not be read."""
    found = table_.get(item_id) if item_id else None
    return str(found.name) if found else item_id or ""


def _draw_roles(rows: list[tuple[Picked, dict[str, str]]]) -> Html:
    head = ("Role", "What it is there for", "Unit", "Reports to", "Deputy", "Seats")
    body = [
        (
            _anchored(f"role-{row.id}", row.name), row.does, around["unit"],
            around["superior"] or "—", around["deputy"] or "—", _seats(row),
        )
        for row, around in rows
    ]  # fmt: skip
    return table(head, body, numbers=[5])


def _seats(job: Any) -> str:
    return f"{job.seats} ({job.open_seats} open)" if job.open_seats else str(job.seats)


def _anchored(anchor: str, shown: Any) -> Html:
    return Html('<span id="{}">{}</span>').format(Html(anchor), shown)


@macro("block", "unit_table()", lambda rows, view: _draw_units(rows, view))
def unit_table(context: Context) -> list[tuple[Picked, str]]:
    """Every unit: its head, what it gives to sales, what it needs from sales."""
    facts = context.handbook.facts
    return [
        (
            pick(business_unit, "id", "name", "gives_sales", "needs_from_sales"),
            name_of(facts[Role], business_unit.head),
        )
        for business_unit in facts[BusinessUnit]
    ]


def _draw_units(rows: list[tuple[Picked, str]], view: View) -> Html:
    body = [
        (
            _anchored(f"unit-{row.id}", row.name),
            head,
            items(row.gives_sales),
            items(row.needs_from_sales),
        )
        for row, head in rows
    ]
    return table(("Unit", "Head", "Gives sales", "Needs from sales"), body)


@macro("block", "decision_table()", lambda rows, view: _draw_decisions(rows, view))
def decision_table(context: Context) -> list[tuple[Decision, dict[str, str]]]:
    """Every decision with its ladder: who may take it alone, and up to which limit."""
    names = {job.id: job.name for job in context.handbook.facts[Role]}
    return [
        (decision, {step.role: names.get(step.role, step.role) for step in decision.ladder})
        for decision in context.handbook.facts[Decision]
    ]


def _draw_decisions(rows: list[tuple[Decision, dict[str, str]]], view: View) -> Html:
    body = [
        (
            decision.decision,
            items(_step(decision, step, names, view) for step in decision.ladder),
            decision.needs or "—",
        )
        for decision, names in rows
    ]
    return table(("Decision", "Who decides", "What they need to see"), body)


def _step(decision: Decision, step: Step, names: dict[str, str], view: View) -> Html:
    value = decision.limit(step)
    until = (
        Html(" up to <strong>{}</strong>").format(view.value(value))
        if value is not None
        else Html("")
    )
    if value is None and decision.limit_in != "none":
        until = Html(" beyond that")
    within = (
        Html(", answers within {}").format(view.value(step.answers_within))
        if step.answers_within
        else Html("")
    )
    return Html("{}{}{}").format(names[step.role], until, within)


@macro("block", 'approval_ladder("discount")', lambda shown, view: _draw_ladder(shown, view))
def approval_ladder(context: Context, decision: str) -> tuple[Decision, dict[str, str]]:
    """The ladder of one decision, from the first who may take it to the last."""
    found: Decision = find(context, Decision, decision, 'approval_ladder("{}")')
    names = {job.id: job.name for job in context.handbook.facts[Role]}
    return found, {step.role: names.get(step.role, step.role) for step in found.ladder}


def _draw_ladder(shown: tuple[Decision, dict[str, str]], view: View) -> Html:
    decision, names = shown
    steps = []
    for step in decision.ladder:
        value = decision.limit(step)
        upto = (
            Html("up to {}").format(view.value(value))
            if value is not None
            else _without_limit(decision)
        )
        within = (
            Html("answers within {}").format(view.value(step.answers_within))
            if step.answers_within
            else Html("at once")
        )
        steps.append(
            Html("<strong>{}</strong> <span>{}</span> <small>{}</small>").format(
                upto, names[step.role], within
            )
        )
    needs = (
        Html("<p>What they need to see: {}</p>").format(decision.needs)
        if decision.needs
        else Html("")
    )
    return join([items(steps, "ol", "hb-ladder"), needs])


def _without_limit(decision: Decision) -> Html:
    """Beyond the limits of the steps before; a decision that knows no limit has none to go beyond."""
    return Html("in every case") if decision.limit_in == "none" else Html("beyond that")


@macro("block", "glossary_list()", lambda terms, view: _draw_glossary(terms, view))
def glossary_list(context: Context) -> list[Term]:
    """Every word of the glossary with its one meaning, in alphabetical order."""
    return sorted(context.handbook.facts[Term], key=lambda entry: entry.term.casefold())


def _draw_glossary(terms: list[Term], view: View) -> Html:
    rows = []
    for entry in terms:
        short = Html(" ({})").format(entry.abbreviation) if entry.abbreviation else Html("")
        instead = (
            Html(" <em>Not: {}.</em>").format(", ".join(entry.instead_of))
            if entry.instead_of
            else Html("")
        )
        shown = Html("{}{}").format(entry.term, short)
        rows.append(
            (_anchored(f"term-{entry.id}", shown), Html("{}{}").format(entry.means, instead))
        )
    return pairs(rows, "hb-glossary")


# --- the handbook itself ---------------------------------------------------------------------------


@macro("block", "situations()", lambda groups, view: _draw_situations(groups, view))
def situations(context: Context) -> dict[str, list[Any]]:
    """The home page's list of moments in a seller's day, each linked to the page that answers it."""
    groups: dict[str, list[Any]] = {}
    for situation in context.handbook.facts[Situation]:
        groups.setdefault(situation.group, []).append(situation)
    return groups


def _draw_situations(groups: dict[str, list[Any]], view: View) -> Html:
    tiles = []
    for name, rows in groups.items():
        links = items(view.to_page(row.page, row.asks, row.heading or "") for row in rows)
        tiles.append(Html('<div><p class="hb-label">{}</p> {}</div>').format(name, links))
    return Html('<div class="hb-columns hb-situations">{}</div>').format(join(tiles))


@macro("block", "pages_by_role()", lambda rows, view: _draw_pages_by_role(rows, view), facts=False)
def pages_by_role(context: Context) -> list[tuple[str, list[tuple[str, str]]]]:
    """For every role, the pages that name it as a reader: taken from the pages themselves."""
    readers: dict[str, list[tuple[str, str]]] = {}
    for page in _in_menu_order(context):
        for reader in page.meta.readers if page.meta else []:
            readers.setdefault(reader, []).append((page.src, page.title))
    return [
        (job.name, readers[job.id]) for job in context.handbook.facts[Role] if job.id in readers
    ]


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
            items(view.to_page(src, title) for src, title in pages),
        )
        for name, pages in rows
    ]
    return Html('<div class="hb-by-role">{}</div>').format(join(tiles))


@macro("block", "document_map()", lambda rows, view: _draw_documents(rows, view), facts=False)
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
        there = join((view.to_page(src, part) for src, part in written), ", ") or Html("—")
        body.append((title, count, there, ", ".join(missing) or "—"))
    return table(("Document", "Parts written", "Written", "Still to write"), body, numbers=[1])
