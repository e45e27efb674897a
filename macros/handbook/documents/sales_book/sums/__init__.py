"""Documents, sales book, sums."""
