"""Rules about the facts of the sales book: stages, products, prices and discounts, customers,
competitors.
"""
