"""Rules about stamps: they come with the change of the handbook that makes them needed, and no hand
adds, changes or takes away one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handbook.handbook import Handbook
from handbook.problems.edits import Create
from handbook.problems.problem import Place, Problem, did_you_mean, listed
from handbook.records.fingerprints import version_of
from handbook.records.records import as_item
from handbook.records.stamps import DELETE, FOLDER, Stamp, read_stamps
from handbook.rules.past import losses_of, unread_records
from handbook.rules.rule import add, rule
from handbook.text.history import Loss

# What the examples are about: a review, and the file of stamps that says whether it holds on.
_OF_REVIEW = """
docs/_records/hiring/2026-11-20-reviewed-sales-director-de5cc9.yml:
step: reviewed
on: 2026-11-20
by: sales-director
found: Compared the questions with the last five interviews.
text: "3f2a9c41"
facts: "3f2a9c41"
docs/_records/_stamps/1.yml:
"""

add(
    "stamp-wrong",
    "When the handbook takes fingerprints in another way, a file of stamps says which reviews "
    "hold on. It comes with that change, its name "
    "is the new version, and each stamp leads from an older fingerprint to one of that version. A "
    "stamp written by hand would call a page read "
    "that nobody has read.",
    bad=_OF_REVIEW
    + """\
- {page: hiring.md, of: facts, old: "1:3f2a9c41", new: "1:81be07d2"}
""",
    good=_OF_REVIEW
    + """\
- {page: hiring.md, of: facts, old: 3f2a9c41, new: "1:81be07d2"}
""",
)


@rule(
    "stamp-without-page",
    bad=_OF_REVIEW
    + """\
- {page: hirings.md, of: facts, old: 3f2a9c41, new: "1:81be07d2"}
""",
    good=_OF_REVIEW
    + """\
- {page: hiring.md, of: facts, old: 3f2a9c41, new: "1:81be07d2"}
""",
)
def stamps_without_page(handbook: Handbook) -> Iterator[Problem]:
    """A stamp names the page whose reviews hold on, by where it is or was. When the page is
    deleted, its stamps go with it.
    """
    moved = handbook.moved()
    there = handbook.pages.keys() | handbook.off.pages
    for stamp in handbook.stamped:
        if stamp.page not in there and moved.get(stamp.page) not in there:
            what = (
                f'This stamp is about "{stamp.page}". There is no such '
                f"page.{did_you_mean(stamp.page, handbook.pages)}"
            )
            yield Problem(stamp.at("page"), what, "delete this entry.")


@rule(
    "stamp-twice",
    bad=_OF_REVIEW
    + """\
- {page: hiring.md, of: facts, old: 3f2a9c41, new: "1:81be07d2"}
- {page: hiring.md, of: facts, old: 3f2a9c41, new: "1:81be07d3"}
""",
    good=_OF_REVIEW
    + """\
- {page: hiring.md, of: facts, old: 3f2a9c41, new: "1:81be07d2"}
- {page: hiring.md, of: text, old: 3f2a9c41, new: "1:81be07d3"}
""",
)
def stamps_twice(handbook: Handbook) -> Iterator[Problem]:
    """A page has one fingerprint of its text and one of its facts on the day on which the way of
    taking them changes, so it has one stamp for each.
    """
    first: dict[tuple[str, str, str], Stamp] = {}
    for stamp in handbook.stamped:
        key = stamp.at().path, stamp.page, stamp.of
        if key in first:
            what = (
                f'The {stamp.of} of "{stamp.page}" are stamped twice: in line '
                f"{first[key].at().line} and in line {stamp.at().line}."
            )
            yield Problem(
                stamp.at(),
                what,
                "delete the one that did not come with the change of the handbook.",
            )
        first.setdefault(key, stamp)


@rule(
    "stamp-without-review",
    bad=_OF_REVIEW
    + """\
- {page: hiring.md, of: facts, old: 3f2a9c43, new: "1:81be07d2"}
""",
    good=_OF_REVIEW
    + """\
- {page: hiring.md, of: facts, old: 3f2a9c41, new: "1:81be07d2"}
""",
)
def stamps_without_review(handbook: Handbook) -> Iterator[Problem]:
    """A stamp lets a review hold on, so there is a review of its page that carries the old
    fingerprint. One that is there for no review would make the next record look as if somebody had
    read what nobody has read.
    """
    for (src, of), stamps in _by_page(handbook).items():
        if src in handbook.pages and not unread_records(handbook, src):
            carried = _carried(handbook, src, of, stamps)
            yield from (_for_no_review(stamp, src) for stamp in stamps if stamp.old not in carried)


def _for_no_review(stamp: Stamp, src: str) -> Problem:
    what = (
        f'No review of "{src}" has "{stamp.old}" as the fingerprint of its {stamp.of}, so '
        "this stamp lets none hold on."
    )
    return Problem(stamp.at("old"), what, "delete this entry.")


def _page(handbook: Handbook, stamp: Stamp) -> str:
    """Where the page of a stamp is today."""
    return (
        stamp.page if stamp.page in handbook.pages else handbook.moved().get(stamp.page, stamp.page)
    )


def _by_page(handbook: Handbook) -> dict[tuple[str, str], list[Stamp]]:
    """The stamps of each page as it is called today, and of its text or its facts; the oldest
    version first.
    """
    found: dict[tuple[str, str], list[Stamp]] = {}
    for stamp in sorted(handbook.stamped, key=lambda stamp: version_of(stamp.new) or 0):
        found.setdefault((_page(handbook, stamp), stamp.of), []).append(stamp)
    return found


def _carried(handbook: Handbook, src: str, of: str, stamps: Iterable[Stamp]) -> set[str]:
    """The fingerprints that a review of the page carries, itself or by an older stamp."""
    life = handbook.lives.get(src)
    carried = {getattr(record, of) for record in life.records} if life else set()
    for stamp in stamps:
        if stamp.old in carried:
            carried.add(stamp.new)
    return carried


# --- what git remembers ---------------------------------------------------------------------------


@rule(
    "stamp-changed-later",
    bad="""
docs/_records/prices/2026-09-01-reviewed-sales-director-1f4c3d.yml:
step: reviewed
on: 2026-09-01
by: sales-director
found: Compared it with the last five offers.
text: "00000001"
facts: "11111111"
docs/_records/_stamps/1.yml:
- {page: prices.md, of: facts, old: "11111111", new: "1:81be07d2"}
docs/_records/_stamps/1.yml:
# A later commit adds one.
- {page: prices.md, of: facts, old: "11111111", new: "1:81be07d2"}
- {page: prices.md, of: text, old: "00000001", new: "1:3f2a9c41"}
""",
    good="""
docs/_records/prices/2026-09-01-reviewed-sales-director-1f4c3d.yml:
step: reviewed
on: 2026-09-01
by: sales-director
found: Compared it with the last five offers.
text: "00000001"
facts: "11111111"
docs/_records/_stamps/1.yml:
- {page: prices.md, of: facts, old: "11111111", new: "1:81be07d2"}
- {page: prices.md, of: text, old: "00000001", new: "1:3f2a9c41"}
""",
)
def stamps_changed_later(handbook: Handbook) -> Iterator[Problem]:
    """All stamps of a version come in one commit, that of the change that makes them needed: only
    then can it be seen that the old way still gave the old fingerprint. One that is added or
    changed later would call a page read that nobody has read, and without one that was taken away a
    review would be lost. Git remembers what was there. Stamps of a page that is gone go with it.
    """
    for loss in losses_of(handbook, FOLDER):
        if not any(problem.place.path == loss.path for problem in handbook.problems):
            yield from _changes(handbook, loss)


def _changes(handbook: Handbook, loss: Loss) -> Iterator[Problem]:
    """What differs in a file from what came with it: stamps that are missing, or else stamps that
    are new.
    """
    came = read_stamps({loss.path: loss.text}, {})[1]
    there = [stamp for stamp in handbook.stamped if stamp.at().path == loss.path]
    needed = [stamp for stamp in came if _is_needed(handbook, stamp)]
    if lost := [stamp for stamp in needed if not _is_among(stamp, there)]:
        pages = listed(dict.fromkeys(f'"{stamp.page}"' for stamp in lost))
        what = (
            f"Of the stamps that came with this file, those of {pages} were changed or taken away."
        )
        text = loss.text if needed == came else _as_text(needed)
        yield Problem(
            Place(loss.path, loss.line),
            what,
            "put back what was there:",
            text.rstrip(),
            edit=Create(loss.path),
        )
        return
    for stamp in there:
        if not _is_among(stamp, came):
            what = (
                f'This stamp for "{stamp.page}" did not come with the others of this file; it was '
                "added later."
            )
            yield Problem(stamp.at(), what, DELETE)


def _is_among(stamp: Stamp, stamps: Iterable[Stamp]) -> bool:
    """Whether the same stamp is among them, wherever it is in its file."""
    return stamp.model_dump() in [known.model_dump() for known in stamps]


def _is_needed(handbook: Handbook, stamp: Stamp) -> bool:
    """Whether a review of a page that is there would be lost without it."""
    src = _page(handbook, stamp)
    stamps = _by_page(handbook).get((src, stamp.of), [])
    return src in handbook.pages and stamp.old in _carried(handbook, src, stamp.of, stamps)


def _as_text(stamps: Iterable[Stamp]) -> str:
    return "\n".join(as_item(stamp.model_dump()) for stamp in stamps)
