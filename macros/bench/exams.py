"""How long the largest test of the handbook takes to draw, print and mark: each command as a whole
process, and forty sheets at once.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measure import Cost, Failed, measure
from handbook.documents.training.facts import LearningPath
from handbook.rules.edition import edition_without_git
from handbook.text.load import read_folder

ROOT = Path(__file__).parents[2]
LIMIT = 120.0
SHEETS = 40
NOTE = (
    "Aim: a test of 40 questions is drawn, printed and graded in seconds. Most of each is reading "
    "the handbook."
)


class NoPath(Exception):
    """Nobody is tested in this handbook."""


def largest(root: Path) -> tuple[str, int]:
    """The role whose test has most questions, and how many. Raises :class:`NoPath`."""
    paths = edition_without_git(read_folder(root), datetime.now(UTC)).handbook.facts[LearningPath]
    if not len(paths):
        raise NoPath
    return max(((path.id, path.admission.drawn) for path in paths), key=lambda pair: pair[1])


def command(*words: str) -> Cost:
    """One run of the command. Raises :class:`Failed`."""
    cost = measure(
        [sys.executable, "-m", "handbook.cli", *words, "--root", str(ROOT)], LIMIT, (0, 1, 2)
    )
    if cost is None:
        raise Failed(f"{' '.join(words)} was not done after {LIMIT:.0f} s")
    return cost


def run(folder: Path) -> dict[str, Cost]:
    """Draw and print a test, mark it, and mark forty of it."""
    role, questions = largest(ROOT)
    costs = {
        f"draw and print {questions} questions": command(
            "exam", role, "--for", "n-1", "--seed", "1", "-o", str(folder)
        )
    }
    sheets = list(folder.glob("*-sheet.yml"))
    if not sheets:
        raise Failed(f"No test of {role} could be drawn: {next(iter(costs.values())).said}")
    filled = sheets[0].read_text("utf-8").replace("answer:\n", "answer: a\n")
    many = [folder / f"{number}.yml" for number in range(SHEETS)]
    for path in many:
        path.write_text(filled, encoding="utf-8")
    costs["mark one sheet"] = command("grade", str(many[0]))
    costs[f"mark {SHEETS} sheets, with statistics"] = command("grade", *map(str, many))
    return costs


def main() -> int:
    """Measure and print a line for each; ends with 1 if no test could be drawn."""
    with TemporaryDirectory() as place:
        try:
            costs = run(Path(place))
        except NoPath:
            print("There is no learning path, so no test to measure.")
            return 0
        except Failed as failed:
            print(failed, file=sys.stderr)
            return 1
    for name, cost in costs.items():
        print(f"{name:<40} {cost.wall:>6.2f} s wall, {cost.cpu:.2f} s CPU, {cost.peak:.0f} MB")
    print(NOTE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
