"""What the YAML reader says, in the words of the one who wrote the file."""

from __future__ import annotations

import re

import yaml

from handbook.problems.edits import Line
from handbook.problems.problem import Place, Problem

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


def explain(path: str, text: str, first_line: int, wrong: yaml.YAMLError) -> Problem:
    """The Problem for a text that could not be read, on the line to mend, with the line as it was
    probably meant.
    """
    said = str(wrong)
    lines = text.split("\n")
    row = min(_row_of(wrong, said, text), len(lines) - 1)
    if slip := _slip(lines, row, said):
        row, what, fix, paste = slip
    else:
        what, fix = _words_for(said, lines[row])
        paste = _mended(lines[row], fix, said)
    written = lines[row]
    message = f'This file could not be read here: {what}. The line says "{written.strip()[:80]}".'
    note = "The other checks of this file are skipped until then."
    return Problem(
        Place(path, row + first_line),
        message,
        f"{fix}{':' if paste else '.'}",
        paste,
        note,
        rule="yaml-unreadable",
        edit=Line() if paste else None,
    )


# What a line looks like in which a sign is missing that makes a name and its value of it: what is
# wrong, and what to do.
_SLIPS = (
    (
        r"(\s*(?:- )?)([a-z_]+):([^\s/:][^:]*)",
        r"\2: \3",
        "there is no space behind the colon",
        "put a space behind the colon",
    ),
    (
        r"(\s*)-([a-z_]+: .*)",
        r"- \2",
        "there is no space behind the hyphen",
        "put a space behind the hyphen",
    ),
)
_NO_COMMA = re.compile(r"(?<=[^\s,{\[:])[ ]+(?=[a-z_]+: )")


def _slip(lines: list[str], row: int, said: str) -> tuple[int, str, str, str] | None:
    """The row in which a sign is missing, what is wrong, what to do, and what to paste; the reader
    may stumble one row later.
    """
    line = lines[row]
    if re.fullmatch(r"\s*(?:- )?\{[^{}\[\]\"']*\}\s*", line) and (found := _NO_COMMA.search(line)):
        key = line[found.end() :].partition(":")[0]
        paste = _NO_COMMA.sub(", ", line.strip().removeprefix("- "))
        dash = "- " if line.lstrip().startswith("- ") else ""
        return row, f'a comma is missing before "{key}:"', "put a comma there", f"{dash}{paste}"
    if found := re.fullmatch(r"\s*- (\"[^\"]*\"\s*[^\s\"#:][^\"']*)", line):
        what = "the sentence begins with words in quotes, and the rest of it is left over"
        return row, what, "put all of it in single quotes", f"- '{found.group(1).rstrip()}'"
    if not re.search(r"block|mapping values|simple key|could not find expected", said):
        return None
    for place in (row - 1, row) if row else (row,):
        for pattern, mended, what, fix in _SLIPS:
            if found := re.fullmatch(pattern, lines[place]):
                dash = "- " if pattern.startswith(r"(\s*(?:- )") and "- " in found.group(1) else ""
                return place, what, fix, f"{dash}{found.expand(mended)}"
        found = re.fullmatch(r"\s*- (id|name) ([\w.-]+)", lines[place])
        if found and place < row:
            return (
                place,
                "the name has no colon behind it",
                "write a colon",
                f"- {found.group(1)}: {found.group(2)}",
            )
    return None


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
    return (
        "the lines do not fit together",
        "compare with the lines above: name, colon, space, value",
    )


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
