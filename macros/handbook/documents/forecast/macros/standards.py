"""Macros that show what keeps forecasts honest: the cases behind probabilities, coverage, triggers,
scenarios.
"""

from __future__ import annotations

from decimal import Decimal

from handbook.documents.forecast import forecasting
from handbook.documents.forecast.facts.forecast import Coverage, Forecast, Pipeline, Trigger
from handbook.documents.forecast.facts.plan import Plan, Scenario
from handbook.documents.forecast.forecasting import LEAST_TO_SAY, GroupCoverage, StageCalibration
from handbook.documents.sales_book.facts.market import Stage
from handbook.facts.scalars import Ratio, Share
from handbook.show.amounts import quarter_name
from handbook.show.blocks import Grid, Items, Lines, Pairs, Part, Stack, TitledCard
from handbook.show.content import NOTHING, ComputedContent, Content, ItemName, Key, Phrase, Tag
from handbook.show.lookup import need
from handbook.show.macro import Context, macro
from handbook.show.rounded import against_target, percent, times, whole

TONES = {"inside": "good", "outside": "bad", "assumed": "warn", "too few to say": "warn"}


# --- calibration ----------------------------------------------------------------------------------


@macro("block", "calibration_table()")
def calibration_table(context: Context) -> ComputedContent:
    """The probability of each stage beside the cases behind it: how many deals ended, the share
    won, and the interval that holds the true share (Wilson, 95 %). Under ten cases no share is
    shown; a probability with too few cases is marked as assumed.
    """
    facts, forecast = context.facts, need(context.facts, Forecast)
    head = (
        "Stage",
        "Probability we use",
        "Deals that ended",
        "Won",
        "Share won",
        "True share lies between",
        "Says",
    )
    caption = Phrase(
        "Set anew every {}. With fewer than {} cases a probability is assumed; with fewer than {} "
        "the cases say nothing. The interval is Wilson&#39;s, for 95 %: "
        "a probability outside it contradicts the cases.",
        forecast.recalibrated_every,
        forecast.least_ended,
        LEAST_TO_SAY,
    )
    rows = [_stage(row) for row in forecasting.stage_calibrations(facts, forecast.least_ended)]
    stages = [stage for stage in facts[Stage] if stage.kind == "open"]
    return ComputedContent((stages, forecast), Lines(head, rows, caption))


def _stage(row: StageCalibration) -> list[Content]:
    return [
        ItemName("stages", row.stage, row.name),
        Share(row.probability),
        row.ended,
        row.won,
        percent(row.rate, 0),
        _interval(row),
        Tag(row.verdict, TONES[row.verdict]),
    ]


def _interval(row: StageCalibration) -> Content:
    if row.low is None or row.high is None:
        return NOTHING
    return Phrase("{} – {}", percent(row.low, 0), percent(row.high, 0))


# --- coverage -------------------------------------------------------------------------------------


@macro("block", "coverage_table()")
def coverage_table(context: Context) -> ComputedContent:
    """For each buyer group: what is left to sign in the running quarter, the open qualified
    pipeline for it, how many times it covers what is left, and how many times it should: the
    buffer for slipped deals divided by the win rate.
    """
    facts = context.facts
    pipeline, forecast = need(facts, Pipeline), need(facts, Forecast)
    since, targets = forecast.qualified_from, facts[Coverage]
    head = (
        "Buyer group",
        "Left to sign",
        "Qualified and due",
        "Covers",
        "Target",
        "At least: buffer ÷ win rate",
        "Win rate",
        "New qualified a week",
    )
    caption = Phrase(
        "{} on {}. Qualified: from {} on. "
        "Win rate: won of the new deals that became qualified and were decided.",
        quarter_name(pipeline.quarter),
        Key(pipeline, "as_of"),
        Key(forecast, "qualified_from", linked=False),
    )
    covered = forecasting.group_coverages(facts, pipeline, since)
    rows = [_group(row, targets[row.buyer_group]) for row in covered]
    return ComputedContent((pipeline.groups, list(targets)), Lines(head, rows, caption))


def _group(row: GroupCoverage, target: Coverage) -> list[Content]:
    return [
        ItemName("buyer_groups", row.buyer_group),
        whole(row.left),
        whole(row.qualified),
        _covers(row),
        times(row.target),
        _required(row, target),
        percent(row.win_rate, 0),
        target.new_a_week,
    ]


def _covers(row: GroupCoverage) -> Content:
    if row.is_now is None:
        return Phrase("{} {}", NOTHING, Tag("plan met", "good"))
    return against_target(times(row.is_now), row.is_now < row.target)


def _required(row: GroupCoverage, target: Coverage) -> Content:
    if row.required is None:
        return NOTHING
    least = Ratio(round(row.required, 2))
    return Phrase("{} ÷ {} = {}", target.buffer, percent(row.win_rate, 0), least)


# --- triggers and scenarios -----------------------------------------------------------------------


@macro("block", "trigger_table()")
def trigger_table(context: Context) -> Grid[Trigger]:
    """Numbers that make us act: from which limit on, who does what, by when."""
    return Grid(
        context.facts[Trigger],
        {
            "Measure": "measure",
            "When": "when",
            "What is done": "does",
            "Who": "who",
            "Within": "within",
        },
    )


@macro("block", "scenario_table()")
def scenario_table(context: Context) -> Stack:
    """How the year may go: revenue beside the plan, the orders it takes, how we know that we are in
    it, what we do then.
    """
    plan, scenarios = need(context.facts, Plan), list(context.facts[Scenario])
    caption = Phrase(
        "{}; orders: first-year value to be signed if the customers we have bring what the plan says",
        Key(plan, "year"),
    )
    table = Grid(
        scenarios,
        {
            "Scenario": "name",
            "Revenue": lambda scenario: whole(scenario.revenue),
            "Against the plan": lambda scenario: _difference_to_plan(scenario, plan),
            "Orders it takes": lambda scenario: _orders(scenario, plan),
        },
        caption,
    )
    return Stack(ComputedContent(plan, table), *map(_scenario, scenarios))


def _difference_to_plan(scenario: Scenario, plan: Plan) -> Content:
    return percent(scenario.revenue / plan.revenue - 1 if plan.revenue else None, sign=True)


def _orders(scenario: Scenario, plan: Plan) -> Content:
    return whole(max(scenario.revenue - plan.from_base, Decimal(0)) / plan.first_year_share)


def _scenario(scenario: Scenario) -> TitledCard:
    rows = {"We know it by": Key(scenario, "known_by"), "Decides": Key(scenario, "decides")}
    return TitledCard(scenario.name, Pairs(rows), Part("What we do", Items(scenario.we_do)))
