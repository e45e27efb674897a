"""The contract: what each document must hold, what a company has decided about it, and the two
joined.

What a document must hold is in the engine's contract or in one of the company's own. How far it is,
who answers for it and who reads which part are the company's decisions, and are in ``parts.yml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from handbook.facts.ids import Id, read_part_id
from handbook.facts.model import Fact, Item, Ref, Table
from handbook.facts.scalars import Count, ReadBy, ScalarError, Words, typed
from handbook.problems.problem import Place

PARTS = "docs/_facts/parts.yml"
# Contracts are several files: each fact of theirs knows its own.
ANY = "contract.yml"
State = Literal["growing", "complete", "off"]
Tool = Literal["technology", "system"]


def _read_macro_name(value: object) -> str:
    expected = "the name of a macro without brackets"
    text = typed(value, expected)
    if not re.fullmatch(r"[a-z][a-z0-9_]*", text):
        bare = re.sub(r"\W.*", "", text.strip("{ ").replace("-", "_")).lower()
        raise ScalarError(expected, bare if re.match(r"[a-z]", bare) else "")
    return text


PartId = Annotated[str, ReadBy(read_part_id)]
MacroName = Annotated[str, ReadBy(_read_macro_name)]


class RequiredPart(Fact):
    """A part that a document must hold: the question it answers, what its page must have, and how
    to write it.
    """

    id: PartId
    title: Words
    answers: Words
    guidance: Words
    headings: list[Id] = Field(default_factory=list)
    shows: list[MacroName] = Field(default_factory=list)
    ask: list[Words] = Field(min_length=1)


class RequiredDocument(Item):
    """A document with the parts that it must hold; ``number`` is its place among the documents,
    those without come last.
    """

    title: Words
    tool: Tool
    number: Count | None = None
    parts: list[RequiredPart] = Field(min_length=1)


class OwnPart(Fact):
    """What the company decides about a part: its readers, what differs from the document, its own
    title and further headings.
    """

    id: PartId
    title: Words | None = None
    owner: Ref[Literal["Role"]] | None = None
    readers: list[Ref[Literal["Role"]]] = Field(default_factory=list)
    state: State | None = None
    because: Words | None = None
    headings: list[Id] = Field(default_factory=list)


class OwnDocument(Item, file="parts.yml", name="documents", called="document", shown=False):
    """What the company decides about a document. While it is ``growing``, missing parts are advice;
    once ``complete``, a must. One that is ``off`` says ``because`` of what, and nothing asks for it.
    """

    state: State
    because: Words | None = None
    owner: Ref[Literal["Role"]]
    parts: list[OwnPart] = Field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """A part as the contract asks for it and as the company has decided: without a word of the
    company, as its document.
    """

    required: RequiredPart
    own: OwnPart | None
    document: OwnDocument

    @property
    def id(self) -> str:
        return self.required.id

    @property
    def title(self) -> str:
        return (self.own and self.own.title) or self.required.title

    @property
    def answers(self) -> str:
        return self.required.answers

    @property
    def headings(self) -> list[str]:
        """The headings of the contract, then those that the company asks for as well."""
        return list(
            dict.fromkeys([*self.required.headings, *(self.own.headings if self.own else ())])
        )

    @property
    def shows(self) -> list[str]:
        return self.required.shows

    @property
    def ask(self) -> list[str]:
        return self.required.ask

    @property
    def readers(self) -> list[str]:
        return self.own.readers if self.own else []

    @property
    def owner(self) -> str:
        return (self.own and self.own.owner) or self.document.owner

    @property
    def state(self) -> State:
        """How far it is; every part of a document that is off is off."""
        if self.document.state == "off":
            return "off"
        return (self.own and self.own.state) or self.document.state

    def at(self) -> Place:
        """Where the company decides about the part: its own entry, or that of its document."""
        return (self.own or self.document).at()


@dataclass(frozen=True)
class Document:
    """A document as the contract asks for it and as the company has decided."""

    required: RequiredDocument
    own: OwnDocument

    @property
    def id(self) -> str:
        return self.required.id

    @property
    def title(self) -> str:
        return self.required.title

    @property
    def tool(self) -> Tool:
        return self.required.tool

    @property
    def state(self) -> State:
        return self.own.state

    @property
    def owner(self) -> str:
        return self.own.owner

    @property
    def parts(self) -> list[Part]:
        """The parts that the company does not go without."""
        return [part for part in self.every_part if part.state != "off"]

    @property
    def every_part(self) -> list[Part]:
        """The parts of the contract, also those that are off."""
        decided = {part.id: part for part in self.own.parts}
        return [Part(part, decided.get(part.id), self.own) for part in self.required.parts]

    def at(self) -> Place:
        """Where the company decides about the document."""
        return self.own.at()


def package_of(name: str) -> str:
    """The package of a document that a module, or a file of the engine's or a company's own, is
    in: ``handbook.documents.hiring.rules`` and ``macros/own/hiring/contract.yml`` → ``hiring``;
    empty for others.
    """
    found = re.match(r"(?:macros/)?(?:handbook[./]documents|own)[./](\w+)", name)
    return found.group(1) if found else ""


def joined(contract: Table[RequiredDocument], decided: Table[OwnDocument]) -> Iterator[Document]:
    """Every document of the contract about which the company has decided, in the order of the
    contract.
    """
    own = {document.id: document for document in decided}
    return (Document(document, own[document.id]) for document in contract if document.id in own)


def in_order(documents: Iterable[RequiredDocument]) -> list[RequiredDocument]:
    """By their numbers, those without one last."""
    return sorted(
        documents, key=lambda document: (document.number is None, document.number or 0, document.id)
    )
