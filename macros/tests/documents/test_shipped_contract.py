"""The contracts that come with the engine: whole, about nobody's company, and written for whoever
writes a part.
"""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import pytest

import handbook
from handbook.facts.contract import RequiredDocument, RequiredPart
from handbook.facts.contract_files import read_contract
from handbook.show.macro import all_macros

DOCUMENTS = Path(handbook.__file__).parent / "documents"
TEXTS = {
    path.as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(DOCUMENTS.glob("*/contract.yml"))
}
TABLE, PROBLEMS = read_contract(TEXTS, {})
PARTS = [part for document in TABLE for part in document.parts]
SEVEN = (
    "sales-book training hiring motivation forecast-and-quotas interaction customer-base".split()
)
# Of the example company: its name, what it sells, whom it calls what.
EXAMPLE = re.compile(
    r"aldertree|coffee|barista|espresso|\bbeans?\b|\bcups?\b|tasting|roaster|\bgrind|dealer|hospitality|workplaces?|caf[eé]"
    r"|account.executive|key.account|partner.manager|\bsdr\b|team.lead|head.of.|sales.operations|customer.care|warehouse"
    r"|legal.counsel|installation|hungar|budapest",
    re.IGNORECASE,
)
each_part = pytest.mark.parametrize("part", PARTS, ids=lambda part: part.id)


def test_every_contract_can_be_read() -> None:
    assert PROBLEMS == []


def test_there_are_the_seven_documents_in_their_order() -> None:
    assert [document.id for document in TABLE] == SEVEN
    assert [document.number for document in TABLE] == list(range(1, 8))


def test_every_part_is_there_once_and_belongs_to_its_document() -> None:
    ids = [part.id for part in PARTS]
    assert len(set(ids)) == len(ids)
    assert [
        part.id for document in TABLE for part in document.parts if not _is_of(part, document)
    ] == []


def _is_of(part: RequiredPart, document: RequiredDocument) -> bool:
    return part.id.startswith(f"{document.id}/")


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: Path(path).parent.name)
def test_nothing_of_the_example_is_in_a_contract(path: str) -> None:
    assert EXAMPLE.findall(TEXTS[path]) == []


@each_part
def test_guidance_is_a_few_sentences(part: RequiredPart) -> None:
    sentences = re.findall(r"[^.?!]+[.?!](?= |$)", part.guidance)
    assert 3 <= len(sentences) <= 6
    assert "".join(sentences) == part.guidance


def test_no_sentence_of_guidance_is_repeated() -> None:
    sentences = [
        sentence.strip() for part in PARTS for sentence in re.split(r"(?<=[.?!]) ", part.guidance)
    ]
    assert len(set(sentences)) == len(sentences)


@each_part
def test_a_part_asks_for_headings_and_macros_that_can_be(part: RequiredPart) -> None:
    assert [
        heading for heading in part.headings if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", heading)
    ] == []
    assert len(set(part.headings)) == len(part.headings)
    assert [name for name in part.shows if name not in all_macros()] == []
    assert len(set(part.shows)) == len(part.shows)


@each_part
def test_questions_are_questions(part: RequiredPart) -> None:
    assert [
        question for question in chain([part.answers], part.ask) if not question.endswith("?")
    ] == []


def test_the_wheel_brings_every_contract(wheel: dict[str, bytes]) -> None:
    contracts = {name for name in wheel if name.endswith("contract.yml")}
    assert contracts == {
        f"handbook/documents/{Path(path).parent.name}/contract.yml" for path in TEXTS
    }
