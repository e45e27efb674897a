"""What stands on a page's card, asked in three ways: of the records, of git once, and of git once
for each file as others do it.

Run as a program of its own (``python -m bench.asking HOW ROOT``), so that each way is measured
alone.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from handbook.records.records import record_file
from handbook.rules.edition import edition_without_git
from handbook.text.commits import read_history
from handbook.text.load import read_folder
from handbook.upkeep import status
from handbook.upkeep.review import RecordRequest, record_of

SAMPLE = 500
STEPS = ("drafted", "adjusted", "rewritten")
WRITTEN = tuple(
    {"step": step, "on": f"2026-0{month}-01", "by": "sdr"} for month, step in enumerate(STEPS, 7)
)


def prepare(root: Path) -> None:
    """Four records for each page, the last a review of the page as it is, and all of it in git."""
    states = edition_without_git(read_folder(root), datetime.now(UTC)).shown.states
    handbook = states.handbook
    for page in handbook.pages.values():
        wanted = RecordRequest(
            "reviewed", "sales-director", handbook.today, "Compared with the last offers."
        )
        for record in (*WRITTEN, record_of(states, page, wanted)):
            path, text = record_file(page.src, record)
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
    who = ["-c", "user.name=bench", "-c", "user.email=bench@example.com"]
    for words in (["init", "-q"], ["add", "-A"], [*who, "commit", "-q", "-m", "All pages"]):
        subprocess.run(["git", *words], cwd=root, check=True)


def reading(root: Path) -> None:
    """Only what must be read before anything can be asked."""
    edition = edition_without_git(read_folder(root), datetime.now(UTC))
    print(
        f"{len(edition.handbook.pages)} pages, "
        f"{sum(len(life.records) for life in edition.handbook.lives.values())} records"
    )


def stand(root: Path) -> None:
    """What ``handbook status`` does."""
    edition = edition_without_git(read_folder(root), datetime.now(UTC))
    print(status.as_text(status.rows(edition.shown.states)).rsplit("\n", 1)[-1])


def once(root: Path) -> None:
    """The whole history of all records and pages, asked a few times."""
    history = read_history(root)
    print(f"{len(history.changed_on or {})} files")


def each(root: Path) -> None:
    """The date of the last change, asked for each of some files: times their number it is what
    others wait for.
    """
    files = sorted((root / "docs").rglob("*.md"))[:SAMPLE]
    for path in files:
        subprocess.run(
            ["git", "log", "-1", "--format=%cs", "--", path],
            cwd=root,
            check=True,
            capture_output=True,
        )
    print(f"{len(files)} files")


if __name__ == "__main__":
    {"prepare": prepare, "reading": reading, "status": stand, "once": once, "each": each}[
        sys.argv[1]
    ](Path(sys.argv[2]))
