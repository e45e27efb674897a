"""A style sheet in, everything in it that could ask another host for something out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from handbook.text.source.script import ScriptFinding

# A piece of the sheet as the reader makes it; it has no types of its own.
Token: TypeAlias = Any

MOST = 200 * 1024
# What takes an address in brackets, with or without quotes.
_TAKE_ADDRESSES = frozenset(
    "url src image image-set -webkit-image-set cross-fade -webkit-cross-fade url-prefix".split()
)
_RUN = frozenset("behavior -ms-behavior -moz-binding".split())
_INSIDE = re.compile(
    r"(?:\.{1,2}/)*[\w-][\w./-]*(?:\?[\w=&.-]*)?(?:#[\w.-]*)?|#[\w.-]+|data:image/.*", re.DOTALL
)


def read_style(text: str) -> list[ScriptFinding]:
    """Everything in a style sheet that is not allowed, each thing once."""
    import tinycss2  # few commands need it

    if len(text) > MOST:
        return [
            ScriptFinding(
                1, f"{len(text) // 1024} KiB", f"is more than the {MOST // 1024} KiB that are read"
            )
        ]
    try:
        tokens = tinycss2.parse_component_value_list(text, skip_comments=True)
        return list(dict.fromkeys(_in_tokens(tokens)))
    except RecursionError:
        return [ScriptFinding(1, text[:60], "is nested too deeply to be understood")]


def _in_tokens(tokens: list[Token], takes_address: bool = False) -> Iterator[ScriptFinding]:
    imported = False
    for token in tokens:
        if token.type == "at-keyword":
            imported = token.lower_value == "import"
        elif token.type == "literal" and token.value == ";":
            imported = False
        if token.type == "error":
            yield ScriptFinding(token.source_line, token.message[:60], "could not be understood")
        elif token.type == "ident" and token.lower_value in _RUN:
            yield ScriptFinding(token.source_line, token.value, "runs a program")
        elif token.type == "url" or (token.type == "string" and (imported or takes_address)):
            yield from _address(token)
        else:
            yield from _within(token)


def _within(token: Token) -> Iterator[ScriptFinding]:
    if token.type == "function":
        if token.lower_name == "expression":
            yield ScriptFinding(token.source_line, "expression()", "runs a program")
        yield from _in_tokens(token.arguments, token.lower_name in _TAKE_ADDRESSES)
    elif hasattr(token, "content"):
        yield from _in_tokens(token.content)


def _address(token: Token) -> Iterator[ScriptFinding]:
    if not _INSIDE.fullmatch(re.sub(r"[\t\r\n\f]", "", token.value).strip()):
        yield ScriptFinding(
            token.source_line, token.value[:60], "is not a file of the site, named by its path"
        )
