"""The workflows give strangers none of our rights."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.repository import ROOT, WORKFLOWS, each_workflow, read_yaml, text


def jobs(path: Path) -> dict[str, dict[str, Any]]:
    return read_yaml(path)["jobs"]


def steps(job: dict[str, Any]) -> list[dict[str, Any]]:
    return job.get("steps", [])


def test_there_are_workflows():
    assert {path.name for path in WORKFLOWS} >= {
        "check.yml",
        "publish.yml",
        "review.yml",
        "weekday.yml",
    }, "A workflow was removed or renamed."


@each_workflow
def test_workflow_starts_only_from_harmless_events(path):
    harmless = {"pull_request", "merge_group", "push", "schedule", "workflow_dispatch"}
    if (
        path.name == "review.yml"
    ):  # runs what is on the default branch; a stranger's form is only text to it
        harmless.add("issues")
    events = set(read_yaml(path)["on"])
    assert events <= harmless, (
        f"{path.name} starts from {', '.join(sorted(events - harmless))}, and some events give a stranger's "
        f"change our rights. Events known to be harmless: {', '.join(sorted(harmless))}."
    )


@each_workflow
@pytest.mark.parametrize(
    "word", ["pull_request_target", "workflow_run", "allow-unsafe-pr-checkout", "secrets."]
)
def test_workflow_has_nothing_that_gives_strangers_our_rights(path, word):
    found = text(path)
    if path.name == "review.yml":  # the one secret; the next test guards it
        found = found.replace(TEAMS_TOKEN, "", 1)
    assert word not in found, (
        f"{path.name} holds {word}, which lets a pull request reach what it must not."
    )


TEAMS_TOKEN = "${{ secrets.HANDBOOK_TEAMS_TOKEN }}"


def test_the_one_secret_stays_where_none_of_our_code_runs():
    path = ROOT / ".github/workflows/review.yml"
    assert set(read_yaml(path)["on"]) == {"issues"}, (
        "review.yml knows a secret: a pull request must not start it."
    )
    teams = jobs(path)["teams"]
    assert teams["permissions"] == {}
    assert "environment" in teams, (
        "review.yml: the secret belongs to an environment, which can guard it."
    )
    (step,) = steps(teams)
    assert step["env"]["GH_TOKEN"] == TEAMS_TOKEN
    assert not OURS.search(step["run"]), "review.yml: no code of ours may see the secret."


@each_workflow
def test_workflow_puts_no_outside_text_into_commands(path):
    for job in jobs(path).values():
        for step in steps(job):
            assert "${{" not in step.get("run", ""), (
                f"{path.name}: what stands in ${{{{ … }}}}, a title say, becomes part of the command:\n"
                f"    {step['run']}\n"
                "To fix: hand it over in env: and use it as $NAME."
            )


@each_workflow
def test_workflow_has_no_rights_but_those_a_job_names(path):
    assert read_yaml(path).get("permissions") == {}, (
        f"{path.name} must begin with  permissions: {{}}"
    )
    for name, job in jobs(path).items():
        assert "permissions" in job, (
            f"{path.name}, job {name}: name the rights it needs under  permissions:"
        )
        assert "timeout-minutes" in job, (
            f"{path.name}, job {name}: without  timeout-minutes  it may hang for six hours."
        )


@each_workflow
def test_job_that_may_write_runs_none_of_our_code(path):
    for name, job in jobs(path).items():
        if "write" in job["permissions"].values() and not starts_from_the_clock_alone(path, job):
            ours = [step.get("run") or step["uses"] for step in steps(job) if runs_our_code(step)]
            assert not ours, (
                f"{path.name}, job {name} may write, so it must not run what a change can alter: {ours}"
            )


# What could run a file that a change can alter, or a text that was handed over. `gh`, `jq` and the
# shell's own words cannot.
OURS = re.compile(
    r"\b(make|python\d?|pip|uv|npm|node|bash|sh|zsh|eval|source|exec|chmod)\b|\.venv|(^|\s)\./"
)


def runs_our_code(step: dict[str, Any]) -> bool:
    command = step.get("run", "").replace('"handbook/form-$NUMBER"', "")
    return bool(OURS.search(command)) or step.get("uses", "").startswith(
        ("./", "actions/checkout@")
    )


def starts_from_the_clock_alone(path: Path, job: dict[str, Any]) -> bool:
    """Such a job runs what was reviewed and merged, and nobody's words start it. It may write
    issues, nothing else.
    """
    rights = {name for name, right in job["permissions"].items() if right == "write"}
    return set(read_yaml(path)["on"]) == {"schedule", "workflow_dispatch"} and rights == {"issues"}


@pytest.mark.parametrize(
    "command", ["make check", ".venv/bin/handbook", "bash answer/x", "source x", "./x", "python x"]
)
def test_code_of_ours_is_noticed(command):
    assert runs_our_code({"run": f"gh api x\n{command}"})
    assert not runs_our_code(
        {"run": 'gh pr create --head "$branch" | jq -r .answer answer/result.json'}
    )


@each_workflow
def test_checkout_leaves_no_key_behind(path):
    checkouts = [
        step
        for job in jobs(path).values()
        for step in steps(job)
        if "checkout" in step.get("uses", "")
    ]
    for step in checkouts:
        assert step.get("with", {}).get("persist-credentials") == "false", (
            f"{path.name}: the checkout leaves a key to the repository behind.\n"
            "To fix: add  persist-credentials: false  under its  with:"
        )


@each_workflow
def test_action_is_named_by_commit_with_its_version_beside_it(path):
    table = text(".github/workflows/README.md")
    for line in re.findall(r"^\s*(?:- )?uses:.*", text(path), re.MULTILINE):
        pinned = re.fullmatch(r"\s*(?:- )?uses: ([\w./-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)", line)
        assert pinned, (
            f"{path.name}: a tag can be moved to other code, a commit cannot: {line.strip()}\n"
            "To fix: write  uses: owner/action@<40 hex digits of the commit> # v1.2.3"
        )
        assert f"| `{pinned[1]}` | {pinned[3]} | `{pinned[2]}` |" in table, (
            f"{path.name} pins {pinned[1]} {pinned[3]}, but .github/workflows/README.md does not say how "
            "that commit was verified."
        )


def test_publishing_is_off_until_it_is_chosen():
    build, deploy = jobs(ROOT / ".github/workflows/publish.yml").values()
    for condition in (
        "vars.HANDBOOK_PUBLISH == 'pages'",
        "github.ref == 'refs/heads/main'",
        "!github.event.repository.fork",
    ):
        assert condition in build.get("if", ""), (
            f"publish.yml no longer asks for {condition} before it publishes."
        )
    assert "||" not in build["if"], (
        "publish.yml: with  ||  the handbook is published although nobody chose it."
    )
    assert deploy.get("needs") == "build", (
        "publish.yml: deploy must wait for build, whose condition guards both."
    )
    assert "if" not in deploy, (
        "publish.yml: a condition of its own lets deploy run when build was left out."
    )
