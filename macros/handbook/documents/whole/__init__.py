"""What connects the documents: the chain from plan to calls, the pages of roles, rules across
documents.
"""
