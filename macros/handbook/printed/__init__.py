"""Documents to print: one self-contained page of HTML each, for A4; facts in, text out."""
