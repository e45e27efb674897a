"""No file of 200 kB makes a check take four times as long as plain text of the same size would, in
a handbook of usual size.

What a handbook of usual size takes is measured once, with plain text in it. Each pattern is then
judged in the small good handbook, which is the same sum: what it takes beyond plain words must not
be more than three times what the whole handbook takes, about two seconds. Measured is the time of
the processor, the best of up to three. What is quadratic takes ten to a thousand times as long.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handbook.problems.problem import as_text
from handbook.rules.edition import edition_without_git
from handbook.text.confidential.corpus import Corpus
from handbook.text.confidential.private import HandbookIdentity, private_data
from handbook.text.load import Folder

pytestmark = pytest.mark.slow

SIZE = 200_000
TODAY = date(2026, 11, 23)
# A handbook of a hundred pages, which takes no longer than the shipped one.
PAGES, PARTS = 100, 20
MOST = 4  # times as long
NOISE = 0.3  # seconds that a busy machine may add
TOP = "---\nowner: sales-director\n---\n# Page\n\n{{ page_card() }}\n\n"
WORDS = "The quick brown fox sells coffee to you. "
PART = """
## Part {number}

{{{{ page_card() }}}} Ask before you promise anything, and say what you will do by when. It is better to say no than to be late, and
nobody remembers a *quick* answer that was **wrong**. The [first page](index.md) says who decides.

- Write down what the customer said, in the customer's words.
- Send the offer the same day, with the price and what is in it.
    - Call three days later.

| When | Who | What |
| --- | --- | --- |
| Monday | you | look at what is open |
| Friday | your lead | looks at what is late |
"""
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
    """How long the processor takes to judge the handbook with this file in it, and to say what is
    wrong.
    """
    if path.startswith("training/"):
        folder.outside[path] = text.encode()
    else:
        folder.add(path, text.encode())
    start = process_time()
    "\n".join(as_text(problem) for problem in edition_without_git(folder, TODAY).problems())
    return process_time() - start


@pytest.fixture(scope="module")
def plain(_good_folder: Folder) -> float:
    page = TOP + repeated(WORDS)
    return min(work(deepcopy(_good_folder), "docs/index.md", page) for _ in range(3))


@pytest.fixture(scope="module")
def usual(_good_folder: Folder) -> float:
    """How long a handbook of usual size with plain text of 200 kB takes."""
    folder = deepcopy(_good_folder)
    parts = "".join(PART.format(number=number) for number in range(PARTS))
    for number in range(PAGES):
        folder.add(f"docs/page-{number}.md", f"{TOP}{parts}".encode())
    return min(work(folder, "docs/index.md", TOP + repeated(WORDS)) for _ in range(2))


@pytest.fixture
def is_linear(plain: float, usual: float, _good_folder: Folder) -> Callable[[str, str], bool]:
    def judged(path: str, text: str) -> bool:
        return any(
            usual + work(deepcopy(_good_folder), path, text) - plain < MOST * usual + NOISE
            for _ in range(3)
        )

    return judged


@pytest.mark.parametrize("unit", PATTERNS)
def test_a_page_is_as_much_work_as_it_is_long(is_linear, unit):
    assert is_linear("docs/index.md", TOP + repeated(unit))


@pytest.mark.parametrize(
    "path", ["docs/_facts/company.yml", "docs/_records/hiring.yml", "mkdocs.yml"]
)
@pytest.mark.parametrize("unit", VALUES)
def test_a_file_of_values_is_too(is_linear, path, unit):
    assert is_linear(path, repeated(unit))


@pytest.mark.parametrize("unit", VALUES)
def test_the_block_at_the_top_is_too(is_linear, unit):
    assert is_linear(
        "docs/index.md", f"---\nowner: sales-director\n{repeated(unit)}\n---\n# Page\n"
    )


@pytest.mark.parametrize(
    "unit",
    [
        "<",
        "<a",
        "<a ",
        "<metadata>",
        "href=",
        "url(",
        " on",
        "on =",
        "&",
        "@import ",
        "/*",
        "fetch(",
    ],
)
@pytest.mark.parametrize("kind", ["svg", "css", "js"])
def test_drawings_styles_and_scripts_are_too(is_linear, unit, kind):
    assert is_linear(
        f"docs/assets/made.{kind}", ("<svg>" if kind == "svg" else "") + repeated(unit)
    )


def _words(number: int) -> str:
    """A word of its own for each number."""
    word = ""
    number += 1_000
    while number:
        number, letter = divmod(number, 26)
        word += chr(97 + letter)
    return word


# What is looked for, each time another: {word}, {long} and {number} differ in each line.
EACH = {
    "links to pages that are not there": "[a]({word}-{word}.md)",
    "links to long addresses": "[a](../x/{long}.md)",
    "pictures that are not there": "![a]({word}.png)",
    "headings that are not there": "[a](#{word})",
    "references": "[a][{word}]",
    "macros that are not there": '{{{{ {word}("a") }}}}',
    "macros with nearly the right name": "{{{{ price_list{word}() }}}}",
    "facts that are not there": '{{{{ fact("{word}.b") }}}}',
    "terms that are not there": '{{{{ term("{word}") }}}}',
    "equal headings": "## Same",
    "headings": "## {word} heading",
    "abbreviations": "{capitals}",
    "people beside a judgement": "{title} {title}son got a warning.",
    "phone numbers": "tel +36 30 {number} 4567",
    "numbers": "We pay {number} EUR and 12 %.",
    "days": "On 2026-01-01 we sold {number}.",
    "footnotes": "a[^{word}]",
    "tags": "<{word}>",
}


@pytest.mark.parametrize("most", [990, 200_000])
@pytest.mark.parametrize("form", EACH.values(), ids=EACH)
def test_many_things_that_differ_are_too(is_linear, form, most):
    lines = [
        form.format(
            word=(word := _words(number)), long=word * 20, number=100 + number % 900, title=word.title(), capitals=word.upper()
        )
        for number in range(most)
    ]  # fmt: skip
    assert is_linear("docs/index.md", (TOP + "\n".join(lines))[:SIZE])


FLOODS = """1_000_ +36_30_123_4567_ 0_ 4111_1111_1111_1112_ AT61_1904_3002_3457_3201_ aa11 passport_123_456_789_ a@a a@b.co, a%40b.co_ (at)_ born_
QUJDREVGR0hJSktMTU5PUA==_ aB1/ %41 &#65; &#x \\x41 password:_ password_a1_ token=a1b2c3d4e5f6g7_ Bearer_ eyJaaaaaaaa. sk-a 8Q~ 1:AA xoxb- ghp_

http://a:b@c_ a:// Anna_Kovacs_ Aa- AT61_.|- (0 0-""".split()  # fmt: skip
FLOODS += [
    "password |\n-|\n",
    "-----BEGIN " + "PRIVATE KEY\n",
    "- a\n",
    "- a\n  - b\n",
    "> a\n\n",
    "1. a\n",
    "tel 030 123 4567\n",
    "\n",
    "$$\na\n$$\n",
]


@pytest.mark.parametrize(
    "path", ["docs/index.md", "docs/_facts/company.yml", "training/admission/notes.md"]
)
@pytest.mark.parametrize("unit", FLOODS)
def test_floods_of_what_might_be_private_are_too(is_linear, path, unit):
    lines_may_be_long = not path.startswith("docs/index")
    text = repeated(unit, SIZE if lines_may_be_long else 1_900)
    assert is_linear(path, text if lines_may_be_long else TOP + text)


@pytest.mark.parametrize("flood", ["1 000 ", "0 ", "12-34 ", "a@a ", "4111 1111 1111 1112 "])
def test_nothing_private_is_hidden_behind_a_flood(flood):
    text = flood * (150_000 // len(flood)) + "; tel +36 30 123 4567, anna.kovacs@gmail.com"
    found = {
        private_datum.kind
        for private_datum in private_data(Corpus({"docs/index.md": text}), HandbookIdentity("HU"))
    }
    assert found == {"phone number", "e-mail address of a person"}


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    unit=st.lists(
        st.sampled_from(list("[]()!`*_{}%<>#-|~\"'=:.&\\ \n\t1a")), min_size=1, max_size=6
    ).map("".join)
)
def test_any_few_signs_are_too(is_linear, unit):
    assert is_linear("docs/index.md", TOP + repeated(unit))
