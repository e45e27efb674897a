"""The test before admission: its bank of questions, drawing it, the sheet that is filled in,
marking it.
"""
