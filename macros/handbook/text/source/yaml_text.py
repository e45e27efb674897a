"""YAML in, values out: a small part of YAML, bounded, and without the features that hide what a
file says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from handbook.problems.problem import Place, Problem
from handbook.text.source.hidden import cut_value, may_cut, wide_space
from handbook.text.source.values import Items, Map, Text, Value
from handbook.text.source.wording import explain

MAX_BYTES = 256 * 1024
MAX_DEPTH = 12
MAX_VALUES = 20_000
MAX_TEXT = 20_000
MAX_LINE = 2_000

# libyaml reads ten times faster, and MkDocs reads with it. Where a platform lacks it, the pure
# reader gives the same values; it only refuses a little more, such as a question mark between
# brackets.
_READER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# YAML takes the first three for line ends, which nobody sees; readers differ about the byte order
# mark; the others are halves of characters.
_NO_TEXT = re.compile("[\x85\u2028\u2029\ufeff\ud800-\udfff]")


# A short text of nothing but names with plain words behind them, or lists of those, as most records
# and the tops of most pages are. It means the same to every reader of YAML.
SHORT = 2000
_WORDS = r"[A-Za-z0-9](?:[A-Za-z0-9 .,;()/?'’-]*[A-Za-z0-9.,;()/?'’])?"
_NAME = r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*"
_PLAIN = re.compile(rf"(?:[a-z_]+:(?: {_WORDS}| \[{_NAME}(?:, {_NAME})*\]|(?:\n  - {_WORDS})+)\n)+")


@dataclass
class YamlResult:
    """What came of reading one text: a value, or None, and what was wrong."""

    value: Value | None = None
    problems: list[Problem] = field(default_factory=list)


class _Refused(Exception):
    """Reading stops here; carries the Problem. Never leaves this module."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def read_yaml(path: str, text: str, first_line: int = 1) -> YamlResult:
    """The value of a YAML text. ``first_line`` is the line of ``path`` in which the text begins.

    Problems: ``yaml-unreadable``, ``yaml-too-large``, ``yaml-feature-refused``, ``key-twice``.
    """
    if (
        len(text) < SHORT
        and _PLAIN.fullmatch(text)
        and (value := _plain(text, first_line)) is not None
    ):
        return YamlResult(value)
    if odd := _NO_TEXT.search(text):
        return YamlResult(
            None, [_odd_sign(path, first_line + text.count("\n", 0, odd.start()), odd.group())]
        )
    if wide := wide_space(path, text, first_line):
        return YamlResult(None, [wide])
    reader = _Builder(path, text, first_line)
    try:
        return (
            YamlResult(reader.document(), reader.problems)
            if not reader.problems
            else YamlResult(None, reader.problems)
        )
    except _Refused as refused:
        return YamlResult(None, [*reader.problems, refused.problem])
    except yaml.YAMLError as wrong:
        if reader.cut:  # the bracket that is missing is among the lost words
            return YamlResult(None, reader.problems)
        return YamlResult(None, [*reader.problems, explain(path, text, first_line, wrong)])


def _plain(text: str, first_line: int) -> Map | None:
    """The keys of a plain text, line by line; None where a key is there twice, which has a message
    of its own.
    """
    made = Map(first_line)
    items = Items(first_line)
    for line, row in enumerate(text.splitlines(), first_line):
        if row.startswith("  - "):
            items.line = items.line if items else line
            items.append(Text(row[4:], line))
            continue
        key, _, value = row.partition(":")
        if key in made:
            return None
        items = Items(line)
        made.lines[key] = line
        made[key] = Text(value[1:], line) if value[1:2] not in ("", "[") else items
        if value[1:2] == "[":
            items.extend(Text(name, line) for name in value[2:-1].split(", "))
    return made


def _odd_sign(path: str, line: int, sign: str) -> Problem:
    what = (
        "This file could not be read here: the line holds an invisible character, "
        f"U+{ord(sign):04X}."
    )
    note = "The other checks of this file are skipped until then."
    fix = "delete the line and type it again instead of pasting it."
    return Problem(Place(path, line), what, fix, note=note, rule="yaml-unreadable")


class _Builder:
    """Builds values from the reader's stream of events, so that a bound stops the reading and not
    the computer.
    """

    def __init__(self, path: str, text: str, first_line: int) -> None:
        self.path, self.shift = path, first_line
        self.problems: list[Problem] = []
        self.count = 0
        self.text = text
        self.last_row = text.count("\n")
        self.rows = text.split("\n")
        self.cut, self.may_cut = False, may_cut(text)
        self.events: Iterator[yaml.Event] = iter(())

    def document(self) -> Value | None:
        size = len(self.text.encode("utf-8", "surrogatepass"))
        if size > MAX_BYTES:
            raise self.too_large(
                0, f"is {size // 1024} KiB long; the limit is {MAX_BYTES // 1024} KiB"
            )
        for row, line in enumerate(self.rows):
            if len(line) > MAX_LINE:
                raise self.long_line(row + self.shift, len(line))
        self.events = iter(_READER(self.text).get_event, None)
        value: Value | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent) and value is not None:
                what = (
                    'There is a second "---" here: a facts file holds one list or one set of keys.'
                )
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
        # Once for each value of all facts: what is seldom is asked in one question.
        self.count += 1
        if depth > MAX_DEPTH or self.count > MAX_VALUES:
            raise self.beyond(event, depth)
        line = self.line(event)
        if isinstance(event, yaml.ScalarEvent):
            if event.anchor or event.tag or len(event.value) > MAX_TEXT:
                self.refuse_features(event)
                raise self.too_large(
                    line, f"holds a text of {len(event.value)} characters; the limit is {MAX_TEXT}"
                )
            if self.may_cut:
                self.look_behind(event)
            return Text(event.value, line, event.implicit[0])
        self.refuse_features(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.items(line, depth)
        return self.map(line, depth)

    def look_behind(self, event: yaml.ScalarEvent) -> None:
        """Words behind a plain value that YAML takes for a comment, though they were hardly meant
        as one.
        """
        start, end = event.start_mark, event.end_mark
        if start is None or end is None or not event.implicit[0]:
            return
        if start.line != end.line or end.line > self.last_row:
            return
        row = self.rows[end.line]
        if "#" not in row:
            return
        place = Place(self.path, end.line + self.shift)
        if cut := cut_value(place, row, start.column, end.column):
            self.cut = True
            self.problems.append(cut)

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
                Problem(
                    Place(self.path, key.line),
                    what,
                    "write the keys out.",
                    rule="yaml-feature-refused",
                )
            )
        name = str(key)
        if name in made:
            self.problems.append(_twice(self.path, key, made.lines[name]))
            return
        made[name] = value
        made.lines[name] = key.line

    def beyond(self, event: yaml.Event, depth: int) -> _Refused:
        if depth > MAX_DEPTH:
            return self.too_large(self.line(event), f"is nested more than {MAX_DEPTH} levels deep")
        return self.too_large(
            self.line(event), f"holds more than {MAX_VALUES:,} values".replace(",", " ")
        )

    def refuse_features(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            what = (
                f'"{sign}{getattr(event, "anchor", "")}" refers to another place in the file. '
                "Here each value is written where it is meant."
            )
            raise self.refuse(
                event,
                "yaml-feature-refused",
                what,
                "write the value out, or put quotes around the text.",
            )
        if getattr(event, "tag", None):
            tag = str(getattr(event, "tag", "")).replace("tag:yaml.org,2002:", "!!")
            what = (
                f'"{tag}" asks for a special kind of value. Here every value is plain text, a '
                "list or keys."
            )
            raise self.refuse(
                event,
                "yaml-feature-refused",
                what,
                "delete the word that begins with an exclamation mark.",
            )

    def refuse(self, event: yaml.Event, rule: str, what: str, fix: str) -> _Refused:
        return _Refused(Problem(Place(self.path, self.line(event)), what, fix, rule=rule))

    def too_large(self, line: int, what: str) -> _Refused:
        fix = "split it: lists that grow are folders with one file for each item."
        return _Refused(
            Problem(Place(self.path, line), f"This file {what}.", fix, rule="yaml-too-large")
        )

    def long_line(self, line: int, length: int) -> _Refused:
        what = f"This file has a line of {length:,} signs; the limit is {MAX_LINE:,}.".replace(
            ",", " "
        )
        fix = (
            "break it: a list can have a line for each entry, a long text begins with >- and goes "
            "on in lines below."
        )
        return _Refused(Problem(Place(self.path, line), what, fix, rule="yaml-too-large"))

    def line(self, event: yaml.Event) -> int:
        row = event.start_mark.line if event.start_mark else 0
        # An empty value may stand behind the last line.
        return (row if row < self.last_row else self.last_row) + self.shift


def _twice(path: str, key: Text, first: int) -> Problem:
    if first == key.line:
        where, fix = f" in line {first}", "delete one of them."
    else:
        where, fix = (
            f": in line {first} and in line {key.line}",
            f"delete line {first} or line {key.line}.",
        )
    what = f'The key "{key}" stands twice{where}. Only one of them can be meant.'
    return Problem(Place(path, key.line), what, fix, rule="key-twice")
