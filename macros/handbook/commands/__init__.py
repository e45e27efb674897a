"""The commands of ``handbook``, a module for each kind of work; :mod:`handbook.cli` puts them
together.
"""
