"""Rules about the facts of the company."""
