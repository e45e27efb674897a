"""Documents, forecast, facts."""
