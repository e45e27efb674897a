"""Rules about training: paths and modules, what is tested and how, questions, probation, what is read again, the days on which people begin."""

from handbook.rules.training import admission, again, objectives, paths, practicals, probation, questions  # noqa: F401
