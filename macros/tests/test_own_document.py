"""A document of a company's own: the blocks of the library's README make one, with no change of
ours.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

from tests.judging import TODAY
from tests.places import GOOD, MACROS, PROJECT

README = MACROS / "handbook" / "README.md"
BLOCK = re.compile(r'^```\w+ title="([^",]+)(?:, ([^"]+))?"\n(.*?)^```$', re.MULTILINE | re.DOTALL)

DESK = "macros/own/tender_desk"
STEPS = "docs/_facts/tender-desk/steps.yml"
PAGE = "docs/tender-desk.md"
# How the content of a block is brought into a file that is there already.
JOINED: dict[str, Callable[[str, str], str]] = {
    "": lambda old, block: block,
    "at the end": lambda old, block: old + block,
    "below nav": lambda old, block: old.replace("\nnav:\n", f"\nnav:\n{block}", 1),
}


def write_blocks(folder: Path) -> None:
    """Write each block of the README that carries the name of a file into that file."""
    for path, where, block in BLOCK.findall(README.read_text("utf-8")):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        old = file.read_text("utf-8") if file.exists() else ""
        file.write_text(JOINED[where](old, block), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The good handbook, kept in git, with the company's own document in it."""
    made = copytree(GOOD, tmp_path / "handbook")
    write_blocks(made)
    for words in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *words], cwd=made, check=True, capture_output=True)
    return made


def change(folder: Path, path: str, old: str, new: str) -> None:
    text = (folder / path).read_text("utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A process of its own, because Python loads a company's package once."""
    command = [sys.executable, "-m", *words]
    around = {**os.environ, "PYTHONPATH": str(MACROS), "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(
        command, cwd=folder, env=around, capture_output=True, text=True, check=False
    )


def check(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return run(folder, "handbook.cli", "check", "--today", TODAY.isoformat(), *words)


def told(folder: Path) -> list[dict[str, str]]:
    """Every problem that the command finds, as programs get it."""
    done = check(folder, "--format", "json")
    assert done.returncode == 1, done.stdout + done.stderr
    found: list[dict[str, str]] = json.loads(done.stdout)
    return [problem for problem in found if problem["severity"] == "must"]


# --- what works as soon as it is written


def test_facts_macro_rule_and_contract_of_a_company_need_no_change_of_ours(folder):
    done = check(folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].startswith("Nothing to fix.")


@pytest.mark.slow
@pytest.mark.parametrize("words", [("kit", "seller"), ("settings",), ("workbook",)], ids=" ".join)
def test_every_command_reads_it(folder, words):
    done = run(folder, "handbook.cli", *words)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_the_status_knows_its_page(folder):
    done = run(folder, "handbook.cli", "status")
    assert (done.returncode, done.stderr) == (0, "")
    assert PAGE in done.stdout


def test_the_promises_of_a_handbook_are_kept_with_it(folder):
    change(folder, STEPS, "role: seller", "role: seler")
    done = run(
        folder,
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        f"{PROJECT}/checks/test_facts.py",
        "--root",
        ".",
    )
    assert done.returncode == 1
    assert '"role" names the role "seler".' in done.stdout
    assert "1 thing to fix in 1 file." in done.stdout


# --- what editors are told


@pytest.mark.parametrize(
    ("path", "old", "new", "rule", "what", "to_write"),
    [
        (STEPS, "days_before: 9", "days_before: 1", "tender-step-late",
         '"Sign and hand in" is done 2 days before the closing day, but comes after "Price the lots", which is done 1 day before it.',
         'move it above "Price the lots", or correct the days.'),
        (STEPS, "days_before: 9", "days_befor: 9", "key-unknown",
         'There is no key "days_befor" here. Did you mean "days_before"?', "days_before: 9"),
        (STEPS, "role: seller", "role: seler", "fact-unknown",
         '"role" names the role "seler". There is no such role in docs/_facts/roles.yml. Did you mean "seller"?', "role: seller"),
        (PAGE, "tender_steps()", "tender_step()", "macro-unknown",
         'There is no macro "tender_step". Did you mean "tender_steps"?', "{{ tender_steps() }}"),
        (PAGE, "part: tender-desk/answer\n", "", "part-missing",
         '"Tender desk" is declared complete, but no page is its part "How we answer a tender": Who does what before the closing day?',
         "write a page for it, or name the page that is it, with part: tender-desk/answer at its top. "
         "What belongs on it: upkeep/parts/#part-tender-desk-answer"),
    ],
    ids=["rule", "misspelt key", "unknown reference", "misspelt macro", "missing part"],
)  # fmt: skip
def test_editors_are_told_as_usual(folder, path, old, new, rule, what, to_write):
    change(folder, path, old, new)
    found = [
        (problem["rule"], problem["what"], problem["fix"].splitlines()[-1])
        for problem in told(folder)
    ]
    assert found == [(rule, what, to_write)]


# --- a mistake in the code of a company is one line with its place, and nothing is judged


FAULTS = {
    "syntax": ("facts.py", "    done: Words\n", "    done: (Words\n", 16, "cannot be loaded: '(' was never closed."),
    "unknown import": ("macros.py", "show.blocks import", "show.block import", 5, "cannot be loaded: No module named 'handbook.show.block'."),
    "two kinds of one name": ("facts.py", '"tender_steps"', '"roles"', 10,
                              'cannot be loaded: there are two kinds of facts "roles"; give one of them another name=.'),
    "two kinds in one file": ("facts.py", "tender-desk/steps.yml", "roles.yml", 10,
                              'cannot be loaded: there are two kinds of facts in "roles.yml"; give one of them another file=.'),
    "two macros of one name": ("macros.py", "def tender_steps", "def price", 10, 'cannot be loaded: there are two macros "price".'),
    "two rules of one name": ("rules.py", '"tender-step-late"', '"fact-unknown"', 14, 'cannot be loaded: there are two rules "fact-unknown".'),
    "a rule that fails": ("rules.py", "> before.days_before", "> before.days", 22,
                          "failed: AttributeError: 'TenderStep' object has no attribute 'days'."),
    "a macro that fails": ("macros.py", '"Who": "role"', '"Who": "post"', 20,
                           'failed: AttributeError: "post" is no key of TenderStep.'),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_code_is_one_line(folder, fault):
    name, old, new, line, says = FAULTS[fault]
    change(folder, f"{DESK}/{name}", old, new)
    done = check(folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"handbook: {DESK}/{name}, line {line}, {says}\n"


@pytest.mark.slow
def test_a_fault_ends_what_judges_the_settings_and_the_checks_too(folder):
    name, old, new, line, says = FAULTS["syntax"]
    change(folder, f"{DESK}/{name}", old, new)
    said = f"{DESK}/{name}, line {line}, {says}\n"
    settings = run(folder, "handbook.cli", "settings")
    assert (settings.returncode, settings.stderr) == (2, f"handbook: {said}")
    checks = run(folder, "pytest", "-q", f"{PROJECT}/checks/test_facts.py", "--root", ".")
    assert (checks.returncode, checks.stderr.strip()) == (4, f"ERROR: {said}".strip())


# --- both engines


@pytest.fixture
def site(folder: Path) -> Path:
    """The same as a site: with the file that the engines load, and a folder for each."""
    (folder / "macros" / "main.py").write_bytes((MACROS / "main.py").read_bytes())
    return folder


each_engine = pytest.mark.parametrize("engine", ["mkdocs", "zensical"])


@each_engine
def test_engines_show_the_facts(site, engine):
    assert run(site, engine, "build").returncode == 0
    page = (site / "site/tender-desk/index.html").read_text("utf-8")
    row = [re.sub("<[^>]*>", "", cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", page)]
    assert row[8:12] == [
        "Price the lots",
        "Seller",
        "9",
        "Each lot has a price that the sales director has seen.",
    ]


@pytest.mark.slow
@each_engine
@pytest.mark.parametrize("fault", ["syntax", "a macro that fails"])
def test_engines_end_with_the_same_line(site, engine, fault):
    name, old, new, line, says = FAULTS[fault]
    change(site, f"{DESK}/{name}", old, new)
    done = run(site, engine, "build")
    assert done.returncode == 1
    assert (done.stdout + done.stderr).endswith(f"handbook: {DESK}/{name}, line {line}, {says}\n")
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.slow
@each_engine
def test_what_fails_only_when_a_page_is_drawn_ends_the_engine_in_one_line_too(site, engine):
    change(site, f"{DESK}/macros.py", '"Done when": "done"', '"Done when": lambda step: step.when')
    done = run(site, engine, "build")
    assert done.returncode == 1
    said = "failed: AttributeError: 'TenderStep' object has no attribute 'when'."
    assert (done.stdout + done.stderr).endswith(f"handbook: {DESK}/macros.py, line 18, {said}\n")
