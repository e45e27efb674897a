"""The questions that sellers ask most: each is answered within two clicks from the home page, or by
one search.

Is this your own handbook? Then put the ten questions that your sellers ask most into QUESTIONS,
each with the page and the heading that answers it. An empty list (`QUESTIONS = []`) means that
there is nothing to judge.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from handbook.site.search import Sections
from handbook.text.settings import address

pytestmark = pytest.mark.site


@dataclass(frozen=True)
class Question:
    """What a seller asks, the words they would type into the search, and the page and heading that
    answer.
    """

    asks: str
    words: str
    page: str
    heading: str


BOOK = "technology/sales-book"
QUESTIONS = [
    Question("May I give 12 %?", "approve discount", f"{BOOK}/discounts.md", "who-may-approve"),
    Question("It is too expensive", "too expensive", f"{BOOK}/discounts.md", "too-expensive"),
    Question("Who signs?", "who signs", f"{BOOK}/company.md", "who-signs"),
    Question(
        "How long may a deal stay in proposal?",
        "how long may a deal stay in proposal",
        f"{BOOK}/stages.md",
        "how-long",
    ),
    Question(
        "What does Barista One cost?",
        "what does Barista One cost",
        f"{BOOK}/machines.md",
        "barista-one",
    ),
    Question(
        "Is this company a customer for us?",
        "ideal customer",
        f"{BOOK}/customers.md",
        "ideal-customer",
    ),
    Question(
        "They already have a supplier",
        "they already have a supplier",
        f"{BOOK}/competitors.md",
        "supplier",
    ),
    Question(
        "What do I ask the office manager?",
        "what do I ask the office manager",
        f"{BOOK}/personas.md",
        "office-manager",
    ),
    Question(
        "When do new prices start?",
        "when do new prices start",
        f"{BOOK}/prices.md",
        "coming-prices",
    ),
    Question("What do I do with a dead deal?", "dead deal", f"{BOOK}/stages.md", "part-well"),
]

YOURS = (
    "If your handbook has other pages, write your own questions into QUESTIONS, at the top of "
    "checks/test_answers.py, or leave the list empty."
)
Target = tuple[str, str]


@pytest.fixture(scope="module")
def index(project) -> dict:
    """What the site's search looks in."""
    path = project.site / "search" / "search_index.json"
    if not path.is_file():
        what = (
            f"The site has no search index: {path} is missing.\nTo fix: build the site with "
            "MkDocs, and keep `search` among the plugins in mkdocs.yml."
        )
        pytest.fail(what, pytrace=False)
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def search(index) -> Sections:
    return Sections(index)


@pytest.fixture(scope="module")
def clicks(project) -> dict[Target, int]:
    """How many clicks lead from the home page to a place: 1 from its own text, 2 from the text of a
    page it leads to.
    """
    found: dict[Target, int] = {}
    for target in _links(project.built, "index.html"):
        found[target] = 1
    for path in sorted({path for path, _ in found}):
        for target in _links(project.built, path):
            found.setdefault(target, 2)
    return found


def _links(built, path: str) -> set[Target]:
    """Where the text of a page leads. Menus lead everywhere, so they do not count; nor does the
    sign beside a heading.
    """
    page = built.pages.get(path)
    own = [link for link in page.elements if link.tag == "a" and link.own] if page else []
    written = [
        link.attributes["href"] for link in own if "href" in link.attributes and not _is_sign(link)
    ]
    return {target for address in written if (target := built.inner(path, address))}


def _is_sign(link) -> bool:
    return "headerlink" in link.attributes.get("class", "").split()


@pytest.mark.parametrize(
    "question", QUESTIONS or [None], ids=lambda found: found.asks if found else "nothing to judge"
)
def test_seller_finds_the_answer(question, index, search, clicks, handbook):
    if question is None or question.page in handbook.off.pages:
        return
    path = address(question.page)
    place = f"{path.removesuffix('index.html')}#{question.heading}"
    assert place in {section["location"] for section in index["docs"]}, (
        f'The answer to "{question.asks}" should be in docs/{question.page} under the heading '
        f'"{question.heading}". '
        "There is no such section on the site.\n"
        "To fix: name the section that answers it now, in QUESTIONS at the top of "
        f"checks/test_answers.py.\n{YOURS}"
    )
    first = search.first(question.words)
    found = ", ".join(first) or "nothing"
    assert (path, question.heading) in clicks or place in first, (
        f'Sellers ask "{question.asks}" and do not find the answer, which is in '
        f'docs/{question.page} under "{question.heading}": '
        "no link leads there within two clicks from the home page, and a search for "
        f'"{question.words}" shows first {found}.\n'
        "To fix: add it to docs/_facts/situations.yml, which the home page shows:\n"
        "    - id: …\n      group: …\n      asks: "
        f"{json.dumps(question.asks, ensure_ascii=False)}\n"
        f"      page: {question.page}\n      heading: {question.heading}\n"
        f'Or write the words that sellers use ("{question.words}") into the heading of the '
        f"section.\n{YOURS}"
    )
