"""What is shown of units: the map around sales, who is waited for, and times in words."""

from __future__ import annotations

import re
from datetime import date

import pytest

from handbook.documents.company.facts.company import OpeningHours
from handbook.documents.company.facts.measures import against, pulls
from handbook.documents.interaction.duties import duties_by_role, is_single_person
from handbook.documents.interaction.macros.map import MapUnit, map_of_units
from handbook.documents.interaction.macros.services import open_hours
from handbook.pages import Call
from handbook.rules.edition import edition_without_git
from handbook.text.load import Folder

TODAY = date(2026, 11, 23)


def drawn(folder: Folder, name: str, *args: str) -> str:
    call = Call(name, args, (), line=0, written=name, alone=True)
    return str(edition_without_git(folder, TODAY).shown.draw(call, "interaction.md").html)


def texts(html: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", html)


# --- measures that pull against each other


def test_a_pull_is_shown_at_both_measures_whichever_says_it(good):
    facts = edition_without_git(good, TODAY).handbook.facts
    assert against(facts, "signed-orders") == ["orders-complete"]
    assert against(facts, "orders-complete") == ["signed-orders"]
    assert against(facts, "dates-kept") == against(facts, "unknown") == []
    assert pulls(facts, "orders-complete", "signed-orders")
    assert drawn(good, "measure_table").count("Pulls against: Signed orders") == 1


def test_a_scorecard_names_the_pairs_on_it_that_pull_against_each_other(good):
    assert "Signed orders and Orders complete." in drawn(good, "kpi_table", "seller")
    assert "pull against" not in drawn(good, "kpi_table", "sales-director")


# --- the map


def test_the_map_counts_services_each_way_and_leads_to_the_units_page(good):
    html = drawn(good, "unit_map")
    assert texts(html) == ["Sales", "Management", "1", "1", "Operations", "2", "1"]
    assert html.count("<a ") == 1
    assert "Operations gives Sales 2 services and gets 1" in html


def test_the_middle_is_the_busiest_unit_where_none_is_called_sales(good):
    for path in ("units.yml", "roles.yml", "interaction/services.yml"):
        name = f"docs/_facts/{path}"
        good.data[name] = re.sub(rb"\bsales$", b"selling", good.data[name], flags=re.MULTILINE)
    assert texts(drawn(good, "unit_map"))[0] == "Sales"
    assert texts(drawn(good, "unit_map")).count("1") == 3


def test_a_way_without_services_is_a_faint_line_and_others_are_told_in_words():
    html = str(map_of_units("Sales", "", [MapUnit("Legal", "", 2, 0)], 3))
    assert "hb-arrow hb-to" in html
    assert "hb-arrow hb-none" in html
    assert "3 more services between the other units" in html
    assert 'role="img"' in html


def test_a_map_with_links_lets_readers_of_all_kinds_reach_them():
    html = str(map_of_units("Sales", "", [MapUnit("Legal", "../legal/", 1, 1)], 0))
    assert 'role="group"' in html
    assert '<a href="../legal/"' in html


@pytest.mark.parametrize("number", [0, 1, 2, 7, 20])
def test_every_box_stands_inside_the_picture(number):
    html = str(
        map_of_units(
            "Sales", "", [MapUnit(f"Unit {place}", "", 1, 1) for place in range(number)], 0
        )
    )
    height = int(re.search(r'viewBox="0 0 720 (\d+)"', html)[1])
    boxes = [
        [int(item) for item in row]
        for row in re.findall(r'x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"', html)
    ]
    assert len(boxes) == number + 1
    assert all(x + width <= 720 and y + tall <= height for x, y, width, tall in boxes)


# --- who is waited for


def test_everybody_who_must_answer_is_waited_for_in_the_order_of_roles(good):
    facts = edition_without_git(good, TODAY).handbook.facts
    found = duties_by_role(facts)
    assert list(found) == ["managing-director", "sales-director", "seller", "head-of-operations"]
    assert found["seller"] == {"handovers": ["Back to the seller"]}
    assert found["head-of-operations"] == {
        "late services": ["Installation", "Variable pay"],
        "handovers": ["To operations"],
        "escalations": ["Ask the other head"],
    }


def test_only_one_counts_the_seats_that_are_filled(good):
    facts = edition_without_git(good, TODAY).handbook.facts
    assert [is_single_person(facts, role) for role in ("seller", "sales-director", "nobody")] == [
        False,
        True,
        False,
    ]


def test_the_table_of_deputies_names_few_duties_and_counts_many(good):
    html = drawn(good, "deputy_table")
    assert "handovers: To operations" in html
    assert "5 late services" in html


# --- words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"], "Monday to Friday, 09:00–17:30"),
        (["Friday", "Monday"], "Monday, Friday, 09:00–17:30"),
        (["Saturday", "Sunday"], "Saturday, Sunday, 09:00–17:30"),
        (["Monday", "Tuesday", "Thursday"], "Monday, Tuesday, Thursday, 09:00–17:30"),
    ],
)
def test_hours_are_told_in_words(days, words):
    assert open_hours(OpeningHours(days=days, opens="09:00", closes="17:30")) == words


def test_meetings_promises_and_holidays_are_told_in_words(good):
    meetings = drawn(good, "meeting_table")
    assert "every Monday, 09:30, 45 minutes" in meetings
    assert "the first Monday of each month, 11:00, 60 minutes" in meetings
    assert "6 business days" in drawn(good, "promise_table")
    assert "25 December 2026: Christmas Day" in drawn(good, "opening_hours")
