"""The rule about git itself: where it cannot be asked, that is said once, with all that was left
out because of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from handbook.handbook import Handbook
from handbook.problems.problem import Place, Problem
from handbook.rules.rule import rule


@rule(
    "git-not-asked",
    severity="advice",
    bad="git clone --depth 1 https://github.com/fernhill/sales-handbook",
    good="git clone https://github.com/fernhill/sales-handbook",
)
def git_not_asked(handbook: Handbook) -> Iterator[Problem]:
    """Git is asked how records and frozen forecasts grew, which files belong to the handbook, and
    what a change adds. Where it is not installed, where its folder `.git` is damaged or holds only
    the latest changes, and where the handbook is not kept in git, that is said once, with what
    could not be judged and what helps. Everything else is judged all the same.
    """
    unasked = list(_unasked(handbook))
    # One cause, one message: of a damaged repository git says something else at each question, and
    # the same helps.
    for fix in dict.fromkeys(fix for _, fix, _ in unasked):
        reason = next(reason for reason, helps, _ in unasked if helps == fix)
        parts = "; ".join(part for _, helps, part in unasked if helps == fix)
        what = f"Git could not be asked everything: {reason}. Not judged: {parts}."
        yield Problem(Place("docs"), what, fix)


def _unasked(handbook: Handbook) -> Iterator[tuple[str, str, str]]:
    """Why something could not be asked, what helps, and what could not be judged."""
    without, history, added = handbook.no_git, handbook.history, handbook.added
    if without:
        part = "which files git leaves out, so that all were looked at"
        yield without.reason, without.fix, part
    if history and history.log is None:
        if handbook.lives:
            yield history.reason, history.fix, "whether records were changed later"
        if len(handbook.facts.table("snapshots")):
            yield history.reason, history.fix, "whether frozen forecasts were changed later"
    if added and added.reason:
        yield added.reason, added.fix, "all that commits of this change added"
