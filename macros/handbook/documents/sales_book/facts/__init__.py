"""Documents, sales book, facts."""
