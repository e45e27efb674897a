"""The rule about shares of one whole, wherever a model says that there is one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from handbook.facts.kinds import kind_of
from handbook.facts.model import Fact
from handbook.facts.scalars import Share
from handbook.facts.shares import Whole
from handbook.handbook import Handbook
from handbook.problems.problem import Place, Problem
from handbook.rules.amounts import percent
from handbook.rules.rule import rule


@rule(
    "shares-not-whole",
    bad="""
motivation/pay_plans.yml:
- {measure: signed-orders, weight: 80 %, counts_when: The customer has signed and operations has taken the order, needs: [complete-order]}
- {measure: orders-complete, weight: 10 %, counts_when: Operations had no question back}
""",
    good="""
motivation/pay_plans.yml:
- {measure: signed-orders, weight: 80 %, counts_when: The customer has signed and operations has taken the order, needs: [complete-order]}
- {measure: orders-complete, weight: 20 %, counts_when: Operations had no question back}
""",
)
def broken_wholes(handbook: Handbook) -> Iterator[Problem]:
    """Shares of one whole are 100 % together, and each measure has one of them: the weights of a
    pay plan, of a scorecard, of a practical, the channels that hires came from. One order is worth
    100 % of its value, no matter who helped; otherwise it is paid twice, or a part of it is
    nobody's.
    """
    for top in handbook.facts.everything():
        for fact in top.with_inner:
            for name, mark in _wholes_of(type(fact)):
                of = mark.of or f'the {kind_of(type(top)).called} "{getattr(top, "id", "")}"'
                yield from _broken(fact, name, mark, of)


@cache
def _wholes_of(model: type[Fact]) -> list[tuple[str, Whole]]:
    return [
        (name, mark)
        for name, info in model.model_fields.items()
        for mark in info.metadata
        if isinstance(mark, Whole)
    ]


def _broken(fact: Fact, name: str, mark: Whole, of: str) -> Iterator[Problem]:
    parts = getattr(fact, name)
    if not mark.key:
        place = fact.at(name)
        yield from _not_whole(f"The {name} of {of}", [(*part, place) for part in parts.items()])
    elif twice := _twice(parts, mark.once):
        what = f'"{getattr(twice, mark.once)}" stands twice in {of}.'
        yield Problem(twice.at(mark.once), what, "make one line of the two.")
    else:
        yield from not_whole(of, parts, mark.key)


def _twice(parts: Sequence[Fact], key: str) -> Fact | None:
    """The first entry that says the same as one before it."""
    said = [getattr(part, key) for part in parts] if key else []
    return next((parts[at] for at, text in enumerate(said) if text in said[:at]), None)


def not_whole(of: str, parts: Sequence[Fact], key: str) -> Iterator[Problem]:
    """That the shares of facts are not 100 % together, at the last of them."""
    yield from _not_whole(
        f"The {key}s of {of}", [(key, getattr(part, key), part.at(key)) for part in parts]
    )


def _not_whole(said: str, shares: Sequence[tuple[str, Decimal, Place]]) -> Iterator[Problem]:
    together = sum((Decimal(share) for _, share, _ in shares), Decimal(0))
    if shares and together != 1:
        key, share, place = shares[-1]
        rest = 1 - together + share
        fits = 0 < rest <= 1
        what = f"{said} are {percent(together)} together, not 100 %."
        fix = "if the others are right, write:" if fits else "correct the shares."
        yield Problem(place, what, fix, f"{key}: {Share(rest)}" if fits else "")
