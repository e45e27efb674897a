"""Pure sums: numbers in, numbers out; no model, no file, no clock."""
