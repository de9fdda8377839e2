"""SCB's open services: areas from the map service, people and cars from the statistical database, as a case.

    editions -> services -> people, polygons -> points -> areas -> sites -> case

docs/scb.md says what is asked for, what is held against it, and that the live services were not reached from here.
"""
