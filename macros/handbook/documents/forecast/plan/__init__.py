"""The plan of a year, followed from the owner's number to the hours of a week: computed from facts,
compared link by link.
"""
