"""Rules about scripts and style sheets: readers' browsers run and load them on every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from handbook.handbook import Handbook
from handbook.problems.problem import Place, Problem
from handbook.rules.rule import rule
from handbook.site.known import is_known
from handbook.text.source.script import ScriptFinding, read_script
from handbook.text.source.style import read_style


@rule(
    "script-refused",
    bad='docs/assets/count.js:\n"use strict";\nfetch("https://statistics.example.com/read");',
    good='docs/assets/count.js:\n"use strict";\nfetch("assets/terms.json");',
)
def refused_scripts(handbook: Handbook) -> Iterator[Problem]:
    """A script works on the page it is on, and tells nobody. It may name what shows, counts and
    remembers things in this browser, and nothing else of it.

    It may `fetch` a file of the site by its path, and only read it. It knows no other host: no
    address of one, no `WebSocket`, `EventSource`, `XMLHttpRequest`, `sendBeacon`, `importScripts`,
    no pictures, frames or forms that it fills with an address, no other `location`. It runs no
    text, by `eval`, `Function` or `innerHTML`. What cannot be understood is refused.
    """
    yield from _found(handbook, ".js", read_script, "script")


@rule(
    "style-refused",
    bad="docs/assets/brand.css:\n@import url(https://fonts.example.com/brand.css);",
    good="docs/assets/brand.css:\np { margin: 0; }",
)
def refused_styles(handbook: Handbook) -> Iterator[Problem]:
    """A style sheet names only files of the site, by their path. With `@import` or `url()` of
    another host, that host would know who reads which page.
    """
    yield from _found(handbook, ".css", read_style, "style sheet")


def _found(
    handbook: Handbook, ending: str, read: Callable[[str], list[ScriptFinding]], called: str
) -> Iterator[Problem]:
    for path, text in handbook.texts.items():
        if path.endswith(ending) and not is_known(text):
            for finding in read(text):
                what = (
                    f'This {called} holds "{" ".join(finding.written.split())}", which '
                    f"{finding.wrong}."
                )
                yield Problem(
                    Place(path, finding.line),
                    what,
                    f"take it out, or ask the person who looks after the {called}.",
                )
