"""Documents, whole, chain."""
