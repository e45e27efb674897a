"""How units work together: services, hand-overs, meetings, who decides."""
