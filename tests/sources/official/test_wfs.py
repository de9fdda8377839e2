"""A layer comes whole, page by page, or is refused with the reason."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from tests.sources.official.conftest import PUBLICATION
from tests.sources.official.server import Mishap, Server, serving
from tests.sources.official.services import Maps

from narvaro.errors import SourceError
from narvaro.sources.official.shapes import MapLayer
from narvaro.sources.official.supply import Supply
from narvaro.sources.official.wfs import MapService, bring_layer, read_offer

LAYER = MapLayer("Areas_2025", "code", ("name",), 3006, (180_000, 6_050_000, 1_000_000, 7_750_000))


def square(east: float, north: float) -> list[list[float]]:
    corners = [(0, 0), (1_000, 0), (1_000, 1_000), (0, 1_000), (0, 0)]
    return [[east + x, north + y] for x, y in corners]


def five() -> Maps:
    """Five areas, not in the order of their codes, given two at a time; and a layer of another year."""
    areas = [
        ({"code": code, "name": f"Area {code}", "county": county}, square(600_000 + 1_000 * place, 6_600_000))
        for place, (code, county) in enumerate([("c", "1"), ("a", "1"), ("e", "2"), ("b", "2"), ("d", "1")])
    ]
    return Maps({"stat:Areas_2025": areas, "stat:Areas_2018": areas[:1]}, most=2)


@pytest.fixture
def maps() -> Maps:
    return five()


@pytest.fixture
def served(maps: Maps) -> Iterator[Server]:
    with serving(maps.answer) as told:
        yield told


@pytest.fixture
def service(served: Server) -> MapService:
    return MapService(f"{served.address}/wfs", "stat", PUBLICATION)


def keys(error: SourceError) -> list[str]:
    return [fault.key for fault in error.faults]


def test_all_pages_make_the_layer_in_the_order_of_the_codes(
    served: Server, service: MapService, supply: Supply
) -> None:
    """Five areas by two: three pages of 2, 2 and 1, after the capabilities and the number."""
    found, records = bring_layer(supply, service, LAYER)
    assert found["code"].tolist() == ["a", "b", "c", "d", "e"]
    assert list(found.columns) == ["code", "name", "geometry"]
    assert (len(records), len(served.asked)) == (3, 5)
    assert found.crs.to_epsg() == 3006
    assert found.geometry.iloc[0].bounds == (601_000, 6_600_000, 602_000, 6_601_000)


def test_a_layer_can_be_cut_by_the_service(service: MapService, supply: Supply) -> None:
    """Only the areas of county 2."""
    found, _ = bring_layer(supply, service, LAYER, "county IN ('2')")
    assert found["code"].tolist() == ["b", "e"]


def test_a_page_that_fails_once_is_asked_for_again(
    served: Server, service: MapService, supply: Supply, waits: list[float]
) -> None:
    """A 503 in the middle costs a second and nothing else."""
    served.mishaps.append(Mishap("startIndex=2", status=503))
    assert len(bring_layer(supply, service, LAYER)[0]) == 5
    assert waits == [1.0]


def test_a_second_run_asks_nothing(served: Server, service: MapService, supply: Supply) -> None:
    """Capabilities, number and pages are all kept: the service may be gone."""
    first, _ = bring_layer(supply, service, LAYER)
    asked = len(served.asked)
    again, _ = bring_layer(supply, service, LAYER)
    assert len(served.asked) == asked
    assert first.equals(again)


def test_a_run_that_was_stopped_goes_on_where_it_was(
    served: Server, service: MapService, supply: Supply
) -> None:
    """Stopped before the last page; the next run asks for that page alone."""

    def stop(_: str, done: int, __: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    supply.progress = stop
    with pytest.raises(KeyboardInterrupt):
        bring_layer(supply, service, LAYER)
    supply.progress = lambda *_: None
    served.asked.clear()
    assert len(bring_layer(supply, service, LAYER)[0]) == 5
    assert len(served.asked) == 1
    assert "startIndex=4" in served.asked[0]


def test_progress_is_told_by_the_areas_that_are_there(service: MapService, supply: Supply) -> None:
    """Before each page, and when all is done."""
    told: list[tuple[str, int, int]] = []
    supply.progress = lambda *step: told.append(step)
    bring_layer(supply, service, LAYER)
    assert told == [("Areas_2025", done, 5) for done in (0, 2, 4, 5)]


def test_a_layer_that_is_gone_is_told_with_those_there_are(
    maps: Maps, service: MapService, supply: Supply
) -> None:
    """The name that was asked for, the address, and layers that look like it."""
    maps.layers["stat:Areas_2030"] = maps.layers.pop("stat:Areas_2025")
    with pytest.raises(SourceError) as caught:
        bring_layer(supply, service, LAYER)
    assert keys(caught.value) == ["source.no_layer"]
    assert "stat:Areas_2018, stat:Areas_2030" in str(caught.value)


def without_name(content: bytes) -> bytes:
    return content.replace(b'"name"', b'"title"')


def fewer(content: bytes) -> bytes:
    table = json.loads(content)
    table["features"] = table["features"][1:]
    return json.dumps(table).encode()


def other_total(content: bytes) -> bytes:
    return content.replace(b'"numberMatched": 5', b'"numberMatched": 6')


def swapped(content: bytes) -> bytes:
    table = json.loads(content)
    for feature in table["features"]:
        rings = feature["geometry"]["coordinates"]
        feature["geometry"]["coordinates"] = [[[y, x] for x, y in ring] for ring in rings]
    return json.dumps(table).encode()


def first_again(content: bytes) -> bytes:
    return content.replace(b'"code": "d"', b'"code": "a"')


def degrees(content: bytes) -> bytes:
    return content.replace(b"EPSG::3006", b"EPSG::4326")


def points(content: bytes) -> bytes:
    table = json.loads(content)
    for feature in table["features"]:
        feature["geometry"] = {"type": "Point", "coordinates": [600_000, 6_600_000]}
    return json.dumps(table).encode()


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (without_name, "source.columns"),
        (fewer, "source.count"),
        (other_total, "source.changed_between"),
        (swapped, "source.elsewhere"),
        (first_again, "source.twice"),
        (degrees, "source.system"),
        (points, "source.no_polygons"),
        (lambda content: content[:-40], "source.no_layer_file"),
        (lambda content: b"", "source.no_layer_file"),
        (lambda content: b"<html>maintenance</html>", "source.no_layer_file"),
    ],
)
def test_a_page_that_is_not_as_it_should_be_is_refused(
    served: Server, service: MapService, supply: Supply, change, key: str
) -> None:
    """A changed schema, a wrong count, another system, a body cut short: refused by name, in both languages."""
    served.mishaps.append(Mishap("startIndex=2", change=change))
    with pytest.raises(SourceError) as caught:
        bring_layer(supply, service, LAYER)
    assert keys(caught.value) == [key]
    assert caught.value.text("sv") != caught.value.text("en")
    if key != "source.twice":  # which is seen only when all pages are there
        assert len(bring_layer(supply, service, LAYER)[0]) == 5, "the faulty page was kept"


def test_an_empty_layer_is_refused(service: MapService, supply: Supply) -> None:
    """No area at all where the filter says: told with the filter."""
    with pytest.raises(SourceError) as caught:
        bring_layer(supply, service, LAYER, "county IN ('9')")
    assert keys(caught.value) == ["source.nothing"]
    assert "county IN ('9')" in str(caught.value)


@pytest.mark.parametrize(
    ("asked", "change", "key"),
    [
        ("GetCapabilities", lambda content: content[:-30], "source.no_xml"),
        ("GetCapabilities", lambda content: b"<html>hello</html>", "source.no_offer"),
        ("hits", lambda content: content.replace(b'numberMatched="5"', b""), "source.no_hits"),
        ("hits", lambda content: Maps({})._exception("Service WFS is disabled"), "source.refused"),
    ],
)
def test_what_a_service_says_of_itself_is_held_too(
    served: Server, service: MapService, supply: Supply, asked: str, change, key: str
) -> None:
    """Capabilities and numbers that are cut short, of another kind, or an exception with status 200."""
    served.mishaps.append(Mishap(asked, change=change))
    with pytest.raises(SourceError) as caught:
        bring_layer(supply, service, LAYER)
    assert keys(caught.value) == [key]


def test_the_limit_of_a_service_is_read(maps: Maps) -> None:
    """CountDefault, where the capabilities have it."""
    offer = read_offer(
        maps.answer("", {"service": "WFS", "version": "2.0.0", "request": "GetCapabilities"}, b"")[2], ""
    )
    assert (offer.most, offer.layers) == (2, ("stat:Areas_2025", "stat:Areas_2018"))


def test_a_browser_gets_the_whole_layer_at_one_address(
    maps: Maps, service: MapService, supply: Supply
) -> None:
    """The address that an error tells holds every area."""
    maps.most = 100
    content = supply.fetcher.get(service.whole_layer(LAYER))
    assert len(json.loads(content)["features"]) == 5
