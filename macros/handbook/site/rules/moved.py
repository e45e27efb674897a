"""Rules about moved pages: old addresses lead to a page, and are never in the way of one."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.handbook import Handbook
from handbook.pages.facts import Move
from handbook.problems.problem import Cause, Problem, did_you_mean, nearest
from handbook.rules.rule import rule
from handbook.text.settings import address


def _path(handbook: Handbook, move: Move) -> list[str]:
    """The places a page has gone through from a move on; a circle ends with the place that came
    twice.
    """
    moves = handbook.facts[Move]
    path = [move.id, move.to]
    while path[-1] in moves and path[-1] not in path[:-1]:
        path.append(moves[path[-1]].to)
    return path


@rule(
    "moved-in-a-circle",
    bad="moved.yml:\n- from: price-list.md\n  to: offers.md\n- from: offers.md\n  to: price-list.md",
    good={
        "  to: offers.md": "  to: sales-book/prices.md",
        "  to: price-list.md": "  to: sales-book/prices.md",
    },
)
def moves_in_a_circle(handbook: Handbook) -> Iterator[Problem]:
    """Anyone who follows an old address arrives at a page. In a circle the browser would go round
    forever.
    """
    said: set[str] = set()
    for move in handbook.facts[Move]:
        path = _path(handbook, move)
        stopped = any(
            step in handbook.pages for step in path
        )  # a page in the way is a Problem of its own
        if path[-1] != move.id or stopped or said & set(path):
            continue
        said |= set(path)
        what = f"Old addresses lead in a circle: {' → '.join(path)}."
        yield Problem(move.at("to"), what, "let one of them lead to a page, or delete the lines.")


@rule(
    "moved-nowhere",
    bad="moved.yml:\n- from: price-list.md\n  to: sales-book/price.md",
    good="moved.yml:\n- from: price-list.md\n  to: sales-book/prices.md",
)
def moves_to_no_page(handbook: Handbook) -> Iterator[Problem]:
    """An old address leads to a page that exists. When the page it leads to is moved as well,
    `handbook move` puts that right.
    """
    for move in handbook.facts[Move]:
        if move.to in handbook.pages or move.to in handbook.facts[Move]:
            continue
        guess = nearest(move.to, handbook.pages)
        what = (
            f'The old address "{move.id}" leads to "{move.to}". There is no such '
            f"page.{did_you_mean(move.to, handbook.pages)}"
        )
        fix = "write:" if guess else "name the page that readers should find, or delete the line."
        paste = f"to: {guess}" if guess else ""
        yield Problem(move.at("to"), what, fix, paste, cause=Cause("page", move.to))


@rule(
    "moved-over-a-page",
    bad="moved.yml:\n- from: hiring.md\n  to: sales-book/prices.md\n# docs/hiring.md is there.",
    good="""
moved.yml:
- from: price-list.md
  to: sales-book/prices.md
# There is no docs/price-list.md.
""",
)
def moves_over_pages(handbook: Handbook) -> Iterator[Problem]:
    """Where a page is, nobody is led away from. A page and an old address cannot both stand at the
    same place of the site.
    """
    live = {address(src).casefold(): src for src in handbook.pages}
    for move in handbook.facts[Move]:
        if src := live.get(address(move.id).casefold()):
            what = (
                f'"{move.id}" is said to have moved to "{move.to}", but at its address stands the '
                f"page docs/{src}."
            )
            yield Problem(
                move.at("from"), what, "delete the line, or the page if it was meant to be gone."
            )
