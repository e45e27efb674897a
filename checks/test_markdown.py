"""What the page about Markdown says of a form is what the checks say of it."""

import re
from datetime import date

import pytest

from handbook.rules.edition import edition_without_git
from handbook.text.load import Folder, FolderEntry

PAGE = "docs/upkeep/markdown.md"
NEAR = ("docs/technology/sales-book/prices.md", "docs/assets/change-a-page-find.svg")
TOP = (
    "---\nowner: sales-operations\n---\n# Title\n\n{{ page_card() }}\n\nWords.\n\n## Part {: "
    "#part }\n\nWords.\n\n"
)
ALLOWED = re.compile(r"(?ms)^(`{3,})markdown\n(.+?)\n\1$")
REFUSED = re.compile(r"(?m)^\| `(.+?)` \| `(.+?)` \| \[([a-z-]+)\]\(checks\.md#\3\) \|$")

PASTED = re.compile(r"(?ms)\[([a-z-]+)\]\(checks\.md#\1\)\.\n\n```text\n(.+?)\n```$")


@pytest.fixture
def text(handbook):
    """The page, or nothing where a company took it away: then there is nothing that it could say
    wrongly.
    """
    return handbook.texts.get(PAGE, "")


@pytest.fixture
def rules_for(handbook):
    """The rules that say something of a page because of a form on it."""

    def judged(written: str) -> set[str]:
        data = {path: handbook.data[path] for path in NEAR if path in handbook.data}
        data[PAGE] = f"{TOP}{written}\n\nWords.\n".encode()
        near = {path: handbook.entries[path] for path in NEAR if path in handbook.entries}
        entries = near | {PAGE: FolderEntry(PAGE, "file")}
        folder = Folder(entries, data, pictures=handbook.pictures)
        problems = edition_without_git(folder, date(2026, 11, 23)).problems()
        return {problem.rule for problem in problems if problem.place.path == PAGE}

    usual = judged("Words.")
    return lambda written: judged(written) - usual


def test_what_the_page_shows_as_allowed_is_allowed(text, rules_for):
    shown = [form for _, form in ALLOWED.findall(text)]
    assert len(shown) >= 8 or not text
    refused = {form: rules for form in shown if (rules := rules_for(form))}
    assert not refused


def test_what_the_page_says_is_refused_is_refused_by_that_rule_and_the_other_form_is_not(
    text, rules_for
):
    rows = REFUSED.findall(text.partition("{: #refused }")[2])
    assert len(rows) >= 10 or not text
    assert {form: rules_for(form) for form, _, _ in rows} == {
        form: {rule} for form, _, rule in rows
    }
    assert {instead: rules_for(instead) for _, instead, _ in rows} == {
        instead: set() for _, instead, _ in rows
    }


def test_what_the_page_shows_of_other_programs_is_refused_by_the_rule_above_it(text, rules_for):
    shown = PASTED.findall(text)
    assert len(shown) == text.count("\n```text\n")
    assert {form: rules_for(form) for _, form in shown} == {form: {rule} for rule, form in shown}


def test_every_line_of_that_table_is_held_to_what_it_says(text):
    table = text.partition("{: #refused }")[2]
    lines = [line for line in table.split("\n") if line.startswith("| `")]
    assert len(lines) == len(REFUSED.findall(table))
