"""The wheel carries every shell file, so that start and upgrade find them wherever it is installed."""

from __future__ import annotations

import json
import subprocess
import sys

from handbook.adopt.shell import SHELL, shell_files

NEEDED = {
    "Makefile",
    "pyproject.toml",
    "requirements.txt",
    ".gitignore",
    ".ci/run",
    ".github/workflows/check.yml",
    ".github/ISSUE_TEMPLATE/review.yml",
    "checks/conftest.py",
    "macros/main.py",
    "macros/engine.py",
    "macros/theme/assets/handbook/handbook.css",
}
SIZES = """
import json
from handbook.adopt.shell import shell_files
print(json.dumps({path: len(data) for path, data in shell_files().items()}))
"""


def test_what_a_company_needs_is_there() -> None:
    assert set(shell_files()) >= NEEDED


def test_nothing_is_there_that_commands_make() -> None:
    assert not [path for path in shell_files() if "__pycache__" in path or "/made/" in path]


def test_the_wheel_holds_the_same_files(wheel: dict[str, bytes]) -> None:
    packed = {
        name.removeprefix(SHELL): data for name, data in wheel.items() if name.startswith(SHELL)
    }
    assert packed == shell_files()


def test_they_are_found_where_the_wheel_is_installed(wheel: dict[str, bytes], tmp_path) -> None:
    for name, data in wheel.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    found = subprocess.run(
        [sys.executable, "-c", SIZES], cwd=tmp_path, check=True, capture_output=True, text=True
    ).stdout
    assert json.loads(found) == {path: len(data) for path, data in shell_files().items()}
