"""Strict YAML and front matter: text in, values that know their line, or Problems, out.

Every scalar stays the text that was typed (``NO``, ``9:30``, ``012``). Anchors, aliases, tags, merge keys and duplicate
keys are refused; size, depth and number of values are bounded. Bad content never raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from handbook.problems import Place, Problem

MAX_BYTES = 256 * 1024
MAX_DEPTH = 12
MAX_VALUES = 20_000
MAX_TEXT = 20_000

# libyaml reads ten times faster, and MkDocs reads with it. Where a platform lacks it, the pure reader gives the same values;
# it only refuses a little more, such as a question mark between brackets.
_READER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Text(str):
    """A scalar as it was typed."""

    __slots__ = ("line",)
    line: int

    def __new__(cls, text: str, line: int) -> Text:
        made = super().__new__(cls, text)
        made.line = line
        return made


class Items(list["Value"]):
    """A list and the line it begins in."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


class Map(dict[str, "Value"]):
    """A mapping, the line it begins in, and the line of each key."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


Value = Text | Items | Map

# YAML takes the first three for line ends, which nobody sees; readers differ about the byte order mark; the others are
# halves of characters.
_NO_TEXT = re.compile("[\x85\u2028\u2029\ufeff\ud800-\udfff]")


@dataclass
class Reading:
    """What came of reading one text: a value, or None, and what was wrong."""

    value: Value | None = None
    problems: list[Problem] = field(default_factory=list)


class _Refused(Exception):
    """Reading stops here; carries the Problem. Never leaves this module."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def decode(path: str, data: bytes) -> str | Problem:
    """The text of a file, line ends as LF, or the Problem that it is not plain UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _unreadable(
            path, 1, "is saved as UTF-16, which the site cannot read", "save it as UTF-8 without a BOM"
        )
    if data.startswith(b"\xef\xbb\xbf"):
        return _unreadable(
            path,
            1,
            "begins with an invisible byte order mark (BOM)",
            'save it as "UTF-8" instead of "UTF-8 with BOM"',
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        what = (
            f"holds a character that is not UTF-8 (byte {wrong.start + 1}, value 0x{data[wrong.start]:02X})"
        )
        return _unreadable(path, line, what, "save the file as UTF-8 and type that character again")
    text = text.replace("\r\n", "\n")
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        return _unreadable(
            path,
            line,
            "holds an old-style line end (CR alone)",
            "save it with line ends LF, as your editor calls them",
        )
    return text


_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)


def left_conflict(path: str, text: str) -> Problem | None:
    """The Problem that marks of git stand in a text, which then holds two versions at once; ``conflict-left``."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return None
    lines = [text.count("\n", 0, found.start()) + 1 for found in _CONFLICT.finditer(text)]
    if not lines:
        return None
    until = f", the last in line {lines[-1]}" if len(lines) > 1 else ""
    what = f'Two people changed the same lines, and the marks of git are still here: the first is "{text.split(chr(10))[lines[0] - 1][:40].strip()}"{until}.'
    fix = "keep the version that is right, and delete the other one and the marks."
    note = "The other checks of this file are skipped until then."
    return Problem(Place(path, lines[0]), what, fix, note=note, rule="conflict-left")


def _unreadable(path: str, line: int, what: str, fix: str) -> Problem:
    note = "The other checks of this file are skipped until then."
    return Problem(Place(path, line), f"This file {what}.", f"{fix}.", note=note, rule="file-unreadable")


def read_yaml(path: str, text: str, first_line: int = 1) -> Reading:
    """The value of a YAML text. ``first_line`` is the line of ``path`` in which the text begins.

    Problems: ``yaml-unreadable``, ``yaml-too-large``, ``yaml-feature-refused``, ``key-twice``.
    """
    if odd := _NO_TEXT.search(text):
        return Reading(None, [_odd_sign(path, first_line + text.count("\n", 0, odd.start()), odd.group())])
    reader = _Builder(path, text, first_line)
    try:
        return (
            Reading(reader.document(), reader.problems)
            if not reader.problems
            else Reading(None, reader.problems)
        )
    except _Refused as refused:
        return Reading(None, [*reader.problems, refused.problem])
    except yaml.YAMLError as wrong:
        return Reading(None, [*reader.problems, _explain(path, text, first_line, wrong)])


def _odd_sign(path: str, line: int, sign: str) -> Problem:
    what = f"This file could not be read here: the line holds an invisible character, U+{ord(sign):04X}."
    note = "The other checks of this file are skipped until then."
    fix = "delete the line and type it again instead of pasting it."
    return Problem(Place(path, line), what, fix, note=note, rule="yaml-unreadable")


class _Builder:
    """Builds values from the reader's stream of events, so that a bound stops the reading and not the machine."""

    def __init__(self, path: str, text: str, first_line: int) -> None:
        self.path, self.shift = path, first_line
        self.problems: list[Problem] = []
        self.count = 0
        self.text = text
        self.last_row = text.count("\n")
        self.events: Iterator[yaml.Event] = iter(())

    def document(self) -> Value | None:
        size = len(self.text.encode("utf-8", "surrogatepass"))
        if size > MAX_BYTES:
            raise self.too_large(0, f"is {size // 1024} KiB long; the limit is {MAX_BYTES // 1024} KiB")
        self.events = iter(yaml.parse(self.text, Loader=_READER))
        value: Value | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent) and value is not None:
                what = 'There is a second "---" here: a facts file holds one list or one set of keys.'
                raise self.refuse(
                    event,
                    "yaml-feature-refused",
                    what,
                    "delete that line, or move what follows into a file of its own.",
                )
            if isinstance(event, yaml.NodeEvent):
                value = self.node(event, 1)
        return None if self.problems else value

    def node(self, event: yaml.Event, depth: int) -> Value:
        self.bound(event, depth)
        self.refuse_features(event)
        line = self.line(event)
        if isinstance(event, yaml.ScalarEvent):
            if len(event.value) > MAX_TEXT:
                raise self.too_large(
                    line, f"holds a text of {len(event.value)} characters; the limit is {MAX_TEXT}"
                )
            return Text(event.value, line)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.items(line, depth)
        return self.map(line, depth)

    def items(self, line: int, depth: int) -> Items:
        made = Items(line)
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            made.append(self.node(event, depth + 1))
        return made

    def map(self, line: int, depth: int) -> Map:
        made = Map(line)
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.node(event, depth + 1)
            value = self.node(next(self.events), depth + 1)
            self.add(made, key, value)
        return made

    def add(self, made: Map, key: Value, value: Value) -> None:
        if not isinstance(key, Text):
            what = "A list or a set of keys stands where a single name is meant."
            raise _Refused(
                Problem(
                    Place(self.path, key.line),
                    what,
                    "write one name before the colon.",
                    rule="yaml-feature-refused",
                )
            )
        if key == "<<":
            what = 'The key "<<" merges other keys in; here each file says everything it means.'
            raise _Refused(
                Problem(Place(self.path, key.line), what, "write the keys out.", rule="yaml-feature-refused")
            )
        if key in made:
            self.problems.append(_twice(self.path, key, made.lines[key]))
            return
        made[str(key)] = value
        made.lines[str(key)] = key.line

    def bound(self, event: yaml.Event, depth: int) -> None:
        self.count += 1
        if depth > MAX_DEPTH:
            raise self.too_large(self.line(event), f"is nested more than {MAX_DEPTH} levels deep")
        if self.count > MAX_VALUES:
            raise self.too_large(self.line(event), f"holds more than {MAX_VALUES:,} values".replace(",", " "))

    def refuse_features(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            what = f'"{sign}{getattr(event, "anchor", "")}" refers to another place in the file. Here each value is written where it is meant.'
            raise self.refuse(
                event, "yaml-feature-refused", what, "write the value out, or put quotes around the text."
            )
        if getattr(event, "tag", None):
            tag = str(getattr(event, "tag", "")).replace("tag:yaml.org,2002:", "!!")
            what = (
                f'"{tag}" asks for a special kind of value. Here every value is plain text, a list or keys.'
            )
            raise self.refuse(
                event, "yaml-feature-refused", what, "delete the word that begins with an exclamation mark."
            )

    def refuse(self, event: yaml.Event, rule: str, what: str, fix: str) -> _Refused:
        return _Refused(Problem(Place(self.path, self.line(event)), what, fix, rule=rule))

    def too_large(self, line: int, what: str) -> _Refused:
        fix = "split it: lists that grow are folders with one file for each item."
        return _Refused(Problem(Place(self.path, line), f"This file {what}.", fix, rule="yaml-too-large"))

    def line(self, event: yaml.Event) -> int:
        row = event.start_mark.line if event.start_mark else 0
        return min(row, self.last_row) + self.shift  # an empty value may stand behind the last line


def _twice(path: str, key: Text, first: int) -> Problem:
    if first == key.line:
        where, fix = f" in line {first}", "delete one of them."
    else:
        where, fix = f": in line {first} and in line {key.line}", f"delete line {first} or line {key.line}."
    what = f'The key "{key}" stands twice{where}. Only one of them can be meant.'
    return Problem(Place(path, key.line), what, fix, rule="key-twice")


# --- what the YAML reader says, in the words of the one who wrote the file -------------------------

_TAB = (
    "a tab stands at the beginning of the line",
    "indent with two spaces for each level, never with a tab",
)
_INDENT = (
    "this line is not indented like the lines it belongs to",
    "indent it with the same number of spaces",
)
_EXPLANATIONS: tuple[tuple[str, str, str], ...] = (
    (
        r"(?s)(did not find expected|expected) ',' or '([\]}])'",
        'a bracket "{open}" is opened and never closed',
        "close the bracket",
    ),
    (
        r"flow (sequence|mapping).*(stream end|end of stream)",
        "a bracket is opened and never closed",
        "close the bracket",
    ),
    (
        r"mapping values are not allowed",
        "there is a second colon in the line, so it is not clear where the value begins",
        "put the value in quotes",
    ),
    (
        r"unknown escape",
        'a backslash "\\" stands inside double quotes',
        "use single quotes around this value",
    ),
    (
        r"special characters|control characters|not acceptable",
        "there is an invisible control character",
        "delete it and type the line again",
    ),
    (r"'\\t'|\btab\b", *_TAB),
    (r"quoted scalar", "a quotation mark is opened and never closed", "close the quotation mark"),
    (
        r"cannot start any token",
        "the value begins with a sign that has a special meaning here",
        "put the value in quotes",
    ),
    (
        r"could not find expected ':'|simple key",
        "a line has a name but no colon with a space after it",
        "write a colon and a space after the name",
    ),
    (r"expected (<?block end|key|'-')|block (mapping|collection|sequence)", *_INDENT),
    (
        r"alias|anchor",
        'the value begins with "*" or "&", which has a special meaning here',
        "put the value in quotes",
    ),
    (
        r"tag|%",
        'the value begins with "!" or "%", which has a special meaning here',
        "put the value in quotes",
    ),
)


def _explain(path: str, text: str, first_line: int, wrong: yaml.YAMLError) -> Problem:
    said = str(wrong)
    lines = text.split("\n")
    row = min(_row_of(wrong, said, text), len(lines) - 1)
    written = lines[row] if row < len(lines) else ""
    what, fix = _words_for(said, written)
    message = f'This file could not be read here: {what}. The line says "{written.strip()[:80]}".'
    paste = _mended(written, fix, said)
    note = "The other checks of this file are skipped until then."
    return Problem(
        Place(path, row + first_line),
        message,
        f"{fix}{':' if paste else '.'}",
        paste,
        note,
        rule="yaml-unreadable",
    )


def _words_for(said: str, written: str) -> tuple[str, str]:
    """What is wrong and what to do, for what the YAML reader said about a line."""
    if re.match(r"[ -]*\t", written):
        return _TAB
    if "mapping values are not allowed" in said and len(re.findall(r":(?= |$)", written)) == 1:
        return _INDENT
    for pattern, what, fix in _EXPLANATIONS:
        if found := re.search(pattern, said):
            opened = {"]": "[", "}": "{"}.get(found.group(found.lastindex or 0)[-1:], "")
            return what.replace("{open}", opened), fix
    return "the lines do not fit together", "compare with the lines above: name, colon, space, value"


def _row_of(wrong: yaml.YAMLError, said: str, text: str) -> int:
    """The row that the reader stumbled over; for brackets and quotes, the row that opened them."""
    mark = getattr(wrong, "problem_mark", None)
    opened = getattr(wrong, "context_mark", None)
    if opened is not None and re.search(r"flow (sequence|mapping)|quoted scalar|simple key", said):
        mark = opened
    if mark is not None:
        return int(mark.line)
    position = getattr(wrong, "position", 0) or 0
    return text.count("\n", 0, int(position))


def _mended(line: str, fix: str, said: str) -> str:
    """The line as it was probably meant, to paste; empty when a guess would be a lie."""
    body = line.strip()
    if fix == "put the value in quotes" and ": " in body:
        key, value = body.split(": ", 1)
        if value.startswith("["):
            return f"{key}: " + re.sub(r"(?<=[\[ ])([@`%][^,\]]*)", r'"\1"', value)
        quote = "'" if '"' in value else '"'
        return f"{key}: {quote}{value}{quote}"
    if fix == "close the bracket" and body:
        closing = "".join({"[": "]", "{": "}"}[sign] for sign in reversed(_unclosed(body)))
        return f"{body.rstrip(',')}{closing}"
    if "colon and a space" in fix:
        return re.sub(r"^([\w-]+):?\s*(.*)$", r"\1: \2", body)
    if fix.startswith("use single quotes") and body.count('"') == 2 and "'" not in body:
        return body.replace('"', "'")
    return ""


def _unclosed(body: str) -> list[str]:
    stack: list[str] = []
    for sign in body:
        if sign in "[{":
            stack.append(sign)
        elif sign in "]}" and stack:
            stack.pop()
    return stack


# --- front matter ----------------------------------------------------------------------------------


@dataclass
class FrontMatter:
    """The block at the top of a page, and where the page's own text begins (line number, 1-based)."""

    values: Map | None
    body: str
    body_line: int
    problems: list[Problem]


def split_front_matter(path: str, text: str) -> FrontMatter:
    """Cut a page into its front matter and its text.

    Problems: ``front-matter-missing``, ``front-matter-unreadable`` and those of :func:`read_yaml`.
    """
    lines = text.split("\n")
    if lines[0].rstrip(" \t") != "---":
        return FrontMatter(None, text, 1, [_no_front_matter(path, lines)])
    end = next(
        (row for row, line in enumerate(lines[1:], start=1) if line.rstrip(" \t") in ("---", "...")), None
    )
    if end is None:
        what = 'The block at the top begins with "---" in line 1 and never ends. Until it is fixed, readers would see the block as text on the page.'
        return FrontMatter(
            None,
            text,
            1,
            [_front_matter(path, 1, what, "write a line with three hyphens after the last key:", "---")],
        )
    body = "\n".join(lines[end + 1 :])
    values, problems = _read_block(path, "\n".join(lines[1:end]) + "\n")
    return FrontMatter(values, body, end + 2, problems)


def _read_block(path: str, block: str) -> tuple[Map | None, list[Problem]]:
    reading = read_yaml(path, block, first_line=2)
    if reading.problems:
        return None, [_in_front_matter(problem) for problem in reading.problems]
    if isinstance(reading.value, Map):
        return reading.value, []
    what = "The block between the two --- lines at the top holds no keys."
    return None, [_front_matter(path, 2, what, "say at least who owns the page:", "owner: head-of-sales")]


def _in_front_matter(problem: Problem) -> Problem:
    if problem.rule != "yaml-unreadable":
        return problem
    what = problem.what.replace(
        "This file could not be read here", "The block between the two --- lines at the top could not be read"
    )
    what += " Until it is fixed, readers would see the block as text on the page."
    note = "The other checks of this page are skipped until then."
    return Problem(problem.place, what, problem.fix, problem.paste, note, rule="front-matter-unreadable")


def _no_front_matter(path: str, lines: list[str]) -> Problem:
    first = next((row for row, line in enumerate(lines) if line.strip()), None)
    paste = "---\nowner: head-of-sales\n---"
    if first is None:
        return _front_matter(
            path,
            1,
            "This page is empty.",
            "begin it with a block that names its owner, then a heading:",
            f"{paste}\n# Title",
            "front-matter-missing",
        )
    if lines[first].strip() == "---":
        what = 'The block at the top must begin in line 1, but there is an empty line before its "---".'
        return _front_matter(
            path, 1, what, "delete what stands before the first ---.", "", "front-matter-missing"
        )
    if keys := _leading_keys(lines[first:]):
        what = f'The page begins with "{keys[0]}", but the line of three hyphens before it is missing.'
        fix, fenced = "put these keys between two such lines:", "\n".join(["---", *keys, "---"])
        return _front_matter(path, first + 1, what, fix, fenced, "front-matter-missing")
    what = f'The page begins with "{lines[first].strip()[:60]}" instead of "---". The site would take such a first line for a setting and swallow it.'
    return _front_matter(
        path, first + 1, what, "begin the page with these lines:", paste, "front-matter-missing"
    )


def _leading_keys(lines: list[str]) -> list[str]:
    """The lines at the top that look like the block at the top without its hyphens; empty if there are none."""
    block = next(
        (row for row, line in enumerate(lines) if not line.strip() or line.strip() == "---"), len(lines)
    )
    keys = [line.rstrip() for line in lines[:block]]
    looks_like_keys = all(re.match(r"[a-z_]+:(?: |$)|\s+-? ?\S|- ", line) for line in keys)
    return keys if looks_like_keys and re.match(r"[a-z_]+:", keys[0]) else []


def _front_matter(
    path: str, line: int, what: str, fix: str, paste: str, rule: str = "front-matter-unreadable"
) -> Problem:
    note = "The other checks of this page are skipped until then."
    return Problem(Place(path, line), what, fix, paste, note, rule=rule)
