"""Documents, forecast, sums."""
