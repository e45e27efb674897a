"""`CODEOWNERS`: few lines that ask the owner of each page, and what is written by hand left as it
is.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from handbook.cli import app
from handbook.rules.edition import edition_without_git
from handbook.text.load import Folder, read_folder
from handbook.upkeep.codeowners import BEGIN, END, CodeOwnersFile, lines_for
from tests.places import GOOD

FILE = ".github/CODEOWNERS"
names = st.sampled_from(["a", "b", "index", "a b", "sales-book"])
paths = st.lists(names, min_size=1, max_size=4).map(lambda parts: f"docs/{'/'.join(parts)}.md")
handles = st.sampled_from([("@x/a",), ("@x/b",), ("@x/a", "@x/c")])


@given(st.dictionaries(paths, handles, min_size=1, max_size=12))
def test_about_each_page_its_owner_is_asked_in_no_more_lines_than_pages(
    pages: dict[str, tuple[str, ...]],
) -> None:
    lines = lines_for(pages)
    asked = CodeOwnersFile(
        "* @x/all\n" + "\n".join(f"{pattern} {' '.join(owners)}" for pattern, owners in lines)
    )
    assert {path: line.owners for path in pages if (line := asked.about(path))} == pages
    assert len(lines) <= len(pages) + 1


def test_a_folder_of_one_owner_is_one_line() -> None:
    pages = {"docs/a/b.md": ("@x/a",), "docs/a/c/d.md": ("@x/a",), "docs/e.md": ("@x/a",)}
    assert lines_for(pages) == [("/docs/", ("@x/a",))]


def test_the_last_line_that_fits_decides_and_notes_and_sets_of_signs_ask_nobody() -> None:
    asked = CodeOwnersFile(
        "docs/ @x/a # @x/note\n/docs/[ab].md @x/set\n!/docs/a.md @x/not\n/docs/b.md\n*.md @x/b\n/docs/c\\ d.md @x/c\n"
    )
    about = {
        path: line and line.owners
        for path in ("docs/a.yml", "docs/a.md", "docs/c d.md")
        for line in [asked.about(path)]
    }
    assert about == {"docs/a.yml": ("@x/a",), "docs/a.md": ("@x/b",), "docs/c d.md": ("@x/c",)}
    assert [line.owners for line in asked.lines] == [("@x/a",), (), ("@x/b",), ("@x/c",)]
    assert CodeOwnersFile("/docs/b.md\n").about("docs/b.md") is None


@pytest.fixture
def root(tmp_path: Path) -> Path:
    copytree(GOOD, tmp_path, dirs_exist_ok=True)
    (tmp_path / ".github/workflows").mkdir(parents=True)
    (tmp_path / ".github/workflows/check.yml").write_text("name: Check\n", encoding="utf-8")
    return tmp_path


def run(root: Path, *words: str) -> str:
    return (
        CliRunner()
        .invoke(app, ["codeowners", "--root", str(root), *words], catch_exceptions=False)
        .output
    )


def found(root: Path) -> list[str]:
    """What is wrong, but for that nobody keeps this folder in git."""
    problems = edition_without_git(read_folder(root), date(2026, 11, 23)).problems()
    return [problem.rule for problem in problems if problem.rule != "git-not-asked"]


def test_what_the_command_writes_is_what_the_rule_asks_for(root: Path) -> None:
    assert found(root) == ["codeowners-differ"]
    assert "Written: .github/CODEOWNERS" in run(root)
    # Nobody is asked about what no page is, until somebody says so by hand.
    assert found(root) == ["codeowners-differ"]
    text = (root / FILE).read_text(encoding="utf-8")
    (root / FILE).write_text(
        f"* @fernhill/head-of-operations\n{text}/macros/ @fernhill/sales-director\n",
        encoding="utf-8",
    )
    assert found(root) == []
    assert "already says" in run(root)


def test_what_is_written_by_hand_stays(root: Path) -> None:
    before, after = (
        "# ours\r\n* @fernhill/sales-director\r\n",
        "\r\n/macros/ @fernhill/head-of-operations\r\n",
    )
    (root / FILE).write_bytes(
        f"{before}{BEGIN}\r\n/docs/old @fernhill/gone\r\n{END}{after}".encode()
    )
    run(root)
    text = (root / FILE).read_text(encoding="utf-8")
    assert text.startswith("# ours\n* @fernhill/sales-director\n# From here")
    assert text.endswith("\n/macros/ @fernhill/head-of-operations\n")
    assert "gone" not in text
    assert found(root) == []


def test_only_shown_nothing_is_written(root: Path) -> None:
    assert "/docs/ " in run(root, "--dry-run")
    assert not (root / FILE).exists()


def test_a_file_at_the_top_counts_where_it_is_the_only_one(root: Path) -> None:
    (root / "CODEOWNERS").write_text("* @fernhill/sales-director\n", encoding="utf-8")
    run(root)
    assert BEGIN in (root / "CODEOWNERS").read_text(encoding="utf-8")
    assert not (root / FILE).exists()


def test_without_people_nothing_is_written_and_nothing_judged(
    root: Path, good: Folder, problems_of
) -> None:
    (root / "docs/_facts/people.yml").write_text("- id: [\n", encoding="utf-8")
    assert "Not written" in run(root)
    assert not (root / FILE).exists()
    good.outside[FILE] = b"* @nobody\n"
    good.data["docs/_facts/people.yml"] = b"- id: [\n"
    assert [problem.place.path for problem in problems_of(good)] == ["docs/_facts/people.yml"]
