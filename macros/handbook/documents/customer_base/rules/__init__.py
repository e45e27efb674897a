"""Rules about the customer base: cycles, dialogue, ownership, the CRM, the state of the base,
records about people.
"""
