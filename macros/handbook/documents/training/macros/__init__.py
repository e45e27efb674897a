"""Macros of training: modules and paths, admission, probation, practice, the guide for trainers,
what it brings.
"""
