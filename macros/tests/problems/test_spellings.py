"""How a Problem is spelt: for a terminal, a pull request, a program, and the summary of a job."""

from __future__ import annotations

import json
import re

import pytest

from handbook.problems.problem import (
    Place,
    Problem,
    as_github,
    as_json,
    as_markdown_table,
    as_text,
    closing_line,
)

NASTY = Problem(
    Place("docs/a,b:c%d\n::error::x.md", 3),
    "first\n::add-mask::secret %0A @all fixes #1 | <b>x</b> [a](b) `c` *d* _e_\r::stop-commands::t",
    "do, this: now",
    "paste | me\n<!-- x -->",
    "note",
    rule="link-broken",
)


def test_github_spelling_is_one_command_byte_for_byte():
    assert as_github(NASTY) == (
        "::error file=docs/a%2Cb%3Ac%25d%0A%3A%3Aerror%3A%3Ax.md,line=3,title=link-broken::"
        "first%0A::add-mask::secret %250A @all fixes #1 | <b>x</b> [a](b) `c` *d* _e_%0D::stop-commands::t"
        "%0ATo fix: do, this: now%0Apaste | me%0A<!-- x -->%0Anote"
    )


def test_github_spelling_of_advice_on_a_whole_file():
    advice = Problem(
        Place("docs/a.md"), "Say it.", "say it.", rule="fact-unused", severity="advice"
    )
    assert (
        as_github(advice) == "::notice file=docs/a.md,title=fact-unused::Say it.%0ATo fix: say it."
    )


@pytest.mark.parametrize("sign", ["\n", "\r", "\r\n", "\x85", "\u2028", "\x0b", "\x0c", "\x1e"])
def test_no_sign_begins_a_second_command(sign):
    said = as_github(
        Problem(
            Place(f"a{sign}b"),
            f"x{sign}::error::y",
            f"f{sign}",
            f"p{sign}",
            f"n{sign}",
            rule="id-twice",
        )
    )
    assert said.startswith("::error file=a")
    assert not re.search(r"[\n\r]", said)


@pytest.mark.parametrize("command", ["::add-mask::x", "  ::stop-commands::x", "##[add-mask]x"])
def test_a_log_of_plain_text_holds_no_command_either(command):
    problem = Problem(
        Place("docs/a.md"),
        f"w\n{command}",
        f"f\n{command}",
        f"p\n{command}",
        f"n\n{command}",
        rule="r",
    )
    for row in as_text(problem).split("\n"):
        assert not row.lstrip().startswith("::")
        assert "##[" not in row


COLUMNS = {
    "a value": ("  rate: 0.05", '"rate" says "0.05". It should be a share.', "0.05"),
    "a value that is also its key": ("from: from", '"from" says "from". It should be a day.', ""),
    "a key": ("  raet: 5 %", '"raet" is no key here. Did you mean "rate"?', "raet"),
    "a key of front matter": (
        "ownr: seller",
        'This page has a key "ownr" that nobody reads.',
        "ownr",
    ),
    "a value in quotes": (
        "on: '2026-13-01'",
        '"on" says "2026-13-01". It should be a day.',
        "2026-13-01",
    ),
    "an entry of a list": (
        "readers: [sdr, selller]",
        'There is no role "selller". Did you mean "seller"?',
        "selller",
    ),
    "a call": (
        'From {{ pric("one") }} on',
        'There is no macro "pric". Did you mean "price"?',
        "pric",
    ),
    "words of a call": (
        'From {{ price("oen") }} on',
        'This line asks for the price of "oen".',
        "oen",
    ),
    "a link": ("See [it](a/b.md#c).", 'The link "a/b.md#c" leads nowhere.', "a/b.md#c"),
    "words beside longer ones": ("sdr-lead, sdr", 'There is no role "sdr".', " sdr"),
    "words that are there twice": ("[a](b.md) [c](b.md)", 'The link "b.md" leads nowhere.', ""),
    "words that are not there": ("owner:", 'The key "part" is missing.', ""),
    "after letters with accents": ("Ár: «zöld» rosz", 'There is no word "rosz".', "rosz"),
}


@pytest.mark.parametrize(("line", "what", "words"), COLUMNS.values(), ids=COLUMNS)
def test_json_says_in_which_column_the_quoted_words_are(line, what, words):
    problem = Problem(Place("docs/a.md", 2), what, "f", rule="r")
    (found,) = json.loads(as_json([problem], {"docs/a.md": f"# A\n{line}\n"}))
    start = line.find(words) + len(words) - len(words.strip()) + 1
    assert found["column"] == (start if words else None)


def test_json_has_the_promised_keys():
    (load,) = json.loads(as_json([NASTY]))
    keys = ["path", "line", "column", "rule", "severity", "what", "fix", "why", "places"]
    assert list(load) == keys
    assert load["line"] == 3
    assert load["why"] == "upkeep/checks/#link-broken"
    assert load["fix"] == "do, this: now\npaste | me\n<!-- x -->\nnote"
    (whole,) = json.loads(as_json([Problem(Place("a"), "w", "f", rule="r")]))
    assert whole["line"] is None


def test_summary_defuses_what_github_would_act_on():
    row = as_markdown_table([NASTY]).splitlines()[-1]
    assert as_markdown_table([NASTY]).count("\n") == 2
    assert row.count("|") == 4
    for live in ("@all", "fixes #1", "<b>", "<!--", "[a]", "`", "*d*", "_e_"):
        assert live not in row
    assert "&#64;all" in row
    assert "&#60;b&#62;" in row


@pytest.mark.parametrize(
    ("sign", "safe"), [("\\|", "&#92;&#124;"), ("~~x~~", "&#126;&#126;x&#126;&#126;")]
)
def test_summary_defuses_what_only_github_knows(sign, safe):
    assert safe in as_markdown_table([Problem(Place("a"), sign, "f", rule="r")])


def test_text_is_indented_so_that_no_line_looks_like_another_problem():
    rows = as_text(NASTY).split("\n")
    assert rows[0] == "docs/a,b:c%d ::error::x.md, line 3"
    assert all(row.startswith("  ") for row in rows[1:]), rows


def test_closing_line_counts_files_and_pages():
    must = [Problem(Place("docs/a.md", line), "w", "f", rule="r") for line in (1, 2)]
    advice = [Problem(Place("docs/b.md"), "w", "f", rule="r", severity="advice")] * 2
    pages = ["docs/a.md", "docs/b.md", "docs/c.md"]
    said = (
        "2 things to fix in 1 file. 2 pieces of advice (do not stop this change). 2 pages are fine."
    )
    assert closing_line([*must, *advice], pages) == said
    assert closing_line([], ["docs/a.md"]) == "Nothing to fix. 1 page is fine."
