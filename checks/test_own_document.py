"""The page "Add a document of your own" shows the very blocks that the tests of the library run, so
that copying them gives something that works.
"""

import re
from pathlib import Path

import pytest

import handbook as engine

PAGE = "upkeep/own-document.md"
README = Path(engine.__file__).parent / "README.md"
BLOCK = re.compile(r'^```\w+ title="([^"]+)"\n(.*?)^```$', re.MULTILINE | re.DOTALL)
# A page shows a macro call with a macro, or the site would carry it out.
SHOWN = re.compile(r'\{\{ macro_call\("([^"]+)"\) \}\}')


def blocks(text: str) -> dict[str, str]:
    """The blocks that carry the name of a file."""
    return dict(BLOCK.findall(SHOWN.sub(r"{{ \1 }}", text)))


def test_page_for_adopters_shows_the_blocks_that_tests_run(handbook):
    if PAGE not in handbook.pages:
        return  # a company that took the page away shows nothing that could be wrong
    run, shown = blocks(README.read_text("utf-8")), blocks(handbook.pages[PAGE].text)
    different = sorted(name for name in {*run, *shown} if run.get(name) != shown.get(name))
    if different:
        pytest.fail(
            f"docs/{PAGE} and macros/handbook/README.md differ in: {'; '.join(different)}",
            pytrace=False,
        )
