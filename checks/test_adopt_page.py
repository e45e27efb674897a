"""The page for adopters is the one that a started repository gets."""

from handbook.text.load import LIBRARY, read_tree

PAGE = "docs/upkeep/adopt.md"


def body(text: str) -> str:
    return text.split("\n---\n", 1)[1]


def test_the_page_for_adopters_is_that_of_a_started_repository(handbook):
    theirs = read_tree(LIBRARY / "adopt" / "first")[PAGE].decode()
    here = handbook.texts.get(PAGE, theirs)  # a company may take the page away
    same = body(here) == body(theirs)
    assert same, f"Make {PAGE} and macros/handbook/adopt/first/{PAGE} say the same."
