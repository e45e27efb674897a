"""Forecast and quotas: plan, seats, capacity, quotas, forecasts and how right they were."""
