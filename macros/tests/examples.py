"""The examples of a rule's help, read as files and lines of the handbook.

A line such as ``roles.yml:`` names the file of the lines below it, as it is called in docs or
docs/_facts; an example may show several places, of one file or of many. A file that only the bad
example names is taken away, and one that only the good example names is written.
"""

from __future__ import annotations

import re
from itertools import groupby, zip_longest
from textwrap import indent

from handbook.rules.rule import all_rules
from handbook.text.load import Folder
from tests.bank import FOLDER
from tests.cases import put

# A line that names a file, such as "training/paths.yml:".
_HEADING = re.compile(
    r"^(\S+\.(?:yml|md|css|html|js|svg|env|env\.example)|\S+/CODEOWNERS):\n", re.MULTILINE
)
# A sign that nobody sees, by its number.
_SIGN = re.compile(r"⟨U\+([0-9A-F]{4})⟩")
# So far to the right does an entry of a list within an entry stand.
DEEPEST = 8

# The name of a file, and whole lines of it. A single line of a page needs no name.
Part = tuple[str, str]


def mend(slug: str, changed: set[str], folder: Folder) -> None:
    """Put the good example of a rule in the place of the bad one, in files that a case has changed."""
    bad, right = named(all_rules()[slug].help.bad), named(all_rules()[slug].help.good)
    for name in bad | right:
        for shown, mended in zip_longest(bad.get(name, []), right.get(name, [])):
            _mend(folder, changed, name, shown, mended)


def _mend(
    folder: Folder, changed: set[str], name: str, shown: str | None, mended: str | None
) -> None:
    if shown is None:
        put(folder, path_of(name), f"{mended}\n".encode())
        return
    there = {**folder.outside, **folder.data}
    texts = [
        (path, text, depth)
        for path in (there if name else changed)
        if path.endswith(name)
        for text in [f"\n{there[path].decode()}"]
        for depth in range(0, DEEPEST + 1)
        if text.count(rows(shown, depth)) == 1
    ]
    assert len(texts) == 1, f"stands in {len(texts)} places: {shown!r}"
    ((path, text, depth),) = texts
    if mended is None:
        assert text == rows(shown, depth), f"{path} is not shown whole"
        _take_away(folder, path)
    else:
        put(
            folder,
            path,
            text.replace(rows(shown, depth), rows(mended, depth)).removeprefix("\n").encode(),
        )


def _take_away(folder: Folder, path: str) -> None:
    folder.names = tuple(name for name in folder.names if name != path)
    folder.entries.pop(path, None)
    (folder.outside if path in folder.outside else folder.data).pop(path)


def path_of(name: str) -> str:
    if name.startswith(("docs/", "macros/", "deploy/", ".github/", f"{FOLDER}/")):
        return name
    return f"docs/{name}" if name.endswith(".md") else f"docs/_facts/{name}"


def named(example: str) -> dict[str, list[str]]:
    """The parts of an example by their files."""
    ordered = sorted(parts(example), key=lambda part: part[0])
    return {
        name: [text for _, text in group]
        for name, group in groupby(ordered, key=lambda part: part[0])
    }


def parts(example: str) -> list[Part]:
    """An example in its parts, in order."""
    first, *rest = _HEADING.split(_SIGN.sub(lambda found: chr(int(found[1], 16)), example))
    there = list(zip(rest[::2], rest[1::2], strict=True))
    return [
        (name, _without_notes(name, text))
        for name, text in ([("", first)] if first else []) + there
    ]


def _without_notes(name: str, text: str) -> str:
    """Lines of a file of facts; one that begins with a number sign tells the reader what else is
    so.
    """
    lines = text.removesuffix("\n").split("\n")
    return "\n".join(
        line for line in lines if not (name.endswith(".yml") and line.startswith("# "))
    )


def rows(example: str, depth: int) -> str:
    """Whole lines, so far to the right."""
    return f"\n{indent(example, ' ' * depth)}\n"
