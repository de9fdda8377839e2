"""Files are read once and named by what they hold; a network that does not cover the case is refused."""

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.travel.few_roads import METRE, RULES, roads_of

from narvaro.errors import NarvaroError, TravelError
from narvaro.travel import RunSettings, travel_times
from narvaro.travel.network_files import cover, file_checksum, open_roads, street_engine


@pytest.fixture
def street(write_osm):
    return write_osm({1: (0, 0), 2: (1000, 0), 3: (1000, 1000)}, [((1, 2, 3), {"highway": "residential"})])


def refuse(case, project, text, **asked):
    with pytest.raises(NarvaroError) as error:
        travel_times(case, project, RunSettings(**asked))
    assert text in str(error.value)
    assert error.value.exit_code == 2
    return error.value


@given(content=st.binary(max_size=99))
def test_a_file_is_named_by_its_bytes(tmp_path_factory, content) -> None:
    """SHA-256 of the content, whatever its name."""
    path = tmp_path_factory.mktemp("file") / "any"
    path.write_bytes(content)
    assert file_checksum(path) == hashlib.sha256(content).hexdigest()


def test_a_file_that_is_not_there_is_named(tmp_path) -> None:
    """Also a folder is no file of roads; and a run without any file has no network."""
    for path in (tmp_path / "none.pbf", tmp_path):
        with pytest.raises(TravelError, match=path.name):
            file_checksum(path)
    with pytest.raises(TravelError):
        open_roads(RunSettings(), tmp_path, lambda _: None)


def test_roads_are_read_once_and_again_only_where_their_copy_is_broken(street, tmp_path) -> None:
    """The second time nothing is read; a copy cut short is taken away and made anew; the roads are the same."""
    said = []
    found = [open_roads(RunSettings(osm=street), tmp_path, said.append) for _ in range(2)]
    assert said == ["travel.step_reading"]
    [copy] = tmp_path.rglob("roads-*.block")
    copy.write_bytes(copy.read_bytes()[:-64])
    found.append(open_roads(RunSettings(osm=street), tmp_path, said.append))
    assert said == ["travel.step_reading"] * 2
    assert [facts for _, facts, _ in found] == [found[0][1]] * 3
    assert found[0][1]["roads"] == file_checksum(street)
    assert found[0][1]["rules"] == RULES.checksum
    for roads, _, _ in found:
        np.testing.assert_array_equal(roads.length_m, found[0][0].length_m)


def test_graphs_are_made_once_for_what_they_depend_on(street, make_case, tmp_path) -> None:
    """The same settings find the graph again; another limit of the way to the street, or other areas, do not."""
    said = []
    case, moved = make_case([(0, 0)], [(900, 0)]), make_case([(1, 0)], [(900, 0)])
    for one, limit in ((case, 1_000.0), (case, 1_000.0), (case, 900.0), (moved, 1_000.0)):
        said.append([])
        asked = RunSettings(osm=street, modes=["walk"], snap_limit_m=limit)
        street_engine(one, asked, tmp_path, None, said[-1].append)
    assert [keys.count("travel.step_graph") for keys in said] == [1, 0, 1, 1]


@pytest.mark.parametrize(
    ("place", "covered"),
    [
        ((1_990, 500), True),
        ((2_010, 500), False),
        ((500, 1_990), True),
        ((500, 2_010), False),
        ((-990, -990), True),
    ],
)
def test_the_network_covers_what_lies_within_the_way_to_the_street(make_case, place, covered) -> None:
    """A box of a kilometre and a limit of a kilometre around it: 990 m outside is covered, 1,010 m is not."""
    roads = roads_of([[(0, 0), (1_000, 0)], [(1_000, 0), (1_000, 1_000)]])
    case = make_case([(0, 0), place], [(0, 0)])
    asked = RunSettings(osm="x.osm.pbf", snap_limit_m=1_000.0)
    if covered:
        cover(case, roads, asked)
    else:
        with pytest.raises(TravelError, match="a1"):
            cover(case, roads, asked)
        cover(case, roads, RunSettings(osm="x.osm.pbf", snap_limit_m=1_000.0, partial=True))


def test_degrees_of_longitude_are_shorter_in_the_north(make_case) -> None:
    """At 60 degrees a degree east is half of one at the equator: 900 m beside the box is within a kilometre."""
    roads = roads_of([[(0, 0), (1_000, 0)]])
    lat = roads.shape_lat + 60.0
    north = type(roads)(**{**vars(roads), "shape_lat": lat, "node_lat": roads.node_lat + 60.0})
    east = 1_000 * METRE[0] + 900 * 2 * METRE[0]
    cover(
        make_case([(0, 60.0), (east, 60.0)], [(0, 60.0)], metres=False), north, RunSettings(osm="x.osm.pbf")
    )


def test_an_extract_that_does_not_cover_the_areas(street, make_case, tmp_path) -> None:
    """Says how many areas lie outside and which; with `partial` it goes on, they are unreachable and told."""
    case = make_case([(0, 0), (90_000, 0), (0, 80_000)], [(500, 0)])
    error = refuse(case, tmp_path / "p", "Areas outside the street network: 2 (a1, a2)", osm=street)
    assert isinstance(error, TravelError)
    times = travel_times(case, tmp_path / "p", RunSettings(osm=street, partial=True, modes=["car"]))
    assert np.isnan(times.to_dense("car")[:, 0]).tolist() == [False, True, True]
    assert [(n.key, n.data["names"]) for n in times.notices] == [("travel.far_area.many", ["a1", "a2"])]


def test_an_extract_that_covers_neither_all_areas_nor_all_sites(street, make_case, tmp_path) -> None:
    """Both are told at once, five of each by name and id, and how many there are."""
    areas = [(0, 0), *((90_000 + n, 0) for n in range(7))]
    case = make_case(areas, [(0, 0), (90_000, 0)])
    case.areas["name"] = [f"Area {n}" for n in range(8)]
    first = (
        "7 (Area 1 [a1], Area 2 [a2], Area 3 [a3], Area 4 [a4], Area 5 [a5], …). Sites outside it: 1 (s1)."
    )
    error = refuse(case, tmp_path / "p", first, osm=street)
    assert "Platser utanför det: 1 (s1)" in error.text("sv")
    assert all("--partial" in error.text(lang) for lang in ("sv", "en"))


def test_an_extract_that_does_not_cover_the_sites(street, make_case, tmp_path) -> None:
    """Sites are named as areas are."""
    case = make_case([(0, 0)], [(0, 0), (90_000, 0)])
    refuse(case, tmp_path / "p", "Sites outside the street network: 1 (s1)", osm=street)


@pytest.mark.parametrize("partial", [True, False])
def test_none_covered_is_refused_even_if_partial(street, make_case, tmp_path, partial) -> None:
    """A network of somewhere else altogether is an error whatever the settings, and nobody is told to set them."""
    case = make_case([(900_000, 0)], [(0, 0)])
    error = refuse(
        case, tmp_path / "p", "All areas lie outside the street network: 1", osm=street, partial=partial
    )
    assert "--partial" not in error.text("en")
    case = make_case([(0, 0)], [(900_000, 0)])
    refuse(case, tmp_path / "p", "All sites lie outside the street network: 1", osm=street, partial=partial)
