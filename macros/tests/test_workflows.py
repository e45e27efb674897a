"""The few lines of shell in the workflows, run for real against a gh that answers as it is told."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta

import pytest

from tests.shell import script, workflow

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
