"""Macros that show the motivation system: responsibility, scorecards, pay, rewards, sanctions,
career.
"""
