"""The good handbook: complete in a few pages, and nothing is wrong with it."""

from __future__ import annotations

from handbook.facts.kinds import kinds
from handbook.problems.problem import as_text
from handbook.text.load import Folder

SEVEN = (
    "sales-book training hiring motivation forecast-and-quotas interaction customer-base".split()
)


def test_nothing_is_wrong_with_the_good_handbook(good: Folder, problems_of) -> None:
    assert [as_text(problem) for problem in problems_of(good)] == []


def test_the_good_handbook_has_facts_of_every_kind(good: Folder) -> None:
    missing = [
        kind.where for kind in kinds() if not any(path.startswith(kind.where) for path in good.data)
    ]
    assert missing == []


def test_the_good_handbook_holds_all_seven_documents(good: Folder) -> None:
    pages = "\n".join(data.decode() for path, data in good.data.items() if path.endswith(".md"))
    assert [name for name in SEVEN if f"\npart: {name}/" not in pages] == []
