"""Files in, typed text out."""
