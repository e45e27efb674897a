"""A macro call that was written a little wrongly: what is wrong with it, and the call as it was
meant.

Nothing is guessed: the name must be one of a macro, and it must be clear where each text begins and
ends.
"""

from __future__ import annotations

import re
from collections.abc import Set
from typing import NamedTuple

from handbook.pages.jinja import CALL, LITERAL, refusal

_QUOTES = "\"'“”„‟«»‹›‘’‚`´"
_LONGEST = 300
_NAME = re.compile(r"([A-Za-z][\w-]*+)\s*+(.*)", re.DOTALL)
# One argument: its name, a text between quotation marks of any kind or a word without spaces, and
# the sign behind it.
_ARGUMENT = re.compile(
    rf"""\s*+(?:(?P<key>[a-z_]\w*+)\s*+[=:]\s*+)?
    (?:(?P<straight>"[^"\\{{}}]*+"|'[^'\\{{}}]*+')
      |(?P<opening>[{_QUOTES}])(?P<text>[^{_QUOTES}\\{{}}]*+)(?P<closing>[{_QUOTES}])
      |(?P<left>[{_QUOTES}]?+)(?P<word>[\w./%-]++)(?P<right>[{_QUOTES}]?+))
    \s*+(?P<sign>[,;]?+)""",
    re.VERBOSE,
)


class MendedCall(NamedTuple):
    """The call as it was meant, and what was wrong with what was written."""

    call: str
    wrong: str


def refused(written: str, names: Set[str], alone: Set[str]) -> tuple[str, str, str]:
    """What is wrong with a refused piece, how to mend it, and what to paste."""
    said = refusal(written)
    if said[2] and not written.endswith("}}"):
        return said  # all that is missing is its end
    return nearly(written, names, alone) or said


def nearly(written: str, names: Set[str], alone: Set[str]) -> tuple[str, str, str] | None:
    """The same for what is nearly a macro call; None for anything else."""
    if (meant := meant_call(written, names, alone)) is None:
        return None
    shown = " ".join(written.split())[:80]
    return f'"{shown}" is not quite a macro call: {meant.wrong}.', "change it to", meant.call


def replaced(written: str) -> str:
    """What of a refused piece is replaced by its paste: all of it, or its line where its end is
    missing.
    """
    return written if written.endswith("}}") else written.split("\n", 1)[0].rstrip()


def meant_call(written: str, names: Set[str], alone: Set[str]) -> MendedCall | None:
    """The macro call that a piece between braces was meant to be; None where that is not clear.

    ``names``: all macros; ``alone``: those that need nothing between their brackets.
    """
    inner = written.strip("{}[]") if not written.endswith(("]}}", "] }}")) else written.strip("{}")
    if len(written) > _LONGEST or not (found := _NAME.fullmatch(inner.strip())):
        return None
    name = found.group(1).lower().replace("-", "_")
    rest, wrong = _without_brackets(found.group(2))
    if name not in names:
        name = re.sub(r"[\s-]+", "_", inner.strip())
        rest, wrong = "", ["the round brackets are missing"]
    elif found.group(1) != name:
        wrong.insert(0, f'the macro is called "{name}"')
    arguments = _arguments(rest, wrong)
    if name not in names or arguments is None or (not arguments and name not in alone):
        return None
    if braces := _braces(written):
        wrong.append(braces)
    if not wrong and re.search(r"[^\S ]", written):
        wrong.append("a line break or a space of another kind is in it")
    call = f"{{{{ {name}({', '.join(arguments)}) }}}}"
    return MendedCall(call, _joined(wrong)) if wrong and CALL.fullmatch(call) else None


def _braces(written: str) -> str:
    whole = written.startswith("{{") and written.endswith("}}")
    return "" if whole else "a call begins and ends with two braces"


def _without_brackets(text: str) -> tuple[str, list[str]]:
    """What is between the round brackets, and what is wrong with them."""
    text = text.strip()
    if not text or text[0] not in "([":
        return text.rstrip(")"), ["the round brackets are missing"]
    wrong = ["the brackets must be round"] if text[0] == "[" or text.endswith("]") else []
    inner = text[1:].rstrip()
    if not inner.endswith((")", "]")):
        return inner, [*wrong, "the closing round bracket is missing"]
    if inner.endswith("))"):
        wrong.append("there is one closing bracket too many")
    return inner.rstrip(")]"), wrong


def _arguments(text: str, wrong: list[str]) -> list[str] | None:
    """The arguments as they must be written; ``wrong`` gets what was wrong with them. None where
    they are not clear.
    """
    position, made, parted = 0, [], True
    words = False
    text = text.strip()
    while position < len(text):
        found = _ARGUMENT.match(text, position)
        if found is None or found.end() == position:
            return None
        is_word = found["word"] is not None and not LITERAL.fullmatch(found["word"])
        if not parted and (is_word or words):
            return None  # one text of two words, or two texts?
        if not parted:
            wrong.append("a comma is missing between the texts")
        made.append(_argument(found, wrong))
        words, parted, position = is_word, bool(found["sign"]), found.end()
        if found["sign"] == ";":
            wrong.append("texts are separated by a comma")
    if made and parted:
        wrong.append("nothing comes after the last comma")
    return made


def _argument(found: re.Match[str], wrong: list[str]) -> str:
    key = f"{found['key']}=" if found["key"] else ""
    if (
        found["key"]
        and ":" in found.group()[: found.group().find(found["key"]) + len(found["key"]) + 2]
    ):
        wrong.append("a name and its text are joined by =")
    if found["straight"]:
        return f"{key}{found['straight']}"
    if found["opening"]:
        signs = " ".join(dict.fromkeys(found["opening"] + found["closing"]))
        wrong.append(f'the quotation marks {signs} must be straight ones: "')
        return f'{key}"{found["text"].strip()}"'
    word = found["word"]
    if found["left"] or found["right"]:
        wrong.append("a quotation mark is missing")
    elif LITERAL.fullmatch(word):
        return f"{key}{word}"
    else:
        wrong.append(f'{word} must be in quotes: "{word}"')
    return f'{key}"{word}"'


def _joined(wrong: list[str]) -> str:
    once = list(dict.fromkeys(wrong))
    return once[0] if len(once) == 1 else f"{', '.join(once[:-1])} and {once[-1]}"
