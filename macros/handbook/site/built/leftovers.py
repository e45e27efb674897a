"""Marks of Markdown, macros and other programs that are left in the text which readers of the
finished site see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LONGEST = 60
_SHORT = 4  # a mark so short says nothing without the words behind it

# What is quoted whole, anywhere in a text. No alternative reads on over the sign that it begins
# with, so a text is read once.
_ANYWHERE = (
    r"\{\{[^{}]*\}\}|\{\{|\}\}|\{%[^{}]*%\}|\{%|%\}|\{#|\{:[^{}]*\}|\{:|Macro (?:Rendering|Syntax) Error|<{7} |>{7} |<!--"
    r"|(?<!-)-+8<-+|~~(?:[^~\n]*~~)?|\*\*(?:[^*\n]*\*\*)?|==(?=[^\s=])[^=\n]*==|```+|\$\$"
    r"|!?\[\[[^\[\]\n]+\]\]|\[\^[^\[\]\s]+\]|\[[^\[\]\n]+\]\[[^\[\]\n]*\]|\[[^\[\]\n]+\]\([^()\s]*\)?|\]\("
    r"|(?<![\w:/]):[a-z][a-z0-9_+-]{0,60}:(?![\w:/])|\|[ ]*:?-{2,}:?[ ]*(?=\|)"
)
# What has a meaning only at the beginning of a line, and is quoted with what follows it.
_AT_THE_BEGINNING = (
    r"^[ \t]*(?:\[[ xX]\](?=\s|$)|={3,}|:{3,}|/{3}[ ]|(?:!{3}|\?{3}\+?)[ ]+[\"\w]|\#{1,6}[ ]+\S|\#{2,6}\w|>[ ]|\*\[[^\[\]\n]+\]:"
    r"|\|[^|\n]*\|)"
)
# A list's mark is one only below another line: a text may begin with a dash, and in the middle of
# one a number may be a date.
_BELOW_A_LINE = r"(?<=\S\n)[ \t]*(?:[-*+]|1[.)])[ \t]+\S"
_MARK = re.compile(rf"{_AT_THE_BEGINNING}|{_BELOW_A_LINE}|(?P<whole>{_ANYWHERE})", re.MULTILINE)


def marks_left(text: str) -> Iterator[str]:
    """What is left in the text of one paragraph, entry or cell, as it is written there, at most
    sixty signs of each.
    """
    text = text.rstrip()
    for found in _MARK.finditer(text):
        is_whole = found.lastgroup and len(found.group()) > _SHORT
        end = found.end() if is_whole else _end_of_line(text, found.end())
        yield text[found.start() : min(end, found.start() + _LONGEST)].strip()


def _end_of_line(text: str, position: int) -> int:
    found = text.find("\n", position, position + _LONGEST)
    return found if found >= 0 else position + _LONGEST
