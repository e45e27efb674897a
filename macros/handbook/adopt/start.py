"""A company's repository at its start: the shell, the facts that were answered, a page for each
part with what belongs on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from string import Template

from handbook.adopt.answers import Answers, LaterDocument, contract_documents
from handbook.adopt.copied import MARK, copied
from handbook.adopt.fact_files import FACTS, fact_files
from handbook.adopt.off import decided, plan_off
from handbook.adopt.part_pages import page_of, page_path
from handbook.adopt.shell import shell_files
from handbook.adopt.yaml_text import scalar
from handbook.facts.contract import PARTS, RequiredDocument
from handbook.handbook import Handbook, build_without_git
from handbook.pages.unwritten import UNWRITTEN
from handbook.problems.problem import Problem
from handbook.rules.edition import edition_of
from handbook.text.load import CODEOWNERS, LIBRARY, Folder, read_contracts, read_tree
from handbook.upkeep.codeowners import written

# What is put there once and is the company's own from then on.
FIRST = LIBRARY / "adopt" / "first"
SETTINGS = "mkdocs.yml"
# A file of the shell that is filled in.
FILLED = (SETTINGS,)
TOOLS = {"technology": "Sales technology", "system": "Sales system"}
UPKEEP = """\
  - Upkeep:
      - upkeep/index.md
      - Board: upkeep/board.md
      - Change a page: upkeep/change-a-page.md
      - How pages are written: upkeep/how-pages-are-written.md
      - What each part holds: upkeep/parts.md
      - Make it yours: upkeep/adopt.md
      - Checks: upkeep/checks.md
      - Macros: upkeep/macros.md"""
ON_GITHUB = """: *Settings > Branches*,
   and make the job *check* required. `.github/workflows/README.md` says what else there is to switch on."""
ELSEWHERE = """. The workflows in
   `.github/` run on GitHub alone: elsewhere, let your host run `bash .ci/run` for each change, and
   `make check` every weekday morning. The forms for reviews and the reminders by issue need GitHub;
   `handbook review` writes a review without them."""

WITHOUT_CRM = """
5. You keep customers without a program made for it: say on *The CRM or its substitute* where, and who writes what."""


@dataclass(frozen=True)
class Start:
    """What is to be made: from these answers, on this day."""

    answers: Answers
    today: date
    example: Mapping[str, bytes] | None = None  # its files, where the company begins with them

    @cached_property
    def documents(self) -> list[RequiredDocument]:
        """All documents that the engine's contract asks for."""
        return contract_documents()

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Every file of the repository but the engine's wheel: path → content."""
        texts = {**self._facts, **self._first, **self._pages(self._can_show)}
        files = {**shell_files(), **{path: text.encode() for path, text in texts.items()}}
        if self.example is not None:
            around = {path: data for path, data in files.items() if not path.startswith("docs/")}
            files = {**around, **dict(copied(self.example, texts))}
        for document in self.answers.later:
            files |= self._going_without(files, document)
        codeowners = written(self._read(files))
        return {**files, CODEOWNERS[0]: codeowners.encode()}

    @cached_property
    def faults(self) -> tuple[Problem, ...]:
        """What a check would find in the facts that follow from the answers."""
        if self.example is not None:
            return ()  # amounts of the example, which its readers are to replace anyway
        found = edition_of(self._read(self.files)).problems()
        return tuple(
            problem
            for problem in found
            if problem.severity == "must" and problem.place.path.startswith(f"{FACTS}/")
        )

    def _going_without(
        self, files: Mapping[str, bytes], document: LaterDocument
    ) -> dict[str, bytes]:
        """What changes for a document that waits: its pages are there and silent."""
        before = self._read(files)
        parts = decided(before, document.id, "off", document.because)
        after = self._read({**files, PARTS: parts.encode()})
        plan = plan_off(before, after, document.id, document.because)
        return {path: _as_bytes(data) for path, data in plan.write.items()}

    def _read(self, files: Mapping[str, bytes]) -> Handbook:
        return build_without_git(_folder(files), self.today)

    @property
    def to_write(self) -> tuple[int, int]:
        """How many pages are to be written now, and how many places on them say so."""
        if self.example is not None:
            marked = sum(MARK.encode() in data for data in self.files.values())
            return marked, marked
        waits = {document.id for document in self.answers.later}
        now = [document for document in self.documents if document.id not in waits]
        pages = self._pages(self._can_show, now).values()
        return len(pages), sum(page.count(UNWRITTEN) for page in pages)

    @cached_property
    def _facts(self) -> dict[str, str]:
        return fact_files(self.answers, self.documents, self.today)

    @cached_property
    def _first(self) -> dict[str, str]:
        """The files that are filled in once."""
        values = dict(_values(self.answers)) | {"nav": self._nav}
        shell = {path: shell_files()[path] for path in FILLED}
        return {
            path: Template(data.decode()).substitute(values)
            for path, data in {**read_tree(FIRST), **shell}.items()
        }

    @property
    def _finished(self) -> dict[str, str]:
        """Parts whose page comes along finished: part → page."""
        pages = {
            path.removeprefix("docs/"): data.decode()
            for path, data in read_tree(FIRST).items()
            if path.endswith(".md") and path.startswith("docs/")
        }
        return {
            row.removeprefix("part: "): path
            for path, text in pages.items()
            for row in text.split("\n")[:9]
            if row.startswith("part: ")
        }

    @cached_property
    def _nav(self) -> str:
        rows = [
            "  - Home: index.md",
            *(f"  - Use this handbook: {p}" for p in self._finished.values()),
        ]
        for tool, title in TOOLS.items():
            documents = [document for document in self.documents if document.tool == tool]
            rows += [f"  - {title}:"] if documents else []
            for document in documents:
                rows.append(f"      - {document.title}:")
                rows += [
                    f"          - {scalar(name)}: {path}" for name, path in self._menu(document)
                ]
        return "\n".join([*rows, UPKEEP])

    def _menu(self, document: RequiredDocument) -> Iterator[tuple[str, str]]:
        for part in document.parts:
            if part.id not in self._finished:
                yield part.title, page_path(document, part)

    def _pages(
        self,
        can_show: Mapping[str, Iterable[str]],
        documents: Iterable[RequiredDocument] | None = None,
    ) -> dict[str, str]:
        """The page of each part; of all documents, where none is named."""
        return {
            f"docs/{page_path(document, part)}": page_of(
                part, self.answers, list(can_show.get(part.id, part.shows))
            )
            for document in documents or self.documents
            for part in document.parts
            if part.id not in self._finished
        }

    @cached_property
    def _can_show(self) -> dict[str, list[str]]:
        """Which macros of each part have facts to show: found by letting each page call them all."""
        texts = {**self._facts, **self._first, **self._pages({})}
        files = {path: text.encode() for path, text in texts.items()}
        shown = edition_of(self._read(files)).shown
        return {
            page.meta.part: [
                shown_call.call.name
                for shown_call in shown.calls.get(page.src, ())
                if (page.src, shown_call.call.name) not in shown.empty
            ]
            for page in shown.handbook.pages.values()
            if page.meta and page.meta.part
        }


def _folder(files: Mapping[str, bytes]) -> Folder:
    """The files as a handbook's folder that was read."""
    folder = Folder(names=tuple(files), contract=read_contracts())
    for path, data in files.items():
        if path == SETTINGS or path.startswith("docs/"):
            folder.add(path, data)
        elif path in CODEOWNERS:
            folder.outside[path] = data
    return folder


def _as_bytes(data: str | bytes) -> bytes:
    return data.encode() if isinstance(data, str) else data


def _values(answers: Answers) -> Iterator[tuple[str, str]]:
    """What is put into the files that are filled in."""
    company = answers.company
    on_github = answers.host == "github"
    yield "name", company.name
    yield "site_name", scalar(f"{company.name} sales handbook")
    yield "site_description", scalar(f"How {company.name} sells, and who answers for what.")
    yield "copyright", scalar(f"Confidential. For people who work at {company.name}.")
    yield "site", answers.site
    yield "edit_uri", f"{company.repository}/edit/{company.branch}/docs/"
    yield "head", answers.head
    yield "keeper", answers.keeper
    yield "readers", f"[{', '.join(answers.sellers)}]"
    yield "heads", " ".join(_handles(answers, answers.head))
    yield "keepers", " ".join(_handles(answers, answers.keeper))
    yield "host_note", ON_GITHUB if on_github else ELSEWHERE
    yield "crm_note", "" if answers.crm else WITHOUT_CRM


def _handles(answers: Answers, role_id: str) -> list[str]:
    return next(list(role.handles) for role in answers.roles if role.id == role_id)
