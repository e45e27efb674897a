"""The library of the sales handbook: texts in, a checked handbook and the facts it shows out.

It knows neither MkDocs nor pytest. ``load`` is the only module that reads files; ``build`` never
raises for bad content.
"""
