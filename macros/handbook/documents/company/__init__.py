"""The company: who it is, its roles, people and units, its words, its contract, its limits."""
