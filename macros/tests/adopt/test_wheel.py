"""What is no wheel of the engine is refused with one line, before anything of it is used."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest

from handbook.adopt import wheel as reading
from handbook.adopt.shell import SHELL
from handbook.adopt.wheel import WheelError
from handbook.commands.upgraded import open_wheel
from tests.adopt.wheels import OLD, OLD_SHELL, wheel_name, write_wheel


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_wheel(tmp_path, OLD, OLD_SHELL)


def refused(path: Path) -> str:
    with pytest.raises(WheelError) as cannot:
        open_wheel(path)
    said = str(cannot.value)
    assert "\n" not in said
    return said


def test_a_wheel_says_its_version_and_holds_the_shell_files(path):
    wheel = open_wheel(path)
    assert (wheel.name, wheel.version, dict(wheel.shell)) == (wheel_name(OLD), OLD, OLD_SHELL)


@pytest.mark.parametrize(
    ("version", "other", "older"),
    [("1.2.0", "1.10.0", True), ("1.10.0", "1.2.0", False), ("1.0.0", "1.0.0", False)],
)
def test_versions_are_compared_as_numbers(tmp_path, version, other, older):
    first, second = (open_wheel(write_wheel(tmp_path, v, OLD_SHELL)) for v in (version, other))
    assert first.is_older_than(second) is older


@pytest.mark.parametrize(
    "name",
    [
        "handbook-0.1.0-py3-none-any.whl",
        "sales_handbook-0.1.0.zip",
        "sales_handbook-0.1.0-cp312-cp312-linux_x86_64.whl",
        "sales_handbook-0.1.0rc1-py3-none-any.whl",
        "new.whl",
    ],
)
def test_another_name(path, name):
    assert "is not called like a wheel of the engine" in refused(path.rename(path.with_name(name)))


def test_another_version_inside_than_outside(path):
    renamed = path.rename(path.with_name(wheel_name("2.0.0")))
    assert refused(renamed).endswith("says inside that it is version 0.1.0.")


@pytest.mark.parametrize("about", ["Name: other\nVersion: 0.1.0\n", "", "\xff"])
def test_another_distribution_inside(tmp_path, about):
    path = tmp_path / wheel_name(OLD)
    with ZipFile(path, "w") as packed:
        packed.writestr("sales_handbook-0.1.0.dist-info/METADATA", about)
    assert "is no wheel of sales-handbook" in refused(path)


def test_no_shell_files(tmp_path):
    assert "carries no files" in refused(write_wheel(tmp_path, OLD, {}))


@pytest.mark.parametrize(
    "name",
    ["../out.py", "/etc/passwd", "a/../../b", "a\\b", "c:/windows", "a//b", "./a", "a\0b"],
)
def test_a_name_that_leads_away(path, name):
    info = ZipInfo("safe")
    info.filename = name
    with ZipFile(path, "a") as packed:
        packed.writestr(info, b"")
    assert "leads out of its folder" in refused(path)


def test_a_name_that_is_there_twice(path):
    with ZipFile(path, "a") as packed:
        packed.writestr(f"{SHELL}MAKEFILE", b"")
    assert "is in it twice" in refused(path)


def test_more_than_any_engine_has(path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_FILES", 3)
    assert "3 are the most" in refused(path)


@pytest.mark.parametrize("limit", ["LARGEST", "LARGEST_IN_ALL"])
def test_larger_than_any_engine_is(path, monkeypatch, limit):
    monkeypatch.setattr(reading, limit, 20)
    assert "larger than" in refused(path)


def test_a_file_that_is_not_there(tmp_path):
    assert "There is no file" in refused(tmp_path / wheel_name(OLD))
    assert "There is no file" in refused(tmp_path)


@pytest.mark.parametrize("length", [0, 10, 300])
def test_half_a_wheel(path, length):
    path.write_bytes(path.read_bytes()[:length])
    assert refused(path).endswith("is damaged. Fetch it again.")


def test_a_wheel_with_a_wrong_byte(path):
    data = path.read_bytes()
    path.write_bytes(data.replace(b"Run make.", b"Run mike."))
    assert refused(path).endswith("is damaged. Fetch it again.")
