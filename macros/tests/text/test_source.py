"""Strict reading: bounds that hold, and no text at all that makes reading fail or point behind the
end of a file.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path
from time import process_time
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as some

from handbook.facts.reading import read_facts
from handbook.handbook import build_without_git
from handbook.pages import read_page
from handbook.problems.problem import Problem
from handbook.rules.edition import edition_without_git
from handbook.text.load import Folder, FolderEntry
from handbook.text.source import (
    Items,
    Map,
    Text,
    YamlResult,
    decode,
    read_yaml,
    split_front_matter,
    yaml_text,
)
from tests.places import GOOD

TODAY = date(2026, 11, 23)
PAGES = sorted(GOOD.rglob("*.md"))
FACTS = sorted(GOOD.rglob("*.yml"))


def problem_of(text: str) -> Problem:
    reading = read_yaml("facts.yml", text)
    assert reading.value is None
    return reading.problems[-1]


# --- bounds: too much is refused, and refused fast


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: " + "x" * 300 * 1024, "is 300 KiB long; the limit is 256 KiB"),
        ("\n".join(f"{'  ' * depth}- a:" for depth in range(50)), "is nested more than 12 levels deep"),
        ("[" * 50 + "]" * 50, "is nested more than 12 levels deep"),
        (("[" * 1000 + "\n") * 5 + ("]" * 1000 + "\n") * 5, "is nested more than 12 levels deep"),
        (("{a: " * 400 + "\n") * 12 + ("}" * 400 + "\n") * 12, "is nested more than 12 levels deep"),
        ("- " * 900, "is nested more than 12 levels deep"),
        ("- a\n" * 20_001, "holds more than 20 000 values"),
        ("name: >-\n" + f"  {'x' * 999}\n" * 21, "holds a text of 20999 characters; the limit is 20000"),
        ("a: b\nname: " + "x" * 2_000, "has a line of 2 006 signs; the limit is 2 000"),
        ("x" * 2_001 + ": b", "has a line of 2 004 signs; the limit is 2 000"),
    ],
    ids=["300 KiB", "indented 50", "list 50", "list 5000", "keys 5000", "dashes 900", "20 001 values", "long text", "long line", "long key"],
)  # fmt: skip
def test_too_much_is_refused_at_once(text, said):
    start = process_time()
    problem = problem_of(text)
    assert process_time() - start < 1, "refusing takes longer than reading"
    assert problem.rule == "yaml-too-large"
    assert said in problem.what


def test_what_is_just_within_the_bounds_is_read():
    assert len(read_yaml("facts.yml", "- a\n" * 19_999).value or []) == 19_999
    assert read_yaml("facts.yml", "[" * 12 + "]" * 12).value == [[[[[[[[[[[[]]]]]]]]]]]]


def test_an_alias_bomb_goes_off_at_its_first_fuse():
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert problem_of(bomb).rule == "yaml-feature-refused"
    assert problem_of(bomb).place.line == 1


@pytest.mark.parametrize(
    "text",
    ["a: !!python/object/apply:os.system ['true']", "a: !ENV HOME", "a: !!int '3'", "<<: {a: b}", "a: *b", "? [a]\n: b",
     "? {a: b}\n: c", "a: 1\n---\nb: 2", "%TAG ! tag:x,2000:\n---\na: !b c"],
)  # fmt: skip
def test_what_is_more_than_text_lists_and_keys_is_refused(text):
    assert problem_of(text).rule in ("yaml-feature-refused", "yaml-unreadable")


@pytest.mark.parametrize(
    "typed", ["NO", "on", "012", "1:30", "1_000", "0x1F", "~", "null", "2026-12-31", "1e3", ".inf"]
)
def test_every_value_stays_what_was_typed(typed):
    value = read_yaml("facts.yml", f"a: {typed}").value
    assert value == {"a": typed}
    assert type(value["a"]) is Text


def test_a_key_that_stands_twice_is_named_with_both_lines_wherever_it_stands():
    reading = read_yaml("facts.yml", "a: 1\nb:\n  - c: 1\n    c: 2\na: 3\n")
    assert [(problem.rule, problem.place.line) for problem in reading.problems] == [
        ("key-twice", 4),
        ("key-twice", 5),
    ]
    assert "in line 1 and in line 5" in reading.problems[1].what


# --- encodings


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        ("a: ä\n".encode("utf-16"), 1, "saved as UTF-16"),
        (b"\xef\xbb\xbfa: b\n", 1, "byte order mark"),
        (b"a: b\nc: \xe4\n", 2, "not UTF-8 (byte 9, value 0xE4)"),
        (b"a: b\rc: d\r", 1, "old-style line end"),
        (b"a: b\r\nc: d\re: f\r\n", 2, "old-style line end"),
        (b"\xed\xa0\x80", 1, "not UTF-8"),
        (b"\xc0\xaf", 1, "not UTF-8"),
        (b"a\x00\xff", 1, "not UTF-8"),
    ],
)
def test_a_file_that_is_no_plain_text_is_one_problem_with_its_place(data, line, said):
    found = decode("docs/a.md", data)
    assert isinstance(found, Problem)
    assert (found.place.line, found.rule) == (line, "file-unreadable")
    assert said in found.what


def test_windows_line_ends_are_line_ends():
    assert decode("docs/a.md", b"a\r\n\r\nb\r\n") == "a\n\nb\n"


# --- no text makes reading fail


def sound(problems: Iterable[Problem], texts: dict[str, str]) -> None:
    """Every problem has a path, a line inside its file, and says what is wrong and what to do."""
    for problem in problems:
        assert problem.place.path
        text = texts.get(problem.place.path, "")
        assert 0 <= problem.place.line <= text.count("\n") + 1, (
            f"points behind the end of the file: {problem}"
        )
        assert problem.what.strip(), problem
        assert problem.fix.strip(), problem


SIGNS = [
    "---",
    "...",
    "\n",
    "  ",
    "\t",
    ":",
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "{{",
    "}}",
    "{%",
    "{#",
    "`",
    "```",
    "~~~",
    "'",
    '"',
]
SIGNS += [
    "&a",
    "*a",
    "!x",
    "|",
    ">",
    "%",
    "@",
    "#",
    "# ",
    "<",
    "<!--",
    "<script>",
    "[a](",
    "](x)",
    "[a]: ",
    "![",
    "\\",
    "|-\n",
]
SIGNS += [
    "\u2028",
    "\u0085",
    "\u00a0",
    "\ufeff",
    "\u202e",
    "\x00",
    "\x1b",
    "\ud800",
    "é",
    "𐍈",
    "{{ price(",
    "{: #a }",
    "0",
    "====",
]
SIGNS += [
    "owner: a",
    "\nid: a",
    "<<<<<<< a\n",
    "=======\n",
    "x" * 300,
    "[^1]",
    "(/)",
    "(//)",
    "(#)",
    "(?)",
    "(http://[)",
    "(mailto:)",
]
pieces = some.sampled_from(SIGNS) | some.text(max_size=6)
texts = some.lists(pieces, max_size=12).map("".join)


@some.composite
def mutated(draw: Any, paths: list[Path]) -> tuple[str, str]:
    """A file of the good handbook with a few pieces put in, taken out or replaced: its path and its
    text.
    """
    path = draw(some.sampled_from(paths))
    text = path.read_text(encoding="utf-8")
    for _ in range(draw(some.integers(1, 4))):
        start = draw(some.integers(0, len(text)))
        end = start + draw(some.sampled_from([0, 0, 1, 2, 5, 40]))
        text = text[:start] + draw(pieces) + text[end:]
    return path.relative_to(GOOD).as_posix(), text


@given(texts)
def test_any_text_is_yaml_or_a_problem(text):
    reading = read_yaml("facts.yml", text)
    sound(reading.problems, {"facts.yml": text})
    assert reading.value is None or not reading.problems


@given(texts)
def test_any_text_is_a_page_or_a_problem(text):
    front = split_front_matter("docs/a.md", text)
    assert front.problems or front.values is not None
    for read in (text, f"---\nowner: a\n---\n{text}"):
        _, problems = read_page("docs/a.md", read)
        sound(problems, {"docs/a.md": read})


@given(
    some.binary(max_size=60)
    | texts.map(partial(str.encode, encoding="utf-8", errors="surrogatepass"))
)
def test_any_bytes_are_a_text_or_a_problem(data):
    found = decode("docs/a.md", data)
    if isinstance(found, Problem):
        assert 1 <= found.place.line <= data.count(b"\n") + 1


@given(texts, some.sampled_from([path.relative_to(GOOD).as_posix() for path in FACTS]))
def test_any_text_is_facts_or_a_problem(text, path):
    _, problems = read_facts({path: text})
    sound(problems, {path: text})


def folder_with(path: str, text: str) -> Folder:
    whole = {file.relative_to(GOOD).as_posix(): file.read_bytes() for file in [*PAGES, *FACTS]}
    whole[path] = text.encode("utf-8", "surrogatepass")
    return Folder(
        {name: FolderEntry(name, "file", len(data)) for name, data in whole.items()}, whole
    )


@given(mutated([*PAGES, *FACTS]))
def test_a_damaged_handbook_is_judged_to_the_end(damaged):
    """Every rule and every macro meets what the damage left, and none of them fails."""
    folder = folder_with(*damaged)
    found = edition_without_git(folder, TODAY).problems()
    sound(found, build_without_git(folder, TODAY).texts | {damaged[0]: damaged[1]})


# --- both YAML readers say the same


def plain(value: object) -> object:
    """A value as plain lists and texts, with the line of each text."""
    if isinstance(value, Map):
        return {(key, value.lines[key]): plain(inner) for key, inner in value.items()}
    if isinstance(value, Items):
        return [plain(inner) for inner in value]
    return (str(value), value.line if value else 0) if isinstance(value, Text) else value


needs_both = pytest.mark.skipif(
    not hasattr(yaml, "CSafeLoader"), reason="PyYAML was built without libyaml"
)


def with_both(text: str, patch: pytest.MonkeyPatch) -> list[YamlResult]:
    readings = []
    for reader in (yaml.CSafeLoader, yaml.SafeLoader):
        patch.setattr(yaml_text, "_READER", reader)
        readings.append(read_yaml("facts.yml", text))
    return readings


@needs_both
@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.name)
def test_both_readers_read_the_same_facts(path, monkeypatch):
    text = path.read_text(encoding="utf-8").replace("?]", "]").replace("?,", ",").replace("? ", " ")
    fast, pure = with_both(text, monkeypatch)
    assert fast.value is not None
    assert plain(fast.value) == plain(pure.value)


@needs_both
@given(texts | mutated(FACTS).map(lambda damaged: damaged[1]))
def test_both_readers_read_the_same_of_any_text(text):
    with pytest.MonkeyPatch.context() as patch:
        fast, pure = with_both(text, patch)
    if not fast.problems and not pure.problems:
        assert plain(fast.value) == plain(pure.value)


@pytest.mark.parametrize(
    ("text", "line", "paste"),
    [
        ("city: Leeds #5 district\n", 1, 'city: "Leeds #5 district"'),
        ("a:\n  - x #1 y # see below\n", 2, '- "x #1 y" # see below'),
        ("a: #5 top\n", 1, 'a: "#5 top"'),
        ('a: it\'s "so" #5\n', 1, "a: 'it''s \"so\" #5'"),
        ("a: [b #5, c]\n", 1, ""),
        ("- id: x\n\u3000\u3000name: y\n", 2, "name: y"),
        ("-\u00a0id: x\n", 1, "- id: x"),
        ("a:\u2007b\n", 1, "a: b"),
    ],
)
def test_what_nobody_sees_in_a_line_is_told_once(text: str, line: int, paste: str) -> None:
    problem = problem_of(text)
    assert (problem.place.line, problem.paste) == (line, paste)


@pytest.mark.parametrize(
    "text",
    [
        "city: Leeds # where we began\n",
        "a: '5 #x'\n",
        "a: >-\n  t #5\n",
        "#x\na: b\n",
        "a: 59\u202f000\n",
    ],
)
def test_comments_quotes_and_spaces_within_a_value_are_fine(text: str) -> None:
    assert not read_yaml("x.yml", text).problems
