"""The bench: how long checking and building take, and how much memory, as the handbook grows."""
