"""What nobody has written yet: notes that something will follow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.handbook import Handbook
from handbook.problems.problem import Place, Problem
from handbook.rules.rule import rule
from handbook.text.sieve import Sieve, any_of

# The words are put together here so that a search for placeholders in this project finds none.
_WORDS = ["TO" + "DO", "TB" + "D", "FIX" + "ME", "XX" + "X"]
# The name of a list of tasks is no placeholder, and neither is what is decided in a meeting.
_NOTE = re.compile(
    rf"\b(?:{'|'.join(_WORDS)})\b(?!\s(?:lists?|items?)\b)|(?<![\w?!])\?\?\?(?!\?)|\A\s*(?:…|\.\.\.)\s*\Z"
)
_PHRASE = re.compile(
    r"\b(?:lorem ip"
    + r"sum|coming soon|write it in words|to be (?:defined|written|decided)(?=\s*(?:[.,;:)!]|\Z|later|soon)))\b",
    re.IGNORECASE,
)
_ASKED = re.compile(r"\b(?:what|which|who|whatever|everything|anything|nothing)\b", re.IGNORECASE)
# Somebody's words, which a page may quote; and a rule that says what not to write.
_QUOTED = re.compile(
    "\"[^\"\n]*\"|“[^“”\n]*”|„[^„“”\n]*[“”]|«[^«»\n]*»|»[^«»\n]*«|‘[^‘’\n]*’|‹[^‹›\n]*›|(?<!\\w)'[^'\n]*'(?!\\w)"
)
_FORBIDS = re.compile(
    r"\b(?:never|avoid|without|nobody|instead of|rather than|forbidden|no (?:more )?(?:note|page|offer|fact)s?"
    r"|(?:do|does|must|may|should|shall|can) ?not|(?:don|doesn|mustn|shouldn|can)['’]t)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.;:!?(]\s")
_NEAR = 300
# A block that opens when a reader wants it begins with three question marks.
_FOLDED = re.compile(r"[ >]*\?\?\?\+?[ ]+[\w\"]")
# Without any of these there is nothing to find; most texts hold none, and looking for them is
# quick.
_SIGNS = Sieve(any_of((
    *(word.lower() for word in _WORDS),
    "lorem", "coming soon", "to be defined", "to be written", "to be decided", "write it in words", "???",
)))  # fmt: skip
_DOTS_ALONE = re.compile(r"^[^\S\n]*(?:…|\.\.\.)[^\S\n]*$", re.MULTILINE)
_YAML_KEY = re.compile(r"[\s-]*(?:[\w-]+:)?\s*")


def unfinished(line: str) -> str:
    """The words of a line that say that something is still to be written; none if they are quoted,
    or forbidden.
    """
    if _FOLDED.match(line):
        return ""
    said = _QUOTED.sub(lambda quoted: " " * len(quoted.group()), line)
    for found in (*_NOTE.finditer(said), *_PHRASE.finditer(said)):
        clause = _SENTENCE.split(said[max(found.start() - _NEAR, 0) : found.start()])[-1]
        asked = found.group().lower().startswith("to be") and _ASKED.search(clause)
        if not asked and not _FORBIDS.search(clause):
            return found.group().strip()
    return ""


def _unfinished_value(line: str) -> str:
    """The same for a line of a facts file, where quotes around a whole value only mark it as text."""
    value = _YAML_KEY.sub("", line, count=1).strip()
    whole = len(value) > 1 and value[0] in "\"'" and value[-1] == value[0]
    return unfinished(value[1:-1] if whole else value)


def _has_sign(text: str) -> bool:
    return _SIGNS.may_find(text) or (
        ("…" in text or "..." in text) and bool(_DOTS_ALONE.search(text))
    )


@rule(
    "placeholder-left",
    bad="## Guarantee\n\nComing soon.",
    good="## Guarantee\n\nWe repair within two days.",
)
def left_placeholders(handbook: Handbook) -> Iterator[Problem]:
    """Nobody is helped by a note that something will follow. Write it, or leave the section out
    until it is written.

    What somebody says is in quotation marks, and a rule may name what nobody should write: both are
    left alone.
    """
    for page in handbook.readable:
        for row, line in enumerate(page.prose) if _has_sign(page.text) else ():
            if found := unfinished(line):
                what = f'This line is not finished: "{found}".'
                place = page.at(row + page.body_line)
                yield Problem(place, what, "write what belongs here, or delete the line.")
    for path, text in handbook.texts.items():
        if path.startswith("docs/_facts/") and _has_sign(text):
            yield from _unfinished_fact(path, text)


def _unfinished_fact(path: str, text: str) -> Iterator[Problem]:
    for row, line in enumerate(text.split("\n"), 1):
        if found := _unfinished_value(line):
            what = f'This fact is not finished: "{found}".'
            yield Problem(Place(path, row), what, "write what belongs here, or delete the entry.")
            return
