"""What looks confidential and is not: allowed by hand, one text each, with the reason and the role
that decided.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from handbook.facts.model import Item, Ref
from handbook.facts.scalars import ReadBy, ScalarError, Words, typed


def _read_fingerprint(value: object) -> str:
    expected = "the twelve signs that the message says"
    text = typed(value, expected)
    if not re.fullmatch("[0-9a-f]{12}", text):
        raise ScalarError(expected)
    return text


class AllowedText(Item, file="not_confidential.yml", called="allowed text", shown=False):
    """One text in one file that a rule takes for confidential and that is not. Another text there,
    or this one elsewhere, is told as ever.
    """

    model_config = ConfigDict(
        populate_by_name=False
    )  # "found" is how it is written, and nothing else

    id: Annotated[str, ReadBy(_read_fingerprint)] = Field(alias="found")
    rule: Literal["secret-found", "private-data-found", "person-and-judgement"]
    file: Words
    reason: Words
    by: Ref[Literal["Role"]]
