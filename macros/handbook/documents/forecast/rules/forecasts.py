"""Rules about forecasts: categories by evidence, all methods, the week's rhythm, the open pipeline, coverage, probabilities, accuracy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import get_args

from handbook.documents.company.facts.company import BusinessUnit, Role
from handbook.documents.forecast import forecasting
from handbook.documents.forecast.facts.forecast import (
    ActionTaken,
    Coverage,
    Forecast,
    Method,
    Pipeline,
    RhythmStep,
)
from handbook.documents.forecast.facts.plan import Plan, Quarter, Result, Seat
from handbook.documents.forecast.rules.calendar import readable
from handbook.documents.sales_book.facts.market import FORECAST_ORDER, BuyerGroup, Stage
from handbook.facts.forms import entry_to_fill_in
from handbook.facts.kinds import kind_of
from handbook.facts.model import Fact
from handbook.facts.scalars import plain
from handbook.handbook import Handbook
from handbook.problems.edits import Entry
from handbook.problems.problem import Cause, Problem, counted, did_you_mean, listed, nearest
from handbook.rules.amounts import percent
from handbook.rules.rule import rule

LEAST_EVIDENCE = 2
SAID = {"wape": "error (WAPE)"}
TO_WRITE = "  what: …\n  who: …\n  until: …"


@rule(
    "forecast-incomplete",
    bad="""
forecast-and-quotas/forecast.yml:
categories:
  - name: pipeline
    means: They talk with us.
""",
    good="""
forecast-and-quotas/forecast.yml:
categories:
  - name: omitted
    means: Nobody will sign it.
    set_by: seller
  - name: pipeline
    means: They talk with us.
""",
)
def incomplete_forecasts(handbook: Handbook) -> Iterator[Problem]:
    """Every forecast category and every method of forecasting is described once: what it means, how its number is made, what it is good for. A
    method that nobody described is one that everybody understands differently.
    """
    forecast = handbook.facts.only(Forecast)
    if forecast is None:
        return
    yield from _each_once(
        forecast,
        "categories",
        [one.name for one in forecast.categories],
        FORECAST_ORDER,
        "- name: {}\n  means: …\n  set_by: …\n  evidence:\n    - {{shows: …, field: …}}\n    - {{shows: …, field: …}}",
    )
    paste = "- name: {}\n  how: …\n  strong: …\n  weak: …\n  used_for: …"
    yield from _each_once(
        forecast, "methods", [one.name for one in forecast.methods], get_args(Method), paste
    )


def _each_once(
    forecast: Forecast, key: str, found: Sequence[str], wanted: Sequence[str], paste: str
) -> Iterator[Problem]:
    facts: Sequence[Fact] = getattr(forecast, key)
    for place, name in enumerate(found):
        if name in found[:place]:
            yield Problem(
                facts[place].at("name"), f'"{name}" stands twice among the {key}.', "make one of the two."
            )
    missing = [name for name in wanted if name not in found]
    if missing:
        what = f"Among the {key} {'is' if len(missing) == 1 else 'are'} missing: {listed(missing)}."
        yield Problem(
            forecast.at(key), what, "add:", "\n".join(paste.format(name) for name in missing), edit=Entry(key)
        )


@rule(
    "category-without-evidence",
    bad="""
forecast-and-quotas/forecast.yml:
- name: commit
  means: They have chosen us.
  set_by: sales-director
""",
    good="""
forecast-and-quotas/forecast.yml:
- name: commit
  means: They have chosen us.
  set_by: sales-director
  evidence:
    - {shows: The one who decides wrote it, field: decider}
    - {shows: The amount is that of the order, field: amount}
""",
)
def categories_without_evidence(handbook: Handbook) -> Iterator[Problem]:
    """A deal belongs to a category because something can be seen, not because somebody hopes: each category has at least two pieces of evidence, each
    with the field of the CRM that shows it. Only `omitted` and `closed` may have fewer: nothing rests on the one, and the other is a signature.
    """
    forecast = handbook.facts.only(Forecast)
    for category in forecast.categories if forecast else ():
        few = len(category.evidence) < LEAST_EVIDENCE
        if few and category.name not in ("omitted", "closed"):
            number = counted(len(category.evidence), "piece") if category.evidence else "no piece"
            what = f'The category "{category.name}" has {number} of evidence; {LEAST_EVIDENCE} are the least.'
            yield Problem(
                category.at("evidence"),
                what,
                "add what can be seen:",
                "\n".join(["- shows: …\n  field: …"] * (LEAST_EVIDENCE - len(category.evidence))),
                edit=Entry("evidence"),
            )


@rule(
    "rhythm-outside-hours",
    bad="""
forecast-and-quotas/forecast.yml:
- what: The deals of this quarter are put right.
  who: [seller]
  weekday: Sunday
forecast-and-quotas/forecast.yml:
- what: The forecast is frozen.
  who: [sales-director]
  weekday: Monday
  by: "19:30"
# Sales works from Monday to Friday, from 09:00 to 17:00.
""",
    good="""
forecast-and-quotas/forecast.yml:
- what: The deals of this quarter are put right.
  who: [seller]
  weekday: Monday
forecast-and-quotas/forecast.yml:
- what: The forecast is frozen.
  who: [sales-director]
  weekday: Monday
  by: "16:00"
# Sales works from Monday to Friday, from 09:00 to 17:00.
""",
)
def rhythm_outside_hours(handbook: Handbook) -> Iterator[Problem]:
    """Who hands in a forecast does so while their unit is open: on one of its days, between its hours. What is due at night is done the night before,
    or not at all.
    """
    forecast = handbook.facts.only(Forecast)
    for step in forecast.rhythm if forecast else ():
        for unit in _units(handbook, step):
            hours = unit.hours
            if step.weekday not in hours.days:
                what = f"This is due on a {step.weekday}, but {unit.name} works {listed(hours.days)}."
                yield Problem(
                    step.at("weekday"), what, "choose one of those days:", f"weekday: {hours.days[0]}"
                )
                break
            if not hours.opens < step.by <= hours.closes:
                what = f"This is due by {step.by:%H:%M}, but {unit.name} works from {hours.opens:%H:%M} to {hours.closes:%H:%M}."
                yield Problem(
                    step.at("by"), what, "choose an hour in between:", f'by: "{hours.closes:%H:%M}"'
                )
                break


def _units(handbook: Handbook, step: RhythmStep) -> list[BusinessUnit]:
    roles = [handbook.facts[Role][role] for role in step.who if role in handbook.facts[Role]]
    units = dict.fromkeys(role.unit for role in roles)
    return [handbook.facts[BusinessUnit][unit] for unit in units if unit in handbook.facts[BusinessUnit]]


# --- the open pipeline -----------------------------------------------------------------------------


@rule(
    "pipeline-wrong",
    bad="forecast-and-quotas/pipeline.yml:\nas_of: 2026-11-18\nquarter: q4-2026",
    good="forecast-and-quotas/pipeline.yml:\nas_of: 2026-11-18\nquarter: q3-2026",
)
def wrong_pipelines(handbook: Handbook) -> Iterator[Problem]:
    """The export of open deals is of a day that has been, in the quarter that it names. Its deals are open: in an open stage, not closed, expected in a
    quarter that is not over.
    """
    pipeline = handbook.facts.only(Pipeline)
    if pipeline is None:
        return
    if pipeline.as_of > handbook.today:
        what = f"These deals are of {pipeline.as_of.isoformat()}, which is still to come."
        yield Problem(
            pipeline.at("as_of"), what, "write the day of the export:", f"as_of: {handbook.today.isoformat()}"
        )
    quarter = handbook.facts[Quarter].get(pipeline.quarter)
    if quarter and not quarter.from_ <= pipeline.as_of < quarter.until:
        what = f"{pipeline.as_of.isoformat()} does not lie in {quarter.id}."
        right = next(
            (one.id for one in handbook.facts[Quarter] if one.from_ <= pipeline.as_of < one.until), ""
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
        stage, quarter = handbook.facts[Stage].get(deal.stage), handbook.facts[Quarter].get(deal.quarter)
        seat = handbook.facts[Seat].get(deal.seat)
        if (stage and stage.kind != "open") or deal.category == "closed":
            yield Problem(
                deal.at("stage"),
                f'"{deal.id}" is not open any more.',
                "take it out; what was signed is counted with its group.",
            )
        elif quarter and quarter.until <= pipeline.as_of:
            what = (
                f'"{deal.id}" is expected in {deal.quarter}, which was over on {pipeline.as_of.isoformat()}.'
            )
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


# --- coverage and probabilities --------------------------------------------------------------------


@rule(
    "coverage-too-low",
    bad="forecast-and-quotas/coverage.yml:\n- {id: offices, buffer: 1.2, target: 1.9, new_a_week: 4}",
    good="forecast-and-quotas/coverage.yml:\n- {id: offices, buffer: 1.2, target: 2, new_a_week: 4}",
)
def low_coverage(handbook: Handbook) -> Iterator[Problem]:
    """A pipeline covers what is left to sign if it holds at least the buffer divided by the win rate: of deals that are won one time in three, three times
    as much, and the reserve for those that slip. The win rate is that of the group's new customers since the deal was qualified.
    """
    facts = handbook.facts
    forecast = facts.only(Forecast)
    since = forecast.qualified_from if forecast else ""
    for one in facts[Coverage]:
        rate = forecasting.group_win_rate(facts, one.id, since)
        if rate and one.target < (least := one.buffer / rate):
            what = f"{one.target} times is too little for {one.id}: {one.buffer} divided by a win rate of {percent(rate)} is {plain(round(least, 2))}."
            paste = f"target: {plain(least.quantize(Decimal('0.1'), ROUND_CEILING))}"
            yield Problem(one.at("target"), what, "write at least:", paste)


@rule(
    "coverage-missing",
    bad="forecast-and-quotas/coverage.yml:\n- {id: hotel, buffer: 1.2, target: 2.5, new_a_week: 0.7}",
    good="forecast-and-quotas/coverage.yml:\n- {id: hotels, buffer: 1.2, target: 2.5, new_a_week: 0.7}",
)
def missing_coverage(handbook: Handbook) -> Iterator[Problem]:
    """Each buyer group that the plan counts on has its own target of coverage, because each is won at its own rate. The id is the group's."""
    facts = handbook.facts
    if not readable(facts[Coverage], facts[BuyerGroup]):
        return
    for one in facts[Coverage]:
        if one.id not in facts[BuyerGroup]:
            guess = nearest(one.id, facts[BuyerGroup].ids())
            what = f'There is no buyer group "{one.id}" in {facts[BuyerGroup].path}.{did_you_mean(one.id, facts[BuyerGroup].ids())}'
            yield Problem(
                one.at("id"),
                what,
                "write:" if guess else "take the line out.",
                f"id: {guess}" if guess else "",
                cause=Cause("buyer_groups", one.id),
            )
    plan = facts.only(Plan)
    for group in plan.groups if plan and facts.only(Forecast) else ():
        unclear = any(
            one.id not in facts[BuyerGroup] and nearest(one.id, [group.buyer_group])
            for one in facts[Coverage]
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
    good="""
sales-book/stages.yml:
- id: discovery
  name: Discovery
  kind: open
  purpose: Find out whether there is a problem.
  probability: 20 %
# 18 of 90 deals were won: the true share lies between 13 % and 29 %.
""",
)
def unlikely_probabilities(handbook: Handbook) -> Iterator[Problem]:
    """The probability of a stage agrees with its cases: it lies in the interval in which, by them, the true share lies (Wilson's, for 95 %). With too few
    cases it is assumed, and the table says so. It is also in order while something is being done about it: an open entry in `actions.yml`.
    """
    facts = handbook.facts
    forecast = facts.only(Forecast)
    if forecast is None or _acted_on(handbook, "probability"):
        return
    for row in forecasting.calibrated(facts, int(forecast.least_ended)):
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


def _acted_on(handbook: Handbook, measure: str) -> bool:
    return any(one.measure == measure and one.until >= handbook.today for one in handbook.facts[ActionTaken])


@rule(
    "forecast-off-target",
    severity="advice",
    bad="""
forecast-and-quotas/forecast.yml:
targets: {wape: 1 %, bias: 5 %, tracking_signal: 4}
forecast-and-quotas/actions.yml:
- id: lean-in-summer
  measure: bias
  found_on: 2026-07-06
  what: The deals that were commit and did not come are gone through.
  who: sales-director
  until: 2026-09-30
""",
    good="""
forecast-and-quotas/forecast.yml:
targets: {wape: 1 %, bias: 5 %, tracking_signal: 4}
forecast-and-quotas/actions.yml:
- id: lean-in-summer
  measure: bias
  found_on: 2026-07-06
  what: The deals that were commit and did not come are gone through.
  who: sales-director
  until: 2026-09-30
- id: wape-in-autumn
  measure: wape
  found_on: 2026-11-02
  what: All open deals are gone through.
  who: sales-director
  until: 2027-01-08
""",
)
def forecasts_off_target(handbook: Handbook) -> Iterator[Problem]:
    """While the official forecast misses its target of error (WAPE), bias or tracking signal, `actions.yml` says what is done about it, by whom, until when.
    A forecast that is known to be wrong and is left so is believed by nobody. It is judged once the results of the quarters add up.
    """
    facts = handbook.facts
    forecast = facts.only(Forecast)
    if forecast is None or not all(forecasting.adds_up(facts, result) for result in facts[Result]):
        return
    found = forecasting.accuracy_of(facts, forecast.official, int(forecast.measured_at_weeks))
    for measure, is_, most in forecasting.off_target(forecast, found) if found else ():
        if _acted_on(handbook, measure):
            continue
        shown, limit = (
            (plain(round(is_, 2)), plain(most))
            if measure == "tracking signal"
            else (percent(is_), percent(most))
        )
        over = counted(found.quarters if found else 0, "quarter")
        what = f"The {SAID.get(measure, measure)} of the official method is {shown} over {over}; the target is {limit}."
        key = measure.replace(" ", "_")
        paste = (
            f"- id: {measure.replace(' ', '-')}-{handbook.today:%Y-%m}\n  measure: {measure}\n  found_on: {handbook.today.isoformat()}\n"
            + TO_WRITE
        )
        yield Problem(
            forecast.targets.at(key),
            what,
            f"say in {kind_of(ActionTaken).where} what is done about it:",
            paste,
            edit=Entry(path=kind_of(ActionTaken).where),
        )
