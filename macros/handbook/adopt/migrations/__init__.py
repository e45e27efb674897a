"""The steps from one contract to the next, a module for each, found by looking."""
