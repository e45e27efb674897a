"""The engine names nothing of the example company.

Its roles, products, buyer groups, pages, places and trade are words of its own pages. The engine is
what companies install, so the wheel is built and searched, help and comments and all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from handbook.adopt.shell import SHELL, shell_files

MACROS = Path(__file__).parents[1]
PACKAGE = MACROS / "handbook"

# Ids and names of the example. Ordinary words of the field are not among them: "owner",
# "marketing",
# "discovery", "dealers".
WORDS = {
    "company": "aldertree",
    "role": """head-of-sales team-lead-workplaces team-lead-hospitality account-executive
        key-account-manager partner-manager sdr sales-operations head-of-marketing head-of-service
        head-of-warehouse head-of-finance head-of-customer-care legal-counsel""",
    "unit": "installation-and-service customer-care",
    "buyer group": "workplaces hospitality resale",
    "product": """barista filter-xl breakfast-pro cold-tap care-basic care-plus house-blend
        canteen-blend origins decaf""",
    "stage": "survey-and-tasting money-not-granted",
    "page": """technology/sales-book technology/training technology/hiring technology/motivation
        system/customer-base system/forecast-and-quotas system/interaction""",
    "place": """budapest szeged gyor miskolc balaton kecskemet sopron graz bratislava timisoara
        vienna""",
    "trade": """coffee bean beans cup cups espresso machine machines milk jura grinder roast roaster
        capsule capsules tasting tastings brew""",
}
# A migration names what it moves away: words that the engine knew once.
MIGRATIONS = "handbook/adopt/migrations/m"
ALL_WORDS = [word for words in WORDS.values() for word in words.split()]


def as_pattern(word: str) -> str:
    """A word with blanks or underscores where its id has hyphens."""
    return re.escape(word).replace(r"\-", "[-_ ]")


# Hyphens and underscores end a word; letters and digits do not. Longer words are tried first.
EXAMPLE = re.compile(
    rf"(?<![^\W_])({'|'.join(map(as_pattern, sorted(ALL_WORDS, key=len, reverse=True)))})(?![^\W_])",
    re.IGNORECASE,
)


# The name of a program.
PROGRAM = "brew install"


def found_words(text: str) -> list[str]:
    """The words of the example in a text, each with its line."""
    text = text.replace(PROGRAM, "")
    return [
        f"line {text.count(chr(10), 0, found.start()) + 1}: {found[0]}"
        for found in EXAMPLE.finditer(text)
    ]


def beside_the_wheel() -> Iterator[tuple[str, str]]:
    """The engine's files that are not in the package: the adapter, and the theme's scripts and
    styles.
    """
    theme = (
        path for path in (MACROS / "theme").rglob("*") if path.suffix in {".js", ".css", ".html"}
    )
    for path in (*MACROS.glob("*.py"), *theme):
        yield path.relative_to(MACROS).as_posix(), path.read_text(encoding="utf-8")


def test_the_wheel_holds_the_whole_package(wheel: dict[str, bytes]) -> None:
    package = {
        path.relative_to(MACROS).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    shell = {f"{SHELL}{path}" for path in shell_files()}
    assert package | shell == {name for name in wheel if name.startswith("handbook/")}


def test_no_word_of_the_example_is_in_the_engine(wheel: dict[str, bytes]) -> None:
    # What hatchling writes of the project, METADATA and RECORD, is not in the package.
    package = {
        name: data.decode()
        for name, data in wheel.items()
        if name.startswith("handbook/") and not name.startswith(MIGRATIONS)
    }
    found = {
        name: found_words(text) for name, text in {**package, **dict(beside_the_wheel())}.items()
    }
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize("written", ["{}", "my_{}-2027", '("{}")', "«{}»"])
@pytest.mark.parametrize("hyphen", "-_ ")
def test_each_word_is_found_however_it_is_written(written: str, hyphen: str) -> None:
    for word in ALL_WORDS:
        there = word.replace("-", hyphen)
        for text in (there, there.upper(), there.capitalize()):
            assert found_words(f"first\n{written.format(text)}") == [f"line 2: {text}"]


@pytest.mark.parametrize(
    "word",
    ["machinery", "cupboard", "milkweed", "beanstalk", "technology", "customer-base", "origin"],
)
def test_longer_and_ordinary_words_are_left_alone(word: str) -> None:
    assert found_words(word) == []
