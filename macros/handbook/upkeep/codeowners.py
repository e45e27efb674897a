"""Who is asked to approve a change: the part of `CODEOWNERS` that follows from the owners of pages
and from people.yml.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from codeowners import CodeOwners

from handbook.documents.company.facts.company import Post
from handbook.handbook import Handbook
from handbook.text.load import CODEOWNERS

BEGIN = (
    '# From here to the end mark, "handbook codeowners" writes: the owners of pages, as '
    "people.yml names who they are."
)
END = '# End of what "handbook codeowners" writes. A line below wins over one above.'
HEAD = """\
# Who is asked to approve a change. The last line that fits a file decides.
# What is above and below the marks is written by hand: the default, and who guards what runs.
"""


# In place of a space, which the library takes for several folders: a sign that no name has.
_SPACE = "\ue000"


@dataclass(frozen=True)
class OwnersLine:
    """A line of `CODEOWNERS`: its number, its pattern, and who is asked."""

    number: int
    pattern: str
    owners: tuple[str, ...]


class CodeOwnersFile:
    """A `CODEOWNERS` file, and whom it asks about a file."""

    def __init__(self, text: str) -> None:
        self.lines = list(_lines(text))
        self._numbered = {line.number: line for line in self.lines}
        rows = [
            "" if number not in self._numbered else _without_note(row)
            for number, row in enumerate(text.splitlines(), 1)
        ]
        self._rules = CodeOwners("\n".join(rows).replace("\\ ", _SPACE))

    def about(self, path: str) -> OwnersLine | None:
        """The line that decides about a file, which is the last that fits; None where nobody is
        asked.
        """
        number = self._rules.matching_line(path.replace(" ", _SPACE))[1]
        line = self._numbered.get(number or 0)
        return line if line and line.owners else None

    @property
    def is_for_all(self) -> bool:
        """Whether the file plainly asks somebody about every file: a line for all, and none that
        asks nobody.
        """
        return any(line.pattern == "*" for line in self.lines) and all(
            line.owners for line in self.lines
        )


def _lines(text: str) -> Iterator[OwnersLine]:
    """The lines that GitHub understands: it knows no sets of signs and no exceptions."""
    for number, row in enumerate(text.splitlines(), 1):
        pattern, *owners = re.findall(r"(?:\\.|\S)+", _without_note(row)) or [""]
        if pattern and not re.search(r"^!|[\[\]]", pattern):
            yield OwnersLine(number, pattern, tuple(owners))


def _without_note(row: str) -> str:
    return re.sub(r"(?:^|\s)#.*", "", row)


def file_of(handbook: Handbook) -> str:
    """The path of the `CODEOWNERS` file that counts; the usual one where there is none."""
    return next((path for path in CODEOWNERS if path in handbook.outside), CODEOWNERS[0])


def asked_for(handbook: Handbook) -> dict[str, tuple[str, ...]]:
    """Each page (its path) with the handles of its owner; pages whose owner nobody fills are left
    out.
    """
    posts = {post.id: tuple(post.handles) for post in handbook.facts[Post]}
    owners = {page.path: posts.get(page.meta.owner, ()) for page in handbook.readable if page.meta}
    return {path: handles for path, handles in owners.items() if handles}


def written(handbook: Handbook) -> str:
    """The whole file: what is written by hand as it is, and between the marks what follows from
    pages and people.
    """
    old = handbook.outside.get(file_of(handbook), "").replace("\r\n", "\n")
    made = "\n".join([BEGIN, *_table(lines_for(asked_for(handbook))), END])
    found = re.search(rf"^{re.escape(BEGIN)}$.*?^{re.escape(END)}$", old, re.MULTILINE | re.DOTALL)
    if found:
        return f"{old[: found.start()]}{made}{old[found.end() :]}"
    return f"{old.rstrip() or HEAD.rstrip()}\n\n{made}\n"


def lines_for(pages: Mapping[str, tuple[str, ...]]) -> list[tuple[str, tuple[str, ...]]]:
    """As few lines as say who is asked about each page: a folder with whom most of it belongs to,
    then what differs.
    """
    return list(_folder("docs/", dict(pages), ())) if pages else []


def _folder(
    folder: str, pages: Mapping[str, tuple[str, ...]], above: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    most = max(sorted(Counter(pages.values()).items()), key=lambda item: item[1])[0]
    if most != above:
        yield f"/{_escaped(folder)}", most
    inner: dict[str, dict[str, tuple[str, ...]]] = {}
    for path, handles in sorted(pages.items()):
        name, slash, _ = path.removeprefix(folder).partition("/")
        if slash:
            inner.setdefault(f"{folder}{name}/", {})[path] = handles
        elif handles != most:
            yield f"/{_escaped(path)}", handles
    for name, below in inner.items():
        if set(below.values()) != {most}:
            yield from _folder(name, below, most)


def _escaped(path: str) -> str:
    """A path as `CODEOWNERS` writes it; what else would need a sign before it cannot be in the name
    of a page.
    """
    return path.replace(" ", "\\ ")


def _table(lines: list[tuple[str, tuple[str, ...]]]) -> list[str]:
    width = max((len(pattern) for pattern, _ in lines), default=0)
    return [f"{pattern:<{width}} {' '.join(owners)}" for pattern, owners in lines]
