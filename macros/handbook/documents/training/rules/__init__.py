"""Rules about training: paths and modules, what is tested and how, questions, probation, what is
read again, the days on which people begin.
"""
