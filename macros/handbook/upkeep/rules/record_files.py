"""Rules about the files of records: each belongs to a page, has the name that its text gives it,
and is never changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename, dirname

from handbook.documents.company.facts.company import Company
from handbook.handbook import Handbook
from handbook.problems.edits import Rename
from handbook.problems.problem import Cause, Place, Problem, counted, did_you_mean, nearest
from handbook.records.records import FOLDER, Record, folder_of
from handbook.records.stamps import is_stamps
from handbook.rules.kept import KeptFileKind, changed_later
from handbook.rules.past import losses_of
from handbook.rules.rule import add, rule
from handbook.text.history import RECORDS, Loss

add(
    "records-in-a-list",
    "Each record is a file of its own, so that two people who write at the same time never write "
    "to one file. At first a page had one "
    "file with a list of all its records; such a list is no longer read, and its records are "
    "moved into files of their own.",
    bad="docs/_records/hiring.yml:\n- step: drafted\n  on: 2026-09-14\n  by: seller",
    good="""
docs/_records/hiring/2026-09-14-drafted-seller-3559be.yml:
step: drafted
on: 2026-09-14
by: seller
""",
)


@rule(
    "record-without-page",
    bad="""
docs/_records/hirings/2026-09-14-drafted-seller-3559be.yml:
step: drafted
on: 2026-09-14
by: seller
""",
    good="""
docs/_records/hiring/2026-09-14-drafted-seller-3559be.yml:
step: drafted
on: 2026-09-14
by: seller
""",
)
def records_without_page(handbook: Handbook) -> Iterator[Problem]:
    """Every record is in the folder of its page, which has the page's name. When a page moves its
    records move with it: `handbook move OLD NEW` does both, and keeps the page's life.
    """
    for src, life in handbook.lives.items():
        if src in handbook.pages:
            continue
        if not src:
            for record in life.records:
                what = (
                    "This record is in the folder of no page, so nobody knows which page it is "
                    "about."
                )
                yield Problem(
                    Place(record.at().path), what, "move the file into the folder of its page."
                )
            continue
        guess = nearest(src, handbook.pages)
        what = (
            f'{_these(life.records)} to "{src}". There is no such '
            f"page.{did_you_mean(src, handbook.pages)}"
        )
        fix = "delete the folder if the page is gone."
        if guess:
            fix = f"move what is in the folder to that of its page, {folder_of(guess)}."
        yield Problem(Place(life.path), what, fix, cause=Cause("page", src))


def _these(records: list[Record]) -> str:
    return "This record belongs" if len(records) == 1 else f"These {len(records)} records belong"


# --- names ----------------------------------------------------------------------------------------


@rule(
    "record-name-differs",
    bad="""
docs/_records/hiring/2026-09-14-drafted-seller-3559be.yml:
step: drafted
on: 2026-09-15
by: seller
""",
    good={"on: 2026-09-15": "on: 2026-09-14"},
)
def misnamed_records(handbook: Handbook) -> Iterator[Problem]:
    """The name of a record is its day, its step, its role, and six digits and letters that are
    taken from its text. So a record that was changed gives itself away. Commands and forms give the
    right name by themselves; if you write a record by hand, take it from the message.
    """
    changed = {loss.path for loss in _losses(handbook) if not loss.is_gone}
    for record in _misnamed(handbook):
        path = record.at().path
        if path not in changed:
            what = (
                "The name of this record and its text do not go together: the text gives the "
                f'name "{record.name}".'
            )
            name = f"{dirname(path)}/{record.name}"
            fix = (
                "if it was changed after it was written, put back what was there; if it is new, "
                "name the file:"
            )
            yield Problem(Place(path), what, fix, name, edit=Rename(name))


def _misnamed(handbook: Handbook) -> Iterator[Record]:
    for life in handbook.lives.values():
        for record in life.records:
            if basename(record.at().path) != record.name:
                yield record


# --- what git remembers ---------------------------------------------------------------------------


@rule(
    "record-changed-later",
    bad="""
docs/_records/prices/2026-09-14-drafted-seller-3559be.yml:
step: drafted
on: 2026-09-14
by: seller
docs/_records/prices/2026-09-14-drafted-seller-3559be.yml:
# A later commit changes it.
step: drafted
on: 2026-11-14
by: seller
""",
    good="""
docs/_records/prices/2026-09-14-drafted-seller-3559be.yml:
step: drafted
on: 2026-09-14
by: seller
docs/_records/prices/2026-11-14-drafted-seller-00f1a1.yml:
step: drafted
on: 2026-11-14
by: seller
""",
)
def records_changed_later(handbook: Handbook) -> Iterator[Problem]:
    """Records are only ever added. One that was changed or taken away later says something that
    nobody did: the reviewer of the page read another text on another day. Git remembers what was
    there. A company that makes the handbook its own takes all records away once, and writes
    `adopted_on` into `company.yml` in the same commit: what was before is not its own.
    """
    renamed = {f"{dirname(record.at().path)}/{record.name}" for record in _misnamed(handbook)}
    found = [loss for loss in _losses(handbook) if not (loss.is_gone and loss.path in renamed)]
    yield from changed_later(KEPT, found)


def _losses(handbook: Handbook) -> list[Loss]:
    return [loss for loss in losses_of(handbook, FOLDER) if not is_stamps(loss.path)]


def _many(losses: list[Loss]) -> str:
    pages = {dirname(loss.path) for loss in losses}
    return f"{counted(len(losses), 'record')} of {counted(len(pages), 'page')}"


KEPT = KeptFileKind(
    RECORDS,
    gone="This record was taken away {when}, but its page is still there.",
    changed="This record was changed {when}. Its author wrote something else.",
    many=_many,
    note="If this is the handbook of a new company, all records go, and docs/_facts/company.yml says "
    "in the same commit since "
    "when it is yours, such as adopted_on: 2026-12-31. A branch that is merged, or squashed, "
    "counts as one commit.",
)


@rule(
    "adopted-on-changed",
    bad="company.yml:\n# on 2026-11-23\nadopted_on: 2027-01-31",
    good="company.yml:\n# on 2026-11-23\nadopted_on: 2026-11-23",
)
def adoption_moved(handbook: Handbook) -> Iterator[Problem]:
    """Since when a handbook is a company's own is written once, in the commit that takes the
    records of the example away, and not before that day has come. Moving the day later would let
    records disappear.
    """
    company = handbook.facts.only(Company)
    if company and company.adopted_on and company.adopted_on > handbook.today:
        what = (
            f"This handbook is to be your own since {company.adopted_on.isoformat()}, which is "
            "still to come."
        )
        fix = "write the day on which it became yours:"
        paste = f"adopted_on: {handbook.today.isoformat()}"
        yield Problem(company.at("adopted_on"), what, fix, paste)
        return
    past = handbook.past
    if company is None or past is None or past.adopted.first == past.adopted.today:
        return
    now = f'"{past.adopted.today}"' if past.adopted.today else "nothing"
    what = (
        f'Since when this handbook is your own was first written as "{past.adopted.first}"; now '
        f"it says {now}."
    )
    yield Problem(
        company.at("adopted_on"), what, "write it as it was:", f"adopted_on: {past.adopted.first}"
    )
