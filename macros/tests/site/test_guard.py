"""The guard: whatever is on a page, Jinja gets text only, nothing is run, and the page says what to
mend.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable
from datetime import date

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as some

from handbook.rules.edition import Edition, edition_without_git
from handbook.site.guard import NAME, NOT_LOADED, SHOWN, guarded, keep_known
from handbook.site.renderer import Renderer
from handbook.text.load import Folder, read_folder
from tests.gadgets import GADGETS, SRC
from tests.places import GOOD


@pytest.fixture(scope="module")
def edition() -> Edition:
    return edition_without_git(read_folder(GOOD), date(2026, 11, 23))


def environment(edition: Edition) -> jinja2.Environment:
    """Jinja as both engines set it up."""
    made = jinja2.Environment(extensions=[NAME], undefined=jinja2.StrictUndefined)
    made.globals[SHOWN] = lambda source: Renderer(edition.shown).page_text(source, SRC, False)
    return made


@pytest.fixture
def render(edition) -> Callable[[str], str]:
    return lambda source: environment(edition).from_string(source).render(price="hidden", self_="x")


# --- what a page shows


@pytest.mark.parametrize("gadget", GADGETS)
def test_page_says_what_is_wrong_where_it_is_and_keeps_the_rest(render, gadget):
    shown = render(f"# Before\n\nIt is {gadget}\n\n## After\n\n{{{{ price('tap-one') }}}}.\n")
    assert shown.startswith("# Before\n\nIt is ")
    assert "cannot be shown: " in shown
    assert "\n\n## After\n\n" in shown
    assert '<span class="hb-price">' in shown
    assert gadget not in shown


def test_comment_over_a_heading_swallows_nothing(render):
    shown = render("# Title\n\n{# first\n\n## Heading\n\nlast #}\n\nText.")
    assert shown.count("cannot be shown: ") == 1
    assert "\n\n## Heading\n\nlast #}\n\nText." in shown


def test_message_is_no_html_of_the_page(render):
    shown = render('A {{ "<script>x</script>*a* {: onclick=1 }" }} b')
    assert "<script" not in shown
    assert "*a*" not in shown
    assert "{:" not in shown


def test_in_code_the_message_is_plain_words(render):
    shown = render("`{{ 1 + 1 }}`\n\n```\n{% x %}\n```\n")
    assert "<span" not in shown
    assert re.fullmatch(r"`cannot be shown: [^`]+`\n\n```\ncannot be shown: [^`\n]+\n```", shown)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("".join("    " * depth + "- a\n\n" for depth in range(300)), "begins level 9"),
        ("> " * 500 + "a\n", "begins level 500"),
        ("> - 1. " * 100 + "a\n", "begins level 300"),
        ("Words. " * 400 + "\n", "This line has 2 800 signs"),
        ("Words.\n\n" * 40_000, "This page is 312 KiB large"),
        ("{{ price('tap-one') }}\n\n" * 1_001, "This page has 1 001 macro calls"),
    ],
)  # fmt: skip
def test_a_page_that_is_too_much_is_left_out_and_its_message_shown(render, page, said):
    shown = render(f"# Title\n\n{page}")
    assert said in shown
    assert shown.startswith(f"# {SRC}\n\n")
    assert len(shown) < 2_000


def test_braces_that_a_fact_shows_are_text(edition):
    made = environment(edition)
    text = "a {{ b }} {% endraw %} {%- endraw -%} {% raw %} {# c #} {{{%%}}} d"
    made.globals[SHOWN] = lambda source: text
    assert made.from_string("x").render() == text


def test_second_wall_runs_nothing_that_the_first_let_pass(edition, caplog, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("handbook.site.guard._as_data", str)
    made = environment(edition)
    made.globals[SHOWN] = str
    for gadget in GADGETS[:19]:
        caplog.clear()
        assert made.from_string(f"a {gadget} b").render() == "a  b"
        assert len(caplog.records) == 1
    assert not list(tmp_path.iterdir())


SIGNS = [
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "{",
    "}",
    "%",
    "#",
    "-",
    "raw",
    "endraw",
    " ",
    "\n",
    "'",
    '"',
    "x",
    "(",
    ")",
    "\n\n",
]
SIGNS += [
    "{{ price('tap-one') }}",
    "{% raw %}",
    "{% endraw %}",
    "{{ cycler.__init__ }}",
    "\n## A\n",
    "`",
    "\\",
    "|",
]


@given(some.lists(some.sampled_from(SIGNS), max_size=14).map("".join))
def test_jinja_changes_no_sign_of_what_was_judged(edition, source):
    made = environment(edition)
    judged = Renderer(edition.shown).page_text(source, SRC, False)
    made.globals[SHOWN] = lambda source: judged
    assert (
        made.from_string(source).render() == judged.removesuffix("\n")
        or made.from_string(source).render() == judged
    )


def test_a_flood_of_braces_stays_small_and_fails_the_build(good, caplog):
    edition = edition_without_git(good, date(2026, 11, 23))
    source = "{{\n" * 20_000
    shown = Renderer(edition.shown).page_text(source, SRC, False)
    assert "This page has 20 001 lines" in shown
    assert shown.count("cannot be shown") == 1
    assert len(caplog.records) == 1


def test_as_many_mistakes_as_a_page_may_hold_stay_small(good, caplog):
    edition = edition_without_git(good, date(2026, 11, 23))
    shown = Renderer(edition.shown).page_text("{{\n" * 900, SRC, False)
    assert shown.count("cannot be shown") == 900
    assert len(shown) < 200 * 900
    assert len(caplog.records) == 30


def test_each_problem_is_told_once_with_the_line_of_the_file(good, caplog):
    text = (
        good.data["docs/hiring.md"].decode()
        + "\n{{ pric('a') }}\n\n{% x %}\n\n{{ pric('a') }} end\n"
    )
    good.data["docs/hiring.md"] = text.encode()
    edition = edition_without_git(good, date(2026, 11, 23))
    body, renderer = edition.handbook.pages[SRC].body, Renderer(edition.shown)
    with caplog.at_level(logging.WARNING, logger="mkdocs.plugins.handbook"):
        for _ in range(2):
            renderer.page_text(body.lstrip("\n"), SRC, False)
    first = [record.getMessage().split("\n")[0] for record in caplog.records]
    end = text.count("\n")
    assert first == [f"docs/hiring.md, line {line}" for line in (end - 4, end - 2, end)]


def test_facts_that_cannot_be_read_are_told_once_with_their_line(good: Folder, caplog):
    path = "docs/_facts/sales-book/prices.yml"
    good.data[path] = good.data[path].replace(b"\n", b"\n  a: [\n", 1)
    edition = edition_without_git(good, date(2026, 11, 23))
    renderer = Renderer(edition.shown)
    shown = [renderer.page_text(page.body, page.src, False) for page in edition.handbook.readable]
    told = [record.getMessage() for record in caplog.records]
    assert [message.split("\n")[0] for message in told if "prices.yml" in message] == [
        f"{path}, line 2"
    ]
    assert any(
        f"cannot be shown: {path}, line 2: "
        in re.sub("&#(\\d+);", lambda sign: chr(int(sign[1])), text)
        for text in shown
    )


# --- front matter and settings


def test_front_matter_hides_no_macro_and_ends_no_build():
    meta = {
        "owner": "seller",
        "price": "x",
        "self": 1,
        "render_macros": False,
        "ignore_macros": True,
        "title": "{{ x }}",
    }
    given_keys = {**meta, 1: 2, None: 3}
    keep_known(given_keys)
    assert given_keys == {"owner": "seller"}


def test_without_its_macros_nothing_is_shown_and_the_engine_ends_with_a_sentence(
    monkeypatch, capsys
):
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    with pytest.raises(SystemExit, match="module_name: macros/main"):
        jinja2.Environment(extensions=[NAME]).from_string("x")
    sys.excepthook(RuntimeError, RuntimeError("what an engine made of it"), None)
    assert capsys.readouterr().err == f"{NOT_LOADED}\n"


@pytest.mark.parametrize("named", [[], [NAME, "jinja2.ext.do"], ["jinja2.ext.do"], None, NAME])
def test_the_guard_stands_alone(named):
    assert not guarded(named)
    assert guarded([NAME])
