"""A manifest small enough for the head."""

from narvaro.travel.manifest import FORMAT

MODE = {
    "engine": "streets",
    "origin": "derived",
    "label": "",
    "made_of": {"max_min": 60.0},
    "parts": [[0, 3]],
    "sources": [],
    "off_street": {"areas": {}, "sites": {"s": None}},
    "notices": [],
    "keys": ["k", "l"],
    "site_ids": ["s", "t"],
    "blocks": ["b.block"],
    "columns": [[[0, 0, 0, 3]], [[0, 1, 0, 3]]],
}
SOUND = {
    "format": FORMAT,
    "engine": "streets",
    "origin": "derived",
    "max_min": 60.0,
    "area_ids": ["a", "b", "c"],
    "site_ids": ["s", "t"],
    "notices": [],
    "modes": {"car": MODE},
}
"""Three areas and two sites by car, in one block."""
