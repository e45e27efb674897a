"""Stamps: which reviews hold on after the way of taking fingerprints has changed. One file for each
version, page by page.

A stamp says that a page whose fingerprint was ``old`` has, unchanged, the fingerprint ``new``
today. It holds for a review only where that review carries exactly ``old``; the review itself is
never edited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Literal, NamedTuple

from pydantic import ValidationError

from handbook.facts.explain import explain
from handbook.facts.model import Fact
from handbook.facts.scalars import Words
from handbook.problems.problem import Place, Problem
from handbook.records.fingerprints import VERSION, Fingerprint, Fingerprints, version_of, versioned
from handbook.text.source import Items, Map, read_yaml

FOLDER = "docs/_records/_stamps"
# Stamps come with a change of the handbook; what is wrong with one cannot be known from what is
# left of it.
DELETE = "delete this entry, and let the owner of the page review it again."


class Stamp(Fact):
    """A page whose fingerprint of its text or of its facts is taken in another way now."""

    page: Words
    of: Literal["text", "facts"]
    old: Fingerprint
    new: Fingerprint


class Stamped(NamedTuple):
    """What is looked up: a page, its text or its facts, and the fingerprint that a review carries."""

    page: str
    of: str
    old: str


class Stamps:
    """All stamps that hold, oldest version first, for pages by where they are today."""

    def __init__(self, stamps: Mapping[Stamped, str] | None = None) -> None:
        self._new = dict(stamps or {})

    def as_now(self, page: str, read: Fingerprints) -> Fingerprints:
        """What somebody read, as fingerprints are taken today."""
        return Fingerprints(
            self._one(page, "text", read.text), self._one(page, "facts", read.facts)
        )

    def _one(self, page: str, of: str, written: str) -> str:
        while (new := self._new.get(Stamped(page, of, written))) is not None:
            written = new
        return versioned(written)


def is_stamps(path: str) -> bool:
    """Whether a file holds stamps."""
    return path.startswith(f"{FOLDER}/") and path.endswith(".yml")


def read_stamps(
    texts: Mapping[str, str], moved: Mapping[str, str]
) -> tuple[Stamps, list[Stamp], list[Problem]]:
    """The stamps of all files below ``docs/_records/_stamps``, and every Problem met. ``moved``:
    old place of a page → place today.
    """
    found: list[Stamp] = []
    problems: list[Problem] = []
    for path in sorted(texts):
        found += _read_file(path, texts[path], problems)
    new = {
        Stamped(moved.get(stamp.page, stamp.page), stamp.of, stamp.old): stamp.new
        for stamp in found
    }
    return Stamps(new), found, problems


def _read_file(path: str, text: str, problems: list[Problem]) -> Iterator[Stamp]:
    version = _version_in(path)
    if version is None:
        what = (
            "The name of a file of stamps is a version of the fingerprints, such as 1.yml; this "
            f"handbook knows versions up to {VERSION}."
        )
        fix = "delete the file, or give it the name that it came with."
        problems.append(Problem(Place(path), what, fix, rule="stamp-wrong"))
        return
    reading = read_yaml(path, text)
    problems += reading.problems
    if reading.problems:
        return
    if not isinstance(reading.value, Items):
        what = "This file should hold a list of stamps."
        fix = "give the file the text back that it came with, or delete it."
        problems.append(Problem(Place(path, 1), what, fix, rule="value-wrong"))
        return
    for written in reading.value:
        if not isinstance(written, Map):
            what = f'A stamp has keys of its own, but here is only "{written}".'
            place = Place(path, written.line)
            problems.append(Problem(place, what, DELETE, rule="value-wrong"))
            continue
        try:
            stamp = Stamp.model_validate(written).stand_at(path, written)
        except ValidationError as wrong:
            problems += map(_to_delete, explain(path, written, Stamp, wrong))
            continue
        if problem := _leads_elsewhere(stamp, version):
            problems.append(problem)
        else:
            yield stamp


def _to_delete(problem: Problem) -> Problem:
    return replace(problem, fix=DELETE, paste="", note="", edit=None) if problem.paste else problem


def _version_in(path: str) -> int | None:
    found = re.fullmatch(r"([1-9]\d{0,3})\.yml", path.removeprefix(f"{FOLDER}/"), re.ASCII)
    return int(found.group(1)) if found and int(found.group(1)) <= VERSION else None


def _leads_elsewhere(stamp: Stamp, version: int) -> Problem | None:
    """The Problem of a stamp that does not lead from an older version to that of its file."""
    if version_of(stamp.new) != version:
        what = f'This file is about version {version}, but the new fingerprint is "{stamp.new}".'
        fix = "delete this entry, and let the owner of the page review it again."
        return Problem(stamp.at("new"), what, fix, rule="stamp-wrong")
    if (version_of(stamp.old) or 0) >= version:
        what = (
            f'The old fingerprint "{stamp.old}" is of version {version} itself, so nothing has '
            "changed in how it is taken."
        )
        fix = "delete this entry, and let the owner of the page review it again."
        return Problem(stamp.at("old"), what, fix, rule="stamp-wrong")
    return None
