"""The files people have, read as they stand: CSV, spreadsheets, geo files and archives of them.

What comes out is text cells, a geometry where there is one, and what the reader chose on the way. Nothing here knows
what a column means; :mod:`narvaro.sources.tables` takes it from here.
"""
