"""Rules about forecasts: categories by evidence, all methods, the week's rhythm, accuracy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

from handbook.documents.company.facts.company import BusinessUnit, Role
from handbook.documents.forecast import forecasting
from handbook.documents.forecast.facts.forecast import (
    ActionTaken,
    Forecast,
    Method,
    RhythmStep,
)
from handbook.documents.forecast.facts.plan import Result
from handbook.documents.sales_book.facts.market import FORECAST_ORDER
from handbook.facts.kinds import kind_of
from handbook.facts.meant import plain
from handbook.facts.model import Fact
from handbook.handbook import Handbook
from handbook.problems.edits import Entry
from handbook.problems.problem import Problem, counted, listed
from handbook.rules.amounts import percent
from handbook.rules.rule import rule

LEAST_EVIDENCE = 2
SAID = {"wape": "error (WAPE)"}
TO_WRITE = "  what: …\n  who: …\n  until: …"


@rule(
    "forecast-incomplete",
    wants="forecast-and-quotas/categories",
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
    """Every forecast category and every method of forecasting is described once: what it means, how
    its number is made, what it is good for. Everybody understands an undescribed method
    differently.
    """
    forecast = handbook.facts.only(Forecast)
    if forecast is None:
        return
    yield from _each_once(
        forecast,
        "categories",
        [category.name for category in forecast.categories],
        FORECAST_ORDER,
        "- name: {}\n  means: …\n  set_by: …\n  evidence:\n    - {{shows: …, field: …}}\n    - {{shows: …, field: …}}",
    )
    paste = "- name: {}\n  how: …\n  strong: …\n  weak: …\n  used_for: …"
    yield from _each_once(
        forecast, "methods", [use.name for use in forecast.methods], get_args(Method), paste
    )


def _each_once(
    forecast: Forecast, key: str, found: Sequence[str], wanted: Sequence[str], paste: str
) -> Iterator[Problem]:
    facts: Sequence[Fact] = getattr(forecast, key)
    for place, name in enumerate(found):
        if name in found[:place]:
            yield Problem(
                facts[place].at("name"),
                f'"{name}" stands twice among the {key}.',
                "make one of the two.",
            )
    missing = [name for name in wanted if name not in found]
    if missing:
        what = f"Among the {key} {'is' if len(missing) == 1 else 'are'} missing: {listed(missing)}."
        yield Problem(
            forecast.at(key),
            what,
            "add:",
            "\n".join(paste.format(name) for name in missing),
            edit=Entry(key),
        )


@rule(
    "category-without-evidence",
    wants="forecast-and-quotas/categories",
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
    """A deal belongs to a category because something can be seen, not because somebody hopes: each
    category has at least two pieces of evidence, each with the field of the CRM that shows it. Only
    `omitted` and `closed` may have fewer: the forecast does not count the first, and the second is
    a signature.
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
    good={"  weekday: Sunday": "  weekday: Monday", '  by: "19:30"': '  by: "16:00"'},
)
def rhythm_outside_hours(handbook: Handbook) -> Iterator[Problem]:
    """A forecast is handed in while the unit of its role is open: on one of its days, between its
    hours. What is due at night is done the night before, or not at all.
    """
    forecast = handbook.facts.only(Forecast)
    for step in forecast.rhythm if forecast else ():
        for unit in _units(handbook, step):
            hours = unit.hours
            if step.weekday not in hours.days:
                what = (
                    f"This is due on a {step.weekday}, but {unit.name} works {listed(hours.days)}."
                )
                yield Problem(
                    step.at("weekday"),
                    what,
                    "choose one of those days:",
                    f"weekday: {hours.days[0]}",
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
    found = (handbook.facts[BusinessUnit].get(role.unit) for role in roles)
    return list({unit.id: unit for unit in found if unit}.values())


def has_action(handbook: Handbook, measure: str) -> bool:
    return any(
        action.measure == measure and action.until >= handbook.today
        for action in handbook.facts[ActionTaken]
    )


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
    """While the official forecast misses its target of error (WAPE), bias or tracking signal,
    `actions.yml` says what is done about it, by whom, until when. Nobody believes a forecast that
    is known to be wrong and left so. It is judged once the results of the quarters add up.
    """
    facts = handbook.facts
    forecast = facts.only(Forecast)
    if forecast is None or not all(forecasting.adds_up(facts, result) for result in facts[Result]):
        return
    found = forecasting.accuracy_of(facts, forecast.official, int(forecast.measured_at_weeks))
    for measure, is_, most in forecasting.off_target(forecast, found) if found else ():
        if has_action(handbook, measure):
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
