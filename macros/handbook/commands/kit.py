"""The command that writes the interview kit of a role."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from handbook.commands.paper import AsPdf, Output, write_papers
from handbook.commands.shell import Root, Today, edition_in, refuse
from handbook.documents.hiring import kit as kits


def kit(
    role: Annotated[
        str, typer.Argument(help="The role that is interviewed for, for instance seller.")
    ],
    output: Output = Path("kits"),
    pdf: AsPdf = False,
    root: Root = Path("."),
    today: Today = "",
) -> None:
    """Write the interview kit of a role: profile, stages, guides with room for notes, work samples,
    scorecard, what may not be asked.
    """
    with edition_in(root, today) as edition:
        handbook = edition.handbook
    if wrong := kits.refusal(handbook.facts, role):
        refuse(wrong)
    write_papers(
        output, {f"{role}-interview-kit.html": kits.kit(handbook, role)}, pdf, root, handbook.site
    )
