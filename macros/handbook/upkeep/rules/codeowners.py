"""Rules about `CODEOWNERS`: everyone who is asked about a change is known, and about a page its
owner is asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from handbook.documents.company.facts.company import Post
from handbook.handbook import Handbook
from handbook.problems.edits import Insert, Run
from handbook.problems.problem import Place, Problem, counted, did_you_mean, listed
from handbook.rules.rule import rule
from handbook.upkeep.codeowners import CodeOwnersFile, OwnersLine, asked_for, file_of

WRITE = "let the command write it, from people.yml and the owners of pages:"
COMMAND = "handbook codeowners"


def _asked(handbook: Handbook) -> CodeOwnersFile | None:
    """What the repository says; None where it says nothing, or nobody knows who fills which role."""
    text, people = handbook.outside.get(file_of(handbook)), handbook.facts[Post]
    return CodeOwnersFile(text) if text is not None and people.whole and len(people) else None


@rule(
    "codeowner-unknown",
    bad="""
people.yml:
- id: sales-director
  handles: ["@fernhill/sales-director"]
.github/CODEOWNERS:
* @fernhill/sails-director
""",
    good={"* @fernhill/sails-director": "* @fernhill/sales-director"},
)
def unknown_codeowners(handbook: Handbook) -> Iterator[Problem]:
    """Everybody whom `CODEOWNERS` asks to approve a change fills a role in `people.yml`. GitHub
    says nothing when a team does not exist: it asks nobody, and the change waits, or is accepted
    without the one who answers for it.
    """
    asked = _asked(handbook)
    known = [handle for post in handbook.facts[Post] for handle in post.handles]
    small = {handle.lower() for handle in known}
    for line in asked.lines if asked else ():
        for owner in dict.fromkeys(line.owners):
            if owner.lower() not in small:
                what = (
                    f'CODEOWNERS asks "{owner}" about "{line.pattern}", and no role in '
                    f"docs/_facts/people.yml has this handle.{did_you_mean(owner, known)}"
                )
                fix = f"write one that is there ({listed(known, 20)}), or add it to its role."
                yield Problem(Place(file_of(handbook), line.number), what, fix)


@rule(
    "codeowners-differ",
    bad="""
company.md:
---
owner: managing-director
interaction.md:
---
owner: head-of-operations
.github/CODEOWNERS:
*                    @fernhill/sales-director
""",
    good="""
company.md:
---
owner: managing-director
interaction.md:
---
owner: head-of-operations
.github/CODEOWNERS:
*                    @fernhill/sales-director
/docs/company.md     @fernhill/managing-director
/docs/interaction.md @fernhill/head-of-operations
""",
)
def differing_codeowners(handbook: Handbook) -> Iterator[Problem]:
    """About a change of a page its owner is asked, and about every file somebody.
    `handbook codeowners` writes the lines for pages, and leaves those that are written by hand; of
    several lines that fit a file the last one decides.
    """
    asked = _asked(handbook)
    if asked is None:
        yield from _missing(handbook)
        return
    wrong = [(path, handles, asked.about(path)) for path, handles in asked_for(handbook).items()]
    wrong = [(path, handles, line) for path, handles, line in wrong if not _asks(line, handles)]
    if wrong:
        path, handles, line = wrong[0]
        more = f" So it is with {counted(len(wrong) - 1, 'other page')}." if len(wrong) > 1 else ""
        says = f"line {line.number} asks {', '.join(line.owners)}" if line else "nobody is asked"
        what = f'About "{path}" {says}, and its owner is {", ".join(handles)}.{more}'
        yield Problem(
            Place(file_of(handbook), line.number if line else 0), what, WRITE, COMMAND, edit=Run()
        )
    if not asked.is_for_all:
        yield from _nobody_asked(handbook, asked)


def _nobody_asked(handbook: Handbook, asked: CodeOwnersFile) -> Iterator[Problem]:
    """Files that no line names, and lines that name nobody: below such a line what an earlier one
    says does not hold.
    """
    nobody = [name for name in handbook.names if not asked.about(name)]
    for line in (line for line in asked.lines if not line.owners):
        what = f'The line "{line.pattern}" names nobody, so nobody is asked about what it covers.'
        fix = "write behind it who is asked, or delete the line."
        yield Problem(Place(file_of(handbook), line.number), what, fix)
    if nobody and not any(line.pattern == "*" for line in asked.lines):
        what = f"About {counted(len(nobody), 'file')} nobody is asked: {listed(nobody, 5)}."
        fix = "name somebody for all that no other line names, as the first line:"
        yield Problem(Place(file_of(handbook)), what, fix, "* @…", edit=Insert(0))


def _asks(line: OwnersLine | None, handles: tuple[str, ...]) -> bool:
    return line is not None and {handle.lower() for handle in handles} <= {
        owner.lower() for owner in line.owners
    }


def _missing(handbook: Handbook) -> Iterator[Problem]:
    """Where GitHub checks changes, it should also know whom to ask; elsewhere nobody needs the
    file.
    """
    on_github = any(name.startswith(".github/workflows/") for name in handbook.names)
    if on_github and file_of(handbook) not in handbook.outside and asked_for(handbook):
        what = (
            "Nothing says whom GitHub asks to approve a change of a page: there is no CODEOWNERS."
        )
        yield Problem(Place(file_of(handbook)), what, WRITE, COMMAND, severity="advice", edit=Run())
