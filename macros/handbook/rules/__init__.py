"""What must be true: rules are generators of Problems, one module for each kind of thing they judge."""

from handbook.rules import (  # noqa: F401
    admission,
    built,
    company,
    customer_base,
    facts,
    files,
    forecast,
    hiring,
    interaction,
    legal,
    links,
    motivation,
    moved,
    pages,
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
from handbook.rules.rule import RULES, help_texts, run

__all__ = ["RULES", "help_texts", "run"]
