"""Rules about the facts of the sales book: stages, products, prices and discounts, customers, competitors."""

from handbook.rules.sales_book import competitors, conversation, customers, practice, prices, products, stages  # noqa: F401
