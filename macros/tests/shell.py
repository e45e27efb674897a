"""Steps of the workflows, run in a shell with a stand-in for GitHub."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from tests.places import PROJECT
from tests.repositories import SURE

WORKFLOWS = PROJECT / ".github" / "workflows"
# Answers are pairs of the words with which a call begins and [exit code, output]; every call is
# noted with its input.
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


def git(home: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=home, env=SURE, check=True, capture_output=True)
