"""Whose data minutes rest on is named with its file, checksum and licence, and each source once."""

from pathlib import Path

import pytest

from narvaro.case import Provenance
from narvaro.travel import RunSettings
from narvaro.travel.credit import all_sources, sources_of

OSM, ROADS = Path("town.osm.pbf"), Path("roads.gpkg")


def test_openstreetmap_is_credited_as_its_licence_asks() -> None:
    """Contributors, licence and where it can be read; the file as edition, with the checksum of the run."""
    [source] = sources_of(RunSettings(osm=OSM), {"roads": "ab12"})
    assert (source.table, source.publisher, source.licence, source.edition, source.checksum, source.note) == (
        "streets_osm",
        "© OpenStreetMap contributors",
        "ODbL 1.0",
        "town.osm.pbf",
        "ab12",
        "openstreetmap.org/copyright",
    )


def test_own_roads_have_no_publisher_that_is_known() -> None:
    """Nobody is credited for a file of the user's own but by its name."""
    [source] = sources_of(RunSettings(roads=ROADS), {"roads": "cd34"})
    assert (source.table, source.publisher, source.edition, source.checksum) == (
        "streets_own",
        "",
        "roads.gpkg",
        "cd34",
    )


def test_each_feed_goes_with_its_own_checksum() -> None:
    """Two feeds in the order they were given, after the streets."""
    settings = RunSettings(osm=OSM, gtfs=("a.zip", "b.zip"))
    found = sources_of(settings, {"roads": "0", "feeds": ["1", "2"]})
    assert [(row.table, row.edition, row.checksum) for row in found] == [
        ("streets_osm", "town.osm.pbf", "0"),
        ("timetable", "a.zip", "1"),
        ("timetable", "b.zip", "2"),
    ]


@pytest.mark.parametrize("settings", [RunSettings(), RunSettings(osm=OSM), RunSettings(roads=ROADS)])
def test_what_is_made_of_no_file_has_no_source(settings) -> None:
    """A straight line rests on nobody's data, whatever files the settings name."""
    assert sources_of(settings, {"engine": "straight line"}) == ()


def test_modes_of_the_same_file_have_one_source() -> None:
    """Sources of several modes come back from the manifest, each once, in the order they are met."""
    one, two = Provenance("a", "A", checksum="1"), Provenance("b", "B", checksum="2")
    modes = [{"sources": [one.to_json()]}, {"sources": [two.to_json(), one.to_json()]}, {}]
    assert all_sources(modes) == (one, two)
    assert all_sources([]) == ()
