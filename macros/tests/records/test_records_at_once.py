"""Two commands, or two forms, that record at the same moment: both are kept, and nothing that is
there is touched.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from handbook.text.load import read_folder
from handbook.upkeep.event import answer_event
from tests.places import GOOD
from tests.repositories import Copy
from tests.sending import LIFE, PAGE, TEAMS, event, sent, states_of

CALL = "from handbook.cli import main; main()"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    top = tmp_path / "handbook"
    for path, data in read_folder(GOOD).data.items():
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_bytes(data)
    return top


def start(root: Path, found: str, by: str = "sales-director") -> subprocess.Popen[str]:
    words = [
        "review",
        PAGE,
        "--by",
        by,
        "--found",
        found,
        "--answer",
        "None.",
        "--root",
        str(root),
        "--today",
        "2026-11-23",
    ]
    return subprocess.Popen(
        [sys.executable, "-c", CALL, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def files(root: Path) -> list[Path]:
    return sorted((root / LIFE).glob("*.yml"))


def test_two_reviews_of_one_page_at_once_are_two_files(root):
    both = [
        start(root, f"Compared it with the last {number} offers.") for number in ("five", "six")
    ]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert len(files(root)) == 2
    assert len(states_of(read_folder(root)).handbook.lives[PAGE].records) == 2


def test_the_very_same_review_at_once_is_one_file_and_one_clear_answer(root):
    both = [start(root, "Compared it with the last five offers.") for _ in range(2)]
    said = [process.communicate(timeout=120)[1] for process in both]
    assert sorted(process.returncode for process in both) == [0, 1]
    assert len(files(root)) == 1
    (refused,) = [text for text in said if "Not written." in text]
    assert "Traceback" not in refused


@pytest.mark.parametrize(
    "how",
    ["link to a file", "link instead of the folder", "not UTF-8", "a file instead of the folder"],
)
def test_what_cannot_be_read_is_neither_written_over_nor_built_on(root, tmp_path, how):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept.yml").write_bytes(b"step: drafted\n")
    place = root / LIFE.rstrip("/")
    place.parent.mkdir(parents=True, exist_ok=True)
    if how == "link instead of the folder":
        place.symlink_to(outside)
    elif how == "a file instead of the folder":
        place.write_bytes(b"x")
    else:
        place.mkdir()
        record = place / "2026-09-14-drafted-seller-3f2a9c.yml"
        record.symlink_to(outside / "kept.yml") if how == "link to a file" else record.write_bytes(
            b"by: \xfc\n"
        )
    process = start(root, "Compared it with the last five offers.")
    _, refused = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "Records of this page cannot be read at the moment" in refused
    assert [path.name for path in outside.iterdir()] == ["kept.yml"]
    assert (outside / "kept.yml").read_bytes() == b"step: drafted\n"


def test_two_forms_on_one_page_are_two_pull_requests_that_both_merge(tmp_path, good):
    copy = Copy(tmp_path)
    for path, data in good.data.items():
        copy.write(path, data.decode())
    copy.commit()
    states = states_of(good)
    other = json.loads(json.dumps(event("dispute-opened")).replace("three days", "four days"))
    answers = [
        answer_event(states, made, TEAMS) for made in (sent(states), event("dispute-opened"), other)
    ]
    for number, answer in enumerate(answers):
        assert answer.accepted
        copy.checkout("main")
        copy.branch(f"form-{number}")
        copy.write(answer.path, answer.text)
        copy.commit()
    copy.checkout("main")
    for number in range(3):
        copy.merge(f"form-{number}")
    found = states_of(read_folder(copy.root)).handbook.lives[PAGE]
    assert len(found.records) == 3
    assert len(found.disputes) == 2
