"""A handbook in a folder that git keeps, for tests: real commits, on days that are always the same,
under nobody's settings.
"""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

from handbook.handbook import build
from handbook.problems.problem import Problem, as_text
from handbook.records.records import record_file
from handbook.rules.edition import Edition, edition_of, edition_without_git
from handbook.site.move import plan_move
from handbook.text.commits import read_history
from handbook.text.load import read_folder
from tests import lives

TODAY = date(2026, 11, 23)
PAGE = "docs/prices.md"
TEXT = "---\nowner: seller\n---\n# Prices\n\n{{ page_card() }}\n\nA price is given by phone, never in the first letter.\n"
COMPANY = """\
name: Fernhill Water
legal_name: Fernhill Water Ltd
city: Leeds
country: United Kingdom
founded: 2009
locale: en_GB
currency: GBP
time_zone: Europe/London
fiscal_year_begins: April
holidays_of: GB
repository: https://github.com/fernhill/sales-handbook
branch: main
customers: 210
employees: 24
markets: [United Kingdom]
"""
DRAFTED = lives.step("drafted", "2026-08-03")
ADJUSTED = lives.step("adjusted", "2026-08-14", "sales-director")
REVIEWED = lives.step(
    "reviewed", "2026-09-01", found="Compared with the last five offers; nothing differed.",
    text="1:3f2a9c41", facts="1:81be07d2",
)  # fmt: skip
# Nobody's own settings, and always the same days.
SURE = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    **{
        f"GIT_{who}_{what}": "a@example.com"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    },
}


class Copy:
    """A handbook in a folder that git keeps."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.day = 0
        self.git("init", "-q", "-b", "main")
        self.write("mkdocs.yml", "site_name: H\nnav: [prices.md]\n")
        self.write(PAGE, TEXT)

    def git(self, *words: str, check: bool = True) -> str:
        done = subprocess.run(
            ["git", *words],
            cwd=self.root,
            env=SURE | self.days(),
            check=check,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def days(self) -> dict[str, str]:
        moment = f"2026-10-{self.day + 1:02}T12:00:00+00:00"
        return {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}

    def write(self, path: str, text: str | None) -> str:
        target = self.root / path
        if text is None:
            target.unlink()
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode())
        return path

    def record(self, *records: dict[str, Any], src: str = "prices.md") -> list[str]:
        """Write records of a page; their paths."""
        return [self.write(*record_file(src, keys)) for keys in records]

    def commit(self, **write: str | None) -> str:
        """Commit everything; the day on which it happened."""
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "A step")
        self.day += 1
        return f"2026-10-{self.day:02}"

    def recorded(self, *records: dict[str, Any], src: str = "prices.md") -> list[str]:
        """Write records of a page and commit them; their paths."""
        paths = self.record(*records, src=src)
        self.commit()
        return paths

    def change(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text
        self.write(path, text.replace(old, new))

    def branch(self, name: str) -> None:
        self.git("checkout", "-q", "-b", name)

    def checkout(self, name: str) -> None:
        self.git("checkout", "-q", name)

    def merge(self, name: str) -> None:
        self.git("merge", "-q", "--no-ff", "-m", "Merge", name)
        self.day += 1

    def move(self, old: str, new: str) -> None:
        handbook = edition_without_git(read_folder(self.root), TODAY).handbook
        plan = plan_move(handbook, handbook.pages[old], new)
        for path in plan.delete:
            self.write(path, None)
        for path, text in plan.write.items():
            self.write(path, text if isinstance(text, str) else text.decode())

    def edition(self, today: date = TODAY) -> Edition:
        history = read_history(self.root)
        return edition_of(build(read_folder(self.root), today, history=history, added=None))

    def found(self, *rules: str) -> list[Problem]:
        """What these rules say; those about files of records where none is named."""
        wanted = rules or (
            "record-changed-later",
            "record-name-differs",
            "records-in-a-list",
            "record-without-page",
        )
        return [problem for problem in self.edition().problems() if problem.rule in wanted]

    def said(self, *rules: str) -> str:
        return "\n".join(as_text(problem) for problem in self.found(*rules))
