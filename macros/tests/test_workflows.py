"""The few lines of shell in the workflows, run for real against a gh that answers as it is told."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.places import PROJECT
from tests.repositories import SURE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="workflows run on Linux")

WORKFLOWS = PROJECT / ".github" / "workflows"
# Answers are pairs of the words with which a call begins and [exit code, output]; every call is noted with its input.
FAKE = """
import json, os, sys
from pathlib import Path
home = Path(os.environ["FAKE_GH"])
words = " ".join(sys.argv[1:])
given = sys.stdin.read() if "--input" in words else ""
with (home / "calls").open("a") as calls: calls.write(json.dumps([words, given]) + "\\n")
for start, (code, said) in json.loads((home / "answers").read_text()):
    if words.startswith(start):
        sys.stdout.write(said) if code == 0 else sys.stderr.write(said)
        sys.exit(code)
"""


def workflow(name: str) -> dict[str, Any]:
    return yaml.load((WORKFLOWS / f"{name}.yml").read_text(encoding="utf-8"), yaml.BaseLoader)


def script(name: str, job: str, step: str) -> str:
    return next(
        job_step["run"]
        for job_step in workflow(name)["jobs"][job]["steps"]
        if job_step.get("name") == step
    )


class Shell:
    """A runner's shell with a gh of our own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        program = home / "bin" / "gh"
        program.parent.mkdir()
        (home / "fake.py").write_text(FAKE)
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I "{home}/fake.py" "$@"\n')
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        (home / "calls").write_text("")

    def run(
        self, command: str, answers: list[tuple[str, int, str]], **env: str
    ) -> subprocess.CompletedProcess[str]:
        (self.home / "answers").write_text(
            json.dumps([[start, [code, said]] for start, code, said in answers])
        )
        path = f"{self.home / 'bin'}:{os.environ['PATH']}"
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", command],
            cwd=self.home, env={"PATH": path, "FAKE_GH": str(self.home), "GH_REPO": "fernhill/handbook", "BASE": "main", **env},
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    def calls(self) -> list[tuple[str, str]]:
        return [tuple(json.loads(line)) for line in (self.home / "calls").read_text().splitlines()]


@pytest.fixture
def shell(tmp_path) -> Shell:
    return Shell(tmp_path)


# --- a clock that stopped


def days_ago(days: int) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.fixture
def clock(shell):
    def ran(looked: str, published: str = "") -> subprocess.CompletedProcess[str]:
        answers = [
            ("run list --workflow weekday.yml", 0, "12\n11\n" if looked else ""),
            ("api repos/fernhill/handbook/actions/runs/12/jobs", 0, ""),
            ("api repos/fernhill/handbook/actions/runs/11/jobs", 0, f"{looked}\n"),
            ("run list --workflow publish.yml", 0, f"{published}\n"),
        ]
        return shell.run(script("check", "clock", "Was the handbook looked at lately?"), answers)

    return ran


@pytest.mark.parametrize("days", [0, 1, 3])
def test_a_clock_that_runs_is_quiet(clock, days):
    done = clock(days_ago(days))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("days", [4, 30])
def test_a_clock_that_stopped_is_said(clock, days):
    done = clock(days_ago(days))
    assert done.returncode == 0
    assert done.stdout.startswith(
        f"::warning title=clock::The handbook was last looked at {days} days ago"
    )


def test_publishing_counts_too(clock):
    assert clock(days_ago(30), days_ago(1)).stdout == ""


def test_a_clock_that_never_ran_is_said(clock):
    assert clock("").stdout.startswith(
        "::warning title=clock::The weekday run has never worked here"
    )


@pytest.mark.parametrize(
    "call", ["run list --workflow weekday.yml", "api ", "run list --workflow publish.yml"]
)
def test_a_token_that_may_not_look_is_no_fault(shell, call):
    answers = [
        (call, 1, "HTTP 403: Resource not accessible by integration"),
        ("run list --workflow weekday.yml", 0, "12\n"),
    ]
    done = shell.run(script("check", "clock", "Was the handbook looked at lately?"), answers)
    assert done.returncode == 0
    assert (
        done.stdout
        == "::notice title=clock::When the handbook was last looked at could not be asked for here.\n"
    )


# --- what a change is checked by, and what its summary says


def git(home: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=home, env=SURE, check=True, capture_output=True)


def commit(home: Path, file: str) -> None:
    (home / file).parent.mkdir(parents=True, exist_ok=True)
    (home / file).write_text(f"What stands in {file}.\n")
    git(home, "add", "--", file)
    git(home, "commit", "-q", "-m", "one more")


@pytest.fixture
def change(shell):
    """A step of the job that checks, in a pull request that adds these files, a commit for each; what it wrote."""
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
    asked = {place for place, cache in kept.items() if cache == ("pip", "requirements-dev.txt")}
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


# --- the pull request with a record. Where jq is missing, as nowhere on GitHub's machines, these cannot be tried.


PATH = "docs/_records/sales-book/prices/2026-11-23-reviewed-seller-3f2a9c.yml"
RECORD = "step: reviewed\nfound: 'it''s $(id) `id` \"x\" \\ é'\n"
ANSWERS = [
    ("api repos/fernhill/handbook/git/commits/c0ffee", 0, "0ldtree\n"),
    ("api repos/fernhill/handbook/git/blobs", 0, "b10b\n"),
    ("api repos/fernhill/handbook/git/trees", 0, "newtree\n"),
    ("api repos/fernhill/handbook/git/commits", 0, "c0de\n"),
]
REFUSED = "GitHub Actions is not permitted to create or approve pull requests"


def sent(
    shell: Shell, path: str, answers: list[tuple[str, int, str]], accepted: bool = True
) -> subprocess.CompletedProcess[str]:
    (shell.home / "answer").mkdir(exist_ok=True)
    result = {"accepted": accepted, "answer": "Thank you.\n", "path": path}
    (shell.home / "answer" / "result.json").write_text(json.dumps(result))
    (shell.home / "answer" / "record.yml").write_text(RECORD, encoding="utf-8")
    command = script("review", "answer", "Open a pull request with the record")
    return shell.run(
        command,
        [*answers, *ANSWERS],
        NUMBER="41",
        READ_AT="c0ffee",
        GITHUB_SERVER_URL="https://github.com",
    )


if shutil.which("jq"):

    def test_the_record_arrives_as_it_was_written(shell):
        done = sent(shell, PATH, [])
        assert (done.returncode, done.stderr) == (0, "")
        given = [json.loads(text) for _, text in shell.calls() if text]
        assert given == [
            {"content": RECORD, "encoding": "utf-8"},
            {"base_tree": "0ldtree", "tree": [{"path": PATH, "mode": "100644", "type": "blob", "sha": "b10b"}]},
            {"message": f"Add the record of form 41 to {PATH}", "tree": "newtree", "parents": ["c0ffee"]},
        ]  # fmt: skip
        assert [words.split(" --title")[0] for words, text in shell.calls() if not text][1:] == [
            "api --silent --method PATCH repos/fernhill/handbook/git/refs/heads/handbook/form-41 -f sha=c0de -F force=true",
            "pr list --head handbook/form-41 --state open --json number --jq .[].number",
            "pr create --base main --head handbook/form-41",
            "workflow run check.yml --ref handbook/form-41",
        ]

    def test_a_form_that_is_sent_again_opens_no_second_pull_request(shell):
        assert (
            sent(
                shell,
                "docs/_records/x/2026-11-23-disputed-reader-3f2a9c.yml",
                [("pr list", 0, "7\n")],
            ).returncode
            == 0
        )
        assert not [words for words, _ in shell.calls() if words.startswith("pr create")]

    def test_where_workflows_may_not_open_pull_requests_the_answer_says_how(shell):
        done = sent(
            shell,
            "docs/_records/x/2026-11-23-disputed-reader-3f2a9c.yml",
            [("pr create", 1, REFUSED), ("api --silent --method PATCH", 1, "HTTP 422")],
        )
        assert done.returncode == 0
        assert [words for words, _ in shell.calls() if "--method POST" in words]
        more = (shell.home / "answer" / "more.md").read_text()
        assert (
            "https://github.com/fernhill/handbook/compare/main...handbook/form-41?expand=1" in more
        )

    @pytest.mark.parametrize(
        "path",
        [
            "docs/index.md",
            "docs/_records/../../.github/workflows/x.yml",
            "/etc/x.yml",
            "docs/_records/x.md",
            "docs/_records/x.yml",
            "docs/_records/_stamps/1.yml",
            "docs/_records/_stamps/2026-11-23-x.yml",
            "",
        ],
    )
    def test_nothing_but_records_is_written(shell, path):
        done = sent(shell, path, [])
        assert done.returncode == 1
        assert shell.calls() == []

    def test_what_was_refused_writes_nothing(shell):
        assert sent(shell, "", [], accepted=False).returncode == 0
        assert shell.calls() == []

    def test_the_senders_teams_are_asked_for_in_one_question(shell):
        nodes = [{"combinedSlug": "fernhill/sales-director"}, {"combinedSlug": "fernhill/all"}]
        said = json.dumps({"data": {"organization": {"teams": {"nodes": nodes}}}})
        command = script("review", "teams", "Ask GitHub for the sender's teams")
        out = shell.home / "out"
        done = shell.run(
            command,
            [("api graphql", 0, said)],
            GITHUB_OUTPUT=str(out),
            ORGANIZATION="fernhill",
            SENDER="example-head",
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert json.loads(out.read_text().removeprefix("teams=")) == {
            "@fernhill/sales-director": ["example-head"],
            "@fernhill/all": ["example-head"],
        }

    def test_an_unanswered_question_about_teams_is_a_failure(shell):
        command = script("review", "teams", "Ask GitHub for the sender's teams")
        done = shell.run(
            command,
            [("api graphql", 1, "HTTP 401")],
            GITHUB_OUTPUT=str(shell.home / "out"),
            ORGANIZATION="x",
            SENDER="y",
        )
        assert done.returncode != 0


def test_whoever_sent_a_form_always_gets_an_answer(shell):
    job = workflow("review")["jobs"]["answer"]
    assert "needs.read.result == 'failure'" in job["if"]
    last = job["steps"][-1]
    assert last["if"] == "failure() || needs.read.result == 'failure'"
    done = shell.run(last["run"], [], NUMBER="41")
    assert done.returncode == 0
    ((words, _),) = shell.calls()
    assert words.startswith(
        "issue comment 41 --body Your form arrived, but it could not be passed on"
    )
    assert "  " not in words


# --- when they run


def test_forms_are_read_on_the_default_branch_and_never_cross_each_other():
    review = workflow("review")
    assert review["on"] == {"issues": {"types": ["opened", "edited"]}}
    assert review["concurrency"]["group"] == "review-${{ github.event.issue.number }}"
    checkout = next(
        step for step in review["jobs"]["read"]["steps"] if "checkout" in step.get("uses", "")
    )
    assert checkout["with"]["ref"] == "${{ github.event.repository.default_branch }}"
    assert review["jobs"]["read"]["permissions"] == {"contents": "read"}
    for label in ("handbook-review", "handbook-dispute"):
        assert label in review["jobs"]["read"]["if"]


def test_the_reminder_sees_the_whole_history_and_is_off_only_where_somebody_says_so():
    weekday = workflow("weekday")
    assert weekday["on"]["schedule"][0]["cron"].endswith("* * 1-5")
    assert weekday["jobs"]["remind"]["if"] == "vars.HANDBOOK_DIGEST != 'off'"
    for job in ("look", "remind"):
        checkout = next(
            step for step in weekday["jobs"][job]["steps"] if "checkout" in step.get("uses", "")
        )
        assert checkout["with"]["fetch-depth"] == "0"
    assert "fork" in weekday["jobs"]["look"]["if"]


@pytest.mark.parametrize(("overdue", "code"), [("0", 0), ("1", 1), ("", 1)])
def test_the_weekday_run_fails_while_pages_are_overdue(shell, overdue, code):
    assert (
        shell.run(
            script("weekday", "overdue", "Fail while pages are overdue"), [], OVERDUE=overdue
        ).returncode
        == code
    )


# --- what is asked before the site is published


def answered(shell, name: str) -> str:
    return (shell.home / "temp" / "github" / name).read_text(encoding="utf-8")


@pytest.fixture
def asks(shell):
    """A step of the job that builds, with a handbook that only notes how it was called."""

    def run(
        step: str, answers: list[tuple[str, int, str]], **env: str
    ) -> subprocess.CompletedProcess[str]:
        program = shell.home / ".venv" / "bin" / "handbook"
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text('#!/bin/sh\necho "$@" > "$FAKE_GH/asked"\nexit 1\n')
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        (shell.home / "temp" / "github").mkdir(parents=True, exist_ok=True)
        return shell.run(
            script("publish", "build", step), answers, RUNNER_TEMP=str(shell.home / "temp"), **env
        )

    return run


def test_github_is_asked_who_could_see_the_site_and_its_answers_are_judged(asks, shell):
    answers = [
        ("api repos/fernhill/handbook/pages", 0, '{"public": true}'),
        ("api repos/fernhill/handbook", 0, '{"private": true}'),
    ]
    assert asks("Who could see the site?", answers).returncode == 1
    assert (answered(shell, "repository.json"), answered(shell, "pages.json")) == (
        '{"private": true}',
        '{"public": true}',
    )
    assert "may-publish --repository" in (shell.home / "asked").read_text()


@pytest.mark.parametrize(
    "said", ["HTTP 403: Resource not accessible", "HTTP 404: Not Found", "HTTP 429", "HTTP 500"]
)
def test_an_answer_that_does_not_come_is_judged_too(asks, shell, said):
    assert asks("Who could see the site?", [("api", 1, said)]).returncode == 1
    assert (answered(shell, "repository.json"), answered(shell, "pages.json")) == ("", "")
    assert (shell.home / "asked").exists()


if shutil.which("jq"):

    @pytest.mark.parametrize(
        ("replace", "confirmed"), [("true", True), ("false", False), ("", False)]
    )
    def test_the_last_site_is_asked_for_and_only_a_person_may_confirm(
        asks, shell, replace, confirmed
    ):
        answers = [
            (
                "run list --workflow publish.yml --branch main --status success",
                0,
                '[{"databaseId": 12}]',
            )
        ]
        assert asks("May it replace the last site?", answers, REPLACE=replace).returncode == 1
        assert [
            words
            for words, _ in shell.calls()
            if words.startswith("run download 12 --name published")
        ]
        said = (shell.home / "asked").read_text().split()
        assert ("--confirmed" in said) == confirmed
        assert {"--runs", "--last", "--site"} <= set(said)

    @pytest.mark.parametrize("answer", [(1, "HTTP 500"), (0, "[]"), (0, "")])
    def test_without_a_last_site_the_decision_is_still_asked_for(asks, shell, answer):
        assert (
            asks("May it replace the last site?", [("run list", *answer)], REPLACE="").returncode
            == 1
        )
        assert not [words for words, _ in shell.calls() if words.startswith("run download")]
        assert (shell.home / "asked").exists()


@pytest.mark.parametrize(
    ("code", "said", "wanted"),
    [(0, "false\n", 0), (0, "true\n", 1), (0, "null\n", 1), (0, "", 1), (1, "HTTP 403", 1)],
)
def test_right_before_publishing_it_is_asked_again(shell, code, said, wanted):
    step = script("publish", "deploy", "Can still nobody else see the site?")
    assert shell.run(step, [("api repos/fernhill/handbook/pages", code, said)]).returncode == wanted


def test_what_decides_about_publishing_comes_before_it_and_sees_the_whole_history():
    publish = workflow("publish")["jobs"]
    names = [step.get("name") for step in publish["build"]["steps"]]
    order = [
        "Who could see the site?",
        "Check the handbook, build the site, check the site",
        "May it replace the last site?",
        "Hand over the site",
    ]
    assert [name for name in names if name in order] == order
    checkout = next(
        step for step in publish["build"]["steps"] if "checkout" in step.get("uses", "")
    )
    assert checkout["with"]["fetch-depth"] == "0"
    assert "continue-on-error" not in json.dumps(publish)
    deploy = [step.get("name") for step in publish["deploy"]["steps"]]
    assert deploy[:2] == ["Can still nobody else see the site?", "Publish the site"]


def test_what_holds_the_site_is_kept_for_a_day_only():
    kept = {
        step["with"].get("name", "site"): step["with"]["retention-days"]
        for job in workflow("publish")["jobs"].values()
        for step in job["steps"]
        if "upload" in step.get("uses", "")
    }
    assert kept == {"built": "1", "site": "1", "published": "90"}
