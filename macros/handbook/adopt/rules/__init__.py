"""Rules about what makes a handbook a company's own."""
