"""The only writer of files: whole, locked, or not at all."""
