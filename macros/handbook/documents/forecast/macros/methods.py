"""Macros that show how we forecast: categories by evidence, methods, the rhythm of the week, and
what each method says now.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from handbook.documents.forecast import forecasting
from handbook.documents.forecast.facts.forecast import (
    Category,
    Evidence,
    Forecast,
    MethodUse,
    OpenDeal,
    Pipeline,
    RhythmStep,
)
from handbook.documents.forecast.forecasting import MethodForecast
from handbook.facts.facts import Facts
from handbook.show.amounts import quarter_name, total
from handbook.show.blocks import Grid, Items, Lines, Pairs, Stack
from handbook.show.content import NOTHING, ComputedContent, Content, Key, Phrase, Tag
from handbook.show.lookup import need
from handbook.show.macro import Context, macro
from handbook.show.rounded import percent, whole


@macro("block", "category_table()")
def category_table(context: Context) -> Grid[Category]:
    """The forecast categories: what each means, the evidence that it asks for with the CRM field,
    and who may set it.
    """
    return Grid(
        need(context.facts, Forecast).categories,
        {
            "Category": "name",
            "Means": "means",
            "Evidence, and the field that shows it": lambda category: Items(
                map(_evidence, category.evidence)
            ),
            "Set by": "set_by",
        },
    )


def _evidence(evidence: Evidence) -> Content:
    return Phrase("{} <small>({})</small>", evidence.shows, Key(evidence, "field"))


@macro("block", "method_table()")
def method_table(context: Context) -> Grid[MethodUse]:
    """The methods of forecasting: how each number is made, where it is strong and weak, what it is
    used for, and which is official.
    """
    forecast = need(context.facts, Forecast)
    return Grid(
        forecast.methods,
        {
            "Method": lambda method: named_method(method.name, forecast.official),
            "How the number is made": "how",
            "Strong": "strong",
            "Weak": "weak",
            "Used for": "used_for",
        },
    )


def named_method(name: str, official: str) -> Content:
    """The name of a method; the official one is marked."""
    return Phrase("{} {}", name, Tag("official", "good")) if name == official else name


# --- the methods side by side ---------------------------------------------------------------------


@macro("block", "forecast_now()")
def forecast_now(context: Context) -> Stack:
    """The methods side by side on the open deals of the last export: what each says of the running
    quarter, the weighted pipeline with its spread, the category call between commit and best
    case. The official one is marked.
    """
    facts, pipeline = context.facts, need(context.facts, Pipeline)
    deals = forecasting.deals_due(pipeline)
    notes = Items(
        (
            "Weighted pipeline: between one standard deviation below and above, if each deal is won or lost "
            "on its own. Deals that hang together spread wider.",
            "Category call: between commit and best case; the number is the sum with most likely.",
        )
    )
    methods = _side_by_side(facts, pipeline, need(facts, Forecast).official)
    return Stack(_about(facts, pipeline, deals), ComputedContent(deals, methods), notes)


def _about(facts: Facts, pipeline: Pipeline, deals: Sequence[OpenDeal]) -> Pairs:
    signed = total(group.signed for group in pipeline.groups)
    return Pairs(
        {
            "Quarter": quarter_name(pipeline.quarter),
            "On": Key(pipeline, "as_of"),
            "Over of the quarter": percent(forecasting.elapsed(facts, pipeline), 0),
            "Signed so far": ComputedContent(pipeline.groups, whole(signed)),
            "Plan of the quarter": whole(pipeline.plan),
            "Deals that count": Phrase("{} of {} open ones", len(deals), len(pipeline.deals)),
        }
    )


def _side_by_side(facts: Facts, pipeline: Pipeline, official: str) -> Lines:
    rows = [
        (
            named_method(said.method, official),
            whole(said.amount),
            _between(said),
            _of_plan(said, pipeline.plan),
        )
        for said in forecasting.current_forecasts(facts, pipeline)
    ]
    caption = (
        "Counted are open deals that are expected in this quarter and are not omitted. "
        "Each number holds what is signed so far."
    )
    return Lines(("Method", "Says", "Between", "Of the plan"), rows, caption)


def _between(forecast: MethodForecast) -> Content:
    if forecast.low is None or forecast.high is None:
        return NOTHING
    return Phrase("{} – {}", whole(forecast.low), whole(forecast.high))


def _of_plan(forecast: MethodForecast, plan: Decimal) -> Content:
    return percent(forecast.amount / plan if forecast.amount is not None and plan else None, 0)


# --- the week -------------------------------------------------------------------------------------


@macro("block", "forecast_rhythm()")
def forecast_rhythm(context: Context) -> Grid[RhythmStep]:
    """The week of the forecast: who hands in what, on which day, by which hour, and what counts as
    done.
    """
    return Grid(
        need(context.facts, Forecast).rhythm,
        {
            "By": lambda step: Phrase("{}, {}", step.weekday, f"{step.by:%H:%M}"),
            "Who": "who",
            "What": "what",
            "Done when": "done_when",
        },
    )
