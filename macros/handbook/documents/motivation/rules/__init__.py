"""Rules about the facts of the motivation system: pay plans, scorecards, responsibility, rewards,
sanctions, career.
"""
