"""Papers about people: never where they would be published, and never in git, wherever somebody
puts them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import handbook
from handbook.cli import main
from handbook.text.load import Folder
from tests.faults import files, tree
from tests.places import PROJECT
from tests.running import fresh, handbook_in, run

LIBRARY = str(Path(handbook.__file__).parents[1])
IGNORED = PROJECT / ".gitignore"
PAPERS = {
    "kit": ["kit", "seller", "--output"],
    "pack": ["pack", "seller", "--output"],
    "exam": ["exam", "seller", "--for", "n-1", "--seed", "7", "--output"],
}
PUBLISHED = {
    "docs": "docs",
    "a folder in docs": "docs/assets",
    "a folder in docs that is not there": "docs/a/b/c",
    "facts": "docs/_facts/training",
    "the way around": "kits/../docs",
    "the site": "site",
    "a folder of the site": "site/x/y",
    "a link to docs": "led",
    "a link into docs": "led/kits",
    "a link to a link": "led-again",
    "what the theme copies": "macros/theme",
    "what the engine copies from there": "macros/theme/made/x",
    "a site that was built elsewhere": "public/kits",
    "a site that Zensical built": "other-site",
    "the pages of another handbook": "other/docs/kits",
    "where this handbook's settings build": "finished/papers",
}


@pytest.fixture(scope="module")
def first(_good_folder: Folder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The handbook, with other sites around it."""
    root = handbook_in(tmp_path_factory.mktemp("first"), _good_folder)
    settings = root / "mkdocs.yml"
    settings.write_bytes(settings.read_bytes() + b"\nsite_dir: finished\n")
    for name in ("kits", "macros/theme/made", "finished", "public", "other-site", "other/docs"):
        (root / name).mkdir(parents=True)
    for name in (
        "public/index.html",
        "public/404.html",
        "other-site/index.html",
        "other-site/sitemap.xml",
    ):
        (root / name).write_text("<title>x</title>")
    (root / "other/mkdocs.yml").write_text("site_name: Other")
    return root


@pytest.fixture
def root(first: Path, tmp_path: Path) -> Path:
    """The same with links."""
    root = fresh(first, tmp_path / "root")
    (root / "led").symlink_to("docs")
    (root / "led-again").symlink_to(root / "led")
    return root


@pytest.mark.parametrize("place", PUBLISHED)
@pytest.mark.parametrize("name", PAPERS)
def test_papers_are_refused_where_they_would_be_published(root, name, place):
    before = tree(root)
    for output in (PUBLISHED[place], str(root / PUBLISHED[place])):
        done = run(root, [*PAPERS[name], output])
        assert done.exit_code == 1, done.output
        assert "everything there is published" in done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert tree(root) == before


@pytest.mark.parametrize("place", PUBLISHED)
def test_the_workbook_is_refused_where_it_would_be_published(root, place):
    before = tree(root)
    for more in ([], ["--overwrite"]):
        done = run(root, ["workbook", "--output", f"{PUBLISHED[place]}/customers.xlsx", *more])
        assert done.exit_code == 1, done.output
        assert "everything there is published" in done.stderr
    assert tree(root) == before


def test_capitals_do_not_help(root):
    """Where the disk takes DOCS and docs for one folder, both are refused; where it does not, DOCS
    is another one.
    """
    done = run(root, [*PAPERS["kit"], "DOCS"])
    assert done.exit_code == (
        1 if (root / "DOCS").exists() and os.path.samefile(root / "DOCS", root / "docs") else 0
    )


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize(
    "place", [".", "papers", "a/b", "../elsewhere", "documents/docs-of-people"]
)
def test_papers_are_written_anywhere_else(root, name, place):
    done = run(root, [*PAPERS[name], place])
    assert done.exit_code == 0, done.output
    assert list((root / place).glob("*.html"))


@pytest.mark.parametrize(
    "output", ["papers", "papers/", "papers/a", "./papers/a/b", "{root}/papers", "nowhere"]
)
@pytest.mark.parametrize("words", [*PAPERS.values(), ["workbook", "--output"]])
def test_nothing_is_written_through_a_link(root, tmp_path, words, output):
    (tmp_path / "safe").mkdir()
    (root / "papers").symlink_to(tmp_path / "safe")
    (root / "nowhere").symlink_to(tmp_path / "not there")
    target = output.format(root=root) + ("/customers.xlsx" if "workbook" in words else "")
    done = run(root, [*words, target])
    assert done.exit_code == 1, done.output
    assert "is a link to another place, and nothing is written through links" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert files(tmp_path / "safe") == {}
    assert not (tmp_path / "not there").exists()


def test_a_link_above_the_handbook_is_how_the_computer_is_set_up(root, tmp_path):
    (tmp_path / "led").symlink_to(root)
    done = run(tmp_path / "led", [*PAPERS["kit"], str(tmp_path / "led/papers")])
    assert done.exit_code == 0, done.output
    assert list((root / "papers").glob("*.html"))


def test_no_paper_is_written_through_a_link_to_a_page(root):
    page = (root / "docs/training.md").read_bytes()
    (root / "kits/seller-interview-kit.html").symlink_to(root / "docs/training.md")
    done = run(root, [*PAPERS["kit"], "kits"])
    assert done.exit_code == 1
    assert "is a link to another place" in done.stderr
    assert (root / "docs/training.md").read_bytes() == page


@pytest.mark.parametrize("words", [*PAPERS.values(), ["workbook", "--overwrite", "--output"]])
def test_a_file_in_the_way_is_one_line(root, words):
    before = tree(root)
    output = "mkdocs.yml/x.xlsx" if "workbook" in words else "mkdocs.yml"
    done = run(root, [*words, output])
    assert done.exit_code == 1
    assert "is a file, and a folder is needed there" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert tree(root) == before


# --- git ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "place", [".", "exams", "papers", "a/b/c", "training/admission", "docs", "docs/assets", "site"]
)
def test_git_ignores_keys_and_sheets_wherever_they_lie(root, place):
    assert run(root, [*PAPERS["exam"], "papers"]).exit_code == 0
    printed = [path.with_suffix(".pdf") for path in (root / "papers").glob("*.html")]
    names = [path.name for path in [*(root / "papers").iterdir(), *printed]]
    assert len(names) == 5
    git(root, "init", "-q")
    shutil.copy(IGNORED, root / ".gitignore")
    said = git(root, "check-ignore", "--no-index", *(f"{place}/{name}" for name in names))
    assert len(said.splitlines()) == len(names)


def test_git_ignores_no_fact_and_no_page(root, good):
    git(root, "init", "-q")
    shutil.copy(IGNORED, root / ".gitignore")
    named = [
        "docs/_facts/sales-book/templates/survey-2-sheet.yml",
        "docs/_facts/a-b-7-sheet.yml",
        "docs/keys/a-b-7-key.md",
    ]
    assert git(root, "check-ignore", "--no-index", *named, *good.data) == ""


def test_git_ignores_what_a_command_leaves_when_it_is_killed(root):
    git(root, "init", "-q")
    shutil.copy(IGNORED, root / ".gitignore")
    left = [
        ".handbook.lock",
        "docs/.handbook-0123456789abcdef.tmp",
        "docs/a/b/.handbook-0123456789abcdef.tmp",
        ".site-new/x.html",
    ]
    assert git(root, "check-ignore", "--no-index", *left).split("\n")[:-1] == left


def git(root: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(root), *words], capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


# --- names that are too long ----------------------------------------------------------------------

LONG = "n" * 300


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["kit", "seller", "--output", LONG], 1),
        (["kit", "seller", "--output", f"{LONG}/kits"], 1),
        (["pack", "seller", "--output", f"packs/{LONG}"], 1),
        (["exam", "seller", "--for", "n-1", "--output", LONG], 1),
        (["workbook", "--output", f"{LONG}.xlsx"], 1),
        (["workbook", "--output", f"{LONG}/customers.xlsx"], 1),
        (["move", "training.md", f"{LONG}.md"], 1),
        (["redirects", "--site", LONG], 2),
        (["check", "--root", LONG], 2),
        (["checked", "goes-on", "--bank", LONG], 2),
        (["grade", LONG], 2),
    ],
)
def test_a_name_that_is_too_long_is_one_line(root, monkeypatch, capfd, words, code):
    before = tree(root)
    monkeypatch.chdir(root)
    monkeypatch.setattr(sys, "argv", ["handbook", *words])
    with pytest.raises(SystemExit) as end:
        main()
    said = capfd.readouterr().err
    assert end.value.code == code, said
    assert said.count("\n") == 1, said
    assert "too long" in said or "80 are the most" in said
    assert tree(root) == before


@pytest.mark.parametrize(
    "words", [["check"], ["status"], ["status", "--format", "json"], ["kit", "seller"]]
)
def test_what_cannot_be_said_because_the_disk_is_full_is_one_line(root, words):
    """As with `handbook check > /dev/full`."""
    command = [sys.executable, "-m", "handbook.cli", *words, "--today", "2026-11-23"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            command,
            cwd=root,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": LIBRARY},
        )
    assert done.returncode == 2
    assert "the disk is full" in done.stderr
    assert len(done.stderr.splitlines()) == 1
