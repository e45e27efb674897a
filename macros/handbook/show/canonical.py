"""What a macro's selection counts for: its canonical form, of which fingerprints are taken, and
where its facts are.

Every type that a selection may hold is named here. Any other is refused, because its Python
``repr``, with the names of its fields, is not what a reader sees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, NoReturn, TypeAlias

from handbook.facts.durations import Duration
from handbook.facts.facts import Facts
from handbook.facts.meant import plain
from handbook.facts.model import Fact, keys_of
from handbook.facts.scalars import Money
from handbook.problems.problem import Place
from handbook.show.content import Node
from handbook.show.html import Html
from handbook.show.spelling import as_paid

Form: TypeAlias = "str | list[Form] | dict[str, Form] | None"


@dataclass(frozen=True)
class Canonical:
    """A selection as it counts: its form, the places of its facts, and whether an amount of money
    is among its values.
    """

    form: Form
    places: frozenset[Place]
    money: bool


def canonical(selection: object, facts: Facts) -> Canonical:
    """Equal facts give equal forms, however they are drawn. Raises TypeError for what is no
    selection of facts.
    """
    walk = Walk(facts)
    form = walk.form(selection)
    return Canonical(form, frozenset(walk.places), walk.money)


class Walk:
    """One walk through a selection, which notes on its way where the facts are."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.places: set[Place] = set()
        self.money = False
        # Facts whose place is known already: each cell of a row names the same one.
        self._noted: set[int] = set()

    def form(self, selection: Any) -> Form:
        return _known[type(selection)](self, selection)

    def node(self, node: Node) -> Form:
        for fact in node.sources():
            if id(fact) not in self._noted:
                self._noted.add(id(fact))
                self.places.add(fact.at())
        return self.items(node.contents(self.facts))

    def fact(self, fact: Fact) -> Form:
        self.places.add(fact.at())
        return {name: self.form(getattr(fact, name)) for name in keys_of(type(fact))}

    def keys(self, values: Mapping[Any, Any]) -> Form:
        return {self.key(key): self.form(value) for key, value in values.items()}

    def key(self, key: object) -> str:
        form = self.form(key)
        if not isinstance(form, str):
            raise TypeError(f"a page cannot be held to what it shows: {key!r} cannot be a key")
        return form

    def items(self, values: Iterable[Any]) -> Form:
        # Most values are texts, and those are their own form.
        return [
            value if type(value) is str else _known[type(value)](self, value) for value in values
        ]

    def amount(self, money: Money) -> Form:
        self.money = True
        return plain(as_paid(money, self.facts.region))

    def refused(self, value: object) -> NoReturn:
        raise TypeError(
            f"a page cannot be held to what it shows: a selection holds values of facts, no {type(value).__name__}"
        )


Way: TypeAlias = Callable[[Walk, Any], Form]


def _by_value_alone(write: Callable[[Any], Form]) -> Way:
    return lambda walk, value: write(value)


_WAYS: dict[type, Way] = {
    Html: Walk.refused,  # what is drawn already has forgotten which facts it shows
    str: _by_value_alone(str),
    int: _by_value_alone(str),  # yes and no as well
    type(None): lambda walk, value: None,
    Money: Walk.amount,
    Decimal: _by_value_alone(plain),
    datetime: Walk.refused,  # a moment passes, so a selection holds days and times of day
    date: _by_value_alone(date.isoformat),
    time: _by_value_alone(time.isoformat),
    Duration: _by_value_alone(str),
    Node: Walk.node,
    Fact: Walk.fact,
    dict: Walk.keys,
    list: Walk.items,
    tuple: Walk.items,
}


class _KnownWays(dict[type, Way]):
    """How each type is written that was met; asked for each value, so without a call."""

    def __missing__(self, kind: type) -> Way:
        self[kind] = _new_way(kind)
        return self[kind]


_known = _KnownWays()


def _new_way(kind: type) -> Way:
    """How a type is written: as the nearest type that it is made from."""
    for ancestor in kind.__mro__:
        if ancestor in _WAYS:
            return _WAYS[ancestor]
    # The sums of a calculation: like a tuple, told apart by their places and not by the names that
    # Python gives them.
    if is_dataclass(kind) and getattr(kind, "__dataclass_params__").frozen:  # noqa: B009
        names = [field.name for field in fields(kind)]
        return lambda walk, value: [walk.form(getattr(value, name)) for name in names]
    raise TypeError(
        f"a page cannot be held to what it shows: canonical cannot write {kind.__name__}"
    )
