"""What a tag is released as: only what it says, built where nothing can be written, attached where
no code of ours runs.
"""

from __future__ import annotations

import pytest

from handbook.adopt.shell import shell_files
from tests.shell import script, workflow

TAGGED = "Is the tag the version of the engine?"


@pytest.mark.parametrize(("tag", "code"), [("v1.2.3", 0), ("1.2.3", 1), ("v1.2.4", 1), ("v", 1)])
def test_a_tag_that_is_not_the_version_releases_nothing(shell, tag, code):
    (shell.home / "pyproject.toml").write_text('[project]\nname = "x"\nversion = "1.2.3"\n')
    done = shell.run(script("release", "build", TAGGED), [], TAG=tag)
    assert done.returncode == code
    assert ("Nothing was released." in done.stdout) is bool(code)


def test_the_wheel_is_attached_to_the_release_of_its_tag(shell):
    (shell.home / "dist").mkdir()
    (shell.home / "dist/engine.whl").write_bytes(b"")
    command = script("release", "release", "Write the release")
    done = shell.run(command, [("release create", 0, "")], TAG="v1.2.3")
    assert (done.returncode, done.stderr) == (0, "")
    ((call, _),) = shell.calls()
    assert call.startswith("release create v1.2.3 dist/engine.whl --verify-tag --title v1.2.3")


def test_what_is_released_is_what_was_proved():
    steps = workflow("release")["jobs"]["release"]["steps"]
    names = [step["uses"].partition("@")[0] for step in steps if "uses" in step]
    assert names == ["actions/download-artifact", "actions/attest-build-provenance"]
    assert steps[1]["with"]["subject-path"] == "dist/*.whl"


def test_companies_release_nothing():
    assert ".github/workflows/check.yml" in shell_files()
    assert ".github/workflows/release.yml" not in shell_files()
