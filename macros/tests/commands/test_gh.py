"""The reminder against a stand-in for ``gh`` that keeps issues and fails as GitHub does: in the
end, one open issue for each owner.
"""

from __future__ import annotations

import json
import stat
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from handbook import gh
from handbook.cli import app
from handbook.gh import GitHub, GitHubError, GitHubReply, read_reply
from handbook.text.load import read_folder
from handbook.upkeep.digest import actions, role_of
from handbook.upkeep.letter import Letter, marker
from tests.places import GOOD, TESTS

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="the stand-in is started by /bin/sh"
)

REPO = "fernhill/sales-handbook"
STAND_IN = TESTS / "stand_in" / "gh.py"
LETTER = Letter(
    "seller", "Pages that wait (seller)", f"{marker('seller')}\n@fernhill/sellers: 1 page waits.\n"
)
OTHER = Letter(
    "sales-director",
    "Pages that wait (sales-director)",
    f"{marker('sales-director')}\n2 pages wait.\n",
)
LIST, CREATE, EDIT = (
    f"GET repos/{REPO}/issues",
    f"POST repos/{REPO}/issues",
    f"PATCH repos/{REPO}/issues",
)


class StandIn:
    """The stand-in's memory, and a GitHub that counts the seconds instead of waiting."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.waited: list[float] = []
        self.github = GitHub(REPO, sleep=self.waited.append)
        self.write(issues=[], labels=["handbook-digest"], faults=[], log=[])

    def write(self, **changes: Any) -> None:
        state = json.loads(self.path.read_text()) if self.path.exists() else {}
        self.path.write_text(json.dumps(state | changes))

    def read(self, name: str) -> Any:
        return json.loads(self.path.read_text())[name]

    def fault(self, on: str, do: int | str, times: int = 1, **more: Any) -> None:
        self.write(faults=[*self.read("faults"), {"on": on, "do": do, "times": times, **more}])

    def add(self, letter: Letter, **changes: Any) -> int:
        """An issue as the weekday run opened it some other day."""
        number = len(self.read("issues")) + 1
        made = {
            "number": number, "title": letter.title, "body": letter.body, "state": "open", "locked": False, "labels": [],
            "user": {"login": "github-actions[bot]", "type": "Bot"}, "author_association": "NONE",
        }  # fmt: skip
        self.write(issues=[*self.read("issues"), made | changes])
        return number

    def run(self, *letters: Letter) -> None:
        self.github.carry_out(actions(letters, self.github.reminders()))

    def open(self, role: str = "seller") -> list[dict[str, Any]]:
        return [
            candidate
            for candidate in self.read("issues")
            if candidate["state"] == "open" and role_of(candidate["body"]) == role
        ]

    def writes(self) -> list[str]:
        return [line for line in self.read("log") if not line.startswith("GET")]


@pytest.fixture
def stand_in(tmp_path, monkeypatch) -> StandIn:
    """The stand-in, put first on the path under the name gh."""
    program = tmp_path / "bin" / "gh"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I "{STAND_IN}" "$@"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(program.parent), prepend=":")
    monkeypatch.setenv("GH_STAND_IN", str(tmp_path / "issues.json"))
    return StandIn(tmp_path / "issues.json")


def settled(stand_in: StandIn, *letters: Letter) -> None:
    """Exactly one open issue for each letter with its very words; a second run changes nothing."""
    for letter in letters:
        (open_issue,) = stand_in.open(letter.role)
        assert (open_issue["title"], open_issue["body"]) == (letter.title, letter.body)
    before = stand_in.writes()
    stand_in.run(*letters)
    assert stand_in.writes() == before, "the second run changed something"


# --- every state in which the issue can be


def test_no_issue(stand_in):
    stand_in.run(LETTER, OTHER)
    settled(stand_in, LETTER, OTHER)
    assert [issue["labels"] for issue in stand_in.read("issues")] == [
        [{"name": "handbook-digest"}]
    ] * 2


def test_one_issue_is_left_alone(stand_in):
    stand_in.add(LETTER)
    stand_in.run(LETTER)
    assert stand_in.writes() == []
    settled(stand_in, LETTER)


def test_one_issue_is_brought_up_to_date_in_its_place(stand_in):
    number = stand_in.add(replace(LETTER, body=f"{marker('seller')}\nold"))
    stand_in.run(LETTER)
    assert [issue["number"] for issue in stand_in.open()] == [number]
    settled(stand_in, LETTER)


def test_two_open_issues_become_the_older_one(stand_in):
    first, _ = stand_in.add(LETTER), stand_in.add(LETTER)
    stand_in.run(LETTER)
    assert [issue["number"] for issue in stand_in.open()] == [first]
    settled(stand_in, LETTER)


def test_an_issue_closed_by_hand_stays_closed_and_a_new_one_is_opened(stand_in):
    closed = stand_in.add(LETTER, state="closed")
    stand_in.run(LETTER)
    assert [issue["number"] for issue in stand_in.open()] == [closed + 1]
    settled(stand_in, LETTER)


def test_a_locked_issue_is_brought_up_to_date(stand_in):
    stand_in.add(replace(LETTER, title="old"), locked=True)
    stand_in.run(LETTER)
    settled(stand_in, LETTER)


def test_a_deleted_label_changes_nothing(stand_in):
    stand_in.write(labels=[])
    stand_in.add(LETTER)
    stand_in.run(LETTER, OTHER)
    settled(stand_in, LETTER, OTHER)


def test_nothing_waits_any_more(stand_in):
    stand_in.add(LETTER)
    stand_in.run()
    assert stand_in.open() == []
    assert (
        stand_in.read("issues")[0]["body"]
        == f"{marker('seller')}\nNothing waits any more. Thank you.\n"
    )
    settled(stand_in)


def test_a_changed_title_does_not_hide_an_issue(stand_in):
    stand_in.add(replace(LETTER, title="mine now"))
    stand_in.run(LETTER)
    settled(stand_in, LETTER)


def test_issues_behind_the_first_hundred_are_found(stand_in):
    for number in range(230):
        stand_in.add(Letter("x", f"other {number}", "some other issue"))
    stand_in.add(LETTER)
    stand_in.run(LETTER)
    assert stand_in.writes() == []
    assert stand_in.read("log") == [LIST] * 3


def test_a_strangers_copy_of_the_marker_is_left_to_the_stranger(stand_in):
    stranger = {"user": {"login": "example-stranger", "type": "User"}, "author_association": "NONE"}
    stand_in.add(LETTER, **stranger)
    stand_in.run(OTHER)
    assert [issue["title"] for issue in stand_in.open("seller")] == [LETTER.title]
    settled(stand_in, OTHER)


def test_a_pull_request_is_no_issue(stand_in):
    stand_in.add(LETTER, pull_request={})
    stand_in.run()
    assert stand_in.writes() == []


# --- what GitHub may do


def test_429_is_waited_for_as_long_as_github_asks(stand_in):
    stand_in.fault(CREATE, 429, headers={"Retry-After": "37"}, message="Too many requests")
    stand_in.run(LETTER)
    assert stand_in.waited == [37]
    settled(stand_in, LETTER)


def test_a_secondary_limit_is_waited_for_a_minute_at_least(stand_in):
    stand_in.fault(CREATE, 403, times=2, message="You have exceeded a secondary rate limit.")
    stand_in.run(LETTER)
    assert stand_in.waited == [60, 60]
    settled(stand_in, LETTER)


def test_500_after_the_issue_was_opened_opens_no_second_one(stand_in):
    stand_in.fault(CREATE, 500, after=True)
    stand_in.run(LETTER)
    assert stand_in.writes() == [CREATE]
    settled(stand_in, LETTER)


def test_500_before_the_issue_was_opened_is_tried_again(stand_in):
    stand_in.fault(CREATE, 502)
    stand_in.run(LETTER)
    assert stand_in.writes() == [CREATE, CREATE]
    settled(stand_in, LETTER)


def test_500_every_time_although_the_issue_was_opened(stand_in):
    stand_in.fault(CREATE, 500, times=9, after=True)
    stand_in.run(LETTER)
    settled(stand_in, LETTER)


def test_the_last_attempt_worked_although_nobody_said_so(stand_in):
    stand_in.fault(CREATE, 500, times=4)
    stand_in.fault(CREATE, 500, after=True)
    stand_in.run(LETTER)
    settled(stand_in, LETTER)


@pytest.mark.parametrize("after", [True, False])
def test_no_answer_in_time(stand_in, monkeypatch, after):
    monkeypatch.setattr(gh, "TIME_OUT", 2)
    stand_in.fault(CREATE, "hang", after=after)
    stand_in.run(LETTER)
    settled(stand_in, LETTER)


def test_no_connection(stand_in):
    stand_in.fault(LIST, "unplugged", times=2)
    stand_in.fault(CREATE, "unplugged", times=1)
    stand_in.run(LETTER)
    settled(stand_in, LETTER)


def test_an_edit_that_fails_is_tried_again(stand_in):
    stand_in.add(replace(LETTER, title="old"))
    stand_in.fault(EDIT, 503, times=3, after=True)
    stand_in.run(LETTER)
    assert stand_in.waited == [5, 15, 60]
    settled(stand_in, LETTER)


def test_a_lasting_fault_is_a_clear_failure_and_the_next_run_goes_on(stand_in):
    stand_in.fault(CREATE, 500, times=5)
    with pytest.raises(
        GitHubError,
        match=r"^GitHub answered 500 to POST repos/fernhill/sales-handbook/issues: Server Error$",
    ):
        stand_in.run(OTHER, LETTER)
    stand_in.run(OTHER, LETTER)
    settled(stand_in, OTHER, LETTER)


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (403, "Resource not accessible by integration"),
        (404, "Not Found"),
        (410, "Issues has been disabled in this repository."),
    ],
)
def test_a_plain_no_is_not_asked_twice(stand_in, status, message):
    stand_in.fault(LIST, status, times=9, message=message)
    with pytest.raises(GitHubError, match=message):
        stand_in.run(LETTER)
    assert stand_in.read("log") == [LIST]
    assert stand_in.waited == []


def test_a_limit_that_lasts_an_hour_is_not_waited_for(stand_in):
    stand_in.fault(LIST, 429, headers={"Retry-After": "3600"})
    with pytest.raises(GitHubError, match="GitHub answered 429"):
        stand_in.run(LETTER)
    assert stand_in.waited == []


def test_an_answer_that_is_cut_off_is_no_answer():
    assert read_reply('HTTP/2.0 201 Created\r\nA: b\r\n\r\n{"number": 1', "") == GitHubReply(
        0, {"a": "b"}, said="the answer was cut off"
    )
    assert read_reply("", "error connecting") == GitHubReply(0, said="error connecting")
    assert read_reply("HTTP/2.0 200 OK\nX: y: z\r\n\r\n[]", "") == GitHubReply(
        200, {"x": "y: z"}, []
    )


def test_hostile_words_arrive_as_they_were_sent(stand_in):
    hostile = replace(
        LETTER,
        title='$(id) `id` "; rm -rf . \\ %0A ::add-mask::x — é',
        body=f"{marker('seller')}\n@-file\n--input\n\u2028 ☕\n",
    )
    stand_in.run(hostile)
    settled(stand_in, hostile)


# --- the command


@pytest.fixture
def root(tmp_path) -> Path:
    top = tmp_path / "handbook"
    for path, data in read_folder(GOOD).data.items():
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_bytes(data)
    return top


def command(root: Path, *more: str) -> Any:
    return CliRunner().invoke(app, ["digest", "--root", str(root), "--today", "2026-11-23", *more])


def test_the_command_files_one_issue_for_each_owner(stand_in, root):
    done = command(root, "--repo", REPO)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "open an issue (head-of-operations)", "open an issue (managing-director)", "open an issue (sales-director)",
    ]  # fmt: skip
    before = stand_in.writes()
    assert command(root, "--repo", REPO).stdout == "Nothing to do: every issue says what is so.\n"
    assert stand_in.writes() == before


def test_a_dry_run_changes_nothing(stand_in, root):
    done = command(root, "--repo", REPO, "--dry-run")
    assert done.exit_code == 0
    assert "| @fernhill/sales-director: " in done.stdout
    assert stand_in.writes() == []
    assert command(root, "--dry-run").stdout == done.stdout


def test_the_command_ends_with_2_and_one_line_when_github_says_no(stand_in, root):
    stand_in.fault(LIST, 404, message="Not Found")
    done = command(root, "--repo", REPO)
    assert done.exit_code == 2
    assert done.stderr == f"handbook: GitHub answered 404 to GET repos/{REPO}/issues: Not Found\n"


@pytest.mark.parametrize("repo", ["", "fernhill", "a/b/c", "a b/c", "fernhill/sales-handbook?x=1"])
def test_the_command_asks_for_owner_and_name(root, repo):
    assert command(root, "--repo", repo).exit_code == 2


def test_a_copy_of_the_repository_gets_no_issues(stand_in, root):
    done = command(root, "--repo", "example-seller/sales-handbook")
    assert (done.exit_code, stand_in.read("log")) == (0, [])
    assert "it is a copy" in done.stdout


def test_without_gh_that_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitHubError, match='the program "gh" is not installed'):
        GitHub(REPO).reminders()
