"""The sales book: market, products, prices, the way of a deal, what is said and practised."""
