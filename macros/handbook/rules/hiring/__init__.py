"""Rules about the facts of selection and hiring: profiles, stages, scorecards, interviews, fairness, assessors, assessment of staff."""

from handbook.rules.hiring import fairness, interviews, profiles, raters, rounds, scorecards, stages  # noqa: F401
