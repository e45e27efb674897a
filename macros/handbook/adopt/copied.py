"""The example's pages and facts as the beginning of a company's own: marked, and without what only
the example can have, such as its records, results, frozen forecasts, questions, logo and handles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from handbook.documents.company.facts.company import Company, Post, Role
from handbook.documents.forecast.facts.forecast import Snapshot
from handbook.documents.forecast.facts.plan import Result
from handbook.documents.training.facts import Question
from handbook.facts.contract import PARTS
from handbook.facts.kinds import kind_of
from handbook.records.records import FOLDER as RECORDS
from handbook.text.settings import PATH as SETTINGS
from handbook.upkeep.example import MARKED, OF_DOCUMENTS

MARK = f"""\
> [!IMPORTANT]
> {MARKED} Another company works like this. Write how you do it, and delete this box."""
CARD = "{{ page_card() }}"
LOOKS = re.compile(r"docs/assets/(?:logo|favicon|readme)\.")
# Lines of the settings that begin like this say the company's name or address, or show its logo.
OWN = ("site_name", "site_url", "site_description", "copyright", "edit_uri")


def copied(example: Mapping[str, bytes], own: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """The files to begin with, of those of the ``example``; ``own`` are the texts that the company
    has answered: its facts, and settings with its name in them.
    """
    left_out = (
        f"{RECORDS}/",
        *(kind_of(model).where for model in (Snapshot, Result, Question)),
    )
    settings, people = own[SETTINGS], kind_of(Post).where
    joined = {kind_of(Company).where: _company, kind_of(Role).where: _with_own, people: _with_own}
    for path, data in example.items():
        if path.startswith(left_out) or LOOKS.match(path):
            continue
        if path == people:
            data = re.sub(rb'"@[^/"]+/', b'"@' + _account(settings) + b"/", data)
        if path in joined:
            yield path, joined[path](data.decode(), own[path]).encode()
        elif path == SETTINGS:
            yield path, _settings(data.decode(), settings).encode()
        elif path == PARTS:
            yield path, data.replace(b"state: complete", b"state: growing")
        else:
            yield path, _marked(path, data)


def _company(theirs: str, ours: str) -> str:
    """What was answered; the rest is the example's, until somebody corrects it."""
    answered = {row.partition(":")[0] for row in ours.split("\n")}
    name = next(row for row in ours.split("\n") if row.startswith("name:"))
    legal = [] if "legal_name" in answered else [f"legal_{name}"]
    known = {*answered, "legal_name"}
    rows = [
        block.group().rstrip("\n")
        for block in re.finditer(r"(?m)^(\w+):.*\n(?:[ -].*\n)*", theirs)
        if block.group(1) not in known
    ]
    return "\n".join([ours.rstrip("\n"), *legal, *rows]) + "\n"


def _with_own(theirs: str, ours: str) -> str:
    """The example's list with the company's own entries, which fit into no unit of the example."""
    there = set(re.findall(r"(?m)^- id: (\S+)", theirs))
    entries = re.split(r"(?m)^(?=- id: )", re.sub(r"(?m)^  unit: .*\n", "", ours))[1:]
    new = [entry for entry in entries if entry.split("\n")[0].removeprefix("- id: ") not in there]
    return "".join([theirs.rstrip("\n") + "\n", *new])


def _marked(path: str, data: bytes) -> bytes:
    """A page of a document says that it is the example's."""
    if not path.removeprefix("docs/").startswith(OF_DOCUMENTS) or not path.endswith(".md"):
        return data
    return data.replace(CARD.encode(), f"{CARD}\n\n{MARK}".encode(), 1)


def _account(settings: str) -> bytes:
    """The account that the company's repository belongs to, by the address of its edit links."""
    found = re.search(r"(?m)^edit_uri: *https://[^/\s]+/([\w.-]+)/", settings)
    return (found.group(1) if found else "our-company").encode()


def _settings(theirs: str, ours: str) -> str:
    """The example's settings, its menu among them, with the company's lines in place of its own."""
    lines = dict(line.split(":", 1) for line in ours.split("\n") if line.startswith(OWN))
    rows = [
        f"{name}:{lines[name]}" if (name := row.partition(":")[0]) in lines else row
        for row in theirs.split("\n")
        if not re.match(r" *(?:logo|favicon): ", row)
    ]
    return "\n".join(rows)
