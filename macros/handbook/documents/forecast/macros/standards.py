"""Macros that show what keeps forecasts honest: the cases behind probabilities, coverage, triggers, scenarios."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from handbook.documents.company.facts.company import Role
from handbook.documents.forecast import forecasting
from handbook.documents.forecast.facts.forecast import Coverage, Trigger
from handbook.documents.forecast.facts.plan import Plan, Scenario
from handbook.documents.forecast.forecasting import LEAST_TO_SAY, Calibrated, Covered
from handbook.documents.forecast.macros.methods import forecast_of, pipeline_of
from handbook.documents.sales_book.facts.market import BuyerGroup, Stage
from handbook.show.amounts import NOTHING, judged, percent, quarter_name, times, whole
from handbook.show.html import Html, items, pairs, part, table, tag, titled
from handbook.show.html import join as joined
from handbook.show.lookup import names, need, pick
from handbook.show.macro import Context, Picked, macro
from handbook.show.view import View

TONES = {"inside": "good", "outside": "bad", "assumed": "warn", "too few to say": "warn"}


@macro("block", "calibration_table()", lambda shown, view: _draw_calibration(shown, view))
def calibration_table(context: Context) -> tuple[int, str, list[Picked], list[Calibrated]]:
    """The probability of each stage beside the cases behind it: how many deals ended, the share won, and the interval in which the true
    share lies (Wilson, 95 %). Under ten cases no share is shown; a probability with too few cases is marked as assumed.
    """
    forecast, stages = forecast_of(context), context.handbook.facts[Stage]
    rows = forecasting.calibrated(context.handbook.facts, int(forecast.least_ended))
    histories = [pick(stage, "history") for stage in stages if stage.kind == "open"]
    return int(forecast.least_ended), str(forecast.recalibrated_every), histories, rows


def _draw_calibration(shown: tuple[int, str, list[Picked], list[Calibrated]], view: View) -> Html:
    least, every, _, rows = shown
    head = (
        "Stage",
        "Probability we use",
        "Deals that ended",
        "Won",
        "Share won",
        "True share lies between",
        "Says",
    )
    body = [
        (
            view.to_card("stage_card", row.stage, f"stage-{row.stage}", row.name), view.share(row.probability), view.number(row.ended),
            view.number(row.won), percent(view, row.rate, 0), _interval(row, view), tag(row.verdict, TONES[row.verdict]),
        )
        for row in rows
    ]  # fmt: skip
    caption = (
        f"Set anew every {every}. With fewer than {least} cases a probability is assumed; with fewer than {LEAST_TO_SAY} the cases say "
        "nothing. The interval is Wilson's, for 95 %: a probability outside it contradicts the cases."
    )
    return table(head, body, numbers=range(1, 6), caption=caption)


def _interval(category: Calibrated, view: View) -> str:
    if category.low is None or category.high is None:
        return NOTHING
    return f"{percent(view, category.low, 0)} – {percent(view, category.high, 0)}"


@macro("block", "coverage_table()", lambda shown, view: _draw_coverage(shown, view))
def coverage_table(
    context: Context,
) -> tuple[Picked, str, list[Any], dict[str, str], list[Covered]]:
    """For each buyer group: what is left to sign in the running quarter, the open qualified pipeline for it, how many times it covers what
    is left, and how many times it should: the buffer for slipped deals divided by the win rate.
    """
    facts, pipeline, forecast = context.handbook.facts, pipeline_of(context), forecast_of(context)
    since = facts[Stage].get(forecast.qualified_from)
    return (
        pick(pipeline, "as_of", "quarter", "groups"),
        since.name if since else forecast.qualified_from,
        list(facts[Coverage]),
        names(context, BuyerGroup),
        forecasting.covered(facts, pipeline, forecast.qualified_from),
    )


def _draw_coverage(shown: Any, view: View) -> Html:
    pipeline, since, targets, groups, rows = shown
    wanted = {target.id: target for target in targets}
    head = (
        "Buyer group", "Left to sign", "Qualified and due", "Covers", "Target", "At least: buffer ÷ win rate", "Win rate", "New qualified a week",
    )  # fmt: skip
    body = [
        (
            groups.get(row.buyer_group, row.buyer_group), whole(view, row.left), whole(view, row.qualified), _covers(row, view),
            times(view, row.target), _required(row, wanted[row.buyer_group], view), percent(view, row.win_rate, 0),
            view.number(wanted[row.buyer_group].new_a_week),
        )
        for row in rows
    ]  # fmt: skip
    caption = (
        f"{quarter_name(pipeline.quarter)} on {view.day(pipeline.as_of)}. Qualified: from {since} on. "
        "Win rate: won of the new deals that became qualified and were decided."
    )
    return table(head, body, numbers=range(1, 8), caption=caption)


def _covers(coverage: Covered, view: View) -> Html:
    if coverage.is_now is None:
        return Html("{} {}").format(NOTHING, tag("plan met", "good"))
    return judged(times(view, coverage.is_now), coverage.is_now < coverage.target)


def _required(coverage: Covered, target: Any, view: View) -> str:
    if coverage.required is None:
        return NOTHING
    buffer = view.number(target.buffer)
    return f"{buffer} ÷ {percent(view, coverage.win_rate, 0)} = {view.number(round(coverage.required, 2))}"


@macro("block", "trigger_table()", lambda rows, view: _draw_triggers(rows, view))
def trigger_table(context: Context) -> list[tuple[Trigger, str]]:
    """Numbers that make us act: from which limit on, who does what, by when."""
    roles = names(context, Role)
    return [
        (trigger, roles.get(trigger.who, trigger.who))
        for trigger in context.handbook.facts[Trigger]
    ]


def _draw_triggers(rows: Sequence[tuple[Trigger, str]], view: View) -> Html:
    body = [
        (trigger.measure, trigger.when, trigger.does, who, view.value(trigger.within))
        for trigger, who in rows
    ]
    return table(("Measure", "When", "What is done", "Who", "Within"), body)


@macro("block", "scenario_table()", lambda shown, view: _draw_scenarios(shown, view))
def scenario_table(context: Context) -> tuple[Plan, list[tuple[Scenario, str]]]:
    """How the year may go: revenue beside the plan, the orders it takes, how we know that we are in it, what we do then."""
    plan: Plan = need(context.handbook.facts, Plan)
    roles = names(context, Role)
    return plan, [
        (scenario, roles.get(scenario.decides, scenario.decides))
        for scenario in context.handbook.facts[Scenario]
    ]


def _draw_scenarios(shown: tuple[Plan, list[tuple[Scenario, str]]], view: View) -> Html:
    plan, rows = shown
    body = [
        (
            scenario.name, whole(view, Decimal(scenario.revenue)), percent(view, scenario.revenue / plan.revenue - 1 if plan.revenue else None, sign=True),
            whole(view, max(scenario.revenue - plan.from_base, Decimal(0)) / plan.first_year_share),
        )
        for scenario, _ in rows
    ]  # fmt: skip
    caption = f"{plan.year}; orders: first-year value to be signed if the customers we have bring what the plan says"
    head = ("Scenario", "Revenue", "Against the plan", "Orders it takes")
    cards = [
        titled(
            scenario.name,
            pairs([("We know it by", scenario.known_by), ("Decides", who)]),
            part("What we do", items(scenario.we_do)),
        )
        for scenario, who in rows
    ]
    return joined([table(head, body, numbers=[1, 2, 3], caption=caption), *cards])
