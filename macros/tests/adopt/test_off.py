"""Going without a document or a part: everything of it falls silent, and nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from handbook.cli import app
from handbook.facts.contract import OwnDocument
from handbook.handbook import Handbook
from handbook.rules.edition import Edition, edition_without_git
from handbook.show.engine_text import engine_text
from handbook.show.silent import without_links_to
from handbook.text.load import Folder, read_folder
from tests.judging import TODAY
from tests.places import TESTS

PARTS, SETTINGS = "docs/_facts/parts.yml", "mkdocs.yml"
DOCUMENTS = [
    "sales-book", "training", "hiring", "motivation", "forecast-and-quotas", "interaction", "customer-base",
]  # fmt: skip
WHY = 'We are "three": no need.'
NO_DOCUMENTS = TESTS / "no-documents"


@pytest.fixture
def root(tmp_path: Path, good: Folder) -> Path:
    """The good handbook as files, with a menu and folders left out as ``mkdocs.yml`` has them."""
    for path, data in good.data.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    return tmp_path


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(app, [*words, "--root", str(root), "--today", TODAY.isoformat()])


def opened(root: Path) -> Edition:
    return edition_without_git(read_folder(root, NO_DOCUMENTS), TODAY)


def musts(root: Path) -> list[str]:
    return [str(problem) for problem in opened(root).problems() if problem.severity == "must"]


def without(*names: str) -> Iterator[str]:
    return (name for name in DOCUMENTS if name not in names)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_without_a_document_nothing_is_to_fix(root: Path, name: str) -> None:
    assert run(root, "off", name, "--because", WHY).exit_code == 0
    handbook = opened(root).handbook
    decided = handbook.facts[OwnDocument][name]
    assert (decided.state, decided.because) == ("off", WHY)
    assert handbook.off
    assert musts(root) == []


def test_with_the_sales_book_alone_nothing_is_to_fix(root: Path) -> None:
    for name in without("sales-book"):
        assert run(root, "off", name, "--because", WHY).exit_code == 0
    assert musts(root) == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_all_of_it_comes_back(root: Path, name: str) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    run(root, "off", name, "--because", WHY)
    said = run(root, "on", name)
    assert said.output.startswith(f"On: {name}, growing.")
    after = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    parts = root / PARTS
    growing = before[parts].replace(
        f"- id: {name}\n  state: complete".encode(), f"- id: {name}\n  state: growing".encode()
    )
    assert after == {**before, parts: growing}


def test_pages_menu_facts_and_macros_are_silent(root: Path) -> None:
    run(root, "off", "hiring", "--because", WHY)
    handbook: Handbook = opened(root).handbook
    assert "hiring.md" not in handbook.pages
    assert "hiring.md" not in [entry.target for entry in handbook.site.menu]
    assert "  /hiring.md\n" in (root / SETTINGS).read_text(encoding="utf-8")
    assert not len(handbook.facts.table("role_profiles"))


def shown_on(root: Path, src: str) -> str:
    edition = opened(root)
    return engine_text(edition.shown, edition.handbook.pages[src].body, src).text


def add(page: Path, text: str) -> None:
    page.write_text(page.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_a_macro_of_it_shows_nothing_on_other_pages(root: Path) -> None:
    before = shown_on(root, "company.md").count("<table")
    add(root / "docs/company.md", "\n{{ service_table() }}\n")
    assert shown_on(root, "company.md").count("<table") == before + 1
    run(root, "off", "interaction", "--because", WHY)
    assert musts(root) == []
    assert shown_on(root, "company.md").count("<table") == before


def test_a_link_to_it_leaves_its_words(root: Path) -> None:
    page = root / "docs/company.md"
    add(page, "\nHow we [choose people](hiring.md#top) is written.\n")
    said = run(root, "off", "hiring", "--because", WHY).output
    line = page.read_text(encoding="utf-8").count("\n")
    assert f"docs/company.md, line {line}" in said
    assert "How we choose people is written." in shown_on(root, "company.md")


def test_a_part_alone_can_be_off(root: Path) -> None:
    assert run(root, "off", "sales-book/prices", "--because", WHY).exit_code == 0
    handbook = opened(root).handbook
    assert handbook.off.pages == {"sales-book/prices.md"}
    assert not handbook.off.packages


def test_a_part_about_which_nothing_was_decided_can_be_off(root: Path) -> None:
    contract = (root / "macros/own/training/contract.yml").read_text(encoding="utf-8")
    (part, *_) = re.findall(r"id: (training/\S+)", contract)
    assert run(root, "off", part, "--because", WHY).exit_code == 0
    assert opened(root).handbook.off.parts == {part}
    assert run(root, "on", part).exit_code == 0
    assert not opened(root).handbook.off


def test_an_entry_in_braces_is_understood(root: Path) -> None:
    parts = root / PARTS
    text = parts.read_text(encoding="utf-8")
    long = "- id: hiring\n  state: complete\n  owner: sales-director\n"
    assert long in text
    parts.write_text(
        text.replace(long, "- {id: hiring, state: complete, owner: sales-director}\n"),
        encoding="utf-8",
    )
    run(root, "off", "hiring", "--because", WHY)
    assert opened(root).handbook.facts[OwnDocument]["hiring"].because == WHY
    run(root, "on", "hiring")
    assert "{id: hiring, state: growing, owner: sales-director}" in parts.read_text(
        encoding="utf-8"
    )


def test_a_part_in_braces_without_a_state_of_its_own_is_understood(root: Path) -> None:
    parts = root / PARTS
    text = parts.read_text(encoding="utf-8")
    long = "    - id: sales-book/prices\n      readers: [seller]\n"
    assert long in text
    parts.write_text(
        text.replace(long, "    - {id: sales-book/prices, readers: [seller]}\n"), encoding="utf-8"
    )
    run(root, "off", "sales-book/prices", "--because", WHY)
    assert opened(root).handbook.off.parts == {"sales-book/prices"}
    assert musts(root) == []


def test_a_reason_with_both_kinds_of_quotes_goes_away_whole(root: Path) -> None:
    before = (root / PARTS).read_text(encoding="utf-8")
    run(root, "off", "hiring", "--because", "It's \"small\", we're three.")
    assert opened(root).handbook.off
    run(root, "on", "hiring")
    growing = before.replace("- id: hiring\n  state: complete", "- id: hiring\n  state: growing")
    assert (root / PARTS).read_text(encoding="utf-8") == growing


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("off", "hirings", "--because", WHY), 'Did you mean "hiring"?'),
        (("off", "hiring", "--because", " "), "Say why"),
        (("on", "quotas"), 'There is no document and no part "quotas".'),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_changed(
    root: Path, words: tuple[str, ...], said: str
) -> None:
    before = (root / PARTS).read_bytes(), (root / SETTINGS).read_bytes()
    result = run(root, *words)
    assert result.exit_code == 1
    assert said in result.output
    assert ((root / PARTS).read_bytes(), (root / SETTINGS).read_bytes()) == before


def test_a_second_time_nothing_changes(root: Path) -> None:
    run(root, "off", "hiring", "--because", WHY)
    once = (root / PARTS).read_bytes(), (root / SETTINGS).read_bytes()
    again = run(root, "off", "hiring", "--because", WHY)
    assert (again.exit_code, again.output) == (0, "hiring is off already, for this reason.\n")
    assert ((root / PARTS).read_bytes(), (root / SETTINGS).read_bytes()) == once


def test_a_heading_that_was_a_fact_of_it_is_named_by_its_id(root: Path) -> None:
    add(root / "docs/company.md", '\n## {{ fact("terms.deposit") }} {: #our-deposit }\n\nWords.\n')
    run(root, "off", "sales-book", "--because", WHY)
    assert "\n## Our deposit {: #our-deposit }\n" in shown_on(root, "company.md")


def test_what_is_on_stays_as_it_is(root: Path) -> None:
    before = (root / PARTS).read_bytes()
    assert run(root, "on", "hiring").output == "hiring is on already.\n"
    assert (root / PARTS).read_bytes() == before


def test_lines_that_were_silent_before_are_not_told_again(root: Path) -> None:
    add(root / "docs/company.md", "\nHow we [choose people](hiring.md) is written.\n")
    run(root, "off", "hiring", "--because", WHY)
    assert "docs/company.md" not in run(root, "off", "interaction", "--because", WHY).output


def test_a_part_of_a_document_that_is_off_waits_for_it(root: Path) -> None:
    run(root, "off", "sales-book", "--because", WHY)
    said = run(root, "on", "sales-book/prices")
    assert said.exit_code == 1
    assert "handbook on sales-book" in said.output


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See [prices](prices.md) now", "See prices now"),
        ("See [prices](../a/prices.md#top \"Title\") now", "See prices now"),
        ("See [other](others.md) now", "See [other](others.md) now"),
        ("[a](prices.md)[b](prices.md)", "ab"),
        ("See [prices](https://example.com/prices.md)", "See [prices](https://example.com/prices.md)"),
    ],
)  # fmt: skip
def test_only_words_are_left_of_a_link(text: str, shown: str) -> None:
    assert without_links_to(text, "a/index.md", {"a/prices.md"}) == shown
