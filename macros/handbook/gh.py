"""The shell around the program ``gh``: the issues of a repository, asked for patiently and never
opened twice.
"""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from handbook.upkeep.digest import (
    LABEL,
    Action,
    CloseIssue,
    CreateIssue,
    Issue,
    UpdateIssue,
    role_of,
)
from handbook.upkeep.letter import Letter, marker

PER_PAGE = 100
MAX_PAGES = 100
WAITS = (5, 15, 60, 120)
LONGEST_WAIT = 15 * 60
TIME_OUT = 60
# Only people of the repository and its own workflows write reminders; a stranger's copy of the
# marker is a stranger's issue.
TRUSTED = {"OWNER", "MEMBER", "COLLABORATOR"}


class GitHubError(Exception):
    """GitHub did not do what was asked; says what and why in one line."""


@dataclass(frozen=True)
class GitHubReply:
    """What GitHub answered; ``status`` 0 means that no answer came, so nobody knows whether it was
    done.
    """

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    value: Any = None
    said: str = ""

    @property
    def done(self) -> bool:
        return 200 <= self.status < 300

    @property
    def unknown(self) -> bool:
        """Whether the thing that was asked for may have been done all the same."""
        return self.status == 0 or self.status >= 500

    @property
    def limited(self) -> bool:
        """Whether GitHub asks us to slow down: 429, or 403 that says so."""
        slow = "retry-after" in self.headers or "rate limit" in self.said.lower()
        return self.status == 429 or (
            self.status == 403 and (slow or self.headers.get("x-ratelimit-remaining") == "0")
        )

    def wait(self, usual: int) -> int:
        """Seconds until the next attempt."""
        asked = self.headers.get("retry-after", "")
        if asked.isdecimal():
            return max(int(asked), 1)
        return max(usual, 60) if self.limited else usual


Ask = Callable[[str, str, object], GitHubReply]


def ask_gh(method: str, path: str, body: object = None) -> GitHubReply:
    """One call of GitHub's API through ``gh``, which knows how to prove who we are. Texts travel
    through its input.
    """
    command = ["gh", "api", "--include", "--method", method, path]
    given = None if body is None else json.dumps(body).encode()
    if given is not None:
        command += ["--input", "-"]
    try:
        done = subprocess.run(
            command, input=given, capture_output=True, timeout=TIME_OUT, check=False
        )
    except FileNotFoundError:
        raise GitHubError('the program "gh" is not installed; see https://cli.github.com') from None
    except subprocess.TimeoutExpired:
        return GitHubReply(0, said=f"no answer within {TIME_OUT} seconds")
    said = done.stderr.decode("utf-8", "replace").strip()
    if done.returncode == 4:
        raise GitHubError(
            "gh has no right to speak for anybody here; set GH_TOKEN, or run: gh auth login"
        )
    return read_reply(done.stdout.decode("utf-8", "replace"), said)


def read_reply(text: str, said: str) -> GitHubReply:
    """What ``gh api --include`` prints: a line with the status, headers, an empty line, JSON."""
    head, _, body = text.replace("\r\n", "\n").partition("\n\n")
    found = re.match(r"HTTP/\S+ (\d{3})", head)
    if not found:
        return GitHubReply(0, said=said)
    pairs = (line.partition(":") for line in head.split("\n")[1:])
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    try:
        value = json.loads(body) if body.strip() else None
    except ValueError:
        return GitHubReply(0, headers, said="the answer was cut off")
    message = value.get("message") if isinstance(value, dict) else None
    return GitHubReply(int(found.group(1)), headers, value, f"{message or said}")


@dataclass
class GitHub:
    """The issues of one repository, ``owner/name``."""

    repo: str
    ask: Ask = ask_gh
    sleep: Callable[[float], None] = time.sleep

    def reminders(self) -> list[Issue]:
        """Every open issue with our marker, whatever its title and labels."""
        found: list[Issue] = []
        page = 1
        while page <= MAX_PAGES:
            path = f"repos/{self.repo}/issues?state=open&sort=created&direction=asc&per_page={PER_PAGE}&page={page}"
            rows = self._patiently("GET", path).value
            if not isinstance(rows, list):
                raise GitHubError("GitHub answered with something that is no list of issues")
            found += [_issue(row) for row in rows if _ours(row)]
            if len(rows) < PER_PAGE:
                return found
            page += 1
        raise GitHubError(
            f"GitHub names more than {MAX_PAGES * PER_PAGE} open issues; close old ones first"
        )

    def carry_out(self, actions: Iterable[Action]) -> None:
        """Do all of it, one after another."""
        for action in actions:
            if isinstance(action, CreateIssue):
                self._create(action.letter)
            elif isinstance(action, UpdateIssue):
                self._edit(
                    action.number, {"title": action.letter.title, "body": action.letter.body}
                )
            else:
                self._close(action)

    def _create(self, letter: Letter) -> None:
        given = {"title": letter.title, "body": letter.body, "labels": [LABEL]}
        self._patiently("POST", f"repos/{self.repo}/issues", given, lambda: self._is_there(letter))

    def _is_there(self, letter: Letter) -> bool:
        return any(issue.role == letter.role for issue in self.reminders())

    def _edit(self, number: int, given: dict[str, str]) -> None:
        self._patiently("PATCH", f"repos/{self.repo}/issues/{number}", given)

    def _close(self, action: CloseIssue) -> None:
        body = f"{marker(action.role)}\n{action.why}\n"
        self._edit(action.number, {"body": body, "state": "closed", "state_reason": "completed"})

    def _patiently(
        self,
        method: str,
        path: str,
        given: object = None,
        was_done: Callable[[], bool] | None = None,
    ) -> GitHubReply:
        """Ask until it is done. ``was_done`` looks whether an attempt without a clear answer has
        worked after all.
        """
        for wait in (*WAITS, None):
            reply = self.ask(method, path, given)
            if reply.done:
                return reply
            if (
                not (reply.unknown or reply.limited)
                or wait is None
                or reply.wait(wait) > LONGEST_WAIT
            ):
                break
            self.sleep(reply.wait(wait))
            if reply.unknown and was_done and was_done():
                return reply
        if reply.unknown and was_done and was_done():
            return reply
        raise GitHubError(_failure(method, path, reply))


def _failure(method: str, path: str, reply: GitHubReply) -> str:
    answer = f"GitHub answered {reply.status}" if reply.status else "GitHub did not answer"
    said = " ".join(reply.said.split())[:200]
    return f"{answer} to {method} {path.partition('?')[0]}{f': {said}' if said else ''}"


def _ours(row: Any) -> bool:
    if not isinstance(row, dict) or "pull_request" in row or not role_of(row.get("body")):
        return False
    by_us = (row.get("user") or {}).get("type") == "Bot"
    return by_us or row.get("author_association") in TRUSTED


def _issue(row: dict[str, Any]) -> Issue:
    return Issue(int(row["number"]), role_of(row["body"]), str(row["title"]), str(row["body"]))
