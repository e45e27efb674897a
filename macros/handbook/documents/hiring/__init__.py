"""Selection and hiring: profiles, interviews, scorecards, assessment of staff."""
