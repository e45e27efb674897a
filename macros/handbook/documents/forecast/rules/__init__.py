"""Rules about the facts of forecasting and quotas: calendar, quotas and seats, forecasts and
pipeline, frozen snapshots.
"""
