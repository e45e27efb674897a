"""What a macro is: a function that says which facts a page shows, and how they are drawn."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Concatenate, Literal, TypeVar

from handbook.facts.discovery import load
from handbook.facts.facts import Facts
from handbook.facts.model import Item
from handbook.handbook import Handbook
from handbook.pages import Call, Meta
from handbook.problems.problem import Cause, Place
from handbook.show.cards import declare_card
from handbook.show.content import draw as draw_content
from handbook.show.states import PageStates

if TYPE_CHECKING:
    from handbook.show.html import Html
    from handbook.show.view import View

Kind = Literal["inline", "block"]

# Names that Jinja, mkdocs-macros, Zensical or a page's front matter already give a meaning.
TAKEN = frozenset(
    "range dict lipsum cycler joiner namespace self super loop caller varargs kwargs true false none "
    "context now macros_info fix_url pretty page config navigation files environment git plugin macros filters "
    "filters_builtin extra read_csv read_table read_json read_excel read_yaml read_feather read_fwf read_raw "
    "pd_read_csv pd_read_table pd_read_json pd_read_excel pd_read_yaml pd_read_feather pd_read_fwf add_indentation "
    "convert_to_md_table handbook_page".split()
) | frozenset(Meta.model_fields)  # fmt: skip


class MacroError(Exception):
    """A macro was asked for something it does not have; says what, and what to write instead.

    ``place`` is the line to change where that is not the line of the call, ``cause`` what is
    missed.
    """

    cause: Cause | None = None

    def __init__(
        self, rule: str, what: str, fix: str, paste: str = "", place: Place | None = None
    ) -> None:
        super().__init__(what)
        self.rule, self.what, self.fix, self.paste, self.place = rule, what, fix, paste, place


@dataclass(frozen=True)
class Context:
    """Who asks: the handbook and the page that holds the macro call."""

    handbook: Handbook
    src: str

    @property
    def facts(self) -> Facts:
        return self.handbook.facts


@dataclass(frozen=True)
class OverviewContext(Context):
    """The context of an overview of the handbook itself: overviews are selected last, when the
    states of pages are known. ``select``: what a call shows, computed once with those on pages.
    """

    states: PageStates
    select: Callable[[Macro, Call], object]


Select = Callable[..., object]
FactSelect = TypeVar("FactSelect", bound=Callable[Concatenate[Context, ...], object])
OverviewSelect = TypeVar(
    "OverviewSelect", bound=Callable[Concatenate[OverviewContext, ...], object]
)
Draw = Callable[[Any, "View"], "Html"]


@dataclass
class Macro:
    """A macro that pages may call: its name, where it may be called, its two steps, and its help.

    ``facts``: it shows facts; one that shows the handbook itself is an overview. ``anchors``: the
    ids that it puts on a page, where these are known without drawing it.
    """

    name: str
    kind: Kind
    select: Select
    example: str
    draw: Draw
    per_page: bool = False
    facts: bool = True
    may_be_empty: bool = False
    anchors: Callable[[Any], set[str]] | None = None
    parameters: inspect.Signature = field(init=False)

    def __post_init__(self) -> None:
        taken_by_builtin = self.name in TAKEN
        if taken_by_builtin:
            raise ValueError(
                f'"{self.name}" already means something in a page; give the macro another name'
            )
        whole = inspect.signature(self.select)
        self.parameters = whole.replace(
            parameters=list(whole.parameters.values())[1:],
            return_annotation=inspect.Signature.empty,
        )

    def page_of(self, src: str) -> str:
        """The page on which a selection depends: ``src``, or empty where it is the same on all."""
        return src if self.per_page else ""

    @property
    def needs_nothing(self) -> bool:
        """Whether it may be called with nothing between its brackets."""
        return all(
            parameter.default is not inspect.Parameter.empty
            for parameter in self.parameters.parameters.values()
        )

    @property
    def help(self) -> str:
        """What the macro shows, from the docstring of its select step."""
        return inspect.cleandoc(self.select.__doc__ or "")

    @property
    def signature(self) -> str:
        """``price(product, per="")`` without types, as an editor writes it."""
        shown = [
            name
            if parameter.default is inspect.Parameter.empty
            else f'{name}="{parameter.default}"'
            for name, parameter in self.parameters.parameters.items()
        ]
        return f"{self.name}({', '.join(shown)})"


_macros: dict[str, Macro] = {}


def all_macros() -> Mapping[str, Macro]:
    """Every macro by its name, those of a company's own documents too, in the order of their names."""
    load("macros")
    return _in_order(len(_macros))


@lru_cache(maxsize=1)
def _in_order(number: int) -> Mapping[str, Macro]:
    """The macros by name; made again only when there are more of them: pages ask for each call."""
    return MappingProxyType(dict(sorted(_macros.items())))


def macro(
    kind: Kind,
    example: str,
    draw: Draw = draw_content,
    per_page: bool = False,
    may_be_empty: bool = False,
    card_of: type[Item] | None = None,
) -> Callable[[FactSelect], FactSelect]:
    """Register a function as a macro of its own name: what it returns is shown.

    It returns a :class:`~handbook.show.content.Content`; only a picture or a calculator needs a
    ``draw`` step of its own. ``per_page``: the selection depends on the page that asks.
    ``may_be_empty``: that there is nothing to show is an answer too. ``card_of``: it shows one item
    of that model, so names of these are linked to it.
    """

    def register(select: FactSelect) -> FactSelect:
        name = select.__name__
        _add(Macro(name, kind, select, example, draw, per_page, True, may_be_empty))
        if card_of:
            declare_card(card_of, name)
        return select

    return register


def overview(
    kind: Kind,
    example: str,
    draw: Draw,
    per_page: bool = False,
    anchors: Callable[[Any], set[str]] | None = None,
) -> Callable[[OverviewSelect], OverviewSelect]:
    """Register a macro that shows the handbook itself and no facts: a page's card, lists of pages,
    help.

    It changes no fingerprint, and is selected after all others: its context knows the states of
    pages. ``anchors``: the ids in what is drawn, for a long list to which pages link.
    """

    def register(select: OverviewSelect) -> OverviewSelect:
        name = select.__name__
        _add(Macro(name, kind, select, example, draw, per_page, facts=False, anchors=anchors))
        return select

    return register


def _add(macro: Macro) -> None:
    if macro.name in _macros:
        raise ValueError(f'there are two macros "{macro.name}"')
    _macros[macro.name] = macro
