"""Rules about the facts of selection and hiring: profiles, stages, scorecards, interviews,
fairness, assessors, assessment of staff.
"""
