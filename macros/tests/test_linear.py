"""No text makes a check slower than it is long: each pattern is repeated to 200 kB and compared with plain words of the same size.

Measured is the time of the processor, the best of up to three, against a bound far from what it takes: what is quadratic takes
ten to a thousand times as long as plain words.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handbook.load import Folder
from handbook.open import Opened
from handbook.problems import as_text

SIZE = 200_000
TODAY = date(2026, 11, 23)
# Sixty thousand paragraphs are sixty thousand things to look at, so they are more work than one text; but no more than this.
TIMES, SECONDS = 8, 1.5
TOP = "---\nowner: head-of-sales\n---\n# Page\n\n{{ page_card() }}\n\n"
WORDS = "The quick brown fox sells coffee to you. "
# Words that would be found in this file itself are put together.
PATTERNS = """[ ![ [[a] {:_ ]( ]((( [a](b)_ ![a](b)_ [a][b]_ [a](<b [a](b_"c [x] [^1] [a]:_ [a]:_b\n *[A]:_b\n ` ``_ `a` ``a` ~~~ ~~~\n ```\n
```_a=""_ ```_a=''_! * _ **a_ __a_ *a_**b_ | |_a_| |-|\n {{ {%_ {#_ {{_a(1,_ {{_x()_}} {{_fact("a")_}} {{'_ }} { {a} <!-- < <a_ <a_href=" <a_b=' <b>
</b> <http://a <http://a> https://a.b/c_ a@b.c_ mailto: &# & # #_a\n ##_\n a\n===\n a\n---\n --- === > >_ -_ -_a\n 1._ 1. !!!_ ???_ +_ :a: ==
++ ^ ~ $ \\ " ' "a"_ 'a'_ a_ a- a, . ... …\n A._ AAA_ e.g._ Mr._ 12_%_ €1 0, 1 _ a \n é \u200b \u202e İ ﬀ :: ##[ www. GH-1_ @a_""".split()  # fmt: skip
PATTERNS += [
    "TO" + "DO\n",
    "TB" + "D_",
    "<<<<<<<_",
    "|_a_|\n|-|\n|_b_|\n",
    "a\n\n",
    "-_a\n__-_b\n",
    "(((",
    ")))",
    "<a_=_",
]
VALUES = """[ {a:_ -_ - " ' &a_ *a_ !t_ ?_ a:_b:_ a:_ , #_ | > a:\n -_a\n a:_b\n "\\ % @ --- ---\n ...\n \t é \u2028""".split()


def repeated(unit: str, width: int = 1_900) -> str:
    """200 kB of a pattern, in lines that are just short enough to be read."""
    unit = unit.replace("_", " ")
    line = unit if "\n" in unit else unit * max(1, width // len(unit)) + "\n"
    return (line * (SIZE // len(line) + 1))[:SIZE]


def work(folder: Folder, path: str, text: str) -> float:
    """How long the processor takes to judge the handbook with this file in it, and to say what is wrong."""
    folder.add(path, text.encode())
    start = process_time()
    "\n".join(as_text(problem) for problem in Opened(folder, TODAY).problems())
    return process_time() - start


@pytest.fixture(scope="module")
def plain(_good_folder: Folder) -> float:
    page = TOP + repeated(WORDS)
    return min(work(deepcopy(_good_folder), "docs/index.md", page) for _ in range(3))


@pytest.fixture
def is_linear(plain: float, _good_folder: Folder) -> Callable[[str, str], bool]:
    def judged(path: str, text: str) -> bool:
        return any(work(deepcopy(_good_folder), path, text) < TIMES * plain + SECONDS for _ in range(3))

    return judged


@pytest.mark.parametrize("unit", PATTERNS)
def test_a_page_is_as_much_work_as_it_is_long(is_linear, unit):
    assert is_linear("docs/index.md", TOP + repeated(unit))


@pytest.mark.parametrize("path", ["docs/_facts/company.yml", "docs/_records/hiring.yml", "mkdocs.yml"])
@pytest.mark.parametrize("unit", VALUES)
def test_a_file_of_values_is_too(is_linear, path, unit):
    assert is_linear(path, repeated(unit))


@pytest.mark.parametrize("unit", VALUES)
def test_the_block_at_the_top_is_too(is_linear, unit):
    assert is_linear("docs/index.md", f"---\nowner: head-of-sales\n{repeated(unit)}\n---\n# Page\n")


@pytest.mark.parametrize(
    "unit", ["<", "<a", "<a ", "<metadata>", "href=", "url(", " on", "on =", "&", "@import ", "/*", "fetch("]
)
@pytest.mark.parametrize("kind", ["svg", "css", "js"])
def test_drawings_styles_and_scripts_are_too(is_linear, unit, kind):
    assert is_linear(f"docs/assets/made.{kind}", ("<svg>" if kind == "svg" else "") + repeated(unit))


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    unit=st.lists(st.sampled_from(list("[]()!`*_{}%<>#-|~\"'=:.&\\ \n\t1a")), min_size=1, max_size=6).map(
        "".join
    )
)
def test_any_few_signs_are_too(is_linear, unit):
    assert is_linear("docs/index.md", TOP + repeated(unit))
