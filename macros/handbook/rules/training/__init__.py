"""Rules about training: paths and modules, what is tested and how, questions, probation, the days on which people begin."""

from handbook.rules.training import admission, objectives, paths, practicals, probation, questions  # noqa: F401
