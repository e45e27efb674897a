"""Pages that were moved: where each was and where it is, so that old addresses still lead
somewhere.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import ConfigDict, Field

from handbook.facts.model import Item
from handbook.facts.scalars import ReadBy, ScalarError, typed


def _read_page(value: object) -> str:
    expected = "the path of a page below docs, ending in .md"
    text = typed(value, expected)
    if not re.fullmatch(r"(?!docs/)([A-Za-z0-9][\w.-]*/)*[A-Za-z0-9][\w.-]*\.md", text, re.ASCII):
        bare = text.removeprefix("/").removeprefix("docs/").removesuffix("/").removesuffix(".md")
        known = re.fullmatch(r"([A-Za-z0-9][\w.-]*/)*[A-Za-z0-9][\w.-]*", bare, re.ASCII)
        raise ScalarError(expected, f"{bare}.md" if known else "")
    return text


class Move(Item, file="moved.yml", called="moved page", shown=False):
    """One page that was moved. Its former place names it, because it can have moved from there only
    once.
    """

    model_config = ConfigDict(
        populate_by_name=False
    )  # "from" is how it is written, and nothing else

    id: Annotated[str, ReadBy(_read_page)] = Field(alias="from")
    to: Annotated[str, ReadBy(_read_page)]
