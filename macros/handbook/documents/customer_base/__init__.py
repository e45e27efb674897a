"""The customer base: cycles of buying, dialogue, CRM, what the base is worth."""
