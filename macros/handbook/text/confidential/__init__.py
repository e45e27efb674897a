"""What a handbook must not hold: secrets, private data, people beside a judgement. Texts in,
findings out.
"""
