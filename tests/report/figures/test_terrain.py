"""The case as a map sees it."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
from tests.report.reading import read

from narvaro.report.figures.map import MapStyle, Office, draw_map
from narvaro.report.figures.terrain import Terrain, classes_of, offices_on, people_in, short_name
from narvaro.report.figures.terrain import terrain_of as terrain_of_case
from narvaro.report.material import Material


def terrain_of(m: Material) -> Terrain:
    """Return the case of a report as its maps see it."""
    return terrain_of_case(m.case, m.findings.definition or None, m.states)


def test_a_tall_country_has_windows_of_its_cities(material: Material) -> None:
    """The three cities have a window each, at one scale, around most of their people; none overlaps another."""
    terrain = terrain_of(material)
    assert len(terrain.windows) == 3
    assert len({window.frame.px_per_km for window in terrain.windows}) == 1
    inside = [window.frame.holds(terrain.close.x, terrain.close.y) for window in terrain.windows]
    assert np.sum(inside, axis=0).max() == 1
    assert terrain.close.people[np.any(inside, axis=0)].sum() > 0.9 * terrain.close.people.sum()


def test_a_small_case_is_its_own_window(plain_material: dict[str, Material]) -> None:
    """Without 250 km there are no windows; without shapes there is no land; every area and office is in the frame."""
    terrain = terrain_of(plain_material["open"])
    assert terrain.windows == ()
    assert terrain.whole.land == ()
    assert terrain.frame.holds(terrain.whole.x, terrain.whole.y).all()
    assert all(terrain.frame.holds_point(office.x, office.y) for office in terrain.offices)


def test_the_frame_holds_all_land(material: Material) -> None:
    """The map of a country shows the whole of it, in at most the height it may have."""
    terrain = terrain_of(material)
    west, south, east, north = terrain.frame.bounds
    for shape in terrain.whole.land:
        x0, y0, x1, y1 = shape.bounds
        assert west <= x0 < x1 <= east
        assert south <= y0 < y1 <= north
    assert terrain.frame.height <= 700


def test_names_on_a_map_are_short() -> None:
    """The first of several names; a long one is cut with a sign that it was."""
    assert short_name("Nydala / Hermodsdal / Lindängen") == "Nydala"
    assert short_name("/") == "/"
    assert short_name("x" * 60) == "x" * 23 + "…"


def test_people_in_a_window_are_each_in_one_class(material: Material) -> None:
    """The classes of a window sum to the people inside it, those without a way counted last."""
    terrain = terrain_of(material)
    window, ground = terrain.windows[0], terrain.close
    inside = ground.people[window.frame.holds(ground.x, ground.y)].sum()
    nowhere = people_in(ground, window, classes_of([np.nan] * len(ground.x)))
    assert (sum(nowhere), nowhere[-1]) == (inside, inside)
    near = people_in(ground, window, classes_of([5.0] * len(ground.x)))
    assert (sum(near), near[0]) == (inside, inside)


def test_before_the_plan_an_office_is_known_or_assumed_whatever_happens_to_it(material: Material) -> None:
    """Of two offices that close, the one whose place is assumed is drawn so today; a new one is not there yet."""
    offices = (
        Office(0, 0, "closing", "Known"),
        Office(1, 1, "closing", "Guessed", assumed=True),
        Office(2, 2, "new", "New"),
    )
    terrain = replace(terrain_of(material), offices=offices)
    assert [(o.name, o.state) for o in offices_on(terrain, "before")] == [
        ("Known", "open"),
        ("Guessed", "assumed"),
    ]
    assert [o.state for o in offices_on(terrain, "after")] == ["closing", "closing", "new"]


def test_areas_with_polygons_are_drawn_by_them(material: Material) -> None:
    """The areas' own polygons are no land, the frame holds them, and an area without one is still a dot."""
    areas = material.case.areas
    around = gpd.points_from_xy(areas["lon"], areas["lat"]).buffer(0.02)
    shapes = gpd.GeoDataFrame({"code": areas.index}, geometry=around, crs=4326).iloc[1:]
    plain = terrain_of_case(material.case, None, {})
    case = replace(material.case, shapes={**material.case.shapes, "areas": shapes})
    terrain = terrain_of_case(case, None, {})
    assert plain.whole.polygons is None
    assert len(terrain.whole.land) == len(plain.whole.land)
    polygons = terrain.whole.polygons
    assert polygons is not None
    assert polygons.given.tolist() == [False, *[True] * (len(areas) - 1)]
    assert terrain.frame.bounds[0] <= polygons.bounds[0]
    assert terrain.frame.bounds[3] >= polygons.bounds[3]
    classes = np.zeros(len(areas), dtype=np.int64)
    drawn = read(draw_map(terrain.whole, classes, ["#ff0000"], (), terrain.frame, MapStyle()).svg("x"))
    dots = [node for node in drawn.all("path") if node.attributes.get("stroke-linecap") == "round"]
    assert [
        str(node.attributes["d"]).count("h0") for node in dots if node.attributes.get("stroke") == "#ff0000"
    ] == [1]


def test_a_mark_is_as_large_as_its_office(material: Material) -> None:
    """Before the plan by the size before, after it by the size after; a closing one keeps its own."""
    case = material.case
    sizes = [size.id for size in sorted(case.sizes, key=lambda size: size.rank)]
    assert len(sizes) > 1
    site, other = map(str, case.sites.index[:2])
    told = {site: (sizes[-1], sizes[0]), other: (sizes[0], "")}
    terrain = terrain_of_case(case, None, {site: "resized", other: "closing"}, told)
    after, before = offices_on(terrain, "after"), offices_on(terrain, "before")
    assert after[0].scale < before[0].scale
    assert after[1].scale == before[1].scale == after[0].scale
