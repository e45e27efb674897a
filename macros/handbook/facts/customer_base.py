"""Facts of the customer base: for now the CRM's objects and fields, which stages and qualification refer to."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from handbook.facts.model import Item
from handbook.facts.scalars import Words


class CrmField(Item):
    """A field of the CRM, or of the table that stands in for one."""

    name: Words
    on: Literal["customer", "contact", "deal"]
    kind: Literal["text", "money", "date", "choice", "number", "yes or no", "document", "person"]
    means: Words
    choices: list[Words] = Field(default_factory=list)
