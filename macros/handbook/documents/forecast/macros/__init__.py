"""Macros of the principles of forecasting and quotas, one module for each kind of thing that they
show.
"""
