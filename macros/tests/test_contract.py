"""The contract: of a document that is declared complete nothing can be taken away without a word about what to add."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handbook.facts.company import Part
from handbook.facts.reading import read_facts
from handbook.load import Folder

PARTS = "docs/_facts/parts.yml"
GOOD = Path(__file__).parent / "good"


def parts() -> list[Part]:
    """All parts of the documents that the good handbook declares complete."""
    facts, _ = read_facts({PARTS: (GOOD / PARTS).read_text(encoding="utf-8")})
    return [part for one in facts.documents if one.state == "complete" for part in one.parts]


def required(key: str) -> list[tuple[str, str]]:
    return [(part.id, one) for part in parts() for one in getattr(part, key)]


def page_of(good: Folder, part: str) -> str:
    """The path of the page that is a part."""
    line = f"\npart: {part}\n".encode()
    return next(path for path, data in good.data.items() if path.endswith(".md") and line in data)


def rewrite(good: Folder, path: str, pattern: str, by: str = "") -> None:
    text, times = re.subn(pattern, by, good.data[path].decode(), flags=re.MULTILINE)
    assert times, f"{pattern} does not stand in {path}"
    good.data[path] = text.encode()


def test_the_good_handbook_asks_for_something_of_each_kind() -> None:
    assert parts()
    assert required("headings")
    assert required("shows")


@pytest.mark.parametrize("part", [part.id for part in parts()])
def test_a_missing_page_is_reported_with_what_to_write(good: Folder, problems_of, part: str) -> None:
    path = page_of(good, part)
    del good.data[path], good.entries[path]
    problem = next(one for one in problems_of(good) if one.rule == "part-missing")
    assert problem.severity == "must"
    assert problem.place.path == PARTS
    assert f"part: {part}" in problem.fix


@pytest.mark.parametrize("part", [part.id for part in parts()])
def test_a_page_with_nothing_but_its_title_is_reported(good: Folder, problems_of, part: str) -> None:
    path = page_of(good, part)
    rewrite(good, path, r"\A(---\n[\s\S]*?\n---\n# .*\n)[\s\S]*", r"\1\n{{ page_card() }}\n")
    said = [one.rule for one in problems_of(good) if one.place.path == path and one.severity == "must"]
    assert "part-incomplete" in said


@pytest.mark.parametrize(("part", "heading"), required("headings"))
def test_a_missing_heading_is_reported_with_the_line_to_add(
    good: Folder, problems_of, part: str, heading: str
) -> None:
    path = page_of(good, part)
    rewrite(good, path, rf"^#+ .*\{{: #{heading} \}}\n")
    problem = next(one for one in problems_of(good) if one.rule == "part-incomplete")
    assert (problem.severity, problem.place.path) == ("must", path)
    assert f"{{: #{heading} }}" in problem.paste


@pytest.mark.parametrize(("part", "name"), required("shows"))
def test_facts_that_are_not_shown_are_reported_with_the_line_to_add(
    good: Folder, problems_of, part: str, name: str
) -> None:
    path = page_of(good, part)
    rewrite(good, path, rf"\{{\{{ {name}\(.*?\) \}}\}}", "Nothing.")
    problem = next(one for one in problems_of(good) if one.rule == "part-incomplete")
    assert (problem.severity, problem.place.path) == ("must", path)
    assert problem.paste.strip() == f"{{{{ {name}() }}}}"


# What parts of a sales book must show, and where its facts are.
FACTS = {
    "price_list": "prices.yml",
    "discount_levers": "discounts.yml",
    "product_table": "products.yml",
    "competitor_table": "competitors/",
    "give_get_table": "give_get.yml",
    "never_say_table": "never_say.yml",
    "lesson_list": "lessons/",
    "faq_list": "faq/",
}


@pytest.mark.parametrize("name", FACTS)
def test_missing_facts_are_reported_with_what_to_add(good: Folder, problems_of, name: str) -> None:
    prices = page_of(good, "sales-book/prices")
    good.data[prices] += f"\n## Shown {{: #shown }}\n\n{{{{ {name}() }}}}\n".encode()
    rewrite(good, PARTS, r"shows: \[price_list, discount_levers\]", f"shows: [{name}]")
    for path in [path for path in good.data if path.startswith(f"docs/_facts/sales-book/{FACTS[name]}")]:
        del good.data[path], good.entries[path]
    must = [f"{one.place.path} {one.what}" for one in problems_of(good) if one.severity == "must"]
    said = (f"{name}()", f"docs/_facts/sales-book/{FACTS[name]}")
    assert any(word in what for word in said for what in must), must


def test_a_part_may_show_that_no_price_will_change(good: Folder, problems_of) -> None:
    rewrite(good, PARTS, r"shows: \[price_list, discount_levers\]", "shows: [coming_prices]")
    rewrite(good, "docs/_facts/sales-book/prices.yml", r"^- id: list-2027[\s\S]*", "")
    rewrite(good, "docs/_facts/sales-book/prices.yml", "^  until: 2027-01-01\n")
    assert [one for one in problems_of(good) if one.rule == "part-incomplete"] == []
