"""The figures that people feel, of the code as it is and of another commit, measured in turns.

Each side is measured with its own code and pages, in CPU seconds of whole processes: a busy machine
slows both alike.
"""

from __future__ import annotations

import argparse
import compileall
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench import copies
from bench.measure import Cost, Failed, measure

ROOT = Path(__file__).parents[2]
LIMIT = 600  # seconds for one process
# Runs that are slow are measured once, those of a second or two as often as is asked for.
SLOW = ("most", "ours", "lookup")


@dataclass
class Side:
    """A working tree, the handbooks that are made of its pages, and what was measured on it by
    name.
    """

    name: str
    root: Path
    made: Path
    pages: dict[str, int] = field(default_factory=dict)
    costs: dict[str, list[Cost]] = field(default_factory=lambda: defaultdict(list))

    @property
    def env(self) -> dict[str, str]:
        """The environment in which its own code runs."""
        return {**os.environ, "PYTHONPATH": str(self.root / "macros")}

    def cpu(self, name: str) -> float:
        """The median of CPU seconds."""
        return median(cost.cpu for cost in self.costs[name])

    def more(self) -> float:
        """Milliseconds for each page beyond the shipped ones."""
        return (
            1000
            * (self.cpu("more") - self.cpu("few"))
            / max(self.pages["more"] - self.pages["few"], 1)
        )


@dataclass(frozen=True)
class Figure:
    """What is printed in a row: the runs that it is made of, how, and the most that it should be."""

    words: str
    runs: tuple[str, ...]
    of: Callable[[Side], float]
    aim: float


FIGURES = {
    "help": Figure("handbook --help, CPU s", ("help",), lambda side: side.cpu("help"), 0.3),
    "check": Figure("handbook check, CPU s", ("check",), lambda side: side.cpu("check"), 1.3),
    "status": Figure("handbook status, CPU s", ("status",), lambda side: side.cpu("status"), 1.0),
    "page": Figure("check, each further page, ms", ("few", "more"), Side.more, 1.2),
    "time": Figure("check, 5 000 pages, CPU s", ("most",), lambda side: side.cpu("most"), 8),
    "memory": Figure(
        "check, 5 000 pages, MB", ("most",), lambda side: side.costs["most"][0].peak, 400
    ),
    "macros": Figure(
        "build, our macros ÷ ready text",
        ("ours", "lookup"),
        lambda side: side.cpu("ours") / side.cpu("lookup"),
        1.1,
    ),
}
WANTED = {"few": 0, "more": 1000, "most": 5000}  # pages


def command(side: Side, name: str) -> list[str]:
    """What is run for a name."""
    if name in ("ours", "lookup"):
        folder = side.made / "built" / name
        build = [sys.executable, "-m", "mkdocs", "build", "--config-file", f"{folder}/mkdocs.yml"]
        return [*build, "--site-dir", f"{folder}/site"]
    ours = [sys.executable, "-m", "handbook.cli"]
    if name == "help":
        return [*ours, "--help"]
    if name in WANTED:
        return [*ours, "check", "--root", str(side.made / name)]
    return [*ours, name, "--root", str(side.root)]


def prepare(side: Side, names: Sequence[str]) -> None:
    """Make the handbooks that the runs need, and compile the code as on any machine where it ran
    before.
    """
    compileall.compile_dir(side.root / "macros", quiet=2)
    for name in (name for name in names if name in WANTED):
        copies.make_to_check(side.root, side.made / name, WANTED[name])
        side.pages[name] = len(list((side.made / name / "docs").rglob("*.md")))
    if "ours" in names:
        maker = [sys.executable, "-m", "bench.copies", str(side.root), f"{side.made}/built", "0"]
        measure(maker, LIMIT, env=side.env)


def run(sides: Sequence[Side], names: Sequence[str], repeats: int) -> None:
    """Each run on one side and at once on the other, so that a slow moment of the machine meets
    both.
    """
    for name in names:
        for _ in range(1 if name in SLOW else repeats):
            for side in sides:
                cost = measure(command(side, name), LIMIT, (0, 1), side.env)
                if cost is None:
                    raise Failed(f"{side.name}: {name} took more than {LIMIT} seconds.")
                side.costs[name].append(cost)


def report(here: Side, there: Side, figures: Sequence[Figure]) -> Iterator[str]:
    """A table for people."""
    yield f"{'':<32} {here.name:>10} {there.name:>10} {'ratio':>6} {'aim':>6}"
    for figure in figures:
        now, then = figure.of(here), figure.of(there)
        ratio = f"{now / then:.2f}" if then else "–"
        yield f"{figure.words:<32} {now:>10.2f} {then:>10.2f} {ratio:>6} {figure.aim:>6}"


@contextmanager
def worktree(rev: str, folder: Path) -> Iterator[str]:
    """The tree of a commit in ``folder``, for as long as it is measured; gives its short name."""

    def git(*words: str) -> str:
        done = subprocess.run(
            ["git", "-C", str(ROOT), *words], check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    git("worktree", "add", "--detach", "--force", str(folder), rev)
    try:
        yield git("rev-parse", "--short", rev)
    finally:
        git("worktree", "remove", "--force", str(folder))


def main(given: Sequence[str] | None = None) -> int:
    """Measure and print. Ends with 1 if something that was measured did not do its work."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--beside", default="HEAD~1", help="the commit to compare with")
    asked.add_argument("--repeats", type=int, default=7, help="runs of what is quick")
    asked.add_argument("--only", nargs="+", choices=FIGURES, default=list(FIGURES))
    chosen = asked.parse_args(given)
    figures = [FIGURES[name] for name in chosen.only]
    names = list(dict.fromkeys(name for figure in figures for name in figure.runs))
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with TemporaryDirectory() as place, worktree(chosen.beside, Path(place) / "tree") as rev:
        here = Side("now", ROOT, Path(place) / "now")
        there = Side(rev, Path(place) / "tree", Path(place) / "then")
        try:
            for side in (here, there):
                prepare(side, names)
            run((here, there), names, chosen.repeats)
        except Failed as failed:
            print(failed, file=sys.stderr)
            return 1
    print("\n".join(report(here, there, figures)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
