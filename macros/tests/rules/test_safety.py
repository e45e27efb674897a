"""What Python-Markdown makes of a page is compared with what the rules saw in it: nothing live
passes unseen.

The scanner of pages does not render; so its view must be the wider one. Any text that comes out
with a program, an address of another place or an attribute must have been refused, however its
signs are put together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from handbook.documents.company.facts.company import Role
from handbook.rules.edition import edition_without_git
from handbook.text.load import Folder, FolderEntry
from tests.trees import engine_html, rendered

TOP = "---\nowner: sales-director\n---\n# Title\n\n"
GUARDS = {
    *(
        "html-refused",
        "attribute-refused",
        "fence-open",
        "outside-refused",
        "link-broken",
        "template-refused",
    ),
    *("reference-undefined", "picture-missing", "hidden-character"),
}
LIVE = set(
    "script iframe img object embed form style link meta svg base video audio input button textarea template".split()
)


class Live(HTMLParser):
    """Collects what would run, load or look otherwise in a reader's browser."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if (
            tag in LIVE
            and ("disabled", None) not in attributes
            and ("disabled", "") not in attributes
        ):
            self.found.append(tag)
        self.found += [f"{tag} {name}" for name, value in attributes if is_live(name, value or "")]


def is_live(name: str, value: str) -> bool:
    address = re.sub(r"[\x00-\x20]", "", value).lower()
    leads_away = re.match(r"(javascript|data|vbscript|file|http):|//", address)
    return (
        name.startswith("on")
        or name in ("style", "srcdoc")
        or (name in ("href", "src") and bool(leads_away))
    )


def live(written: str) -> list[str]:
    """What is live on the page as it is set out for engines, and as it is written."""
    page = f"# Title\n\n{written}"
    return list(dict.fromkeys(Live(engine_html(page)).found + Live(rendered(page)).found))


def refused(written: str) -> set[str]:
    """The rules that refuse a page with this text."""
    page = "docs/index.md"
    edition = edition_without_git(
        Folder({page: FolderEntry(page, "file")}, {page: (TOP + written).encode()}),
        date(2026, 11, 23),
    )
    return GUARDS & {problem.rule for problem in edition.problems()}


SIGNS = """` `` ``` ~~~ > - 1. # | \\ \\\\ * ** _ [ ] ( ) ]( [a]( ![ ! { : {: } ' " < </ <b onclick=1 javascript:x [a] [a][] <a <br /> <?
?> <!-- --> ===== --- {: #id } [^1] [^1]: &lt; &#60; text http://x.y //x.y <http://x.y> <x://y> <a@b.c> [TOC] title="x" py {.x}""".split()
SIGNS += [
    *(
        "- ",
        "  ",
        "1) ",
        "> [!NOTE]\n> ",
        "\\\n",
        "~",
        ":rocket:",
        "http://x.y",
        "[^1]: ",
        ": ",
        "- [ ] ",
    ),
    "\n",
    "\n",
    "\n\n",
    " ",
    "    ",
    "\t",
    "\u00a0",
    "| a |\n|---|\n",
    "!!! note\n    ",
    "??? a\n    ",
    "Word\n:   ",
    "{{ page_card() }}",
]
DANGERS = [
    "[a](javascript:x)",
    "<script>",
    "{: onclick=1 }",
    "<img src=x onerror=1>",
    "[a](\njavascript:x)",
    "*x*{onclick=1}",
]
DANGERS += [
    "[a]: javascript:x\n\n[a]",
    "![a](http://x.y/z.png)",
    "<a\nhref=//x.y>",
    "</script>",
    "<javascript://x>",
]
around = some.lists(some.sampled_from(SIGNS), max_size=8).map("".join)
written_by_somebody = some.tuples(around, some.sampled_from(DANGERS), around).map("".join)


@example("](#id[a](\njavascript:x)")
@given(written_by_somebody)
def test_nothing_live_passes_unseen(written):
    found = live(written)
    assert not found or refused(written), f"{found} come out of {written!r}, and no rule refuses it"


FRAMES = [
    "{}",
    "- {}",
    "> {}",
    "1. a\n\n    {}",
    "!!! note\n    {}",
    "??? a\n    {}",
    "Word\n:   {}",
    "a[^1]\n\n[^1]: {}",
    "`a\n{}",
    "`a` {} `b`",
]
FRAMES += [
    "``a` {} `b``",
    "   ```\n{}\n   ```",
    "> ```\n{}\n> ```",
    "~~~\na\n```\n~~~\n{}\n```",
    '```{{.a b="`"}}\n{}\n```',
    "\\`{}\\`",
]
FRAMES += [
    "a\n{}\n=====",
    "## {}",
    "**{}**",
    "| a |\n|---|\n| b |\n\n{}",
    "\\\\{}",
    "- `a\n- `b\n  ` {} `c`",
    "<!-- a -->{}",
    "[b]({})",
]


@pytest.mark.parametrize("danger", DANGERS)
@pytest.mark.parametrize("frame", FRAMES)
def test_no_place_makes_it_live_unseen(frame, danger):
    written = frame.format(danger)
    assert not live(written) or refused(written)


def test_the_comparison_would_notice():
    """If rendering or judging stopped working here, the tests above would pass for the wrong
    reason.
    """
    assert live("[a](javascript:x)") == ["a href"]
    assert live("<script>x</script>") == ["script"]
    assert live("*x*{: onclick=1 }") == ["em onclick"]
    assert live("`<script>`") == []
    assert refused("`<script>` and [a](https://example.com)") == set()


# --- Windows


def both_ways(good: Folder) -> Iterator[Folder]:
    """The good handbook with a few faults in it, with line ends of Unix and of Windows."""
    good.data["docs/hiring.md"] += b"\n[x](y.md)\n\n```\nnever closed\n"
    good.data["docs/_facts/roles.yml"] = good.data["docs/_facts/roles.yml"].replace(
        b"unit: ", b"unit: x", 1
    )
    yield good
    yield Folder(
        dict(good.entries), {path: data.replace(b"\n", b"\r\n") for path, data in good.data.items()}
    )


def test_line_ends_of_windows_make_no_difference(good):
    unix, windows = (edition_without_git(folder, date(2026, 11, 23)) for folder in both_ways(good))
    assert unix.problems() == windows.problems() != []
    assert unix.handbook.pages == windows.handbook.pages
    assert unix.handbook.facts[Role].ids() == windows.handbook.facts[Role].ids()
    for page, call in unix.handbook.calls():
        assert unix.shown.draw(call, page.src).html == windows.shown.draw(call, page.src).html
