"""An extract as a person would trace it, for independent searches: streets, outlines of squares, ways across.

Shares no code with the package. Squares are put together by osmium's own assembler. The rules are written out again
from docs/travel.md.
"""

import itertools
from collections import defaultdict

import osmium
import shapely

SQUARES = {"pedestrian", "footway", "path", "corridor", "platform"}
ACROSS_FROM = 100


def kind_of(tags):
    highway = tags.get("highway")
    if highway is None and "platform" in (tags.get("railway"), tags.get("public_transport")):
        return "platform"
    return highway


def drawn(path, walked):
    """Yield (kind, tags, refs, places, is square) of every line; `walked(kind, tags)` says who may walk."""
    ways, squares, where = {}, [], {}
    for way in osmium.FileProcessor(str(path)).with_locations():
        if way.is_way():
            ways[way.id] = (dict(way.tags), [node.ref for node in way.nodes])
            where |= {n.ref: (n.lon, n.lat) for n in way.nodes if n.location.valid()}
        elif way.is_relation():
            tags = dict(way.tags)
            if tags.get("type") == "multipolygon" and kind_of(tags) in SQUARES:
                squares.append(("r", way.id, tags, [m.ref for m in way.members if m.type == "w"]))
    lines = []
    for number, (tags, refs) in ways.items():
        if tags.get("route") == "ferry":
            continue
        if tags.get("area") != "yes":
            lines.append((kind_of(tags), tags, refs, ("line", number)))
        elif kind_of(tags) in SQUARES:
            squares.append(("w", number, tags, [number]))
    touched = defaultdict(set)
    for kind, tags, refs, owner in lines:
        if walked(kind, tags):
            for ref in refs:
                touched[ref].add(owner)
    outlines = []
    for letter, number, tags, members in squares:
        for member in members:
            if member in ways:
                refs = ways[member][1]
                outlines.append((kind_of(tags), tags, refs, (letter, number)))
                if walked(kind_of(tags), tags):
                    for ref in refs:
                        touched[ref].add((letter, number))
    tags_of = {(letter, number): tags for letter, number, tags, _ in squares}
    for kind, tags, refs, owner in lines + outlines:
        yield kind, tags, refs, where, owner[0] != "line"
    for owner, refs in ways_across(path, tags_of, touched):
        yield kind_of(tags_of[owner]), tags_of[owner], refs, where, True


def ways_across(path, tags_of, touched):
    make = osmium.geom.WKBFactory()
    for area in osmium.FileProcessor(str(path)).with_areas():
        if not area.is_area():
            continue
        owner = ("w" if area.from_way() else "r", area.orig_id())
        if owner not in tags_of:
            continue
        shape = shapely.from_wkb(make.create_multipolygon(area))
        rings = [ring for outer in area.outer_rings() for ring in (outer, *area.inner_rings(outer))]
        corners = {node.ref: (node.lon, node.lat) for ring in rings for node in ring}
        doors = sorted(ref for ref in corners if len(touched[ref]) > 1)
        doors = doors if len(doors) <= ACROSS_FROM else doors[:: len(doors) // ACROSS_FROM][:ACROSS_FROM]
        beside = {frozenset(pair) for ring in rings for pair in itertools.pairwise(n.ref for n in ring)}
        for one, two in itertools.combinations(doors, 2):
            if frozenset((one, two)) not in beside and shape.covers(
                shapely.LineString([corners[one], corners[two]])
            ):
                yield owner, [one, two]
