"""Macros that show the handbook itself: page card, board, help of rules and macros."""
