"""Macros of the sales book: prices, products, customers, competitors, stages."""
