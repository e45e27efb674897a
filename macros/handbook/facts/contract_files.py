"""Texts of contracts in, the documents that they ask for out; what cannot be understood becomes a
Problem.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from posixpath import basename, dirname

from handbook.facts.contract import ANY, RequiredDocument, in_order
from handbook.facts.kinds import Kind
from handbook.facts.model import Table
from handbook.facts.reading import read_single
from handbook.problems.problem import Problem


def read_contract(
    engine: Mapping[str, str], own: Mapping[str, str], lost: Collection[str] = ()
) -> tuple[Table[RequiredDocument], list[Problem]]:
    """What all documents must hold, and every Problem met on the way.

    A contract of the company's own takes the place of the engine's for the same document. ``lost``
    are contracts that are there but have no readable text: which documents they are about, nobody
    knows.
    """
    theirs, problems, broken = _read(engine)
    ours, met, own_broken = _read(own)
    documents = in_order({**theirs, **ours}.values())
    unsure = broken or own_broken or bool(lost)
    return Table(ANY, documents, broken=unsure), [*problems, *met]


def _read(texts: Mapping[str, str]) -> tuple[dict[str, RequiredDocument], list[Problem], bool]:
    found: dict[str, RequiredDocument] = {}
    problems: list[Problem] = []
    broken = False
    for path in sorted(texts):
        kind = Kind("contract", basename(path), RequiredDocument, "keys", top=dirname(path))
        document, met = read_single(kind, texts[path])
        problems += met
        broken = broken or document is None
        if isinstance(document, RequiredDocument):
            if first := found.get(document.id):
                problems.append(_twice(document, first))
            found.setdefault(document.id, document)
    return found, problems, broken


def _twice(document: RequiredDocument, first: RequiredDocument) -> Problem:
    what = f'The document "{document.id}" has a contract already: {first.at().path}.'
    return Problem(
        document.at("id"), what, "give this one an id of its own, or delete it.", rule="id-twice"
    )
