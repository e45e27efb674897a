"""An engine that serves sees every change of what pages are drawn from, and builds the handbook
once as long as there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

import pytest

from handbook.site import renderer
from handbook.site.renderer import renderer_of
from handbook.text.load import stamp
from tests.places import GOOD

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    copytree(GOOD, tmp_path / "handbook")
    yield tmp_path / "handbook"
    renderer._last.clear()


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "path",
    [
        "mkdocs.yml",
        "docs/hiring.md",
        "docs/new.md",
        "docs/_facts/company.yml",
        "docs/_records/hiring/2026-11-01-reviewed-seller-abcdef.yml",
        "docs/assets/picture.png",
        "macros/own/tender_desk/contract.yml",
    ],
)
def test_a_change_of_anything_that_is_drawn_from_is_seen(root, path):
    before = stamp(root)
    there = (root / path).read_text(encoding="utf-8") if (root / path).exists() else ""
    write(root / path, f"{there}# Changed.\n")
    assert stamp(root) != before


def test_the_menu_of_mkdocs_yml_is_drawn_as_it_is_now(root):
    first = renderer_of(str(root), NOW)
    assert renderer_of(str(root), NOW) is first
    write(root / "mkdocs.yml", "site_name: Ours\nnav:\n  - Hiring: hiring.md\n")
    second = renderer_of(str(root), NOW)
    assert [entry.target for entry in second.shown.handbook.site.menu] == ["hiring.md"]
    assert first.shown.handbook.site.menu != second.shown.handbook.site.menu


def test_a_new_day_is_one_where_the_company_is(root):
    company = root / "docs/_facts/company.yml"
    text = company.read_text(encoding="utf-8")
    write(company, text.replace("Europe/London", "Europe/Berlin"))
    late = renderer_of(str(root), NOW.replace(hour=22))
    assert renderer_of(str(root), NOW.replace(hour=22, minute=59)) is late
    assert renderer_of(str(root), NOW.replace(hour=23)).shown.handbook.today.day == 24
