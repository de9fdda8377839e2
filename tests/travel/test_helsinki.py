"""Streets of central Helsinki against a computation that shares no code with the package.

The other way round: every OpenStreetMap point is a node (nothing is contracted), the places are set into the
drawn lines as nodes of their own, the nearest line is found by trying them all, and SciPy's Dijkstra runs
over it. The rules are written out again from docs/travel.md. Data: OpenStreetMap contributors, ODbL.
"""

import itertools
from functools import partial

import networkx as nx
import numpy as np
import pyproj
import pytest
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, dijkstra
from tests.travel.drawn import drawn

from narvaro.travel import RunSettings, travel_times

GEOD = pyproj.Geod(ellps="WGS84")
FOOT = "primary primary_link secondary secondary_link tertiary tertiary_link unclassified residential \
living_street service road track pedestrian footway steps corridor platform elevator path bridleway cycleway"
BIKE = "trunk trunk_link primary primary_link secondary secondary_link tertiary tertiary_link unclassified \
residential living_street service road track path cycleway"
KINDS = {*FOOT.split(), *BIKE.split(), "motorway"}
KMH = {"primary": 70, "secondary": 70, "tertiary": 60, "tertiary_link": 40, "primary_link": 50}
KMH |= {"unclassified": 50, "residential": 30, "service": 20, "track": 20, "road": 50}
OPEN = {"yes", "designated", "permissive", "destination", "customers", "official"}
SHUT = {"no", "private", "use_sidepath", "delivery", "agricultural", "forestry", "permit", "military"}
KEYS = {
    "walk": ["access", "foot"],
    "bicycle": ["access", "vehicle", "bicycle"],
    "car": ["access", "vehicle", "motor_vehicle", "motorcar"],
}


def allowed(mode, kind, tags):
    if mode == "bicycle" and tags.get("bicycle") == "dismount":
        return allowed("walk", kind, tags)
    if kind not in KINDS:
        return False
    own = {"walk": kind in FOOT.split(), "bicycle": kind in BIKE.split()}
    own["car"] = kind in BIKE.split() and kind not in ("path", "cycleway")
    if tags.get("motorroad") == "yes":
        own |= {"walk": False, "bicycle": False}
    answer = own[mode]
    for key in KEYS[mode]:
        if tags.get(key) in SHUT:
            answer = False
        elif tags.get(key) in OPEN:
            answer = True if key == KEYS[mode][-1] else own[mode]
    return answer


def directions(mode, tags):
    oneway, dismount = tags.get("oneway"), tags.get("bicycle") == "dismount"
    along, against = True, True
    if oneway == "-1":
        along = False
    elif oneway in ("yes", "true", "1") or (tags.get("junction") == "roundabout" and oneway != "no"):
        against = False
    sides = ["cycleway", "cycleway:left", "cycleway:right", "cycleway:both"]
    counter = any(tags.get(s, "").startswith("opposite") or tags.get(s + ":oneway") == "no" for s in sides)
    if mode == "walk" or (mode == "bicycle" and (dismount or tags.get("oneway:bicycle") == "no" or counter)):
        return True, True
    if mode == "bicycle" and "oneway:bicycle" in tags:
        return tags["oneway:bicycle"] == "yes", tags["oneway:bicycle"] == "-1"
    return along, against


def metres_per_second(mode, kind, tags, way):
    if mode == "walk":
        return (2.4 if kind == "steps" else 4.8) / 3.6
    if mode == "bicycle":
        return (4.8 if tags.get("bicycle") == "dismount" else 15) / 3.6
    return float(tags.get(f"maxspeed:{way}") or tags.get("maxspeed") or KMH.get(kind, 7)) / 3.6


def segments(path, mode):
    """Every drawn step that the mode may use: ends, whether along and against, metres per second both ways."""
    seen, ends, rows, place = {}, set(), [], {}
    for kind, tags, refs, where, square in drawn(path, partial(allowed, "walk")):
        modes = {any_mode for any_mode in KEYS if allowed(any_mode, kind, tags)}
        if square:
            modes.discard("car")
        # A way that nobody may use makes no junction.
        if not modes:
            continue
        runs, run = [], []
        for ref in refs:
            if ref in where:
                run.append(ref)
                place[ref] = where[ref]
            else:
                runs, run = [*runs, run], []
        for part in [*runs, run]:
            if len(part) < 2:
                continue
            ends |= {part[0], part[-1]}
            for ref in part:
                seen[ref] = seen.get(ref, 0) + 1
            if mode in modes:
                along, against = directions(mode, tags)
                speed = tuple(metres_per_second(mode, kind, tags, way) for way in ("forward", "backward"))
                rows += [(a, b, along, against, speed) for a, b in itertools.pairwise(part)]
    junctions = {ref for ref, times in seen.items() if times > 1} | ends
    return rows, place, junctions


def metres(one, two):
    return GEOD.inv(*one, *two)[2]


def arcs_with_points(path, mode, points):
    """The arcs (begin, end, seconds) of a graph with the points on it, the number of nodes without them, and the
    metres between each point and its street.
    """
    rows, place, junctions = segments(path, mode)
    number = {ref: i for i, ref in enumerate(place)}
    arcs = [(a, b) for a, b, along, _, _ in rows if along] + [
        (b, a) for a, b, _, against, _ in rows if against
    ]
    start, end = np.array([[number[a], number[b]] for a, b in arcs]).T
    graph = coo_array((np.ones(len(arcs)), (start, end)), (len(number), len(number)))
    _, piece = connected_components(graph, directed=True, connection="strong")
    is_junction = np.array([ref in junctions for ref in place])
    size = np.zeros(piece.max() + 1)
    for a, b, *_ in rows:
        if piece[number[a]] == piece[number[b]]:
            size[piece[number[a]]] += metres(place[a], place[b])
    rows = in_large_pieces(rows, number, piece, size, is_junction)
    # What is drawn twice in the same way is one line: neighbours must not be parted by it.
    rows = list(
        {
            (*sorted((a, b)), *rest)
            if rest[0] and rest[1] and rest[2][0] == rest[2][1]
            else (a, b, *rest): None
            for a, b, *rest in rows
        }
    )
    mercator = {ref: (np.radians(x), np.arcsinh(np.tan(np.radians(y)))) for ref, (x, y) in place.items()}
    lines = shapely.linestrings([[mercator[a], mercator[b]] for a, b, *_ in rows])
    parts = [[] for _ in rows]
    off = np.zeros(len(points))
    for i, (lon, lat) in enumerate(points):
        point = shapely.Point(np.radians(lon), np.arcsinh(np.tan(np.radians(lat))))
        best = int(np.argmin(shapely.distance(lines, point)))
        line = lines[best]
        parts[best].append((line.project(point) / line.length if line.length else 0.0, len(number) + i))
        met = line.interpolate(line.project(point))
        off[i] = metres((lon, lat), (np.degrees(met.x), np.degrees(np.arctan(np.sinh(met.y)))))
    begin, to, cost = [], [], []
    for (a, b, along, against, speed), inside in zip(rows, parts, strict=True):
        chain = [(0.0, number[a]), *sorted(inside), (1.0, number[b])]
        length = metres(place[a], place[b])
        for (s1, n1), (s2, n2) in itertools.pairwise(chain):
            same = s2 - s1 < 1e-9
            for one, two, may, mps in (
                (n1, n2, along or same, speed[0]),
                (n2, n1, against or same, speed[1]),
            ):
                if may:
                    begin, to = [*begin, one], [*to, two]
                    cost = [*cost, max((s2 - s1) * length / mps, 1e-12)]
    return np.array(begin), np.array(to), np.array(cost), len(number), off


def independent_seconds(path, mode, points):
    begin, to, cost, first, off = arcs_with_points(path, mode, points)
    count = first + len(points)
    key = begin * count + to
    order = np.lexsort((cost, key))
    keep = order[np.unique(key[order], return_index=True)[1]]
    graph = coo_array((cost[keep], (begin[keep], to[keep])), (count, count)).tocsr()
    own = np.arange(first, count)
    seconds = dijkstra(graph, indices=own)[:, own]
    connector = off / (4.8 / 3.6)
    seconds += connector[:, None] + connector[None, :]
    np.fill_diagonal(seconds, 0)
    return seconds


def in_large_pieces(rows, number, piece, size, is_junction):
    """The steps of roads (from junction to junction) whose two junctions lie in large pieces."""
    largest = np.argmax(size)
    good = (size >= 500) | (np.arange(size.size) == largest)
    kept, road = [], []
    for row in rows:
        if road and road[-1][1] != row[0]:
            raise AssertionError("steps of a way follow each other")
        road.append(row)
        if is_junction[number[row[1]]]:
            if good[piece[number[road[0][0]]]] and good[piece[number[road[-1][1]]]]:
                kept += road
            road = []
    return kept


def check(helsinki, make_case, folder, mode, count):
    rng = np.random.default_rng(1)
    points = np.column_stack([rng.uniform(24.9360, 24.9530, count), rng.uniform(60.1650, 60.1785, count)])
    points[1] = points[0] + 1e-5  # neighbours that share a road
    case = make_case(points, points, metres=False)
    times = travel_times(case, folder, RunSettings(osm=helsinki, modes=[mode], max_minutes=600))
    ours = times.to_dense(mode).astype(float) * 60
    theirs = independent_seconds(helsinki, mode, points)
    theirs[~np.isfinite(theirs)] = np.nan
    np.testing.assert_array_equal(np.isnan(ours), np.isnan(theirs))
    assert np.nanmax(np.abs(ours - theirs)) < 1.0
    assert np.isfinite(ours).mean() > 0.7
    return ours


@pytest.mark.parametrize("mode", ["walk", "bicycle", "car"])
def test_streets_equal_scipy(helsinki, make_case, tmp_path, mode) -> None:
    """On 200 x 200 pairs, every mode agrees to the second with SciPy on a graph that was read independently."""
    ours = check(helsinki, make_case, tmp_path, mode, 200)
    if mode == "walk":
        np.testing.assert_allclose(ours, ours.T, atol=1.0)  # walkers know no one-way streets


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["walk", "bicycle", "car"])
def test_streets_equal_scipy_on_four_million_pairs(helsinki, make_case, tmp_path, mode) -> None:
    """On 2,000 x 2,000 pairs, every mode agrees to the second with the same independent computation."""
    check(helsinki, make_case, tmp_path, mode, 2_000)


def test_nearly_all_walks_are_as_long_as_networkx_finds_them(helsinki, make_case, tmp_path) -> None:
    """Of 90 x 90 walks at least 97 in 100 are within 5 percent of Dijkstra's by networkx, squares included."""
    rng = np.random.default_rng(7)
    points = np.column_stack([rng.uniform(24.9360, 24.9530, 90), rng.uniform(60.1650, 60.1785, 90)])
    case = make_case(points, points, metres=False)
    ours = (
        travel_times(case, tmp_path, RunSettings(osm=helsinki, modes=["walk"], max_minutes=600)).to_dense(
            "walk"
        )
        * 60.0
    )
    begin, to, cost, first, off = arcs_with_points(helsinki, "walk", points)
    graph = nx.DiGraph()
    for a, b, seconds in zip(begin.tolist(), to.tolist(), cost.tolist(), strict=True):
        if seconds < graph.get_edge_data(a, b, {}).get("weight", np.inf):
            graph.add_edge(a, b, weight=seconds)
    theirs = np.full(ours.shape, np.nan)
    for row in range(len(points)):
        found = nx.single_source_dijkstra_path_length(graph, first + row)
        for column in range(len(points)):
            if first + column in found:
                theirs[row, column] = found[first + column] + (off[row] + off[column]) * 3.6 / 4.8
    np.fill_diagonal(theirs, 0)
    np.testing.assert_array_equal(np.isnan(ours), np.isnan(theirs))
    apart = ~np.eye(len(points), dtype=bool) & ~np.isnan(theirs)
    assert apart.sum() > 5_000
    assert (np.abs(ours - theirs)[apart] <= 0.05 * theirs[apart]).mean() >= 0.97
