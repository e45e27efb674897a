"""Documents, company, facts."""
