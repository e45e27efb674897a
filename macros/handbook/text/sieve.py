"""Whether a text holds anything of a kind, said quickly: nearly all texts hold nothing, and only the
others are looked at by what is slower.

The regular expressions are those of Rust, which pydantic brings along. They read a page in ten
millionths of a second, ten to a hundred times faster than ours, and never go back. They only say
yes or no; what exactly was found, and where, the slower ones say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import compress

from pydantic_core import SchemaValidator, core_schema

# Found in every text but those with half a character, which nothing is found in.
_is_whole = SchemaValidator(core_schema.str_schema(pattern="")).isinstance_python


class Sieve:
    """A regular expression in the syntax of Rust. What it takes for a letter, a digit or a space
    differs from ours in rare signs, so that signs are named one by one.
    """

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern

    @cached_property
    def _matches(self) -> Callable[[str], bool]:
        schema = core_schema.str_schema(pattern=self._pattern, regex_engine="rust-regex")
        return SchemaValidator(schema).isinstance_python

    def may_find(self, text: str) -> bool:
        """Whether the text holds it; also if it holds half a character, of which nothing is known."""
        return self._matches(text) or not _is_whole(text)

    def rows(self, rows: Sequence[str]) -> Iterator[tuple[int, str]]:
        """Those of some lines that may hold it, each with its number, from 0."""
        matches = self._matches if all(map(_is_whole, rows)) else self.may_find
        return compress(enumerate(rows), map(matches, rows))


def any_of(signs: Iterable[str]) -> str:
    """The pattern of texts that hold any of ``signs``, in small letters or capitals from a to z."""
    return "|".join("".join(map(_either, sign)) for sign in signs)


def _either(sign: str) -> str:
    if sign.isascii() and sign.isalpha():
        return f"[{sign.lower()}{sign.upper()}]"
    return f"\\u{{{ord(sign):X}}}"
