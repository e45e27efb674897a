"""What must be true: what a rule is, and the rules about any page or file. Those of a document are
in its own folder.
"""
