"""Macros of the role pages: what a role learns, must show, answers for, earns, how it rises, whom it deals with."""
