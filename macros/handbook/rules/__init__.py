"""What must be true: rules are generators of Problems, one module for each kind of thing they judge."""

from handbook.rules import (  # noqa: F401
    built,
    company,
    customer_base,
    facts,
    files,
    forecast,
    interaction,
    links,
    moved,
    pages,
    plan,
    reading,
    records,
    sales_book,
    site,
    system,
    writing,
)
from handbook.rules.rule import RULES, help_texts, run

__all__ = ["RULES", "help_texts", "run"]
