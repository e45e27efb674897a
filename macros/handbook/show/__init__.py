"""The macros: facts in, HTML out. Every value is escaped; a macro selects its facts first and draws
them second.
"""
