"""What must be true: rules are generators of Problems, one module for each kind of thing they judge."""

from handbook.rules import (  # noqa: F401
    admission,
    assets,
    built,
    codeowners,
    company,
    confidential,
    customer_base,
    facts,
    fences,
    files,
    forecast,
    headings,
    hiring,
    interaction,
    layout,
    legal,
    links,
    marks,
    motivation,
    moved,
    pages,
    pictures,
    placeholders,
    plan,
    reading,
    records,
    roles,
    sales_book,
    site,
    system,
    training,
    writing,
)
from handbook.rules.rule import RULES, help_texts, judge, run

__all__ = ["RULES", "help_texts", "judge", "run"]
