"""Making the handbook a company's own: beginning it, going without parts of it, taking upgrades."""
