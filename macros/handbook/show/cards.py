"""Which macro shows an item as a card, so that names of items lead to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from handbook.facts.discovery import load
from handbook.facts.kinds import kind_of
from handbook.facts.model import Item


@dataclass(frozen=True)
class CardMacro:
    """The macro that shows one item of a kind."""

    name: str

    def anchor(self, item_id: str) -> str:
        """The id that a card has on its page: ``service_card`` → ``service-installation``."""
        return f"{self.name.removesuffix('_card').replace('_', '-')}-{item_id}"


_declared: dict[type[Item], CardMacro] = {}


def declare_card(model: type[Item], macro_name: str) -> None:
    """Note that a macro shows items of a model."""
    _declared[model] = CardMacro(macro_name)


def card_macro(table: str) -> CardMacro | None:
    """The macro that shows items of a table; None where there is none."""
    load("macros")
    return _by_table(len(_declared)).get(table)


@lru_cache(maxsize=1)
def _by_table(number: int) -> Mapping[str, CardMacro]:
    """Made again only when there are more of them: names ask for it again and again."""
    return {kind_of(model).name: card for model, card in _declared.items()}
