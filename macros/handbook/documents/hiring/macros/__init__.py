"""Macros that show selection and hiring: profiles, competencies, stages, guides, scorecards,
fairness, what came of it.
"""
