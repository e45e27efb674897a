"""What is said about the reviews of pages beside the rules, in ``upkeep.advice``: the help texts of
those Problems.
"""

from __future__ import annotations

from handbook.rules.rule import add

# What the examples are about: a page, and reviews of it.
_PAGE = """
docs/trade-fairs.md:
---
owner: sales-director
---
# Trade fairs

We go to two fairs a year.
"""


def _review(on: str, by: str, digits: str, text: str = "1:59b09179") -> str:
    """The record of a review; ``digits`` end its name, ``text`` is the fingerprint that was read."""
    return f"""docs/_records/trade-fairs/{on}-reviewed-{by}-{digits}.yml:
step: reviewed
on: {on}
by: {by}
found: Compared it with the fairs of this year.
text: "{text}"
facts: "2:e3b0c442"
"""


add(
    "review-overdue",
    "Every page is read again by its owner at least once in three months. The day after its "
    "review ends it is overdue. That stops "
    "nobody's change: the owner is reminded every weekday morning.",
    bad=_PAGE + _review("2026-06-22", "sales-director", "d762f3"),
    good=_PAGE
    + _review("2026-06-22", "sales-director", "d762f3")
    + _review("2026-10-22", "sales-director", "9df15d"),
    severity="advice",
)
add(
    "review-changed",
    "A review holds for the text and the facts that were read. When either changes, even by one "
    "price, the page is no longer reviewed.",
    bad=_PAGE.replace("two", "three") + _review("2026-11-02", "sales-director", "300bc8"),
    good=_PAGE.replace("two", "three")
    + _review("2026-11-02", "sales-director", "300bc8")
    + _review("2026-11-20", "sales-director", "c750d8", "1:0ecfc922"),
    severity="advice",
)
add(
    "review-missing",
    "A page that nobody has reviewed is somebody's draft. The first review makes it the company's.",
    bad=_PAGE,
    good=_PAGE + _review("2026-11-20", "sales-director", "d9e25e"),
    severity="advice",
)
add(
    "review-refused",
    "A review that a change brings is signed by the owner of the page or the owner's deputy, and "
    "bound to the page as it is in that "
    "change: the person who signs has read this text and these facts. Otherwise it would be only "
    "a date.",
    bad=_PAGE + _review("2026-11-20", "seller", "984088"),
    good=_PAGE + _review("2026-11-20", "sales-director", "d9e25e"),
)
add(
    "reviews-not-judged",
    "Which pages a change touches, git knows. Where it cannot be asked, nobody is told about the "
    "reviews of those pages, and this is "
    "said instead of kept quiet.",
    bad="git clone --depth 1 --branch mine https://github.com/fernhill/sales-handbook",
    good="git clone --branch mine https://github.com/fernhill/sales-handbook",
    severity="advice",
)
