"""The workflow that answers forms: a pull request with the record, and always an answer."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from tests.shell import Shell, script, workflow

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
