"""Macros about the interaction of units: what each gives and gets, handovers, decisions, meetings,
business hours.
"""
