"""Rules about the pipeline: it is whole, it covers what is to be signed, and its probabilities are
likely.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal

from handbook.documents.forecast import forecasting
from handbook.documents.forecast.facts.forecast import (
    Coverage,
    Forecast,
    Pipeline,
)
from handbook.documents.forecast.facts.plan import Plan, Quarter, Seat
from handbook.documents.forecast.rules.calendar import readable
from handbook.documents.forecast.rules.forecasts import has_action
from handbook.documents.sales_book.facts.market import BuyerGroup, Stage
from handbook.facts.forms import entry_to_fill_in
from handbook.facts.kinds import kind_of
from handbook.facts.meant import plain
from handbook.handbook import Handbook
from handbook.problems.edits import Entry
from handbook.problems.problem import Cause, Problem, did_you_mean, nearest
from handbook.rules.amounts import percent
from handbook.rules.rule import rule


@rule(
    "pipeline-wrong",
    bad="forecast-and-quotas/pipeline.yml:\nas_of: 2026-11-18\nquarter: q4-2026",
    good="forecast-and-quotas/pipeline.yml:\nas_of: 2026-11-18\nquarter: q3-2026",
)
def wrong_pipelines(handbook: Handbook) -> Iterator[Problem]:
    """The export of open deals is of a day that has been, in the quarter that it names. Its deals
    are open: in an open stage, not closed, expected in a quarter that is not over.
    """
    pipeline = handbook.facts.only(Pipeline)
    if pipeline is None:
        return
    if pipeline.as_of > handbook.today:
        what = f"These deals are of {pipeline.as_of.isoformat()}, which is still to come."
        yield Problem(
            pipeline.at("as_of"),
            what,
            "write the day of the export:",
            f"as_of: {handbook.today.isoformat()}",
        )
    quarter = handbook.facts[Quarter].get(pipeline.quarter)
    if quarter and not quarter.from_ <= pipeline.as_of < quarter.until:
        what = f"{pipeline.as_of.isoformat()} does not lie in {quarter.id}."
        right = next(
            (
                earlier.id
                for earlier in handbook.facts[Quarter]
                if earlier.from_ <= pipeline.as_of < earlier.until
            ),
            "",
        )
        yield Problem(
            pipeline.at("quarter"),
            what,
            "write the quarter of that day:" if right else "correct one of the two.",
            f"quarter: {right}" if right else "",
        )
    yield from _groups_of(handbook, pipeline)
    yield from _deals_of(handbook, pipeline)


def _groups_of(handbook: Handbook, pipeline: Pipeline) -> Iterator[Problem]:
    seen: set[str] = set()
    for group in pipeline.groups:
        if group.buyer_group in seen:
            yield Problem(
                group.at("buyer_group"),
                f'"{group.buyer_group}" stands twice here.',
                "make one line of the two.",
            )
        seen.add(group.buyer_group)


def _deals_of(handbook: Handbook, pipeline: Pipeline) -> Iterator[Problem]:
    for deal in pipeline.deals:
        stage, quarter = (
            handbook.facts[Stage].get(deal.stage),
            handbook.facts[Quarter].get(deal.quarter),
        )
        seat = handbook.facts[Seat].get(deal.seat)
        if (stage and stage.kind != "open") or deal.category == "closed":
            yield Problem(
                deal.at("stage"),
                f'"{deal.id}" is not open any more.',
                "take it out; what was signed is counted with its group.",
            )
        elif quarter and quarter.until <= pipeline.as_of:
            what = f'"{deal.id}" is expected in {deal.quarter}, which was over on {pipeline.as_of.isoformat()}.'
            yield Problem(
                deal.at("quarter"),
                what,
                "ask the seller for a day that is still to come:",
                f"quarter: {pipeline.quarter}",
            )
        elif seat and seat.open:
            yield Problem(
                deal.at("seat"),
                f'"{deal.id}" belongs to "{deal.seat}", where nobody sits.',
                "name the seat that looks after it.",
            )


@rule(
    "coverage-too-low",
    bad="forecast-and-quotas/coverage.yml:\n- {id: offices, buffer: 1.2, target: 1.9, new_a_week: 4}",
    good="forecast-and-quotas/coverage.yml:\n- {id: offices, buffer: 1.2, target: 2, new_a_week: 4}",
)
def low_coverage(handbook: Handbook) -> Iterator[Problem]:
    """A pipeline covers what is left to sign if it holds at least the buffer divided by the win
    rate: if one deal in three is won, three times as much, plus the reserve for those that slip.
    The win rate is that of the group's new customers since the deal was qualified.
    """
    facts = handbook.facts
    forecast = facts.only(Forecast)
    since = forecast.qualified_from if forecast else ""
    for coverage in facts[Coverage]:
        rate = forecasting.group_win_rate(facts, coverage.id, since)
        if rate and coverage.target < (least := coverage.buffer / rate):
            what = (
                f"{coverage.target} times is too little for {coverage.id}: {coverage.buffer} "
                f"divided by a win rate of {percent(rate)} is {plain(round(least, 2))}."
            )
            paste = f"target: {plain(least.quantize(Decimal('0.1'), ROUND_CEILING))}"
            yield Problem(coverage.at("target"), what, "write at least:", paste)


@rule(
    "coverage-missing",
    wants="forecast-and-quotas/pipeline-standards",
    bad="forecast-and-quotas/coverage.yml:\n- {id: hotel, buffer: 1.2, target: 2.5, new_a_week: 0.7}",
    good="forecast-and-quotas/coverage.yml:\n- {id: hotels, buffer: 1.2, target: 2.5, new_a_week: 0.7}",
)
def missing_coverage(handbook: Handbook) -> Iterator[Problem]:
    """Each buyer group that the plan counts on has its own target of coverage, because each is won
    at its own rate. The id is the group's.
    """
    facts = handbook.facts
    if not readable(facts[Coverage], facts[BuyerGroup]):
        return
    for coverage in facts[Coverage]:
        if coverage.id not in facts[BuyerGroup]:
            guess = nearest(coverage.id, facts[BuyerGroup].ids())
            what = f'There is no buyer group "{coverage.id}" in {facts[BuyerGroup].path}.{did_you_mean(coverage.id, facts[BuyerGroup].ids())}'
            yield Problem(
                coverage.at("id"),
                what,
                "write:" if guess else "take the line out.",
                f"id: {guess}" if guess else "",
                cause=Cause("buyer_groups", coverage.id),
            )
    plan = facts.only(Plan)
    for group in plan.groups if plan and facts.only(Forecast) else ():
        unclear = any(
            coverage.id not in facts[BuyerGroup] and nearest(coverage.id, [group.buyer_group])
            for coverage in facts[Coverage]
        )
        if (
            group.buyer_group in facts[BuyerGroup]
            and group.buyer_group not in facts[Coverage]
            and not unclear
        ):
            what = f"The plan counts on {group.buyer_group}, but {kind_of(Coverage).where} has no target for them."
            paste = entry_to_fill_in(kind_of(Coverage).model, id=group.buyer_group)
            edit = Entry(path=kind_of(Coverage).where)
            fix, cause = "add one there, with your numbers:", Cause("coverage", group.buyer_group)
            yield Problem(group.at("buyer_group"), what, fix, paste, edit=edit, cause=cause)


@rule(
    "probability-unlikely",
    severity="advice",
    bad="""
sales-book/stages.yml:
- id: discovery
  name: Discovery
  kind: open
  purpose: Find out whether there is a problem.
  probability: 35 %
# 18 of 90 deals were won: the true share lies between 13 % and 29 %.
""",
    good={"  probability: 35 %": "  probability: 20 %"},
)
def unlikely_probabilities(handbook: Handbook) -> Iterator[Problem]:
    """The probability of a stage agrees with its cases: it is within their interval for the true
    share (Wilson's, for 95 %). With too few cases it is assumed, and the table says so. It is also
    in order while something is being done about it: an open entry in `actions.yml`.
    """
    facts = handbook.facts
    forecast = facts.only(Forecast)
    if forecast is None or has_action(handbook, "probability"):
        return
    for row in forecasting.stage_calibrations(facts, int(forecast.least_ended)):
        stage = facts[Stage].get(row.stage)
        if row.verdict != "outside" or stage is None or not 0 < stage.probability < 1:
            continue
        if row.rate is not None and row.low is not None and row.high is not None:
            what = (
                f'"{row.name}" is given {stage.probability}, but {row.won} of {row.ended} deals were won: '
                f"the true share lies between {percent(row.low)} and {percent(row.high)}."
            )
            yield Problem(
                stage.at("probability"),
                what,
                "write what the cases say:",
                f"probability: {round(row.rate * 100)} %",
            )
