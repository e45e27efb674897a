"""A company may begin with the example's pages and facts: marked, and without what is the example's
alone.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from handbook.adopt.copied import CARD, MARK, copied
from handbook.cli import app
from handbook.facts.contract import PARTS
from handbook.text import load

PEOPLE, COMPANY, ROLES = (f"docs/_facts/{name}.yml" for name in ("people", "company", "roles"))
SETTINGS = "mkdocs.yml"
PAGE = "docs/technology/hiring/plan.md"
EXAMPLE = {
    PAGE: f"---\nowner: seller\n---\n# Plan\n\n{CARD}\n\nWe hire two.\n",
    "docs/index.md": f"# Home\n\n{CARD}\n",
    "docs/_records/index/2026-11-01-reviewed-seller-000000.yml": "step: reviewed\n",
    "docs/_facts/forecast-and-quotas/results.yml": "- id: north\n",
    "docs/_facts/forecast-and-quotas/snapshots/q1.yml": "quarter: q1\n",
    "docs/_facts/training/questions/limit.yml": "stem: How much?\n",
    "docs/assets/logo.svg": "<svg/>",
    "docs/assets/plan.svg": "<svg/>",
    COMPANY: "# Whose it is.\nname: Fernhill Water\nlegal_name: Fernhill Water Ltd\ncity: Leeds\nmarkets:\n  - England\n",
    PEOPLE: '- id: seller\n  handles: ["@fernhill/sellers"]\n',
    ROLES: "- id: seller\n  name: Seller\n",
    PARTS: "- id: hiring\n  state: complete\n",
    SETTINGS: (
        "site_name: Fernhill handbook\nsite_url: https://fernhill.example.com/\nnav:\n  - Home: index.md\n"
        "theme:\n  logo: assets/logo.svg\n  font: false\n"
    ),
}
OWN = {
    COMPANY: "name: Szolnok Pipes\nlocale: hu_HU\n",
    PEOPLE: '- id: seller\n  handles: []\n- id: office\n  handles: ["@szolnok/office"]\n',
    ROLES: "- id: seller\n  unit: sales\n- id: office\n  name: Office\n  unit: sales\n",
    SETTINGS: "site_name: Szolnok Pipes handbook\nedit_uri: https://github.com/szolnok/handbook/edit/main/docs/\n",
}


@pytest.fixture
def begun() -> dict[str, str]:
    example = {path: text.encode() for path, text in EXAMPLE.items()}
    return {path: data.decode() for path, data in copied(example, OWN)}


def test_what_only_the_example_can_have_is_left_out(begun: dict[str, str]) -> None:
    assert sorted(set(EXAMPLE) - set(begun)) == [
        "docs/_facts/forecast-and-quotas/results.yml",
        "docs/_facts/forecast-and-quotas/snapshots/q1.yml",
        "docs/_facts/training/questions/limit.yml",
        "docs/_records/index/2026-11-01-reviewed-seller-000000.yml",
        "docs/assets/logo.svg",
    ]


def test_pages_of_documents_say_that_they_are_the_example_s(begun: dict[str, str]) -> None:
    assert begun[PAGE] == EXAMPLE[PAGE].replace(CARD, f"{CARD}\n\n{MARK}")
    assert begun["docs/index.md"] == EXAMPLE["docs/index.md"]
    assert begun[PARTS] == "- id: hiring\n  state: growing\n"


def test_the_company_is_the_one_that_answered(begun: dict[str, str]) -> None:
    assert begun[COMPANY] == (
        "name: Szolnok Pipes\nlocale: hu_HU\nlegal_name: Szolnok Pipes\ncity: Leeds\nmarkets:\n  - England\n"
    )


def test_handles_are_of_the_company_s_account_and_its_own_roles_are_added(
    begun: dict[str, str],
) -> None:
    assert begun[PEOPLE] == (
        '- id: seller\n  handles: ["@szolnok/sellers"]\n- id: office\n  handles: ["@szolnok/office"]\n'
    )
    assert begun[ROLES] == "- id: seller\n  name: Seller\n- id: office\n  name: Office\n"


def test_settings_bear_the_company_s_name_and_keep_the_menu(begun: dict[str, str]) -> None:
    assert begun[SETTINGS] == (
        "site_name: Szolnok Pipes handbook\nsite_url: https://fernhill.example.com/\nnav:\n  - Home: index.md\n"
        "theme:\n  font: false\n"
    )


def test_another_beginning_than_the_example_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "DOCUMENTS", load.LIBRARY / "documents")
    answers = tmp_path / "answers.yml"
    answers.write_text(CliRunner().invoke(app, ["start", "--example"]).output, encoding="utf-8")
    words = ["start", str(tmp_path / "ours"), "--answers", str(answers), "--from", "others"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 1
    assert "--from takes the word example" in result.output
    assert not (tmp_path / "ours").exists()
