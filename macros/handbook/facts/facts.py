"""The facts of a handbook: asked by their model, or by the name of their table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TypeVar, cast

from handbook.facts.kinds import kind, kind_of, kinds
from handbook.facts.model import Fact, Item, Table
from handbook.facts.region import Region

Of = TypeVar("Of", bound=Item)
Single = TypeVar("Single", bound=Fact)


class Facts:
    """All facts of a handbook. What is missing or could not be read is None or absent from its
    table.

    ``facts[Meeting]`` is the table of meetings, ``facts.only(Company)`` the one fact of its kind.
    ``unreadable`` are the names of kinds of which nothing is known.
    """

    def __init__(
        self,
        tables: Mapping[str, Table[Item]] | None = None,
        singles: Mapping[str, Fact] | None = None,
        unreadable: frozenset[str] = frozenset(),
    ) -> None:
        empty = {kind.name: Table[Item](kind.where) for kind in kinds() if kind.shape != "keys"}
        self._tables = {**empty, **(tables or {})}
        self._singles = dict(singles or {})
        self.unreadable = unreadable

    def __getitem__(self, model: type[Of]) -> Table[Of]:
        # A table is read by the kind of its model, so all that is in it is of that model.
        return cast("Table[Of]", self._tables[kind_of(model).name])

    def only(self, model: type[Single]) -> Single | None:
        """The fact that stands alone in its file; None where it is not there or could not be read."""
        found = self._singles.get(kind_of(model).name)
        return found if isinstance(found, model) else None

    @property
    def whole(self) -> bool:
        """Whether everything could be read: where not, macros that show it together with others
        show nothing.
        """
        return not self.unreadable and all(table.whole for table in self._tables.values())

    @cached_property
    def region(self) -> Region | None:
        """The fact that says in which language, currency and zone the handbook speaks."""
        return next(
            (single for single in self._singles.values() if isinstance(single, Region)), None
        )

    def knows(self, name: str) -> bool:
        """Whether a document that is here keeps facts of that name."""
        return name in self._tables or name in self._singles

    def table(self, name: str) -> Table[Item]:
        """The table of that name: for documents that are above, or may be left out. Empty where no
        document keeps such facts.
        """
        return self._tables[name] if name in self._tables else Table("")

    def single(self, name: str) -> Fact | None:
        """The fact of that name that stands alone in its file; None where it is not there."""
        return self._singles.get(name)

    def tables(self) -> Iterator[tuple[str, Table[Item]]]:
        """Every table with its name, also those inside a file of keys."""
        yield from self._tables.items()

    def singles(self) -> Iterator[tuple[str, Fact]]:
        """Every fact that is alone in its file, with its name."""
        yield from self._singles.items()

    def everything(self) -> Iterator[Fact]:
        """Every fact at the top of its file or list, once."""
        for name, found in self._tables.items():
            if kind(name).shape != "inside":
                yield from found
        yield from self._singles.values()
