"""The facts of a handbook: pydantic models of ``docs/_facts``, one module per document, and the
typed scalars.
"""
