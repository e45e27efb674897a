"""The life of a page: on which day its state changes, and what a fingerprint depends on. Every date is given."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.facts.catalogue import Facts
from handbook.facts.model import Fact
from handbook.facts.scalars import Change, Count, Duration, Money, Share, Year
from handbook.handbook import Handbook, _today, build
from handbook.load import Folder
from handbook.open import Opened
from handbook.records import (
    SOON,
    Fingerprints,
    Life,
    Record,
    Standing,
    State,
    as_yaml,
    due_on,
    facts_fingerprint,
    fingerprint,
    read_records,
    standing,
    text_fingerprint,
)
from handbook.render.calls import Shows
from handbook.render.html import Html
from handbook.render.macro import MACROS, Picked, canonical
from handbook.review import to_paste
from handbook.source import read_yaml

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
READ = Fingerprints("3f2a9c41", "81be07d2")
DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


def reviewed(on: date, read: Fingerprints = READ) -> Life:
    record = Record(
        step="reviewed", on=on, by="seller", found="Compared it all.", text=read.text, facts=read.facts
    )
    return Life("docs/_records/a.yml", [record])


def stands(on: date, today: date, months: int = 3, now: Fingerprints = READ) -> Standing:
    return standing(reviewed(on), now, months, today)


# --- on which day -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "due"),
    [
        ("2026-11-30", "2027-02-28"),
        ("2027-11-30", "2028-02-29"),
        ("2024-02-29", "2024-05-29"),
        ("2026-01-31", "2026-04-30"),
        ("2026-08-23", "2026-11-23"),
        ("2026-12-31", "2027-03-31"),
        ("2026-11-29", "2027-02-28"),
    ],
)
def test_three_months_are_calendar_months_that_end_with_the_month(on, due):
    assert due_on(date.fromisoformat(on), 3) == date.fromisoformat(due)


def test_one_and_two_months():
    assert due_on(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert due_on(date(2026, 12, 31), 2) == date(2027, 2, 28)


def test_a_review_of_exactly_three_months_ago_holds_and_an_older_one_does_not():
    assert stands(date(2026, 8, 23), TODAY).state is State.DUE_SOON
    assert stands(date(2026, 8, 22), TODAY).state is State.OVERDUE


@given(DAYS, st.sampled_from([1, 2, 3]), st.booleans())
def test_a_state_changes_once_to_due_soon_and_once_to_overdue_the_day_after_the_due_date(on, months, changed):
    now = Fingerprints("00000000", READ.facts) if changed else READ
    due = due_on(on, months)
    length = (due - on).days
    states = [stands(on, on + count * DAY, months, now).state for count in range(length + 40)]
    before = {True: State.CHANGED, False: State.IN_DATE}[changed]
    soon = {True: State.CHANGED, False: State.DUE_SOON}[changed]
    quiet = length - SOON.days
    assert states == [before] * quiet + [soon] * (SOON.days + 1) + [State.OVERDUE] * 39
    assert 28 <= length <= 31 * months


@given(DAYS, DAYS, st.sampled_from([1, 2, 3]))
def test_a_later_review_never_ends_earlier(one, other, months):
    first, second = sorted([one, other])
    assert due_on(first, months) <= due_on(second, months)


def test_without_a_review_that_binds_a_page_was_never_reviewed():
    unbound = Life("a", [Record(step="reviewed", on=TODAY, by="seller", found="Compared it all.")])
    drafted = Life("a", [Record(step="drafted", on=TODAY, by="seller")])
    for life in (None, Life("a"), unbound, drafted):
        assert standing(life, READ, 3, TODAY) == Standing(State.NEVER)


@pytest.mark.parametrize(
    ("now", "changed"),
    [
        (READ, ()),
        (Fingerprints("00000000", READ.facts), ("text",)),
        (Fingerprints(READ.text, "00000000"), ("facts",)),
        (Fingerprints("00000000", "00000000"), ("text", "facts")),
    ],
)
def test_what_changed_since_the_review_is_said(now, changed):
    found = stands(date(2026, 11, 1), TODAY, now=now)
    assert (found.changed, found.state) == (changed, State.CHANGED if changed else State.IN_DATE)


# --- the company's day ------------------------------------------------------------------------------


def in_zone(good: Folder, zone: str) -> Folder:
    path = "docs/_facts/company.yml"
    good.data[path] = good.data[path].replace(b"Europe/London", zone.encode())
    return good


def today_of(folder: Folder, moment: datetime) -> date:
    return build(folder, moment).today


@pytest.mark.parametrize(
    "zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin", "UTC", "Asia/Kathmandu"]
)
def test_one_company_day_has_one_verdict(good, zone):
    folder = in_zone(good, zone)
    place = ZoneInfo(zone)
    for clock in ((0, 0), (0, 30), (12, 0), (23, 30), (23, 59)):
        assert today_of(folder, datetime(2026, 11, 23, *clock, tzinfo=place)) == TODAY


def test_half_past_eleven_at_night_in_utc_is_another_day_elsewhere(good):
    moment = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert today_of(in_zone(good, "Pacific/Kiritimati"), moment) == TODAY + DAY
    path = "docs/_facts/company.yml"
    good.data[path] = good.data[path].replace(b"Pacific/Kiritimati", b"Pacific/Pago_Pago")
    assert today_of(good, moment) == TODAY


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_on_days_when_clocks_change_no_day_is_lost_or_doubled(good, day):
    folder = in_zone(good, "Europe/Berlin")
    begin = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)
    end = datetime(day.year, day.month, day.day + 1, tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)
    assert (end - begin) in (timedelta(hours=23), timedelta(hours=25))
    second = timedelta(seconds=1)
    moments = [begin - second, begin, begin + timedelta(hours=2, minutes=30), end - second, end]
    assert [today_of(folder, one) for one in moments] == [day - DAY, day, day, day, day + DAY]
    due = due_on(day - timedelta(days=92), 3)
    assert stands(day - timedelta(days=92), due, 3).state is State.DUE_SOON
    assert stands(day - timedelta(days=92), due + DAY, 3).state is State.OVERDUE


@given(
    DAYS, st.sampled_from(["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin", "America/St_Johns"])
)
def test_a_day_begins_at_midnight_of_the_company(day, zone):
    begin = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    facts = Facts(company=SimpleNamespace(time_zone=zone))
    assert _today(begin, facts) == day
    assert _today(begin - timedelta(microseconds=1), facts) == day - DAY


def test_without_a_known_time_zone_nothing_breaks(good):
    """The zone has a Problem of its own; until it is mended the day is that of UTC."""
    folder = in_zone(good, "Moon/Crater")
    handbook = build(folder, datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
    assert handbook.today == TODAY
    assert any("time_zone" in problem.what for problem in handbook.problems)


def test_time_zones_come_with_the_handbook():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert "tzdata" in project["project"]["dependencies"]


# --- fingerprints of text ---------------------------------------------------------------------------

PLAIN = "# Prices\n\nA price is given by phone, never in the first letter.\n\n- one\n- two\n"
VECTORS = {
    "": "e3b0c442",
    PLAIN: "d2beaeee",
    "Zürich — 12 % · “ja”\n": "66a0dbb4",
    "漢字 \U0001f600\n": "263577eb",
    "{{ price('tap-one') }}": "51e4dbaf",
}


@pytest.mark.parametrize(("text", "pinned"), VECTORS.items())
def test_pinned_fingerprints_of_text(text, pinned):
    assert text_fingerprint(text) == pinned


def test_pinned_fingerprint_of_facts():
    selected = [{"name": "Tap one", "list": "60", "ages": ["14 days", None]}, ["ü", {}], "60"]
    assert facts_fingerprint(selected) == "0c4d105f"
    assert facts_fingerprint([]) == fingerprint("") == "e3b0c442"


@pytest.mark.parametrize(
    "same",
    [
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace(" phone, ", "\nphone,\n"),
        PLAIN.replace("\n", "   \n\n"),
        PLAIN.replace("\n", "\n    "),
        PLAIN.replace(" ", "\u00a0"),
        "\n\n" + PLAIN.rstrip(),
    ],
)
def test_line_ends_reflow_and_indents_change_no_fingerprint(same):
    assert text_fingerprint(same) == text_fingerprint(PLAIN)


def test_one_letter_in_two_spellings_is_one_letter():
    assert text_fingerprint("Zu\u0308rich") == text_fingerprint("Z\u00fcrich")


@given(st.text(), st.text())
def test_other_words_have_another_fingerprint(one, other):
    words = [" ".join(text.split()) for text in (one, other)]
    if words[0].isascii() and words[1].isascii() and "](" not in one + other and "]: " not in one + other:
        assert (text_fingerprint(one) == text_fingerprint(other)) == (words[0] == words[1])


def test_front_matter_and_line_ends_of_a_file_change_no_fingerprint(good):
    before = prints(good)
    for path in [path for path in good.data if path.endswith(".md")]:
        text = good.data[path].decode().replace("readers: [seller]", "readers:\n  - seller  # all of them")
        good.data[path] = text.replace("\n", "\r\n").encode()
    assert prints(good) == before


def prints(folder: Folder) -> dict[str, Fingerprints]:
    handbook = Opened(folder, TODAY).handbook
    return {src: handbook.fingerprints(page) for src, page in handbook.pages.items()}


def test_a_link_counts_as_the_page_it_leads_to():
    there = text_fingerprint("See [prices](../b/prices.md#list).", "a/page.md")
    assert text_fingerprint("See [prices](./../b/prices.md#list).", "a/page.md") == there
    assert text_fingerprint("See [prices](prices.md#list).", "b/page.md") == there
    assert text_fingerprint("See [prices](new.md#list).", "page.md", {"new.md": "b/prices.md"}) == there
    for other in ("(../b/prices.md#all)", "(../b/stages.md#list)", "(https://example.com/b/prices.md#list)"):
        assert text_fingerprint(f"See [prices]{other}.", "a/page.md") != there


# --- fingerprints of facts --------------------------------------------------------------------------


def test_drawing_otherwise_changes_no_fingerprint(good, monkeypatch):
    before = prints(good)
    for found in MACROS.values():
        monkeypatch.setattr(found, "draw", lambda selection, view: Html("<b>restyled</b>"))
    assert prints(good) == before


def test_the_order_of_facts_changes_no_fingerprint():
    selected = [{"a": "1", "b": "2"}, {"c": "3"}, "60"]
    assert facts_fingerprint(reversed(selected)) == facts_fingerprint(selected)
    assert facts_fingerprint([{"b": "2", "a": "1"}, "60", {"c": "3"}]) == facts_fingerprint(selected)


def test_calls_in_another_order_show_the_same_facts(good):
    before = prints(good)["sales-book/prices.md"]
    path = "docs/sales-book/prices.md"
    text = good.data[path].decode()
    text = text.replace("{{ product_table() }}", "X").replace("{{ price_list() }}", "{{ product_table() }}")
    good.data[path] = text.replace("X", "{{ price_list() }}").encode()
    after = prints(good)["sales-book/prices.md"]
    assert after.facts == before.facts
    assert after.text != before.text


def test_keys_in_another_order_and_numbers_in_another_spelling_change_no_fingerprint(good):
    before = prints(good)
    path = "docs/_facts/sales-book/prices.yml"
    text = good.data[path].decode().replace("per: month, list: 60.00", "list: 60, per: month")
    good.data[path] = text.encode()
    assert prints(good) == before


def test_one_price_changes_the_pages_that_show_it_and_no_other(good):
    before = prints(good)
    path = "docs/_facts/sales-book/prices.yml"
    good.data[path] = good.data[path].replace(b"list: 60.00", b"list: 61.00")
    after = prints(good)
    assert [src for src in before if before[src] != after[src]] == ["sales-book/prices.md"]
    assert before["sales-book/prices.md"].text == after["sales-book/prices.md"].text


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (Money("1200.00"), "1200"),
        (Money("1200"), "1200"),
        (Money("18.50"), "18.5"),
        (Share("0.15"), "0.15"),
        (Change("-0.05"), "-0.05"),
        (Count(1200), "1200"),
        (Year(2014), "2014"),
        (Duration((4, "business hours")), "4 business hourss"),
        (date(2026, 11, 23), "2026-11-23"),
        (True, "True"),
        ("words", "words"),
        (None, None),
        (["a", Money("1.00")], ["a", "1"]),
        ({"a": Money("1.00"), 2: None}, {"a": "1", "2": None}),
        ((Count(1), Count(2)), ["1", "2"]),
    ],
)
def test_the_form_of_every_kind_of_value(value: Any, form: Any):
    assert canonical(value) == form


# --- writing ----------------------------------------------------------------------------------------

WORDS = st.text(min_size=1, max_size=200).filter(lambda text: text.strip())


@given(found=WORDS, answers=st.lists(WORDS, max_size=3))
def test_whatever_words_are_written_are_read_again(found, answers):
    text = as_yaml(
        {"step": "reviewed", "on": "2026-11-23", "by": "seller", "found": found, "answers": answers}
    )
    reading = read_yaml("docs/_records/a.yml", text)
    assert reading.problems == []
    (record,) = reading.value
    assert list(record) == ["step", "on", "by", "found", *(["answers"] if answers else [])]
    assert record["found"] == spoken(found)
    assert record.get("answers", []) == [spoken(one) for one in answers]


def spoken(text: str) -> str:
    """A text as a record keeps it: on one line, without signs that a file cannot hold."""
    kept = (sign if unicodedata.category(sign) not in ("Cc", "Cs") else " " for sign in text)
    return " ".join(re.sub("[\ufeff\ufffe\uffff]", " ", "".join(kept)).split())


def test_the_record_to_paste_is_read_and_binds(good):
    for page in Opened(good, TODAY).handbook.pages.values():
        handbook = Opened(good, TODAY).handbook
        lives, problems = read_records({"docs/_records/a.yml": to_paste(handbook, page)})
        assert problems == []
        found = standing(lives["a.md"], handbook.fingerprints(page), 3, TODAY)
        assert found.state is State.IN_DATE


# --- every fact -------------------------------------------------------------------------------------
# Each value of the good handbook's facts is changed in turn. Drawing tells what readers see, without asking how fingerprints
# are made: a page that looks otherwise must count as changed, and no page may count as changed that holds nothing of the fact.

# What decides how all values look, and is no fact that a page shows: language of the page, time zone, addresses of the repository,
# the name of the list that a choice takes its words from, and the country whose holidays count.
LOOKS = {"locale", "time_zone", "repository", "branch", "choices_from", "holidays_of"}
# Words of a closed list are the same text wherever they stand, so who holds which cannot be told.
CLOSED = {"weekday", "method"}


def values_of(fact: Fact, keys: tuple[str, ...] = ()) -> Iterator[tuple[Fact, str, Any]]:
    """Every single value of a fact and of those inside it: the innermost fact, the key, the value."""
    for key in type(fact).model_fields:
        value = getattr(fact, key)
        inner = list(value.values()) if isinstance(value, dict) else value
        if isinstance(inner, Fact):
            yield from values_of(inner)
        elif isinstance(inner, (list, tuple)) and inner and isinstance(inner[0], Fact):
            for one in inner:
                yield from values_of(one)
        else:
            yield fact, key, value


def other(value: Any) -> Any:
    """Another value of the same kind; None where there is none, because it is a name that others refer to."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, Duration):
        return type(value)((value.amount + 1, value.unit))
    if isinstance(value, (Decimal, int)):
        return type(value)(value + 1)
    if isinstance(value, date):
        return value + DAY
    if isinstance(value, str) and value[:1].isdigit():
        return re.sub(r"\d+", lambda found: str(int(found.group()) + 1), value, count=1)
    if isinstance(value, str) and (" " in value or value[:1].isupper()):
        return f"{value} anew"
    if isinstance(value, list) and value and isinstance(value[0], str) and " " in value[0]:
        return [f"{value[0]} anew", *value[1:]]
    return None


def held(selection: Any, fact: Fact, value: Any, key: str) -> bool:
    """Whether a selection holds this very key of this very fact, or its value on its own."""
    if isinstance(selection, Picked):
        mine = selection.fact is fact and key in selection.values
        return mine or any(held(inner, fact, value, key) for inner in selection.values.values())
    if isinstance(selection, Fact):
        inside = (getattr(selection, name) for name in type(selection).model_fields)
        return selection is fact or any(held(inner, fact, value, key) for inner in inside)
    if isinstance(selection, dict):
        return any(held(inner, fact, value, key) for inner in selection.values())
    if selection is value and not isinstance(value, bool):
        return True
    return isinstance(selection, (list, tuple)) and any(held(inner, fact, value, key) for inner in selection)


class Seen:
    """What the pages of a handbook show at one moment: selections, their fingerprint, and what readers see of them."""

    def __init__(self, handbook: Handbook) -> None:
        shows = Shows(handbook)
        pages = handbook.pages
        self.held = {
            src: [one.selection for one in shows.shown.get(src, []) if one.macro.facts] for src in pages
        }
        self.prints = {src: facts_fingerprint(shows.facts_of(page)) for src, page in pages.items()}
        self.drawn = {
            src: [str(shows.draw(one.call, src).html) for one in shows.shown.get(src, []) if one.macro.facts]
            for src in pages
        }


def first_of_each_kind(handbook: Handbook) -> Iterator[tuple[Fact, str, Any, Any]]:
    """For every key of every kind of fact the first value that can be changed, with what it is changed to."""
    seen: set[tuple[type[Fact], str]] = set()
    for fact, key, value in [one for top in handbook.facts.everything() for one in values_of(top)]:
        changed = other(value)
        if changed is not None and key not in LOOKS | CLOSED and (type(fact), key) not in seen:
            seen.add((type(fact), key))
            yield fact, key, value, changed


PARTS = 8  # so that several cores share the work


@pytest.mark.parametrize("part", range(PARTS))
def test_every_fact_changes_exactly_the_pages_that_show_it(good, part):
    handbook = Opened(good, TODAY).handbook
    before, tried = Seen(handbook), 0
    wrong = []
    for fact, key, value, changed in islice(first_of_each_kind(handbook), part, None, PARTS):
        tried += 1
        fact.__dict__[key] = changed
        after = Seen(handbook)
        fact.__dict__[key] = value
        counted = {src for src in before.prints if before.prints[src] != after.prints[src]}
        looks = {src for src in before.drawn if before.drawn[src] != after.drawn[src]}
        holds = {src for src, found in before.held.items() if held(found, fact, value, key)}
        # A price of next year that differs only now is shown only now.
        holds |= {src for src, found in after.held.items() if held(found, fact, changed, key)}
        if key == "currency":
            holds = {src for src, found in before.drawn.items() if "£" in "".join(found)}
        # A page may also show what is computed from a fact, such as orders from the plan: then it looks otherwise.
        if holds | looks != counted:
            wrong.append(
                (type(fact).__name__, key, sorted(counted - holds - looks), sorted((holds | looks) - counted))
            )
    assert tried > 200 / PARTS
    assert not wrong, "\n".join(map(str, wrong))
