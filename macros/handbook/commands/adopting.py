"""Commands by which a company makes the handbook its own: going without documents and parts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from handbook.adopt.off import OffError, decided, plan_off, plan_on
from handbook.commands.output import write
from handbook.commands.shell import Root, Today, handbook_in, refuse
from handbook.facts.contract import PARTS
from handbook.handbook import Handbook
from handbook.problems.problem import counted
from handbook.rules.edition import Edition, edition_of
from handbook.rules.links import links_inside

Name = Annotated[
    str, typer.Argument(help="The id of a document or part, as in docs/_facts/parts.yml.")
]
MOST_LINES = 40


def off(
    name: Name,
    because: Annotated[str, typer.Option("--because", help="Why the company goes without it.")],
    root: Root = Path("."),
    today: Today = "",
) -> None:
    """Go without a document or a part: its pages, facts, menu, questions and macros fall silent.

    Nothing is deleted: handbook on brings all of it back.
    """
    if not because.strip():
        refuse("Say why: in a year nobody will know it otherwise.")
    with handbook_in(root, today) as before:
        changed = _decided(before, name, because)
    with handbook_in(root, today, {PARTS: changed}) as after:
        plan = plan_off(before, after, name, because)
        known = set(_lines_to_read(edition_of(before)))
        lines = [line for line in _lines_to_read(edition_of(after)) if line not in known]
    if not plan.write:
        typer.echo(f"{name} is off already, for this reason.")
        return
    write(root, plan)
    gone = len(after.off.pages - before.off.pages)
    typer.echo(f"Off: {name}. {counted(gone, 'page')} and the facts behind them are silent now.")
    if lines:
        typer.echo("These lines pointed there or showed something of it; read how they sound now:")
        for line in lines[:MOST_LINES]:
            typer.echo(f"  {line}")
    if len(lines) > MOST_LINES:
        typer.echo(f"  and {len(lines) - MOST_LINES} more")


def on(name: Name, root: Root = Path("."), today: Today = "") -> None:
    """Take a document or a part up again: what there is of it is back, as growing."""
    with handbook_in(root, today) as before:
        changed = _decided(before, name)
    with handbook_in(root, today, {PARTS: changed}) as after:
        plan = plan_on(before, after, name)
    if (document := name.partition("/")[0]) != name and after.states.get(name) == "off":
        refuse(f"Its document is off. Take that up first: handbook on {document}")
    if not _is_off(before, name):
        typer.echo(f"{name} is on already.")
        return
    write(root, plan)
    back = len(before.off.pages - after.off.pages)
    typer.echo(f"On: {name}, growing. {counted(back, 'page')} came back.")


def _is_off(handbook: Handbook, name: str) -> bool:
    documents = {document.id for document in handbook.documents if document.state == "off"}
    return name in documents | handbook.off.parts


def _decided(handbook: Handbook, name: str, because: str = "") -> str:
    """The text of ``parts.yml`` with the decision; ends with 1 where there is nothing to decide."""
    try:
        return decided(handbook, name, "off" if because else "growing", because)
    except OffError as cannot:
        refuse(str(cannot))


def _lines_to_read(edition: Edition) -> Iterator[str]:
    """Lines of other pages that lead to pages that are off, or show facts of them."""
    off = edition.handbook.off.pages
    for page in edition.handbook.readable:
        lines = {link.line for link, target, _ in links_inside(page) if target in off}
        lines |= {
            shown.call.line
            for shown in edition.shown.calls.get(page.src, ())
            if shown.selection.goes_without
        }
        yield from (f"{page.path}, line {line}" for line in sorted(lines))
