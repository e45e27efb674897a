"""The questions with which a handbook starts: whoever answers them has the same file of answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from handbook.adopt.answers import read_answers
from handbook.cli import app
from handbook.commands import asking
from handbook.rules.edition import edition_without_git
from handbook.text import load
from handbook.text.load import read_folder
from tests.adopt.wheels import OLD, OLD_SHELL, write_wheel
from tests.judging import TODAY

COMPANY = ["Kis Vas Kft.", "hu_HU", "", "", "", "", "", ""]
ROLES = [
    *("Ügyvezető", "Decides what nobody else may decide.", "1", "", "n"),
    *("Eladó", "Sells over the counter.", "2", "", "y"),
    "",
    *("eladó", "elado", "ugyvezeto", "", ""),
]
MARKET = [
    *("Szerelők", "Installers who buy for the day.", ""),
    *("Csövek", ""),
    *("méter", "méterenként", "méter", ""),
    *("Cső 16", "csovek", "Water gets to the tap.", "meter", "39,5 Ft", "390", "340", "260", ""),
    "n",
]
TERMS = ["30 nap", "", "", "", ""]
DOCUMENTS = ["", "", "n", "We hire nobody.", "", "n", "", "", ""]
ALL = [*COMPANY, *ROLES, *MARKET, *TERMS, *DOCUMENTS]


@pytest.fixture(autouse=True)
def _somebody_answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(asking, "somebody_is_here", lambda: True)
    monkeypatch.setattr(load, "DOCUMENTS", load.LIBRARY / "documents")
    return


def start(top: Path, typed: list[str]) -> Result:
    wheel = write_wheel(top, OLD, OLD_SHELL)
    words = [
        "start",
        str(top / "ours"),
        "--wheel",
        str(wheel),
        "--today",
        "2026-11-23",
    ]
    return CliRunner().invoke(app, words, input="".join(f"{row}\n" for row in typed))


def test_whoever_answers_has_a_handbook_with_nothing_to_fix(tmp_path: Path) -> None:
    done = start(tmp_path, ALL)
    assert done.exit_code == 0, done.output
    problems = edition_without_git(read_folder(tmp_path / "ours"), TODAY).problems()
    assert [problem.what for problem in problems if problem.severity == "must"] == []


def test_defaults_follow_from_what_was_said(tmp_path: Path) -> None:
    start(tmp_path, ALL)
    answers, problems = read_answers("a.yml", (tmp_path / "ours/start.yml").read_text("utf-8"))
    assert not problems
    assert answers
    company = answers.company
    assert (company.currency, company.holidays_of, company.time_zone) == (
        "HUF",
        "HU",
        "Europe/Budapest",
    )
    assert company.repository == "https://github.com/kis-vas-kft/sales-handbook"
    assert answers.roles[0].handles == ["@kis-vas-kft/ugyvezeto"]
    assert [document.id for document in answers.later] == ["hiring", "forecast-and-quotas"]


def test_what_cannot_be_read_is_asked_again_with_what_was_meant(tmp_path: Path) -> None:
    done = start(tmp_path, ALL)
    assert "It should be one of: ugyvezeto, elado." in done.output
    assert done.output.count("How long does an offer hold?") == 2
    assert done.output.count("What do you quote for it?") == 2


@pytest.mark.parametrize("answered", [1, len(COMPANY), len(COMPANY) + 5, len(COMPANY + ROLES)])
def test_it_can_be_stopped_and_goes_on(tmp_path: Path, answered: int) -> None:
    stopped = start(tmp_path, ALL[:answered])
    assert stopped.exit_code == 1
    assert not (tmp_path / "ours/docs").exists()
    done = start(tmp_path, ALL[answered:])
    assert done.exit_code == 0, done.output
    assert done.output.count("What is your company called?") == 0


def ids(top: Path, name: str) -> list[str]:
    answers, problems = read_answers("a.yml", (top / "ours/start.yml").read_text("utf-8"))
    assert answers, problems
    return [str(item.id) for item in getattr(answers, name)]


def test_what_others_refer_to_is_asked_until_there_is_one(tmp_path: Path) -> None:
    group, family, unit = MARKET[:3], MARKET[3:5], MARKET[5:]
    market = [*group, "", *family, "", *unit]
    done = start(tmp_path, [*COMPANY, "", *ROLES, *market, *TERMS, *DOCUMENTS])
    assert done.exit_code == 0, done.output
    assert done.output.count("Name at least one.") == 3


def test_nothing_is_named_twice_and_nobody_fills_no_role(tmp_path: Path) -> None:
    roles = ["Ügyvezető", "Decides.", "0", "1", "", "n", "ügyvezető", *ROLES[5:]]
    done = start(tmp_path, [*COMPANY, *roles, *MARKET, *TERMS, *DOCUMENTS])
    assert done.exit_code == 0, done.output
    assert "It should be a whole number above 0." in done.output
    assert '"Ügyvezető" is there already.' in done.output
    assert ids(tmp_path, "roles") == ["ugyvezeto", "elado"]


def test_a_language_without_its_country_is_asked_again(tmp_path: Path) -> None:
    done = start(tmp_path, [COMPANY[0], "hu", *ALL[1:]])
    assert done.exit_code == 0, done.output
    assert "It should be a language and a country, such as en_GB." in done.output


def test_a_name_of_digits_has_an_id(tmp_path: Path) -> None:
    market = [row if row != "meter" else "price-units-0" for row in MARKET]
    market[5] = "890"
    done = start(tmp_path, [*COMPANY, *ROLES, *market, *TERMS, *DOCUMENTS])
    assert done.exit_code == 0, done.output
    assert ids(tmp_path, "price_units") == ["price-units-0"]
