"""Rules about the customer base: cycles, dialogue, ownership, the CRM, the state of the base, records about people."""

from handbook.rules.customer_base import base, crm, cycles, dialogue  # noqa: F401
