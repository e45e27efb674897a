"""Passwords and keys that stand beside their name: `password: …`, a cell of a table, the line
after.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

# How a password is called, in the languages of the countries around us; another language is another
# word here.
_PASSWORD = (
    r"pass(?:wor[dt]|wd|phrase|code)?s?(?!\w)|pwd?(?=[\"'`*_ ]{0,3}[:=])|kennwort|jelsz[oó]\w{0,3}|mot[ _-]de[ _-]passe|contrase[ñn]a|heslo"
    r"|parol[aăe]\w{0,2}|geslo"
)
_KEY = (
    r"(?:api|access|private|secret|shared|account|encryption|auth|signing|client)[ _-]?(?:key|token|secret)|token|secret"
    r"|bearer|credentials?|_?auth"
)
KEY_MARKS = (
    "pin", "code", "login", "log in", "log-in",
    "passw", "passph", "pwd", "kennw", "jelsz", "de passe", "pass:", "pass=", "pw:", "contras", "heslo", "parol", "geslo", "secret", "token",
    "pi key", "pi_key", "pi-key", "pikey", "ss key", "ss_key", "bearer", "authoriz", "credential",
)  # fmt: skip
_SIGN = r"[\"'`*_\])]{0,4}\s{0,4}(?:[:=]|=>|->|–|—|\bis\b|\bist\b|\|)[\s\"'`*_|>=([]{0,8}"
_NAMED = re.compile(
    rf"(?<![a-z])(?P<password>{_PASSWORD})\w{{0,3}}{_SIGN}(?P<value>[^\s|<>]{{1,200}})(?P<rest>.{{0,40}})",
    re.I,
)
_BESIDE = re.compile(
    rf"(?<![a-z])(?:{_PASSWORD})\s+[\"'`*(]{{0,2}}(?P<value>[^\s|<>\"'`*]{{5,40}})", re.I
)
# Digits that open something: a door, an alarm, a phone.
_PIN = re.compile(
    r"(?<![a-z])(?:pin(?:[ -]?(?:code|number))?|(?:alarm|door|gate|entry|access|safe|lock)[ -]?code)s?"
    r"(?: (?:of|for|to) (?:the )?\w{1,20})?[\"'`*]{0,3}(?: is|:| =|=)[\s\"'`*]{1,4}(?P<value>\d{4,8})(?![\w.,-]*\d)",
    re.I,
)
# "sales / Autumn123 as login": a name and a password, and only then what they are.
_LOGIN = re.compile(
    r" ?/ ?(?P<value>[^\s|<>/\"'`*]{5,40}) (?:as|for|to) (?:the |your )?log ?-?in\b", re.I
)
_KEYED = re.compile(
    rf"(?<![a-z])(?:{_KEY})\w{{0,3}}{_SIGN}(?:Bearer\s+|Basic\s+)?(?P<value>[^\s|<>\"'`,;]{{12,300}})",
    re.I,
)
_BEARER = re.compile(r"\b(?:Bearer|Basic)\s+(?P<value>[A-Za-z0-9._~+/=-]{12,300})", re.I)
_ALONE = re.compile(rf"[\s\-*#>_`\"']*(?:{_PASSWORD})[\"'`*_]*\s*[:=|]", re.I)
_LABEL = re.compile(rf"[\s*_`\"']*(?:[\w ]{{0,20}} )?(?:{_PASSWORD}|{_KEY})[\s*_`\"':]*", re.I)
_ENDS_OPEN = re.compile(
    rf"(?:^|[\s\-{{,*_\"'`:#])(?:[\w-]{{0,20}}[_-])?(?:{_PASSWORD}|{_KEY})[\"'`*_]*\s*[:=]?\s*[>|]?[+-]?[\"'`*_]*\s*$",
    re.I,
)
_NEXT = re.compile(
    r"\s*(?:[-*]\s+)?(?:[\w-]{1,20}\s*[:=]\s*)?[\"'`*]*(?P<value>[^\s\"'`*]{4,200})[\"'`*]*\s*$"
)
_PLACEHOLDER = re.compile(
    r"[<{\[(%$&].*|[x*.…•_#?-]+|(?:your|my|the|a|an|example|sample|placeholder|redacted|hidden|secret|none|null|tbd|n/?a)\b.*"
    r"|.*(?:…|\.\.\.|\*\*\*|xxxx).*|https?:.*|[\w./-]+\.(?:md|ya?ml|html?|png|pdf|svg)(?:#.*)?|docs/.*",
    re.I,
)
_BELOW_HEAD = re.compile(r"[\s|:]*-[\s|:-]*")
# What may follow the word "password:" in a sentence or a table, and is no password.
_WORDS = frozenset(
    "required optional forgotten forgot unknown changed reset expired yes no never always both "
    "only when where what who how "
    "policy manager needed wrong right missing string text field hidden weekly monthly yearly "
    "quarterly daily none same "
    "different shared private personal empty true false see ask keep use write tell send change "
    "choose read given received "
    "stored locked protected confidential internal public".split()
)


def keyed(row: str) -> Iterator[str]:
    """Values that stand behind their name in a line."""
    for found in _NAMED.finditer(row):
        value = _bare(found["value"])
        named = found["password"].lower() not in ("pass", "passes")
        alone = (
            named
            and bool(_ALONE.match(row))
            and not re.sub(r"[\s\"'`*_|,;.})\]>-]|#.*|<!--.*|-->", "", found["rest"])
        )
        if _is_password(value, alone):
            yield value
    for found in _BESIDE.finditer(row):
        value = _bare(found["value"])
        if _is_password(value, alone=False) and any(map(str.isdigit, value)):
            yield value
    for found in _LOGIN.finditer(row):
        if _is_password(found["value"], alone=False) and any(map(str.isdigit, found["value"])):
            yield found["value"]
    yield from (found["value"] for found in _PIN.finditer(row))
    for pattern in (_KEYED, _BEARER):
        for found in pattern.finditer(row):
            if _is_random(value := _bare(found["value"])):
                yield value


def tables(rows: Sequence[str], line: int) -> Iterator[tuple[int, str]]:
    """A column of a table that is called password or key: what is below its head, each with its
    line.
    """
    columns = _head(rows, line)
    if not columns:
        return
    for number, row in enumerate(rows[line + 2 : line + 202], line + 2):
        if "|" not in row or columns <= _head(rows, number):
            break  # what is below another such head is looked at from there
        below = _cells(row)
        for place in sorted(columns):
            value = _bare(below[place].strip("`*_\"' ")) if place < len(below) else ""
            if " " not in value and _is_password(value, alone=False):
                yield number, value


def _head(rows: Sequence[str], line: int) -> frozenset[int]:
    """The columns that are called password or key, where the line is the head of a table."""
    if line + 1 >= len(rows) or not _BELOW_HEAD.fullmatch(rows[line + 1]):
        return frozenset()
    return frozenset(
        place for place, cell in enumerate(_cells(rows[line])) if _LABEL.fullmatch(cell)
    )


def next_line(rows: Sequence[str], line: int) -> Iterator[tuple[int, str]]:
    """A name at the end of its line, and the value alone on the next: how YAML and lists of
    settings write it.
    """
    if line + 1 < len(rows) and _ENDS_OPEN.search(rows[line]):
        found = _NEXT.fullmatch(rows[line + 1])
        if found and _is_password(_bare(found["value"]), alone=False):
            yield line + 1, _bare(found["value"])


@lru_cache(maxsize=512)  # below many heads, a row is looked at again and again
def _cells(row: str) -> list[str]:
    return row.strip().strip("|").split("|") if "|" in row else []


def _bare(value: str) -> str:
    return value.rstrip("\"'`*,;.)]}").lstrip("\"'`*([")


def _is_password(value: str, alone: bool) -> bool:
    """Whether a word behind "password:" is one: signs of several kinds, or any word that is alone
    there.
    """
    if len(value) < 4 or _PLACEHOLDER.fullmatch(value) or value.lower() in _WORDS:
        return False
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}|[\d.,]+ ?%?", value):
        return alone and value.isdigit()
    return alone or _kinds(value) > 1


def _kinds(value: str) -> int:
    """How many kinds of signs are mixed; a capital at the beginning and a hyphen between words are
    ordinary.
    """
    inner = value[1:]
    kinds = (
        any(map(str.islower, value)),
        any(map(str.isupper, inner)) and not value.isupper(),
        any(map(str.isdigit, value)),
        bool(re.search(r"[^\w\s'’./,:;()-]", value)),
    )
    return sum(kinds)


def _is_random(value: str) -> bool:
    """Whether a long word behind "token:" is one: letters and digits mixed, which no id and no path
    is.
    """
    if len(value) < 12 or _PLACEHOLDER.fullmatch(value):
        return False
    digits = sum(map(str.isdigit, value))
    longest = max(len(part) for part in re.split(r"[^A-Za-z0-9]", value))
    return digits >= 2 and longest >= 10 and any(map(str.isalpha, value))
