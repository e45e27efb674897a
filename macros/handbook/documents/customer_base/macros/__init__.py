"""Macros of the customer base: cycles, dialogue, keeping and growing, the CRM."""
