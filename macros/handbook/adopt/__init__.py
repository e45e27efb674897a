"""How a company makes the handbook its own: start, and the files that an engine brings along."""
