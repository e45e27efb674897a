"""Whatever GitHub's preview shows, the site shows alike, or a rule says what to write: no form of
Markdown differs in silence.

Each form of ``forms.yml`` says what was decided: ``same`` for the same tree (the default), the
rules that refuse it, or ``ours``. The forms of lists are made here, as combinations.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import product

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as some

from handbook.pages.normal import as_engines_need
from handbook.rules.edition import edition_without_git
from handbook.site.rules.settings import EXTENSIONS as ALLOWED
from handbook.site.rules.settings import NEEDED_OPTIONS
from handbook.text.load import Folder, FolderEntry
from tests.places import TESTS
from tests.trees import EXTENSIONS, engine_html, github_html, tree

FORMS: list[dict[str, str]] = yaml.safe_load((TESTS / "forms.yml").read_text("utf-8"))
TOP = "---\nowner: sales-director\n---\n# Title\n\n"
SPEAKS_OF_FORM = {
    *(
        "mark-refused",
        "layout-unclear",
        "table-uneven",
        "fence-open",
        "html-refused",
        "heading-empty",
    ),
    *("attribute-refused", "template-refused"),
}
# Marks of Python-Markdown that GitHub's preview shows as they are written. They are ours: pages are
# made with them.
OURS = re.compile(
    r"^(?:!!!|\?\?\?\+?) |^:[ ]+\S|\{: #[\w-]+ \}|^```\w+ title=|^\[TOC\]$", re.MULTILINE
)


def refusals(written: str) -> set[str]:
    """The rules about forms that say something of a page with this text."""
    page = "docs/index.md"
    folder = Folder({page: FolderEntry(page, "file")}, {page: (TOP + written).encode()})
    return SPEAKS_OF_FORM & {
        problem.rule for problem in edition_without_git(folder, date(2026, 11, 23)).problems()
    }


def decided(written: str) -> str:
    """What becomes of a form: the rules that refuse it, ``same``, ``ours``, or ``differs`` where
    nothing says so.
    """
    return ", ".join(sorted(refusals(written))) or compared(written)


def compared(written: str) -> str:
    if tree(github_html(written)) == tree(engine_html(written)):
        return "same"
    return "ours" if OURS.search(written) else "differs"


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form["form"].split("\n")[0][:40])
def test_form(form):
    assert decided(form["form"]) == form.get("decided", "same")


BULLETS = ["-", "*", "+", "1.", "1)", "0.", "7."]
INDENTS = ["  ", "   ", "    ", "\t"]
ABOVE = ["", "Text\n", "Text\n\n", "# Heading\n", "> quoted\n", "| a | b |\n|---|---|\n| 1 | 2 |\n"]
INSIDE = [
    "{i}{b} two\n{i}{i}{b} three\n{i}{b} four",
    "{i}{b} two\n\n{i}{b} three",
    "\n{i}a second paragraph\n\n{i}and a third",
    "{i}a second line\nand a lazy one",
    "{i}```yaml\n{i}a: 1\n\n{i}b: 2\n{i}```",
    "\n{i}```\n{i}a\n{i}```\n",
    "{i}| a | b |\n{i}|---|---|\n{i}| 1 | 2 |",
    "{i}> quoted\n{i}> - three",
    "{i}- [ ] open\n{i}- [x] done",
    "\n{i}    code\n",
]
FRAMES = ["{}", "> {}"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "above",
    ABOVE,
    ids=["alone", "below text", "apart", "below a heading", "below a quotation", "below a table"],
)
@pytest.mark.parametrize("frame", FRAMES, ids=["plain", "quoted"])
def test_lists(above, frame):
    """Every combination of mark, indent and what is inside: the same tree, or a message."""
    for bullet, indent, inside in product(BULLETS, INDENTS, INSIDE):
        written = f"{above}{bullet} one\n{inside.format(i=indent, b=bullet)}\n{bullet} last"
        text = "\n".join(frame.format(line) for line in written.split("\n"))
        assert decided(text) != "differs", text


LINES = some.sampled_from(
    [
        *(
            "",
            "",
            "text",
            "- a",
            "  - b",
            "    - c",
            "1. d",
            "   2) e",
            "* f",
            "> g",
            "> - h",
            ">",
            "```",
            "  ```",
            "# H",
            "#x",
            "---",
        ),
        *(
            "| a | b |",
            "|---|---|",
            "    code",
            "  more",
            "\tx",
            "===",
            "!!! note",
            "??? tip",
            "    inside",
            "[^1]: note",
            "a[^1]",
        ),
        *(
            ":   means",
            "{{ page_card() }}",
            "a\\",
            "~x~",
            ":rocket:",
            "https://example.com",
            "[ ] x",
            "- [ ] y",
            "2026. z",
            "-",
            "+",
        ),
        *(
            "`a",
            "b`",
            "<br>",
            "[r]: x.md",
            "[r] [r]",
            "**b**",
            "\\- i",
            "> [!NOTE]",
            "1234567890. x",
            "  * * *",
            "~~~",
            "#",
            "- - j",
        ),
    ]
)
pages = some.lists(LINES, max_size=14).map("\n".join)


@given(pages)
def test_what_is_set_out_once_stays(written):
    once = as_engines_need(written)
    assert as_engines_need(once) == once


@given(pages)
def test_nothing_is_lost_and_no_call_is_made(written):
    def words(text: str) -> list[str]:
        return re.findall(r"[a-zA-Z]+", text.replace("[!NOTE]", "!!! note").replace(":rocket:", ""))

    once = as_engines_need(written)
    assert words(once) == words(written)
    assert once.count("{{") == written.count("{{")


def test_front_matter_is_left_alone():
    front = "---\nowner: sales-director\nask:\n- a\n  - b\n---\n"
    assert as_engines_need(front + "Text\n- a\n") == f"{front}Text\n\n-   a\n"


def test_line_ends_of_windows_make_no_difference():
    written = "Text\n- a\n  - b\n\n```\nx\n```\n"
    assert as_engines_need(written.replace("\n", "\r\n")) == as_engines_need(written)


def test_a_page_too_deep_to_read_is_left_alone():
    deep = "\n".join(f"{'  ' * level}- {level}" for level in range(200))
    assert as_engines_need(deep) == deep
    assert as_engines_need(">" * 500 + " a") == ">" * 500 + " a"


def test_the_forms_are_compared_with_the_extensions_of_the_site():
    assert set(EXTENSIONS) == set(ALLOWED)
    for name, options in NEEDED_OPTIONS.items():
        assert {key: str(value).lower() for key, value in EXTENSIONS[name].items()} == options


def test_the_comparison_would_notice():
    """If one of the programs or the comparison stopped working here, the tests above would pass for
    the wrong reason.
    """
    assert tree(github_html("- a\n  - b")) == ["page", ["ul", ["li", "a", ["ul", ["li", "b"]]]]]
    assert tree(github_html("Text\n- a")) != tree("<p>Text - a</p>")
    assert decided("Text\n===\n") == "same"
    assert compared("10~20 and 30~40") == "differs"
    assert decided("10~20 and 30~40") == "mark-refused"
