"""The command that writes the interview kit of a role."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from handbook.commands.paper import AsPdf, Output, write_papers
from handbook.commands.shell import Root, Today, handbook_in, refuse
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
    with handbook_in(root, today) as handbook:
        wrong = kits.refusal(handbook.facts, role)
    if wrong:
        refuse(wrong)
    write_papers(
        output, {f"{role}-interview-kit.html": kits.kit(handbook, role)}, pdf, root, handbook.site
    )
