"""What a change is checked by, and what the summary of its check says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shell import git, script, workflow


def commit(home: Path, file: str) -> None:
    (home / file).parent.mkdir(parents=True, exist_ok=True)
    (home / file).write_text(f"What stands in {file}.\n")
    git(home, "add", "--", file)
    git(home, "commit", "-q", "-m", "one more")


@pytest.fixture
def change(shell):
    """A step of the job that checks, in a pull request that adds these files, a commit for each;
    what it wrote.
    """
    home = shell.home
    git(home, "init", "-q")
    commit(home, "macros/old.md")
    git(home, "branch", "base")

    def ran(step: str, *files: str, **env: str) -> str:
        for file in files:
            commit(home, file)
        git(home, "branch", "change")
        git(home, "checkout", "-q", "base")
        git(home, "merge", "-q", "--no-ff", "-m", "merged", "change")
        said = str(home / "said")
        told = {"EVENT": "pull_request", "RUNNER_TEMP": str(home / "bin"), "GITHUB_OUTPUT": said}
        done = shell.run(
            script("check", "check", step), [], **{**told, "GITHUB_STEP_SUMMARY": said, **env}
        )
        assert (done.returncode, done.stderr) == (0, "")
        return (home / "said").read_text()

    return ran


TOUCHES = "What does the change touch?"


@pytest.mark.parametrize(
    "files",
    [
        ["docs/index.md"],
        ["docs/_facts/prices.yml", "docs/a/b.md", "training/admission/x.yml"],
        ["docs/a\nmacros/b.md"],
    ],
)
def test_a_change_of_pages_alone_is_checked_by_make_pages(change, files):
    assert change(TOUCHES, *files) == "what=pages\n"


@pytest.mark.parametrize(
    "file",
    [
        "mkdocs.yml", ".github/workflows/check.yml", ".github/CODEOWNERS", "macros/handbook/cli.py", "macros/own/a/contract.yml",
        "checks/test_answers.py", "pyproject.toml", "requirements.txt", "Makefile", ".ci/run", "README.md", ".gitattributes",
        "docs.md", "x/docs/a.md", "training2/a.yml", "é.md", "a\ndocs/b.md",
    ],
)  # fmt: skip
def test_whatever_else_changes_is_checked_by_everything(change, file):
    assert change(TOUCHES, "docs/index.md", file, "docs/z.md") == "what=everything\n"


def test_what_moves_out_of_the_code_is_a_change_of_the_code(change, shell):
    (shell.home / "docs").mkdir()
    git(shell.home, "mv", "macros/old.md", "docs/old.md")
    git(shell.home, "commit", "-q", "-m", "move")
    assert change(TOUCHES, "docs/index.md") == "what=everything\n"


@pytest.mark.parametrize("event", ["merge_group", "workflow_dispatch", ""])
def test_where_the_start_of_a_change_is_not_sure_everything_is_checked(change, event):
    assert change(TOUCHES, "docs/index.md", EVENT=event) == "what=everything\n"


def test_where_git_cannot_say_everything_is_checked(shell):
    out = shell.home / "said"
    done = shell.run(
        script("check", "check", TOUCHES), [],
        EVENT="pull_request", RUNNER_TEMP=str(shell.home), GITHUB_OUTPUT=str(out),
    )  # fmt: skip
    assert (done.returncode, out.read_text()) == (0, "what=everything\n")


def test_one_of_both_checks_always_runs_and_the_site_is_kept_for_three_days():
    steps = workflow("check")["jobs"]["check"]["steps"]
    runs = {step["run"]: step["if"] for step in steps if "if" in step}
    assert runs == {
        "make pages": "steps.change.outputs.what == 'pages'",
        "bash .ci/run": "steps.change.outputs.what != 'pages'",
    }
    assert [
        step["with"]["retention-days"] for step in steps if "upload" in step.get("uses", "")
    ] == ["3"]


def test_packages_are_kept_from_the_default_branch_for_pull_requests_and_never_for_what_is_published():
    kept = {
        (name, job): (step["with"].get("cache"), step["with"].get("cache-dependency-path"))
        for name in ("check", "weekday", "publish", "review")
        for job, made in workflow(name)["jobs"].items()
        for step in made["steps"]
        if "setup-python" in step.get("uses", "")
    }
    asked = {place for place, cache in kept.items() if cache == ("pip", "requirements*.txt")}
    assert asked == {("check", "check"), ("weekday", "look")}
    assert {cache for place, cache in kept.items() if place not in asked} == {(None, None)}


def test_the_summary_lists_the_pages_that_changed_and_links_the_site(change):
    pages = ["docs/index.md", "docs/a/index.md", "docs/a/b.md", "docs/x|y.md", "docs/é.md"]
    files = [*pages, "docs/_facts/p.yml", "docs/_records/r.yml"]
    step = "Say which pages changed, and where to see them"
    said = change(step, *files, SITE="https://x.example/1")
    assert "[Download it](https://x.example/1)" in said
    assert [line for line in said.splitlines() if line.startswith("| `")] == [
        "| `docs/_facts/p.yml` | each page that shows it |",
        "| `docs/a/b.md` | `a/b/index.html` |",
        "| `docs/a/index.md` | `a/index.html` |",
        "| `docs/index.md` | `index.html` |",
    ]
