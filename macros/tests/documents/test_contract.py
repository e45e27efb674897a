"""The contract: of a document that is declared complete nothing can be taken away without a word
about what to add.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handbook.facts.contract import Part
from handbook.handbook import build_without_git
from handbook.text.load import Folder, read_folder
from tests.judging import TODAY
from tests.places import GOOD

PARTS = "docs/_facts/parts.yml"
BOOK = "macros/own/sales_book/contract.yml"


def parts() -> list[Part]:
    """All parts that the good handbook declares complete."""
    documents = build_without_git(read_folder(GOOD), TODAY).documents
    return [part for document in documents for part in document.parts if part.state == "complete"]


def required(key: str) -> list[tuple[str, str]]:
    return [(part.id, entry) for part in parts() for entry in getattr(part, key)]


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
def test_a_missing_page_is_reported_with_what_to_write(
    good: Folder, problems_of, part: str
) -> None:
    path = page_of(good, part)
    del good.data[path], good.entries[path]
    problem = next(
        found_problem for found_problem in problems_of(good) if found_problem.rule == "part-missing"
    )
    assert problem.severity == "must"
    assert problem.place.path == PARTS
    assert f"part: {part}" in problem.fix
    assert f"upkeep/parts/#part-{part.replace('/', '-')}" in problem.fix


@pytest.mark.parametrize("part", [part.id for part in parts()])
def test_a_page_with_nothing_but_its_title_is_reported(
    good: Folder, problems_of, part: str
) -> None:
    path = page_of(good, part)
    rewrite(good, path, r"\A(---\n[\s\S]*?\n---\n# .*\n)[\s\S]*", r"\1\n{{ page_card() }}\n")
    said = [
        problem.rule
        for problem in problems_of(good)
        if problem.place.path == path and problem.severity == "must"
    ]
    assert "part-incomplete" in said


@pytest.mark.parametrize(("part", "heading"), required("headings"))
def test_a_missing_heading_is_reported_with_the_line_to_add(
    good: Folder, problems_of, part: str, heading: str
) -> None:
    path = page_of(good, part)
    rewrite(good, path, rf"^#+ .*\{{: #{heading} \}}\n")
    problem = next(
        found_problem
        for found_problem in problems_of(good)
        if found_problem.rule == "part-incomplete"
    )
    assert (problem.severity, problem.place.path) == ("must", path)
    assert f"{{: #{heading} }}" in problem.paste


@pytest.mark.parametrize(("part", "name"), required("shows"))
def test_facts_that_are_not_shown_are_reported_with_the_line_to_add(
    good: Folder, problems_of, part: str, name: str
) -> None:
    path = page_of(good, part)
    rewrite(good, path, rf"\{{\{{ {name}\(.*?\) \}}\}}", "Nothing.")
    problem = next(
        found_problem
        for found_problem in problems_of(good)
        if found_problem.rule == "part-incomplete"
    )
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
    rewrite(good, BOOK, r"shows: \[price_list, discount_levers\]", f"shows: [{name}]")
    for path in [
        path for path in good.data if path.startswith(f"docs/_facts/sales-book/{FACTS[name]}")
    ]:
        del good.data[path], good.entries[path]
    must = [
        f"{problem.place.path} {problem.what}"
        for problem in problems_of(good)
        if problem.severity == "must"
    ]
    said = (f"{name}()", f"docs/_facts/sales-book/{FACTS[name]}")
    assert any(word in what for word in said for what in must), must


def test_a_part_may_show_that_no_price_will_change(good: Folder, problems_of) -> None:
    rewrite(good, BOOK, r"shows: \[price_list, discount_levers\]", "shows: [coming_prices]")
    rewrite(good, "docs/_facts/sales-book/prices.yml", r"^- id: list-2027[\s\S]*", "")
    rewrite(good, "docs/_facts/sales-book/prices.yml", "^  until: 2027-01-01\n")
    assert [problem for problem in problems_of(good) if problem.rule == "part-incomplete"] == []


def folder_with(**contracts: str) -> Folder:
    """A handbook for which the engine asks for these documents (folder → contract), and which has
    decided about sales.
    """
    folder = Folder()
    folder.add(PARTS, b"- id: sales\n  state: growing\n  owner: boss\n")
    folder.contract = {
        f"macros/handbook/documents/{name}/contract.yml": text.encode()
        for name, text in contracts.items()
    }
    return folder


def contract(document: str, number: int, part: str = "one") -> str:
    return f"""id: {document}
title: {document.capitalize()}
tool: system
number: {number}
parts:
  - id: {document}/{part}
    title: One
    answers: What is it?
    guidance: Say what it is.
    ask: [What has changed?]
"""


def asked_for(folder: Folder) -> list[str]:
    return [
        part.id for document in build_without_git(folder, TODAY).contract for part in document.parts
    ]


def test_documents_come_in_the_order_of_their_numbers() -> None:
    assert asked_for(folder_with(a=contract("sales", 2), b=contract("care", 1))) == [
        "care/one",
        "sales/one",
    ]


def test_without_a_contract_nothing_is_asked_for() -> None:
    assert asked_for(folder_with()) == []
    assert build_without_git(folder_with(), TODAY).documents == []


def test_a_contract_of_the_company_takes_the_place_of_the_engines() -> None:
    folder = folder_with(sales=contract("sales", 1))
    folder.add("macros/own/ours/contract.yml", contract("sales", 1, "other").encode())
    assert asked_for(folder) == ["sales/other"]


def test_a_contract_of_the_company_adds_a_document() -> None:
    folder = folder_with(sales=contract("sales", 1))
    folder.add("macros/own/care/contract.yml", contract("care", 2).encode())
    assert asked_for(folder) == ["sales/one", "care/one"]


@pytest.mark.parametrize(
    "path", ["macros/own/contract.yml", "macros/own/a/b/contract.yml", "docs/_facts/contract.yml"]
)
def test_a_contract_elsewhere_is_none(path: str) -> None:
    folder = folder_with(sales=contract("sales", 1))
    folder.add(path, contract("care", 2).encode())
    assert asked_for(folder) == ["sales/one"]


def test_owner_and_state_of_a_part_are_those_of_its_document_unless_decided_otherwise() -> None:
    folder = folder_with(sales=contract("sales", 1))
    (document,) = build_without_git(folder, TODAY).documents
    (part,) = document.parts
    assert (part.owner, part.state, part.readers, part.title) == ("boss", "growing", [], "One")
    own = b"  parts:\n    - {id: sales/one, owner: clerk, state: complete, readers: [clerk], title: Ours, headings: [x]}\n"
    folder.add(PARTS, folder.data[PARTS] + own)
    (document,) = build_without_git(folder, TODAY).documents
    (part,) = document.parts
    assert (part.owner, part.state, part.readers, part.title) == (
        "clerk",
        "complete",
        ["clerk"],
        "Ours",
    )
    assert (part.headings, part.at().line) == (["x"], 5)


def test_a_document_about_which_nothing_is_decided_is_not_part_of_the_handbook() -> None:
    folder = folder_with(sales=contract("sales", 1), care=contract("care", 2))
    assert [document.id for document in build_without_git(folder, TODAY).documents] == ["sales"]


def test_contracts_are_found_in_the_folders_of_documents(tmp_path: Path) -> None:
    for name in ("sales", "care"):
        (tmp_path / "documents" / name).mkdir(parents=True)
        (tmp_path / "documents" / name / "contract.yml").write_text(
            contract(name, 1), encoding="utf-8"
        )
    (tmp_path / "documents" / "empty").mkdir()
    (tmp_path / "docs").mkdir()
    assert asked_for(read_folder(tmp_path, tmp_path / "documents")) == ["care/one", "sales/one"]
