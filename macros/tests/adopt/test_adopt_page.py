"""The page for those who make the handbook theirs: its commands run, one after the other, and it is
the same page here and in a started repository.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import MACROS, PROJECT

PAGE = MACROS / "handbook" / "adopt" / "first" / "docs" / "upkeep" / "adopt.md"
README = PROJECT / "README.md"
BIN = Path(sys.executable).parent
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands(text: str) -> list[str]:
    """Every line of the blocks of commands, without what is said beside it."""
    rows = "".join(BLOCK.findall(text)).splitlines()
    return [row.partition("  #")[0].strip() for row in rows]


def make_it_yours() -> str:
    return README.read_text("utf-8").partition("## Make it yours")[2].partition("\n## ")[0]


def here(command: str, top: Path) -> str:
    """The command with this computer's programs, in folders of the test; what is installed is."""
    return (
        command.replace(".venv/bin/handbook", f"{BIN}/handbook")
        .replace("make ", f"make -o setup BIN={BIN} ")
        .replace("answers.yml", f"{top}/answers.yml")
        .replace("../our-handbook", f"{top}/ours")
    )


def run(command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    surroundings = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(
        ["bash", "-c", command], cwd=cwd, env=surroundings, capture_output=True, text=True
    )


def test_the_readme_and_the_page_give_the_same_three_commands() -> None:
    assert commands(make_it_yours()) == commands(PAGE.read_text("utf-8"))[:3]


@pytest.mark.slow
def test_every_command_of_the_page_runs(tmp_path: Path) -> None:
    ran = commands(PAGE.read_text("utf-8"))
    upgrades = [command for command in ran if "upgrade" in command]  # tested by themselves
    assert len(ran) == 8
    assert len(upgrades) == 2
    where = PROJECT
    for command in ran:
        if command not in upgrades:
            done = run(here(command, tmp_path), where)
            assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        if command.startswith("cd "):
            where = tmp_path / "ours"
            git = "git add -A && git -c user.name=a -c user.email=a@example.com commit -qm Start"
            assert run(git, where).returncode == 0
    assert "forecast-and-quotas" in (where / "docs/_facts/parts.yml").read_text("utf-8")
