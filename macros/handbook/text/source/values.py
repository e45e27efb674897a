"""Raw YAML values with their line numbers."""

from __future__ import annotations


class Text(str):
    """A scalar as it was typed. ``plain`` is False where quotes say that it is a text, whatever it
    looks like.
    """

    __slots__ = ("line", "plain")
    line: int
    plain: bool

    def __new__(cls, text: str, line: int, plain: bool = True) -> Text:
        made = str.__new__(cls, text)
        made.line = line
        made.plain = plain
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
