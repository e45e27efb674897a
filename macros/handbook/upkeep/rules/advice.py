"""What is said about the reviews of pages beside the rules, in ``upkeep.advice``: the help texts of
those Problems.
"""

from __future__ import annotations

from handbook.rules.rule import add

add(
    "review-overdue",
    "Every page is read again by its owner at least once in three months. The day after its "
    "review ends it is overdue. That stops "
    "nobody's change: the owner is reminded every weekday morning.",
    bad="""
docs/trade-fairs.md:
---
owner: sales-director
---
# Trade fairs

We go to two fairs a year.
docs/_records/trade-fairs/2026-06-22-reviewed-sales-director-d762f3.yml:
step: reviewed
on: 2026-06-22
by: sales-director
found: Compared it with the fairs of this year.
text: "1:59b09179"
facts: "2:e3b0c442"
""",
    good="""
docs/trade-fairs.md:
---
owner: sales-director
---
# Trade fairs

We go to two fairs a year.
docs/_records/trade-fairs/2026-06-22-reviewed-sales-director-d762f3.yml:
step: reviewed
on: 2026-06-22
by: sales-director
found: Compared it with the fairs of this year.
text: "1:59b09179"
facts: "2:e3b0c442"
docs/_records/trade-fairs/2026-10-22-reviewed-sales-director-9df15d.yml:
step: reviewed
on: 2026-10-22
by: sales-director
found: Compared it with the fairs of this year.
text: "1:59b09179"
facts: "2:e3b0c442"
""",
    severity="advice",
)
add(
    "review-changed",
    "A review holds for the text and the facts that were read. When either changes, even by one "
    "price, the page is no longer reviewed.",
    bad="""
docs/trade-fairs.md:
---
owner: sales-director
---
# Trade fairs

We go to three fairs a year.
docs/_records/trade-fairs/2026-11-02-reviewed-sales-director-300bc8.yml:
step: reviewed
on: 2026-11-02
by: sales-director
found: Compared it with the fairs of this year.
text: "1:59b09179"
facts: "2:e3b0c442"
""",
    good="""
docs/trade-fairs.md:
---
owner: sales-director
---
# Trade fairs

We go to three fairs a year.
docs/_records/trade-fairs/2026-11-02-reviewed-sales-director-300bc8.yml:
step: reviewed
on: 2026-11-02
by: sales-director
found: Compared it with the fairs of this year.
text: "1:59b09179"
facts: "2:e3b0c442"
docs/_records/trade-fairs/2026-11-20-reviewed-sales-director-c750d8.yml:
step: reviewed
on: 2026-11-20
by: sales-director
found: Compared it with the fairs of this year.
text: "1:0ecfc922"
facts: "2:e3b0c442"
""",
    severity="advice",
)
add(
    "review-missing",
    "A page that nobody has reviewed is somebody's draft. The first review makes it the company's.",
    bad="""
docs/trade-fairs.md:
---
owner: sales-director
---
# Trade fairs

We go to two fairs a year.
""",
    good="""
docs/trade-fairs.md:
---
owner: sales-director
---
# Trade fairs

We go to two fairs a year.
docs/_records/trade-fairs/2026-11-20-reviewed-sales-director-d9e25e.yml:
step: reviewed
on: 2026-11-20
by: sales-director
found: Compared it with the fairs of this year.
text: "1:59b09179"
facts: "2:e3b0c442"
""",
    severity="advice",
)
add(
    "review-refused",
    "A review that a change brings is signed by the owner of the page or the owner's deputy, and "
    "bound to the page as it is in that "
    "change: the person who signs has read this text and these facts. Otherwise it would be only "
    "a date.",
    bad="""
docs/trade-fairs.md:
---
owner: sales-director
---
# Trade fairs

We go to two fairs a year.
docs/_records/trade-fairs/2026-11-20-reviewed-seller-984088.yml:
step: reviewed
on: 2026-11-20
by: seller
found: Compared it with the fairs of this year.
text: "1:59b09179"
facts: "2:e3b0c442"
""",
    good="""
docs/trade-fairs.md:
---
owner: sales-director
---
# Trade fairs

We go to two fairs a year.
docs/_records/trade-fairs/2026-11-20-reviewed-sales-director-d9e25e.yml:
step: reviewed
on: 2026-11-20
by: sales-director
found: Compared it with the fairs of this year.
text: "1:59b09179"
facts: "2:e3b0c442"
""",
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
