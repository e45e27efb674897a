"""What Jinja would find on a page: plain macro calls, and all else, which is refused. Rules and the
guard share this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

EXAMPLE = '{{ fact("company.name") }}'

# Possessive (``*+``): what was read once is never read again in another way, so no page makes these
# patterns slow.
_LITERAL = r"""(?:"[^"\\\n{}]*+"|'[^'\\\n{}]*+'|-?\d++(?:\.\d++)?+|[Tt]rue|[Ff]alse)"""
_ARGUMENT = rf"(?:[a-z_]\w*+[ ]*+=[ ]*+)?{_LITERAL}"
CALL = re.compile(
    rf"\{{\{{[ ]*+([a-z]\w*+)\([ ]*+((?:{_ARGUMENT}(?:[ ]*+,[ ]*+{_ARGUMENT})*+)?+)[ ]*+\)[ ]*+\}}\}}"
)
LITERAL = re.compile(_LITERAL)
_ARGUMENTS = re.compile(rf"(?:([a-z_]\w*+)[ ]*+=[ ]*+)?({_LITERAL})")
_OPENS = re.compile(r"\{[{%#]")
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
# Where the search for an end stops: the end itself, an empty line, a heading, the next piece that
# begins.
_STOPS = {
    opening: re.compile(rf"{re.escape(closing)}|\n[ \t]*\n|\n#{{1,6}}[ \t]|\{{[{{%#]")
    for opening, closing in _CLOSING.items()
}


class Piece(NamedTuple):
    """A piece of a text that Jinja would not take as text; ``call`` is None for what is refused."""

    start: int
    end: int
    call: re.Match[str] | None


def pieces(body: str) -> Iterator[Piece]:
    """Walk from one opening to the next as Jinja does: a well-formed call is a call, all else is
    refused.
    """
    position = 0
    while found := _OPENS.search(body, position):
        call = CALL.match(body, found.start()) if found.group() == "{{" else None
        position = call.end() if call else _refused_end(body, found)
        yield Piece(found.start(), position, call)


def _refused_end(body: str, opened: re.Match[str]) -> int:
    """The end of a refused piece. One whose own end was forgotten ends with its line, so that it
    swallows no heading.
    """
    line_end = body.find("\n", opened.end())
    line_end = len(body) if line_end < 0 else line_end
    for stop in _STOPS[opened.group()].finditer(body, opened.end()):
        if stop.group() == _CLOSING[opened.group()]:
            return stop.end()
        if stop.start() >= line_end:
            break
    return line_end


@lru_cache(maxsize=4096)
def literal_arguments(written: str) -> tuple[tuple[Any, ...], tuple[tuple[str, Any], ...]]:
    """The texts, numbers and truths between the brackets of a call: by place, and by name."""
    args, named = [], []
    for name, literal in _ARGUMENTS.findall(written):
        value = _literal(literal)
        if name:
            named.append((name, value))
        else:
            args.append(value)
    return tuple(args), tuple(named)


def _literal(text: str) -> str | int | float | bool:
    if text[0] in "\"'":
        return text[1:-1]
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    return float(text) if "." in text else int(text)


def refusal(written: str) -> tuple[str, str, str]:
    """What is wrong with a refused piece, how to mend it, and what to paste."""
    unclosed = "}}" not in written or "{{" in written[2:]
    shown = written.split("\n", 1)[0][:80] if unclosed else " ".join(written.split())[:80]
    if written.startswith("{#"):
        return _refused_comment(written, shown)
    if written.startswith("{%"):
        what = f'"{shown}" is a command of the template language. Pages hold macro calls only.'
        return what, "use a macro, or write the text out.", ""
    if unclosed:
        return f'"{shown}" opens two braces that are never closed.', *_closed(shown)
    what = (
        f'"{shown}" is not a plain macro call: a name, then texts in quotes between round brackets.'
    )
    if foreign := _FOREIGN.fullmatch(written):
        return (
            what,
            "if these are the braces of another program, let a macro show them:",
            braces_call(foreign.group(1)),
        )
    return what, f"write a macro call, such as {EXAMPLE}, or take the braces out.", ""


# A field of a CRM or mail program, as its templates name them: with a dot, a capital or a space,
# which no macro's name has.
_FOREIGN = re.compile(r"\{\{(?=[^{}\n]*[.A-Z])([ ]?[A-Za-z][\w-]*(?:[. ][A-Za-z][\w-]*)*[ ]?)\}\}")


def braces_call(inner: str) -> str:
    """The call that shows a text between two braces as it is written."""
    return f'{{{{ braces("{inner}") }}}}'


def _refused_comment(written: str, shown: str) -> tuple[str, str, str]:
    if found := re.match(r"\{#([\w-]+)\}", written):
        what = f'"{shown}" would be taken for a comment and vanish.'
        return what, "write the heading's id like this:", f"{{: #{found.group(1)} }}"
    what = f'"{shown}" is a comment that swallows everything up to its end.'
    return what, "delete it; what readers should not see does not belong on a page.", ""


def _closed(shown: str) -> tuple[str, str]:
    """What to do with a call that was begun, and the call at its end where it is clear which words
    belong to it.
    """
    begun = re.fullmatch(
        rf"\{{\{{[ ]*([a-z]\w*)\(((?:{_ARGUMENT}(?:[ ]*,[ ]*{_ARGUMENT})*)?)[ ]*\)?[ ]*\}}?[ ]*",
        shown,
    )
    if not begun:
        return "close the call with a round bracket and two braces.", ""
    return "close the call:", f"{{{{ {begun.group(1)}({begun.group(2)}) }}}}"
