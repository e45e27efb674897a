"""Training: paths, modules, questions, practice, admission."""
