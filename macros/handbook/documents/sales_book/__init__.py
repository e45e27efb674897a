"""The sales book: market, products, prices, the stages of a deal, scripts and practice."""
