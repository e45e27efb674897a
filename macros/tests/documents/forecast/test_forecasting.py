"""What the facts of forecasting say together, on the good handbook, whose numbers can be followed
by hand; and what nobody can say.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from handbook.documents.forecast import forecasting
from handbook.documents.forecast.facts.forecast import Pipeline
from handbook.documents.forecast.forecasting import MethodForecast
from handbook.facts.facts import Facts
from handbook.rules.edition import edition_without_git
from handbook.text.load import Folder

TODAY = date(2026, 11, 23)
FACTS = "docs/_facts/forecast-and-quotas/"
D = Decimal


@pytest.fixture
def facts(good: Folder) -> Facts:
    return edition_without_git(good, TODAY).handbook.facts


@pytest.fixture
def changed(good: Folder):
    def facts_with(path: str, old: str, new: str) -> Facts:
        text = good.data[path].decode()
        assert text.count(old) == 1, old
        good.data[path] = text.replace(old, new).encode()
        return edition_without_git(good, TODAY).handbook.facts

    return facts_with


def pipeline(facts: Facts) -> Pipeline:
    assert facts.only(Pipeline)
    return facts.only(Pipeline)


def now(facts: Facts) -> dict[str, MethodForecast]:
    return {
        forecast.method: forecast
        for forecast in forecasting.current_forecasts(facts, pipeline(facts))
    }


# Signed so far 48 000; counted are five of seven deals: 12 000, 4 800, 9 000 and 18 000 at 60 %, 2
# 400 at 20 %.
@pytest.mark.parametrize(
    ("method", "amount"),
    [
        ("weighted pipeline", "74760"),  # 48 000 + 43 800 x 60 % + 2 400 x 20 %
        ("stage conversion", "62155.2"),  # 48 000 + (2 x 2 400 + 2 x 9 000) x 60 % + 2 400 x 19.8 %
        ("seasonal naive", "85000"),
        ("category call", "73800"),
        ("capacity", "95000"),  # 4 x 100 000 x 25 % x 95 %; the open seat begins in January
    ],
)
def test_each_method_on_the_open_deals(facts, method, amount):
    assert now(facts)[method].amount == D(amount)


def test_the_run_rate_counts_the_days_with_that_of_the_export(facts):
    assert forecasting.elapsed(facts, pipeline(facts)) == D(49) / 92
    assert round(now(facts)["run rate"].amount, 2) == D("90122.45")


def test_the_weighted_pipeline_has_its_spread_and_the_call_its_two_ends(facts):
    said = now(facts)
    variance = (12000**2 + 4800**2 + 9000**2 + 18000**2) * D("0.24") + 2400**2 * D("0.16")
    assert said["weighted pipeline"].high - said["weighted pipeline"].amount == variance.sqrt()
    assert said["weighted pipeline"].low == said["weighted pipeline"].amount - variance.sqrt()
    assert (said["category call"].low, said["category call"].high) == (D(69000), D(91800))


def test_omitted_deals_and_those_of_another_quarter_do_not_count(facts):
    assert [deal.id for deal in forecasting.deals_due(pipeline(facts))] == [
        "d-1",
        "d-2",
        "d-3",
        "d-4",
        "d-5",
    ]


@pytest.mark.parametrize(
    ("path", "old", "new", "method"),
    [
        (FACTS + "pipeline.yml", "as_of: 2026-11-18", "as_of: 2026-09-18", "run rate"),
        (FACTS + "calendar.yml", "season: 25 %, signed: 85 000", "season: 25 %", "seasonal naive"),
        ("docs/_facts/customer-base/cycles.yml", "buyer_group: hotels\n  kind: new", "buyer_group: hotels\n  kind: repeat", "stage conversion"),
        (FACTS + "capacity.yml", "lost: 5 %", "lost: five", "capacity"),
    ],
)  # fmt: skip
def test_a_method_without_its_facts_says_nothing(changed, path, old, new, method):
    assert now(changed(path, old, new))[method].amount is None


def test_the_naive_number_of_a_quarter_is_that_of_a_year_before(facts):
    assert [forecasting.naive(facts, quarter.id) for quarter in forecasting.in_order(facts)] == [
        None, None, None, None, D(84000), D(66000), D(85000), D(100000),
    ]  # fmt: skip
    assert forecasting.naive(facts, "q1-1999") is None


def test_accuracy_of_a_method_beside_the_naive_one(facts):
    call = forecasting.accuracy_of(facts, "category call", 6)
    assert call
    # 93 000 came where 90 000 was said, 75 000 where 77 000 was said; naive said 84 000 and 66 000.
    assert call.quarters == 2
    assert call.wape == D(5000) / 168000
    assert call.bias == D(1000) / 168000
    assert call.signal == D("0.4")
    assert call.added == D(18000) / 168000 - D(5000) / 168000
    naive = forecasting.accuracy_of(facts, "seasonal naive", 6)
    assert naive
    assert (naive.wape, naive.added) == (D(18000) / 168000, None)


def test_nothing_is_said_of_a_horizon_without_snapshots(facts):
    assert forecasting.horizons(facts) == [6]
    assert forecasting.accuracy_of(facts, "category call", 12) is None


def test_coverage_counts_qualified_deals_against_what_is_left(facts):
    rows = {
        row.buyer_group: row
        for row in forecasting.group_coverages(facts, pipeline(facts), "proposal")
    }
    offices, hotels = rows["offices"], rows["hotels"]
    assert (offices.left, offices.qualified, offices.is_now) == (
        D(27600),
        D(16800),
        D(16800) / 27600,
    )
    assert (offices.win_rate, offices.required) == (D("0.6"), D(2))
    assert (hotels.left, hotels.qualified) == (D(20400), D(27000))


def test_where_the_plan_is_met_there_is_nothing_to_cover(changed):
    facts = changed(
        FACTS + "pipeline.yml", "plan: 57 600, signed: 30 000", "plan: 57 600, signed: 60 000"
    )
    offices, _ = forecasting.group_coverages(facts, pipeline(facts), "proposal")
    assert (offices.left, offices.is_now) == (D(0), None)


@pytest.mark.parametrize(
    ("ended", "won", "verdict", "shown"),
    [(9, 2, "too few to say", False), (10, 2, "assumed", True), (29, 6, "assumed", True), (90, 18, "inside", True), (90, 40, "outside", True)],
)  # fmt: skip
def test_what_the_cases_say_of_a_probability(changed, ended, won, verdict, shown):
    path, was = "docs/_facts/sales-book/stages.yml", "history: {ended: 90, won: 18"
    row = forecasting.stage_calibrations(
        changed(path, was, f"history: {{ended: {ended}, won: {won}"), 30
    )[0]
    assert (row.verdict, row.rate is not None, row.low is not None) == (verdict, shown, shown)


# --- what pages show of it ------------------------------------------------------------------------


def drawn(good: Folder, name: str) -> str:
    edition = edition_without_git(good, TODAY)
    call = next(
        candidate
        for candidate in edition.handbook.pages["forecast.md"].calls
        if candidate.name == name
    )
    return str(edition.shown.draw(call, "forecast.md").html)


def test_few_cases_show_no_share_and_assumed_ones_are_called_so(good):
    path = "docs/_facts/sales-book/stages.yml"
    text = good.data[path].decode().replace("ended: 90, won: 18", "ended: 9, won: 2")
    good.data[path] = text.replace("ended: 30, won: 18", "ended: 12, won: 7").encode()
    shown = drawn(good, "calibration_table")
    assert "too few to say</span>" in shown
    assert "assumed</span>" in shown
    assert "22%" not in shown
    assert "58%" in shown


def test_what_misses_its_target_is_marked_in_words(good):
    path = FACTS + "forecast.yml"
    good.data[path] = (
        good.data[path].decode().replace("wape: 10 %, bias: 5 %", "wape: 2 %, bias: 0 %").encode()
    )
    assert drawn(good, "accuracy_table").count("off target</span>") == 2


def test_a_method_that_does_not_beat_the_naive_one_is_told_so(good):
    path = FACTS + "snapshots/q2-2026-w06.yml"
    good.data[path] = (
        good.data[path]
        .decode()
        .replace("run rate, amount: 60 000", "run rate, amount: 40 000")
        .encode()
    )
    assert "not better</span>" in drawn(good, "accuracy_table")


def test_a_quarter_without_a_frozen_forecast_says_so(good):
    page = "docs/forecast.md"
    good.data[page] = good.data[page].replace(
        b'snapshot_table("q3-2026")', b'snapshot_table("q4-2026")'
    )
    assert "No forecast of Q4 2026 has been frozen yet." in drawn(good, "snapshot_table")


@pytest.mark.parametrize(
    "name", ["forecast_picture", "quota_picture", "capacity_picture", "ramp_picture"]
)
def test_a_picture_says_in_words_what_it_shows_and_holds_no_colour_of_its_own(good, name):
    shown = drawn(good, name)
    assert 'role="img" aria-label="' in shown
    assert "<figcaption>" in shown
    assert "fill=" not in shown
    assert "style=" not in shown
    assert "#" not in shown.replace("&#", "")


def test_the_band_of_the_picture_says_what_it_is(good):
    assert "usual error (WAPE) over these quarters" in drawn(good, "forecast_picture")


def test_the_open_seat_carries_its_ramped_quota(good):
    shown = drawn(good, "quarter_table")
    assert "£15,000" in shown  # 100 000 x 30 % x (0 + 50 + 100) % / 3
    assert "£411,000" in shown


def test_a_snapshot_frozen_with_another_number_shows_the_reason(good):
    assert "overrode the sum of the categories: A hotel signs at the end of the month" in drawn(
        good, "snapshot_table"
    )
