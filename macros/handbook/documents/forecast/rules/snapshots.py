"""Rules about frozen forecasts: complete, in time, once each, and never changed afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import get_args

from handbook.documents.forecast.facts.forecast import NAIVE, Method, MethodNumber, Snapshot
from handbook.documents.forecast.facts.plan import Quarter
from handbook.documents.forecast.forecasting import in_order
from handbook.documents.forecast.rules.calendar import is_gapless
from handbook.facts.kinds import kind_of
from handbook.handbook import Handbook
from handbook.problems.edits import Entry
from handbook.problems.problem import Problem, listed
from handbook.rules.amounts import spaced
from handbook.rules.kept import MANY, KeptFileKind, changed_later
from handbook.rules.past import losses_of
from handbook.rules.rule import rule
from handbook.text.history import RECORDS, Loss

WEEK = 7
KEPT = KeptFileKind(
    kind_of(Snapshot).where.rstrip("/"),
    gone="This frozen forecast was taken away {when}.",
    changed="This frozen forecast was changed {when}. It says something else than on its day.",
    many=lambda losses: f"{len(losses)} frozen forecasts",
)


@rule(
    "snapshot-changed-later",
    bad="""
docs/_facts/forecast-and-quotas/snapshots/q3-2026-w12.yml:
quarter: q3-2026
taken: 2026-07-08
weeks_left: 12
call: {closed: 187 300, commit: 367 300, most_likely: 386 600, best_case: 421 400}
docs/_facts/forecast-and-quotas/snapshots/q3-2026-w12.yml:
# A later commit changes it.
quarter: q3-2026
taken: 2026-07-08
weeks_left: 12
call: {closed: 187 300, commit: 388 000, most_likely: 386 600, best_case: 421 400}
""",
    good="""
docs/_facts/forecast-and-quotas/snapshots/q3-2026-w12.yml:
quarter: q3-2026
taken: 2026-07-08
weeks_left: 12
call: {closed: 187 300, commit: 367 300, most_likely: 386 600, best_case: 421 400}
docs/_facts/forecast-and-quotas/snapshots/q3-2026-w08.yml:
quarter: q3-2026
taken: 2026-08-05
weeks_left: 8
call: {closed: 187 300, commit: 388 000, most_likely: 386 600, best_case: 421 400}
""",
)
def snapshots_changed_later(handbook: Handbook) -> Iterator[Problem]:
    """A frozen forecast is never changed or deleted: nobody learns from a forecast that was
    corrected afterwards. A new one is a file of its own. Git remembers what was there.
    """
    losses = losses_of(handbook, KEPT.folder)
    yield from changed_later(
        KEPT, (loss for loss in losses if not _deleted_with_many(handbook, loss))
    )


def _deleted_with_many(handbook: Handbook, loss: Loss) -> bool:
    """Whether the same commit deleted many records, so that one message covers all of them."""
    gone = [
        records
        for records in losses_of(handbook, RECORDS)
        if records.is_gone and records.at == loss.at
    ]
    return loss.is_gone and len(gone) >= MANY


@rule(
    "snapshot-twice",
    bad="""
forecast-and-quotas/snapshots/q3-2026-w06.yml:
quarter: q2-2026
taken: 2026-08-21
# The forecast q2-2026-w06 is of that quarter and that week too.
""",
    good="forecast-and-quotas/snapshots/q3-2026-w06.yml:\nquarter: q3-2026\ntaken: 2026-11-20",
)
def snapshots_twice(handbook: Handbook) -> Iterator[Problem]:
    """Of a quarter one forecast is frozen at a time before its end, not two: otherwise the better
    one could be chosen afterwards.
    """
    seen: dict[tuple[str, int], str] = {}
    for snapshot in handbook.facts[Snapshot]:
        key = snapshot.quarter, int(snapshot.weeks_left)
        if key in seen:
            what = f'"{snapshot.id}" and "{seen[key]}" are both forecasts of {snapshot.quarter}, {snapshot.weeks_left} weeks before its end.'
            yield Problem(
                snapshot.at("weeks_left"),
                what,
                "write at which week each was taken, or take the later one out.",
            )
        seen.setdefault(key, snapshot.id)


@rule(
    "snapshot-out-of-time",
    bad="""
forecast-and-quotas/snapshots/q1-2026-w06.yml:
taken: 2026-07-01
forecast-and-quotas/snapshots/q2-2026-w06.yml:
weeks_left: 2
forecast-and-quotas/snapshots/q3-2026-w06.yml:
taken: 2026-11-27
""",
    good={
        "taken: 2026-07-01": "taken: 2026-05-20",
        "weeks_left: 2": "weeks_left: 6",
        "taken: 2026-11-27": "taken: 2026-11-20",
    },
)
def snapshots_out_of_time(handbook: Handbook) -> Iterator[Problem]:
    """A forecast is frozen before its quarter is over, on a day in the past, and its weeks are
    those that were left on that day.
    """
    sound = is_gapless(in_order(handbook.facts))
    for snapshot in handbook.facts[Snapshot]:
        quarter = handbook.facts[Quarter].get(snapshot.quarter) if sound else None
        if snapshot.taken > handbook.today:
            yield Problem(
                snapshot.at("taken"),
                f"This forecast was taken on {snapshot.taken.isoformat()}, which is still to come.",
                "write the day on which it was frozen.",
            )
        elif quarter and snapshot.taken >= quarter.until:
            what = f"This forecast of {quarter.id} was taken on {snapshot.taken.isoformat()}, when the quarter was over."
            yield Problem(
                snapshot.at("taken"), what, "a forecast after the end is none; take it out."
            )
        elif (
            quarter
            and abs(snapshot.weeks_left * WEEK - (left := (quarter.until - snapshot.taken).days))
            >= WEEK
        ):
            what = f"On {snapshot.taken.isoformat()} {left} days of {quarter.id} were left, not {snapshot.weeks_left} weeks."
            yield Problem(
                snapshot.at("weeks_left"), what, "write:", f"weeks_left: {round(left / WEEK)}"
            )


@rule(
    "snapshot-incomplete",
    bad="""
forecast-and-quotas/snapshots/q1-2026-w06.yml:
- {method: stage conversion, amount: 88 000}
forecast-and-quotas/snapshots/q2-2026-w06.yml:
- {method: seasonal naive, amount: 70 000}
- {method: stage conversion, amount: 80 000}
- {method: capacity, amount: 60 000}
""",
    good={
        "- {method: stage conversion, amount: 88 000}": "- {method: stage conversion, amount: 88 000}\n- {method: run rate, amount: 76 000}",
        "method: seasonal naive": "method: weighted pipeline",
        "method: capacity": "method: run rate",
    },
)
def incomplete_snapshots(handbook: Handbook) -> Iterator[Problem]:
    """A frozen forecast holds the number of every method, each once, so that they can be compared.
    The seasonal naive one is left out: it comes from the calendar, where no hand can improve it.
    """
    wanted = [method for method in get_args(Method) if method != NAIVE]
    for snapshot in handbook.facts[Snapshot]:
        found = [row.method for row in snapshot.methods]
        for place, row in enumerate(snapshot.methods):
            if row.method == NAIVE:
                yield Problem(
                    row.at("method"),
                    f"The {NAIVE} forecast is computed from the calendar.",
                    "delete this line.",
                )
            elif row.method in found[:place]:
                yield Problem(
                    row.at("method"),
                    f'"{row.method}" stands twice in "{snapshot.id}".',
                    "delete one of the two lines.",
                )
        missing = [method for method in wanted if method not in found]
        if missing:
            paste = "\n".join(f"- {{method: {method}, amount: …}}" for method in missing)
            yield Problem(
                snapshot.at("methods"),
                f'"{snapshot.id}" lacks the number of: {listed(missing)}.',
                "add what was said on that day:",
                paste,
                edit=Entry("methods"),
            )


@rule(
    "call-falls",
    bad="""
forecast-and-quotas/snapshots/q1-2026-w06.yml:
call: {closed: 85 000, commit: 80 000, most_likely: 90 000, best_case: 104 000}
""",
    good="""
forecast-and-quotas/snapshots/q1-2026-w06.yml:
call: {closed: 40 000, commit: 80 000, most_likely: 90 000, best_case: 104 000}
""",
)
def falling_calls(handbook: Handbook) -> Iterator[Problem]:
    """The parts of a call are sums, each holds the one before: closed, with commit, with most
    likely, with best case. So they never fall.
    """
    for snapshot in handbook.facts[Snapshot]:
        parts = [
            (key, getattr(snapshot.call, key))
            for key in ("closed", "commit", "most_likely", "best_case")
        ]
        for (before, less), (key, more) in pairwise(parts):
            if more < less:
                what = f'In "{snapshot.id}" {key.replace("_", " ")} is {spaced(more)}, less than {before.replace("_", " ")}, {spaced(less)}, which it holds.'
                yield Problem(
                    snapshot.call.at(key),
                    what,
                    "write the sum that holds it:",
                    f"{key}: {spaced(less)}",
                )


@rule(
    "override-unexplained",
    bad="forecast-and-quotas/snapshots/q3-2026-w06.yml:\nby: sales-director",
    good="""
forecast-and-quotas/snapshots/q3-2026-w06.yml:
by: sales-director
override_because: A hotel signs at the end of the month, its director wrote.
""",
)
def unexplained_overrides(handbook: Handbook) -> Iterator[Problem]:
    """The category call is the sum with most likely. A call with a different number gives a reason,
    and the reason is frozen with it.
    """
    for snapshot in handbook.facts[Snapshot]:
        said = _category_call(snapshot)
        if (
            said is not None
            and said.amount != snapshot.call.most_likely
            and not snapshot.override_because
        ):
            what = f'In "{snapshot.id}" {spaced(said.amount)} was called, but the sum with most likely is {spaced(snapshot.call.most_likely)}.'
            yield Problem(
                said.at("amount"),
                what,
                "say why, on a line of its own in this forecast override_because: ….",
            )


def _category_call(snapshot: Snapshot) -> MethodNumber | None:
    return next((row for row in snapshot.methods if row.method == "category call"), None)
