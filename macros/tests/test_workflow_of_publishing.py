"""What is asked before the site is published, and what is kept of it."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess

import pytest

from tests.shell import script, workflow


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
