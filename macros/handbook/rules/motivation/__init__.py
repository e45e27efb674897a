"""Rules about the facts of the motivation system: pay plans, scorecards, responsibility, rewards, sanctions, career."""

from handbook.rules.motivation import careers, conduct, pay_curves, pay_days, pay_returns  # noqa: F401
