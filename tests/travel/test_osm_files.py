"""Extracts whose objects stand in any order, under any id, twice, or not at all."""

from itertools import pairwise

import numpy as np
import osmium
import pytest
from tests.travel.conftest import METRE, off_zero

from narvaro.app.travelling import travel_project
from narvaro.case import save_case
from narvaro.errors import TravelError
from narvaro.travel import RunSettings, open_travel_times, travel_times
from narvaro.travel.osm import read_extract

make = osmium.osm.mutable


def node(number, east, north=0, **more):
    return make.Node(id=number, location=tuple(off_zero(np.array([east, north]) * METRE)), **more)


def way(number, refs, **more):
    tags = more.pop("tags", {"highway": "unclassified"})
    return make.Way(id=number, nodes=list(refs), tags=tags, **more)


def relation(number, members, tags):
    return make.Relation(id=number, members=members, tags=tags)


def write(path, *objects):
    """Write the objects in exactly this order."""
    writer = osmium.SimpleWriter(str(path), overwrite=True)
    for thing in objects:
        writer.add(thing)
    writer.close()
    return path


NODES = [node(number, 1_000 * (number - 1)) for number in range(1, 8)]
WAYS = [way(number, (number, number + 1)) for number in range(1, 7)]
NEGATIVE = [node(-number, 1_000 * (number - 1)) for number in range(1, 8)]


def told(extract):
    """What is told by key, once it is sure that each can be said in both languages."""
    assert all(
        notice.data["file"] in notice.text(lang) for notice in extract.notices for lang in ("sv", "en")
    )
    return {notice.key.rpartition(".")[2]: notice.data for notice in extract.notices}


@pytest.mark.parametrize(
    "objects",
    [
        NODES + WAYS,
        WAYS + NODES,
        NODES[:4] + WAYS[:5] + NODES[4:] + WAYS[5:],
        NODES[::-1] + WAYS[::-1],
        [*NEGATIVE, way(-1, range(-1, -8, -1))],
        [way(-1, range(-1, -8, -1)), *NEGATIVE],
        [NODES[0], NODES[6], *NEGATIVE[1:6], way(1, (1, -2, -3, -4, -5, -6, 7))],
        NODES + WAYS + NODES + WAYS,
    ],
    ids=["sorted", "ways first", "joined", "backwards", "negative", "negative, ways first", "mixed", "twice"],
)
def test_the_order_of_a_file_and_the_sign_of_its_ids_do_not_matter(make_case, tmp_path, objects) -> None:
    """Six kilometres at 50 km/h are 7.2 minutes, however the objects are ordered and numbered."""
    path = write(tmp_path / "n.osm.pbf", *objects)
    times = travel_times(
        make_case([(0, 0)], [(6_000, 0)]), tmp_path / "p", RunSettings(osm=path, modes=["car"])
    )
    assert times.to_dense("car")[0, 0] == pytest.approx(7.2, abs=1 / 60)
    assert times.notices == ()


@pytest.mark.parametrize("ending", [".osm", ".osm.bz2", ".osm.gz", ".opl"])
def test_other_formats_are_read_alike(tmp_path, ending) -> None:
    """The same objects as text, packed or not, give the same roads as the binary form."""
    one = read_extract(write(tmp_path / "n.osm.pbf", *NODES, *WAYS)).roads
    two = read_extract(write(tmp_path / f"n{ending}", *NODES, *WAYS)).roads
    assert np.array_equal(one.length_m, two.length_m)
    assert np.array_equal(one.tail, two.tail)


def test_large_files_are_filtered_to_the_same_roads(tmp_path, monkeypatch) -> None:
    """The filter of osmium, used for large files, finds what looking at every object finds."""
    path = write(tmp_path / "n.osm.pbf", *NODES, node(99, 5, 5), *WAYS)
    one = read_extract(path).roads
    monkeypatch.setattr("narvaro.travel.osm.SMALL_FILE", 0)
    two = read_extract(path).roads
    assert np.array_equal(one.shape_lon, two.shape_lon)


@pytest.mark.parametrize(
    ("objects", "kind", "first"),
    [
        ([*NODES, node(3, 9_000), *WAYS], "node", "3"),
        ([*NODES, *WAYS, way(2, (2, 4))], "way", "2"),
        ([*NODES, *WAYS, way(2, (2, 3), tags={"highway": "proposed"})], "way", "2"),
        ([*NODES, node(3, 2_000, visible=False), *WAYS], "node", "3"),
        ([*NODES, *WAYS, way(2, (2, 3), visible=False)], "way", "2"),
        ([*NEGATIVE, node(-3, 9_000), way(-1, range(-1, -8, -1))], "node", "-3"),
        (
            [
                *NODES,
                *WAYS,
                *(way(9, refs, tags={"note": "x"}) for refs in ((1, 2, 3, 1), (1, 2, 4, 1))),
                relation(1, [("w", 9, "outer")], {"type": "multipolygon", "highway": "pedestrian"}),
            ],
            "way",
            "9",
        ),
    ],
)
def test_an_id_that_says_two_things_is_refused(tmp_path, objects, kind, first) -> None:
    """Two versions, or two editors' objects under one number: the id is named, none is picked in silence."""
    with pytest.raises(TravelError) as caught:
        read_extract(write(tmp_path / "n.opl", *objects))
    assert caught.value.key == "travel.osm_versions"
    assert all("n.opl" in caught.value.text(lang) for lang in ("sv", "en"))
    assert (caught.value.data["kind"], caught.value.data["first"]) == (kind, first)


def test_two_squares_under_one_id_are_refused(tmp_path) -> None:
    """A relation that stands twice with other members is two versions of it."""
    tags = {"type": "multipolygon", "highway": "pedestrian"}
    twice = [relation(5, [("w", number, "outer")], tags) for number in (1, 2)]
    with pytest.raises(TravelError) as caught:
        read_extract(write(tmp_path / "n.osm.pbf", *NODES, *WAYS, *twice))
    assert (caught.value.data["kind"], caught.value.data["first"]) == ("relation", "5")


def test_a_history_of_the_map_is_refused(tmp_path) -> None:
    """A file of all versions is no state of the map."""
    path = write(tmp_path / "n.osh.pbf", *NODES, *WAYS)
    with pytest.raises(TravelError) as caught:
        read_extract(path)
    assert caught.value.key == "travel.osm_history"
    assert all("n.osh.pbf" in caught.value.text(lang) for lang in ("sv", "en"))


def test_points_without_a_place_are_counted(tmp_path) -> None:
    """A point that is not there, one without coordinates, one off the globe and one deleted: four of seven."""
    lost = [make.Node(id=3), make.Node(id=4, location=(500.0, 0.0)), node(5, 4_000, visible=False)]
    extract = read_extract(write(tmp_path / "n.opl", *NODES[:2], *lost, NODES[6], *WAYS))
    assert told(extract) == {"osm_places": {"count": 4, "of": 7, "file": "n.opl"}}
    assert extract.roads.length_m.round().tolist() == [1_000]


def test_streets_that_cannot_be_used_are_counted(tmp_path) -> None:
    """One point, one point twice, deleted, a yard: four ways left out for three reasons; the rest is read."""
    yard = way(10, (1, 2, 3, 1), tags={"highway": "service", "area": "yes"})
    odd = [way(7, (1,)), way(8, (2, 2)), way(9, (1, 7), visible=False), yard]
    extract = read_extract(write(tmp_path / "n.opl", *NODES, *WAYS, *odd))
    assert {key: data["count"] for key, data in told(extract).items()} == {
        "osm_yards": 1,
        "osm_short": 2,
        "osm_deleted": 1,
    }
    assert len(extract.roads) == 6


@pytest.mark.parametrize(
    ("objects", "key"), [(WAYS, "travel.osm_nowhere"), (NODES, "travel.no_roads"), ([], "travel.no_roads")]
)
def test_a_file_without_a_usable_street_is_refused(tmp_path, objects, key) -> None:
    """Streets of which no point has a place are another fault than no streets."""
    with pytest.raises(TravelError) as caught:
        read_extract(write(tmp_path / "n.osm.pbf", *objects))
    assert caught.value.key == key
    assert all("n.osm.pbf" in caught.value.text(lang) for lang in ("sv", "en"))


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9, 0.999])
def test_a_file_cut_short_is_refused(tmp_path, share) -> None:
    """An empty file, or one that ends in the middle of a block, is an error that names it."""
    path = write(tmp_path / "n.osm.pbf", *NODES, *WAYS)
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    with pytest.raises(TravelError) as caught:
        read_extract(path)
    assert caught.value.key in ("travel.broken_osm", "travel.no_roads")
    assert caught.value.data["file"] == "n.osm.pbf"


def test_what_a_reader_must_know_is_told_and_kept(make_case, tmp_path) -> None:
    """Words by their tag, the commonest first, and lost points stand in the result, also on the second run."""
    odd = [
        way(number, refs, tags={"highway": "unclassified", "oneway": word})
        for number, (word, refs) in enumerate(
            zip(["ja", "ja", "nej", "x", "y"], pairwise(range(1, 7)), strict=True), 1
        )
    ]
    path = write(tmp_path / "n.osm.pbf", *NODES[:6], *odd, WAYS[5])
    case = make_case([(0, 0)], [(5_000, 0)])
    save_case(case, tmp_path / "p")
    first = travel_project(tmp_path / "p", RunSettings(osm=path, modes=["car", "walk"]))
    again = travel_project(tmp_path / "p", RunSettings(osm=path, modes=["car", "walk"]))
    notices = {notice.key: notice.data for notice in first.times.notices}
    assert notices["travel.osm_words"]["values"].startswith("ja (2), ")
    assert notices["travel.osm_words"]["count"] == 5
    assert notices["travel.osm_places"]["count"] == 1
    assert len(first.times.notices) == 2  # once, although two modes rest on the streets
    assert again.times.notices == first.times.notices == open_travel_times(tmp_path / "p").notices
    assert [row["key"] for row in again.to_json()["notices"]] == [n.key for n in first.times.notices]


def test_a_value_that_steers_a_terminal_is_shown_as_text(tmp_path) -> None:
    """What stands in a tag may be anything: signs that steer a terminal are written out, and 40 characters shown."""
    odd = way(1, (1, 2), tags={"highway": "residential", "oneway": "\x1b[2J" + "x" * 500})
    extract = read_extract(write(tmp_path / "n.osm.pbf", *NODES[:2], odd))
    assert told(extract)["osm_words"]["values"] == "\\x1b[2j" + "x" * 13 + "…" + "x" * 19 + " (1)"


def test_a_ferry_is_believed_within_bounds(tmp_path) -> None:
    """Three kilometres in a minute (180 km/h) or in five hours (0.6 km/h) are not believed: 15 km/h, 12 minutes."""
    ends = [
        node(1, 0),
        node(2, 3_000),
        node(3, 0, 10),
        node(4, 3_000, 10),
        node(5, 0, 20),
        node(6, 3_000, 20),
    ]
    ferries = [
        way(number, refs, tags={"route": "ferry", "duration": text})
        for number, (text, refs) in enumerate((("1", (1, 2)), ("5:00", (3, 4)), ("00:10", (5, 6))), 1)
    ]
    extract = read_extract(write(tmp_path / "n.osm.pbf", *ends, *ferries))
    assert sorted((extract.roads.fixed_s / 60).round(2).tolist()) == [10, 12, 12]
    assert told(extract)["osm_words"]["count"] == 2
    assert told(extract)["osm_words"]["tag"] == "duration"


def test_a_point_at_zero_has_no_place(make_case, tmp_path) -> None:
    """A street whose middle point is at exactly 0, 0 is cut there, not drawn to the sea and back; it is told."""
    lost = make.Node(id=3, location=(0.0, 0.0))
    nodes = [node(number, 1_000 * number, 5_000) for number in (1, 2, 4, 5)]
    path = write(tmp_path / "n.osm.pbf", *nodes, lost, lost, way(1, (1, 2, 3, 4, 5)))
    extract = read_extract(path)
    assert sorted(extract.roads.length_m.round().tolist()) == [1_000, 1_000]
    assert {key: data["count"] for key, data in told(extract).items()} == {"osm_zero": 1}
    nowhere = write(tmp_path / "z.osm.pbf", lost, nodes[0], way(1, (1, 3)))
    with pytest.raises(TravelError, match="1 of 2 points lack one"):
        read_extract(nowhere)


def test_a_step_that_no_street_takes_is_told(tmp_path) -> None:
    """A point 30 km aside makes two steps of a street; a ferry may go as far, but not 300 km."""
    nodes = [node(1, 500), node(2, 1_500), node(3, 31_500), node(4, 2_500), node(5, 301_500)]
    ferry = {"route": "ferry"}
    path = write(tmp_path / "n.osm.pbf", *nodes, way(1, (1, 2, 3, 4)), way(2, (3, 2), tags=ferry))
    extract = read_extract(path)
    data = told(extract)["long_steps"]
    # The street is cut where the ferry meets it: at 2 and at 3.
    assert (data["count"], data["km"]) == (2, pytest.approx(30, abs=0.1))
    assert {data["from"], data["to"]} == {"0.00000 0.01347", "0.00000 0.28297"}
    far = write(tmp_path / "f.osm.pbf", *nodes, way(1, (1, 2)), way(2, (2, 5), tags=ferry))
    assert told(read_extract(far))["long_steps"]["count"] == 1
    near = write(tmp_path / "g.osm.pbf", *nodes, way(1, (1, 2)), way(2, (2, 3), tags=ferry))
    assert told(read_extract(near)) == {}
