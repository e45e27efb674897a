"""Rules about the interaction of units: services, promises, handovers, decisions, escalation, meetings."""

from handbook.rules.interaction import handovers, meetings, services  # noqa: F401
