"""What all facts are: closed sets of typed keys that know where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Generic,
    NamedTuple,
    Self,
    TypeVar,
    get_args,
)

from pydantic import BaseModel, ConfigDict
from typing_extensions import TypeAliasType

from handbook.facts.ids import read_id
from handbook.facts.kinds import Declaration, declare, kind_named_by_model, kind_of
from handbook.facts.scalars import ReadBy
from handbook.problems.problem import Place
from handbook.text.source import Items, Map, Value


class _Source(NamedTuple):
    """Where a fact stands, and the keys of which it was made; nowhere, where it was not read."""

    place: Place = Place("")
    written: Map | None = None


class Fact(BaseModel):
    """One fact, or a part of one. Unknown keys are refused; every key knows its line.

    A model with a file of its own names it:
    ``class Meeting(Item, file="interaction/meetings.yml", called="meeting")``. ``file`` is below
    ``docs/_facts``; a file of an :class:`Item` holds a list, of another fact its keys, and a folder
    (with a slash at its end) one item a file. ``name`` is how macros name the kind, if not by its
    file; ``called`` what people call one; ``inside`` the kind whose file holds these items in a
    list; ``shown=False`` that no page has to show it.
    """

    # Deferred: what is only a part of other facts never needs a reader of its own.
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)
    # Where it was read. No private attribute, which pydantic looks up in Python each time: rules
    # and fingerprints ask for it tens of thousands of times.
    _source: ClassVar[_Source] = _Source()

    def __init_subclass__(cls, **header: Any) -> None:
        super().__init_subclass__()  # the header is read once the keys of the model are known

    @classmethod
    def __pydantic_init_subclass__(cls, **header: Any) -> None:
        super().__pydantic_init_subclass__()
        if header:
            declare(cls, Declaration(**header))

    def at(self, key: str = "") -> Place:
        """Where this fact stands, or the line of one of its keys; a missing key stands where the
        fact begins.
        """
        place, written = self._source
        if not key or written is None:
            return place
        line = written.lines.get(key, place.line)
        return place if line == place.line else Place(place.path, line)

    def __eq__(self, other: object) -> bool:
        """Whether it says the same at the same place: equal words elsewhere are another fact."""
        if self is other:
            return True
        if not isinstance(other, Fact):
            return NotImplemented
        return self._source == other._source and super().__eq__(other)

    @property
    def with_inner(self) -> tuple[Fact, ...]:
        """This fact and all facts inside it."""
        return (self, *self._inner_facts)

    @cached_property
    def _inner_facts(self) -> tuple[Fact, ...]:
        """All facts inside this one: it does not change, and many rules go through them. Without
        itself, or to compare two would not end.
        """
        values = vars(self)
        inner = [facts_in(values[name]) for name in keys_of(type(self))]
        return tuple(chain.from_iterable(inner))

    def at_entry(self, key: str, entry: str) -> tuple[Place, list[str]]:
        """Where an entry of a list of texts is, and the whole list if it is on one line."""
        place, written = self._source
        value = written.get(key) if written is not None else None
        if not isinstance(value, Items):
            return self.at(key), []
        line = next((item.line for item in value if item == entry), self.at(key).line)
        in_one_line = value.line == self.at(key).line
        return Place(place.path, line), [str(item) for item in value] if in_one_line else []

    def stand_at(self, path: str, value: Value) -> Self:
        """Remember the place of this fact and of all facts inside it."""
        written = value if isinstance(value, Map) else None
        own = vars(self)
        if written is not None:
            for name, key in keys_of(type(self)).items():
                if isinstance(made := own[name], _MAY_HOLD_FACTS):
                    _stand(path, made, written.get(key))
        own["_source"] = _Source(Place(path, value.line), written)
        return self


@cache
def keys_of(model: type[Fact]) -> Mapping[str, str]:
    """Each key of a model by its name there, as it is written."""
    return {name: info.alias or name for name, info in model.model_fields.items()}


def facts_in(value: object) -> Sequence[Fact]:
    """The facts that a value is or holds, and all facts inside these."""
    if not isinstance(value, _MAY_HOLD_FACTS):
        return ()
    if isinstance(value, Fact):
        return value.with_inner
    return [inner for fact in outer_facts(value) for inner in fact.with_inner]


def outer_facts(value: object) -> Iterator[Fact]:
    """The facts that a value is or holds, without those inside them."""
    if isinstance(value, Fact):
        yield value
    elif isinstance(value, (dict, list, tuple)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from outer_facts(part)


def _stand(path: str, made: object, value: Value | None) -> None:
    if isinstance(made, Fact) and value is not None:
        made.stand_at(path, value)
    elif isinstance(made, (list, tuple)) and isinstance(value, Items):
        for inner, written in zip(made, value, strict=False):
            _stand(path, inner, written)
    elif isinstance(made, dict) and isinstance(value, Map):
        for key, inner in made.items():
            _stand(path, inner, value.get(str(key)))


# Most values are texts and numbers: they are passed over at once.
_MAY_HOLD_FACTS = (Fact, list, tuple, dict)


class Item(Fact):
    """A fact with an id, one of several of its kind."""

    id: Annotated[str, ReadBy(read_id)]

    @property
    def label(self) -> str:
        """What people call it: its name, its title, or its id where it has neither."""
        return str(getattr(self, "name", "") or getattr(self, "title", "") or self.id)


T = TypeVar("T", bound=Item)


@dataclass(frozen=True)
class To:
    """Marks an id as a reference to facts of a kind: by their model, or by its name where its
    document stands higher.
    """

    model: type[Item] | str

    @property
    def table(self) -> str:
        """The name of the table that the id is in; empty where the document that keeps it is left
        out.
        """
        if not isinstance(self.model, str):
            return kind_of(self.model).name
        kind = kind_named_by_model(self.model)
        return kind.name if kind else ""


if TYPE_CHECKING:
    Referred = TypeVar("Referred")
    Ref = TypeAliasType("Ref", str, type_params=(Referred,))
else:

    class Ref:
        """The id of another fact: ``Ref[Role]``, or ``Ref[Literal["Role"]]`` where the model is not
        known to the module.

        Because a reference knows its table, one rule resolves them all, and forms say what to
        write.
        """

        def __class_getitem__(cls, model: Any) -> Any:
            return Annotated[str, ReadBy(read_id), To(next(iter(get_args(model)), model))]


class Table(Generic[T]):
    """Facts of one kind by id, in the order in which they stand.

    ``known`` also holds the ids of items that could not be read, so that what refers to them is not
    blamed; ``broken`` says that not even the ids are known. ``counted`` is how often all items were
    gone through, or one was looked for where there are none: what is found out like that relies on
    none of them being missing.
    """

    def __init__(
        self, path: str, items: Iterable[T] = (), known: Iterable[str] = (), broken: bool = False
    ) -> None:
        self.path = path
        self._items = {item.id: item for item in items}
        self.known = frozenset(known) | frozenset(self._items)
        self.broken = broken
        self.counted = 0

    def __iter__(self) -> Iterator[T]:
        self.counted += 1
        return iter(self._items.values())

    def __len__(self) -> int:
        self.counted += 1
        return len(self._items)

    def __getitem__(self, item_id: str) -> T:
        return self._items[item_id]

    def __contains__(self, item_id: object) -> bool:
        self.counted += not self._items
        return item_id in self._items

    def get(self, item_id: str | None) -> T | None:
        """The item of that id; None where there is none, or where no id is given."""
        self.counted += not self._items
        return self._items.get(item_id) if item_id is not None else None

    def ids(self) -> list[str]:
        return list(self._items)

    @property
    def unread(self) -> frozenset[str]:
        """Ids of items that are there but could not be read."""
        return self.known - frozenset(self._items)

    @property
    def whole(self) -> bool:
        """Whether every item could be read, so that what is missing is really missing."""
        return not self.broken and not self.unread

    def may_hold(self, item_id: str) -> bool:
        """Whether a reference to ``item_id`` can be right, as far as can be known."""
        return self.broken or item_id in self.known
