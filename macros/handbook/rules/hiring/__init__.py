"""Rules about the facts of selection and hiring: profiles, stages, scorecards, interviews, fairness, assessment of staff."""

from handbook.rules.hiring import fairness, interviews, profiles, scorecards, stages  # noqa: F401
