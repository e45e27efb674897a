"""What is wrong, how it is said, and how it is mended."""
