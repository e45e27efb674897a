"""Macros of the chain from plan to calls, and of the pages of roles."""
