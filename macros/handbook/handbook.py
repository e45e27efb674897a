"""The Handbook: pages, facts and site settings together. What cannot be built becomes a Problem and
is left out.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from posixpath import basename, splitext
from typing import NamedTuple
from zoneinfo import ZoneInfo

from handbook.facts.contract import (
    Document,
    OwnDocument,
    RequiredDocument,
    State,
    joined,
)
from handbook.facts.contract_files import read_contract
from handbook.facts.facts import Facts
from handbook.facts.kinds import FACTS_FOLDER
from handbook.facts.model import Table
from handbook.facts.off import Off, off_in
from handbook.facts.reading import read_facts
from handbook.pages import Call, Page, read_page
from handbook.pages.facts import Move
from handbook.problems.problem import Problem
from handbook.records.kept import stands_for
from handbook.records.records import FOLDER as RECORDS_FOLDER
from handbook.records.records import Life, read_records
from handbook.records.stamps import Stamp, Stamps, is_stamps, read_stamps
from handbook.text.commits import SNAPSHOTS
from handbook.text.confidential.corpus import Corpus
from handbook.text.confidential.found import Finding
from handbook.text.confidential.private import HandbookIdentity, private_data
from handbook.text.confidential.secrets import secrets
from handbook.text.git import GitError
from handbook.text.history import COMPANY, Additions, History, KeptFiles, read_past
from handbook.text.load import Folder, FolderEntry, is_own_contract
from handbook.text.pictures import PictureInfo
from handbook.text.settings import PATH as SITE_PATH
from handbook.text.settings import Site, read_site
from handbook.text.source import decode, left_conflict


@dataclass(frozen=True, eq=False, kw_only=True)
class Handbook:
    """All pages, facts and settings of one company, as of one day: what was read, and nothing of
    what pages show.

    What pages show of it is made of it afterwards, see :class:`handbook.show.shown.Shown`.
    """

    today: date
    facts: Facts
    pages: Mapping[str, Page]
    site: Site
    entries: Mapping[str, FolderEntry]
    texts: Mapping[str, str]
    lives: Mapping[str, Life]
    data: Mapping[str, bytes]
    outside: Mapping[str, str]  # texts that are not published
    outside_data: Mapping[str, bytes]
    names: tuple[str, ...]  # paths of all files in the repository
    no_git: GitError | None  # why git could not be asked for these names
    contract: Table[RequiredDocument]
    off: Off
    stamps: Stamps
    stamped: tuple[Stamp, ...]
    history: History | None  # None: git was not asked
    added: Additions | None  # None: nobody named what to compare with
    pictures: Mapping[str, PictureInfo]
    problems: tuple[Problem, ...]
    lost: frozenset[str]

    @property
    def documents(self) -> list[Document]:
        """The documents of the contract with what the company has decided about them."""
        return list(joined(self.contract, self.facts[OwnDocument]))

    @cached_property
    def states(self) -> Mapping[str, State]:
        """How far each part is about which something was decided; by its id."""
        parts = (part for document in self.documents for part in document.every_part)
        return {part.id: part.state for part in parts}

    @cached_property
    def unreadable(self) -> frozenset[str]:
        """Pages (paths below ``docs``) whose text could not be understood; rules leave them alone."""
        rules = {
            "front-matter-missing",
            "front-matter-unreadable",
            "file-unreadable",
            "conflict-left",
            "key-twice",
            "yaml-feature-refused",
            "yaml-too-large",
            "page-too-large",
            "line-too-long",
            "nested-too-deep",
        }
        paths = {
            problem.place.path for problem in self.problems if problem.rule in rules
        } | self.lost
        return frozenset(path.removeprefix("docs/") for path in paths)

    @cached_property
    def unread_records(self) -> tuple[str, ...]:
        """What is among the records and is no record that could be read, links and folders
        included.
        """
        faulty = {problem.place.path for problem in self.problems}
        return tuple(
            path
            for path, entry in self.entries.items()
            if path.startswith(RECORDS_FOLDER)
            if not path.startswith(f"{RECORDS_FOLDER}/")
            or path not in self.texts
            or path in faulty
            or entry.kind != "file"
        )

    @cached_property
    def readable(self) -> list[Page]:
        """Pages that rules may judge."""
        return [page for page in self.pages.values() if page.src not in self.unreadable]

    @cached_property
    def linkable(self) -> tuple[tuple[str, str], ...]:
        """Each file that a link may lead to: its path below ``docs``, and its name without folder
        and ending.
        """
        paths = (path for path in self.entries if path.startswith("docs/") and "/_" not in path)
        return tuple((path.removeprefix("docs/"), name_without_ending(path)) for path in paths)

    @cached_property
    def secrets(self) -> list[Finding]:
        """Every secret in the handbook, also in texts that are not published, and in names of
        files.
        """
        return list(secrets(self.everything))

    def confidential_in(self, *texts: str) -> list[Finding]:
        """Secrets and private data in texts that are not yet part of the handbook, such as the
        answers of a form.
        """
        corpus = Corpus({str(number): text for number, text in enumerate(texts)})
        return [*secrets(corpus), *private_data(corpus, self._whose)]

    @cached_property
    def taken_out(self) -> list[Finding]:
        """Secrets and private data that commits of this change added and that are no longer there."""
        corpus = Corpus(self.added.texts if self.added else {})
        there = {
            value for finding in (*self.secrets, *self.private_data) for value in finding.hidden
        }
        found = (*secrets(corpus), *private_data(corpus, self._whose))
        return [finding for finding in found if not there.issuperset(finding.hidden)]

    @cached_property
    def private_data(self) -> list[Finding]:
        """Everything private in the handbook: accounts, phones, e-mail of a person."""
        return list(private_data(self.everything, self._whose))

    @property
    def _whose(self) -> HandbookIdentity:
        facts, region = self.facts, self.facts.region
        named = [
            name
            for table in (facts.table("roles"), facts.table("units"))
            for name in (*table.ids(), *(item.label for item in table))
        ]
        words = re.findall(r"\w+", " ".join([*named, region.name if region else ""]).lower())
        return HandbookIdentity(region.holidays_of if region else "", frozenset(words))

    @cached_property
    def everything(self) -> Corpus:
        """All texts by path; a text that nobody could read is looked through as far as it can be.
        The names are the last.
        """
        unread = {
            path: data.decode("utf-8", "replace")
            for path, data in self.data.items()
            if path not in self.texts
        }
        return Corpus({**self.texts, **unread, **self.outside, "": "\n".join(self.all_names)})

    @cached_property
    def all_names(self) -> list[str]:
        """The paths of all files that are published or kept in the repository, each once; line ends
        in them are shown.
        """
        return [name.replace("\n", "\\n") for name in dict.fromkeys([*self.entries, *self.names])]

    @cached_property
    def shown_on(self) -> dict[tuple[str, str], Page]:
        """The first page that makes a macro call with that name and first argument: where a card
        can be found.
        """
        found: dict[tuple[str, str], Page] = {}
        for page in self.pages.values():
            for call in page.calls:
                found.setdefault((call.name, str(call.args[0]) if call.args else ""), page)
        return found

    @cached_property
    def first_places(self) -> dict[str, str]:
        """For each page that was moved, where it was first: of several old places the one that
        stands first in the file.
        """
        found: dict[str, str] = {}
        for old, now in self.moved().items():
            found.setdefault(now, old)
        return found

    def moved(self) -> dict[str, str]:
        """Where each moved page is now, see :func:`moved_pages`."""
        return moved_pages(self.facts)

    @cached_property
    def past(self) -> KeptFiles | None:
        """What git remembers of files that are kept for ever; None where it could not be asked."""
        if self.history is None or self.history.log is None:
            return None
        kept = (f"{RECORDS_FOLDER}/", f"{SNAPSHOTS}/", f"{SNAPSHOTS}.yml", COMPANY)
        texts = {path: text for path, text in self.texts.items() if path.startswith(kept)}
        return read_past(self.history.log, texts, stands_for)

    def as_read(self, paths: Iterable[str]) -> dict[str, bytes | None]:
        """The bytes that files had when they were read, None for those that were not there: what a
        change expects to find.
        """
        return {path: self.data.get(path) for path in paths}

    def calls(self) -> list[tuple[Page, Call]]:
        """Every macro call of every readable page."""
        return [(page, call) for page in self.readable for call in page.calls]


def moved_pages(facts: Facts) -> dict[str, str]:
    """Where each moved page is now: old place → the last one it was moved to; circles are left out."""
    found = {}
    for move in facts[Move]:
        seen, to = {move.id}, move.to
        while to in facts[Move] and to not in seen:
            seen.add(to)
            to = facts[Move][to].to
        if to not in seen:
            found[move.id] = to
    return found


def name_without_ending(path: str) -> str:
    """The name without folder and ending, so that equal endings do not make strangers look alike."""
    return splitext(basename(path))[0]


def build(
    folder: Folder, clock: date | datetime, *, history: History | None, added: Additions | None
) -> Handbook:
    """Understand a folder. ``clock`` is the day, or an aware moment that becomes the company's day.

    ``history`` and ``added`` are what git said, None where it was not asked. Never raises for bad
    content.
    """
    texts, problems = _decode(folder)
    lost = _lost(folder, texts)
    facts, facts_problems = _facts(texts, lost)
    contract, contract_problems = _contract(folder, texts, lost)
    site, site_problems = read_site(texts.get(SITE_PATH))
    every_page, pages_problems = _pages(texts, lost, facts)
    reviews, reviews_problems = _reviews(texts, every_page, facts)
    off = off_in(joined(contract, facts[OwnDocument]), _parts(every_page))
    read = [*problems, *pages_problems, *facts_problems, *contract_problems, *site_problems]
    return Handbook(
        today=company_day(clock, facts),
        facts=off.left(facts),
        pages={src: page for src, page in every_page.items() if src not in off.pages},
        site=site,
        entries=folder.entries,
        texts=texts,
        lives=reviews.lives,
        data=folder.data,
        outside={path: data.decode("utf-8", "replace") for path, data in folder.outside.items()},
        outside_data=folder.outside,
        names=folder.names,
        no_git=folder.no_git,
        contract=contract,
        off=off,
        stamps=reviews.stamps,
        stamped=reviews.stamped,
        history=history,
        added=added,
        pictures=folder.pictures,
        problems=(*(problem for problem in read if not off.keeps(problem.place.path)), *reviews_problems),
        lost=lost,
    )  # fmt: skip


def build_without_git(folder: Folder, clock: date | datetime) -> Handbook:
    """The same for those who do not ask how the folder came to be."""
    return build(folder, clock, history=None, added=None)


def _facts(texts: Mapping[str, str], lost: Iterable[str]) -> tuple[Facts, list[Problem]]:
    readable = {path: text for path, text in texts.items() if _is_facts(path)}
    return read_facts(readable, {path for path in lost if _is_facts(path)})


def _pages(
    texts: Mapping[str, str], lost: Iterable[str], facts: Facts
) -> tuple[dict[str, Page], list[Problem]]:
    pages: dict[str, Page] = {}
    problems: list[Problem] = []
    for path in sorted(path for path in texts if path.endswith(".md")):
        page, found = read_page(path, texts[path], facts)
        pages[page.src] = page
        problems += found
    for path in sorted(path for path in lost if path.endswith(".md")):
        # The page is there, only nobody can read it: links to it are not wrong.
        page = Page(path, path.removeprefix("docs/"), "")
        pages[page.src] = page
    return pages, problems


def _parts(pages: Mapping[str, Page]) -> dict[str, str]:
    """The part that each page says it is; empty where it says none."""
    return {src: (page.meta and page.meta.part) or "" for src, page in pages.items()}


class _Reviews(NamedTuple):
    lives: dict[str, Life]
    stamps: Stamps
    stamped: tuple[Stamp, ...]


def _reviews(
    texts: Mapping[str, str], pages: Container[str], facts: Facts
) -> tuple[_Reviews, list[Problem]]:
    """The records of all pages by where these are today, and the stamps by which they hold on."""
    moved = {old: new for old, new in moved_pages(facts).items() if old not in pages}
    of_stamps = {path: text for path, text in texts.items() if is_stamps(path)}
    stamps, stamped, problems = read_stamps(of_stamps, moved)
    records = {path: text for path, text in texts.items() if _is_records(path)}
    lives, lives_problems = read_records(records, stamps, moved)
    return _Reviews(lives, stamps, tuple(stamped)), [*problems, *lives_problems]


def _contract(
    folder: Folder, texts: Mapping[str, str], lost: Iterable[str]
) -> tuple[Table[RequiredDocument], list[Problem]]:
    engine = {path: data.decode("utf-8", "replace") for path, data in folder.contract.items()}
    own = {path: text for path, text in texts.items() if is_own_contract(path)}
    return read_contract(engine, own, [path for path in lost if is_own_contract(path)])


def _lost(folder: Folder, texts: Mapping[str, str]) -> frozenset[str]:
    """Pages and facts that are there but have no readable text: what refers to them is not wrong."""
    there = (path for path, entry in folder.entries.items() if entry.kind in ("file", "unreadable"))
    return frozenset(path for path in there if path.endswith((".md", ".yml")) and path not in texts)


def _is_facts(path: str) -> bool:
    return path.startswith(f"{FACTS_FOLDER}/") and path.endswith(".yml")


def _is_records(path: str) -> bool:
    return path.startswith(f"{RECORDS_FOLDER}/") and path.endswith(".yml") and not is_stamps(path)


def company_day(clock: date | datetime, facts: Facts) -> date:
    """The day, or that of a moment where the company is."""
    if not isinstance(clock, datetime):
        return clock
    zone = facts.region.time_zone if facts.region else "UTC"
    return clock.astimezone(ZoneInfo(zone)).date()


def _decode(folder: Folder) -> tuple[dict[str, str], list[Problem]]:
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for path, data in folder.data.items():
        text = decode(path, data)
        if isinstance(text, str) and (conflict := left_conflict(path, text)):
            text = conflict
        if isinstance(text, Problem):
            problems.append(text)
        else:
            texts[path] = text
    return texts, problems
