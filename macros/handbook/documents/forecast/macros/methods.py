"""Macros that show how we forecast: categories by evidence, methods, the rhythm of the week, and what each method says now."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from handbook.documents.company.facts.company import Role
from handbook.documents.customer_base.facts import CrmField
from handbook.documents.forecast import forecasting
from handbook.documents.forecast.facts.forecast import (
    Category,
    Forecast,
    MethodUse,
    Pipeline,
    RhythmStep,
)
from handbook.documents.forecast.forecasting import Said
from handbook.show.amounts import NOTHING, percent, quarter_name, whole
from handbook.show.html import Html, items, join, pairs, table, tag
from handbook.show.lookup import names, need, pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View


def forecast_of(context: Context) -> Forecast:
    """How we forecast; if it is not there, the call cannot be shown."""
    found: Forecast = need(context.handbook.facts, Forecast)
    return found


def pipeline_of(context: Context) -> Pipeline:
    """The open deals of a day; if they are not there, the call cannot be shown."""
    found: Pipeline = need(context.handbook.facts, Pipeline)
    return found


@macro("block", "category_table()", lambda shown, view: _draw_categories(shown, view))
def category_table(context: Context) -> tuple[list[Category], dict[str, str], dict[str, str]]:
    """The forecast categories: what each means, the evidence that it asks for with the CRM field, and who may set it."""
    categories = forecast_of(context).categories
    used = {evidence.field for category in categories for evidence in category.evidence}
    fields = {key: name for key, name in names(context, CrmField).items() if key in used}
    roles = {category.set_by for category in categories}
    return (
        categories,
        fields,
        {key: name for key, name in names(context, Role).items() if key in roles},
    )


def _draw_categories(
    shown: tuple[list[Category], dict[str, str], dict[str, str]], view: View
) -> Html:
    categories, fields, roles = shown
    rows = [
        (
            category.name,
            category.means,
            _evidence(category, fields),
            roles.get(category.set_by, category.set_by),
        )
        for category in categories
    ]
    return table(("Category", "Means", "Evidence, and the field that shows it", "Set by"), rows)


def _evidence(category: Category, fields: dict[str, str]) -> Html:
    return items(
        Html("{} <small>({})</small>").format(row.shows, fields.get(row.field, row.field))
        for row in category.evidence
    )


@macro("block", "method_table()", lambda shown, view: _draw_methods(shown))
def method_table(context: Context) -> tuple[str, list[MethodUse]]:
    """The methods of forecasting: how each number is made, where it is strong and weak, what it is used for, and which is official."""
    forecast = forecast_of(context)
    return forecast.official, forecast.methods


def _draw_methods(shown: tuple[str, list[MethodUse]]) -> Html:
    official, methods = shown
    rows = [
        (_method(use.name, official), use.how, use.strong, use.weak, use.used_for)
        for use in methods
    ]  # fmt: skip
    return table(("Method", "How the number is made", "Strong", "Weak", "Used for"), rows)


def _method(name: str, official: str) -> Html:
    return (
        Html("{} {}").format(name, tag("official", "good"))
        if name == official
        else Html("{}").format(name)
    )


@macro("block", "forecast_now()", lambda shown, view: _draw_now(shown, view))
def forecast_now(
    context: Context,
) -> tuple[Picked, str, Decimal, list[Said], list[Picked], int, Decimal | None]:
    """The methods side by side on the open deals of the last export: what each says of the running quarter, the weighted pipeline with
    its spread, the category call between commit and best case. The official one is marked.
    """
    facts, pipeline = context.handbook.facts, pipeline_of(context)
    deals = [
        pick(deal, "stage", "amount", "category", "buyer_group")
        for deal in forecasting.due(pipeline)
    ]
    return (
        pick(pipeline, "as_of", "quarter", "groups"),
        forecast_of(context).official,
        pipeline.plan,
        forecasting.now(facts, pipeline),
        deals,
        len(pipeline.deals),
        forecasting.elapsed(facts, pipeline),
    )


def _draw_now(shown: Any, view: View) -> Html:
    pipeline, official, plan, said, deals, all_deals, gone = shown
    signed = sum((group.signed for group in pipeline.groups), Decimal(0))
    about = pairs([
        ("Quarter", quarter_name(pipeline.quarter)),
        ("On", view.day(pipeline.as_of)),
        ("Over of the quarter", percent(view, gone, 0)),
        ("Signed so far", whole(view, signed)),
        ("Plan of the quarter", whole(view, plan)),
        ("Deals that count", Html("{} of {} open ones").format(len(deals), all_deals)),
    ])  # fmt: skip
    rows = [
        (_method(estimate.method, official), whole(view, estimate.amount), _between(estimate, view), _against(estimate, plan, view))
        for estimate in said
    ]  # fmt: skip
    caption = "Counted are open deals that are expected in this quarter and are not omitted. Each number holds what is signed so far."
    head = ("Method", "Says", "Between", "Of the plan")
    notes = items([
        "Weighted pipeline: between one standard deviation below and above, if each deal is won or lost on its own. Deals that hang together spread wider.",
        "Category call: between commit and best case; the number is the sum with most likely.",
    ])  # fmt: skip
    return join([about, table(head, rows, numbers=[1, 2, 3], caption=caption), notes])


def _between(forecast: Said, view: View) -> str:
    if forecast.low is None or forecast.high is None:
        return NOTHING
    return f"{whole(view, forecast.low)} – {whole(view, forecast.high)}"


def _against(forecast: Said, plan: Decimal, view: View) -> str:
    return percent(
        view, forecast.amount / plan if forecast.amount is not None and plan else None, 0
    )


@macro("block", "forecast_rhythm()", lambda shown, view: _draw_rhythm(shown, view))
def forecast_rhythm(context: Context) -> tuple[list[RhythmStep], dict[str, str]]:
    """The week of the forecast: who hands in what, on which day, by which hour, and what counts as done."""
    steps = forecast_of(context).rhythm
    used = {role for step in steps for role in step.who}
    return steps, {key: name for key, name in names(context, Role).items() if key in used}


def _draw_rhythm(shown: tuple[list[RhythmStep], dict[str, str]], view: View) -> Html:
    steps, roles = shown
    rows = [
        (
            Html("{}, {}").format(step.weekday, f"{step.by:%H:%M}"),
            ", ".join(roles.get(role, role) for role in step.who),
            step.what,
            step.done_when,
        )
        for step in steps
    ]
    return table(("By", "Who", "What", "Done when"), rows)
