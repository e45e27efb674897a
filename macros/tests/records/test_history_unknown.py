"""Where git cannot say what a record was, the handbook says so once."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

from handbook.text.commits import read_difference, read_history
from handbook.text.history import read_past
from tests.repositories import ADJUSTED, DRAFTED, PAGE, TEXT


def test_a_shallow_copy_says_so_once(copy, tmp_path_factory):
    copy.recorded(DRAFTED)
    copy.recorded(ADJUSTED)
    shallow = tmp_path_factory.mktemp("shallow")
    copy.git("clone", "-q", "--depth", "1", copy.root.as_uri(), str(shallow))
    copy.root = shallow
    assert (
        copy.said("git-not-asked")
        == """\
docs
  Git could not be asked everything: this copy of the repository holds only the latest changes. Not judged: whether records were changed later.
  To fix: get the whole history: git fetch --unshallow
  This is advice: it does not stop your change.
  Why: upkeep/checks/#git-not-asked"""
    )
    assert read_history(shallow).changed_on is None


def test_no_git_says_so_once(copy, tmp_path_factory):
    bare = tmp_path_factory.mktemp("bare")
    for path in ("mkdocs.yml", PAGE):
        (bare / path).parent.mkdir(parents=True, exist_ok=True)
        (bare / path).write_bytes((copy.root / path).read_bytes())
    copy.root = bare
    for name in ("prices", "other"):
        copy.record(DRAFTED, src=f"{name}.md")
    (problem,) = copy.found("git-not-asked")
    assert problem.severity == "advice"
    assert problem.what == (
        "Git could not be asked everything: this folder is not kept in git. Not judged: which files git leaves out, "
        "so that all were looked at; whether records were changed later."
    )


def test_git_that_is_not_installed(copy, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    assert read_history(copy.root).reason == "git is not installed here"
    assert read_difference(copy.root, "main").reason == "git is not installed here"


def test_a_repository_without_commits_has_a_whole_history(copy):
    copy.record(DRAFTED)
    assert copy.found() == []


def test_git_is_asked_a_few_times_however_many_files(copy, monkeypatch):
    for number in range(30):
        copy.write(f"docs/page-{number}.md", TEXT)
        copy.record(DRAFTED, src=f"page-{number}.md")
    (path,) = copy.recorded(DRAFTED)
    asked: list[list[str]] = []
    run: Callable = subprocess.run
    monkeypatch.setattr(
        "handbook.text.git.subprocess.run",
        lambda command, **how: asked.append(command) or run(command, **how),
    )
    assert read_history(copy.root).changed_on == {
        PAGE: "2026-10-01", path: "2026-10-01",
        **{f"docs/page-{number}.md": "2026-10-01" for number in range(30)},
        **{path.replace("/prices/", f"/page-{number}/"): "2026-10-01" for number in range(30)},
    }  # fmt: skip
    assert len(asked) <= 4


def test_a_log_of_nothing():
    assert (
        list(read_past("", {}, lambda path, text: {path: text}).losses(lambda path: [path])) == []
    )
