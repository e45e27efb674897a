"""Rules about the interaction of units: services, promises, handovers, decisions, escalation,
meetings.
"""
