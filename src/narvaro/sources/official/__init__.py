"""Published data from official services: asked for politely, kept by content, and refused where it is not whole.

    fetch -> cache -> supply -> by_hand -> wfs, jsonstat -> pxweb

Nothing here knows a country. A country says which layers and tables it wants, and what they must hold.
"""
