"""How fast the handbook is checked and built, and how much memory that takes, at 100, 1 000 and 5
000 pages.

Every figure is that of a whole process. Building is compared with what it would cost if our macros
did no work (they return ready text), if mkdocs-macros did no work, and without mkdocs-macros.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.asking import SAMPLE
from bench.measure import Cost, Failed, measure

ROOT = Path(__file__).parents[2]
SIZES = (100, 1000, 5000)
BUILDS = {
    "ours": "build, our macros",
    "lookup": "build, macros that return ready text",
    "idle": "build, mkdocs-macros with nothing to do",
    "none": "build, without mkdocs-macros",
}
ASKS = {
    "reading": "only reading, with 4 records a page",
    "status": "handbook status, with 4 records a page",
    "once": "git asked once, for all files",
    "each": f"git log -1 for each of {SAMPLE} files",
}
NAMES = {"check": "handbook check", **ASKS, **BUILDS}
RATIOS = (
    ("status", "reading", "handbook status / reading"),
    ("each", "once", f"git for {SAMPLE} files one by one / once"),
    ("ours", "lookup", "our macros / ready text"),
    ("idle", "none", "mkdocs-macros / none"),
)
NOTE = """\
Pages are the shipped ones and copies of the sales book. For checking, all are in the menu; for building, the copies do not: a menu
of thousands of entries on every page would measure the theme. Aims: check at most 1.2 ms for each further page, 5 000 pages
in 8 s and 400 MB; status at most 3 s beyond reading for 5 000 pages
with 20 000 records; our macros at most 1.10 times ready text at 1 000 pages. CPU time says more than wall time on a busy machine."""


@dataclass
class Size:
    """A handbook of one size, and what was measured on it by name."""

    folder: Path
    wanted: int
    pages: int = 0
    costs: dict[str, list[Cost]] = field(default_factory=lambda: {name: [] for name in NAMES})

    def middle(self, name: str, what: str) -> float | None:
        """The median over all runs; None if there was none."""
        found = [getattr(cost, what) for cost in self.costs[name]]
        return median(found) if found else None

    def ratio(self, above: str, below: str, what: str) -> float | None:
        """The median of the ratios of runs that followed each other."""
        pairs = zip(self.costs[above], self.costs[below], strict=False)
        found = [getattr(cost, what) / getattr(other, what) for cost, other in pairs]
        return median(found) if found else None


class Bench:
    """Measures sizes one after another until the time is up."""

    def __init__(self, sizes: Sequence[Size], repeats: int | None, limit: float) -> None:
        self.sizes, self.repeats = sizes, repeats
        self.end = time.monotonic() + limit
        self.unequal: list[str] = []

    def run(self, names: Sequence[str]) -> None:
        """Checking comes first at every size: it is quick, and so it is measured even if the time
        is short.
        """
        for chosen in (["check"], list(ASKS)):
            for size in self.sizes:
                self.rounds(size, [name for name in chosen if name in names])
        for size in self.sizes:
            self.rounds(size, [name for name in BUILDS if name in names])
            self.unequal += differing(size)
            shutil.rmtree(
                size.folder, ignore_errors=True
            )  # the sites of 5 000 pages fill a small disk

    def rounds(self, size: Size, names: Sequence[str]) -> None:
        for _ in range(self.repeats or (3 if size.wanted <= 100 else 1)) if names else ():
            self.round(size, names)

    def round(self, size: Size, names: Sequence[str]) -> None:
        """Each of ``names`` once, so that a slow moment of the machine meets all alike."""
        for name in names:
            left = self.end - time.monotonic()
            if self.expected(size, name) < left and (size.pages or prepare(size, left)):
                say(f"{size.pages} pages: {NAMES[name]} …")
                cost = measure(
                    command(name, size.folder / ("status" if name in ASKS else name)),
                    left,
                    (0, 1) if name == "check" else (0,),
                )
                size.costs[name] += [cost] if cost else []

    def expected(self, size: Size, name: str) -> float:
        """Seconds that a run will take, going by the largest size at which the same was measured."""
        known = [other for other in self.sizes if other.costs[name]]
        largest = max(known, key=lambda other: other.pages, default=None)
        wall = largest.middle(name, "wall") if largest else None
        return wall * size.wanted / largest.pages if largest and wall else 0


def prepare(size: Size, seconds: float) -> bool:
    """Make the handbook of a size; whether there was time for it."""
    say(f"Making {size.wanted} pages …")
    maker = [sys.executable, "-m", "bench.copies", str(ROOT), str(size.folder), str(size.wanted)]
    made = measure(maker, seconds)
    size.pages = int(made.said) if made else 0
    return made is not None


def command(name: str, folder: Path) -> list[str]:
    if name == "check":
        return [sys.executable, "-m", "handbook.cli", "check", "--root", str(folder)]
    if name in ASKS:
        return [sys.executable, "-m", "bench.asking", name, str(folder)]
    return [
        sys.executable, "-m", "mkdocs", "build",
        "--config-file", str(folder / "mkdocs.yml"), "--site-dir", str(folder / "site"),
    ]  # fmt: skip


def differing(size: Size) -> list[str]:
    """Pages that the builds do not agree about: then they did not do the same work, and ratios
    would mean nothing.
    """
    built = [name for name in BUILDS if size.costs[name]]
    found = set()
    for name in built[1:]:
        for page in (size.folder / built[0] / "site").rglob("*.html"):
            inner = page.relative_to(size.folder / built[0])
            if page.read_bytes() != (size.folder / name / inner).read_bytes():
                found.add(inner.as_posix())
    return sorted(found)


# --- what is printed ------------------------------------------------------------------------------


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def table(sizes: Sequence[Size], names: Sequence[str]) -> Iterator[str]:
    yield (
        f"{'pages':>5}  {'what':<40} {'wall s':>8} {'CPU s':>8} {'ms a page':>9} {'peak MB':>8} "
        f"{'runs':>4}"
    )
    for size in sizes:
        for name in names:
            wall, cpu, peak = (size.middle(name, what) for what in ("wall", "cpu", "peak"))
            start = f"{size.pages or size.wanted:>5}  {NAMES[name]:<40} "
            if wall is None or cpu is None or peak is None:
                yield f"{start}not measured: the time was up"
            else:
                each = 1000 * cpu / size.pages
                yield (
                    f"{start}{wall:>8.2f} {cpu:>8.2f} {each:>9.2f} {peak:>8.0f} "
                    f"{len(size.costs[name]):>4}"
                )


def ratios(sizes: Sequence[Size]) -> Iterator[str]:
    for size in sizes:
        for above, below, words in RATIOS:
            wall, cpu = (size.ratio(above, below, what) for what in ("wall", "cpu"))
            if wall is not None and cpu is not None:
                yield f"{size.pages:>5}  {words:<40} wall {wall:.3f}, CPU {cpu:.3f}"


def growth(sizes: Sequence[Size]) -> Iterator[str]:
    """What each further page costs: equal figures mean that checking is linear."""
    measured = [size for size in sizes if size.costs["check"]]
    for small, large in pairwise(measured):
        more = [
            (large.middle("check", what) or 0) - (small.middle("check", what) or 0)
            for what in ("cpu", "peak")
        ]
        cpu, peak = (1000 * amount / (large.pages - small.pages) for amount in more)
        yield (
            f"handbook check, each page between {small.pages} and {large.pages}: {cpu:.2f} ms of "
            f"CPU, {peak:.0f} kB"
        )


def report(sizes: Sequence[Size], names: Sequence[str]) -> str:
    """Everything that was measured, as a table for people."""
    said = [
        f"handbook check of {size.pages} pages says: {size.costs['check'][-1].said}"
        for size in sizes
        if size.costs["check"]
    ]
    parts = [list(table(sizes, names)), [*ratios(sizes), *growth(sizes)], said, [NOTE]]
    return "\n\n".join("\n".join(rows) for rows in parts if rows)


def as_json(sizes: Sequence[Size]) -> str:
    """A list of ``{pages, runs, ratios}``; runs and ratios by name, a ratio that was not measured
    is null.
    """
    rows = [
        {
            "pages": size.pages or size.wanted,
            "runs": {name: [asdict(cost) for cost in costs] for name, costs in size.costs.items()},
            "ratios": {words: size.ratio(above, below, "cpu") for above, below, words in RATIOS},
        }
        for size in sizes
    ]
    return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of pages")
    asked.add_argument(
        "--only", nargs="+", choices=NAMES, default=list(NAMES), help="what to measure"
    )
    asked.add_argument(
        "--repeats", type=int, help="runs of each (default: 3 up to 100 pages, else 1)"
    )
    asked.add_argument(
        "--limit", type=float, default=600, help="seconds for everything (default: 600)"
    )
    asked.add_argument(
        "--json", type=Path, default=ROOT / "macros/bench/results/bench.json", help="file to write"
    )
    return asked.parse_args(given)


def main(given: Sequence[str] | None = None) -> int:
    """Measure, print the table, write the JSON. Ends with 1 if something that was measured did not
    do its work.
    """
    asked = arguments(given)
    with TemporaryDirectory() as place:
        sizes = [Size(Path(place) / str(wanted), wanted) for wanted in sorted(asked.sizes)]
        bench = Bench(sizes, asked.repeats, asked.limit)
        try:
            bench.run(asked.only)
        except Failed as failed:
            say(str(failed))
            return 1
    print(report(sizes, asked.only))
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(as_json(sizes), encoding="utf-8")
    if bench.unequal:
        say(f"The builds differ, so their ratios mean nothing. First: {bench.unequal[0]}")
    return 1 if bench.unequal else 0


if __name__ == "__main__":
    sys.exit(main())
