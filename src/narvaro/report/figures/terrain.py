"""The case as a map sees it: people and offices on a flat sheet, land, the window of the whole and of its cities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from narvaro.case import Case
from narvaro.case.shapes import AREAS
from narvaro.explain import MINUTE_BREAKS
from narvaro.language import first_name
from narvaro.report.figures.colours import change_class, minute_class
from narvaro.report.figures.map import Ground, Office, Window, ink_scale
from narvaro.report.figures.marks import State, mark_scales
from narvaro.report.figures.polygons import AreaPolygons
from narvaro.report.figures.projection import Frame, Projection, crowded_windows, frame_round, projection_for

COUNTRY_WIDTH, COUNTRY_HEIGHT = 320.0, 700.0
WINDOW_SIDE_PX = 328.0
WINDOW_KM = 36.0
WINDOWS_FROM_KM = 250.0
"""A case narrower and lower than this is a city or a region: it is its own window."""
MOST_WINDOWS = 3
LEAST_SHARE_OF_PEOPLE = 0.02
"""A window with a smaller share of all people is not worth its room."""
LONGEST_NAME = 24


@dataclass(frozen=True)
class Terrain:
    """What every map of a report shares.

    Parameters
    ----------
    whole, close
        People and land for the map of the whole, and for windows of cities (finer borders).
    offices
        All offices before and after with what happens to them.
    frame
        The window of the whole.
    windows
        Windows of the cities where most people live, all at one scale.
    """

    whole: Ground
    close: Ground
    offices: tuple[Office, ...]
    frame: Frame
    windows: tuple[Window, ...]


def terrain_of(
    case: Case,
    definition: str | None,
    states: Mapping[str, State],
    sizes: Mapping[str, tuple[str, str]] | None = None,
) -> Terrain:
    """Return the case as a map sees it.

    Parameters
    ----------
    case
        The case.
    definition
        The yes/no column of the areas that are outlined, if any.
    states
        What happens with each site that is an office before or after, by its id.
    sizes
        The size before and after of each of these, by its id; marks are alike where it is left out.
    """
    areas = case.areas
    projection = projection_for(areas["lon"], areas["people"])
    x, y = projection.of(areas)
    people = areas["people"].to_numpy(dtype=float)
    marked = areas[definition].to_numpy(dtype=bool) if definition else np.zeros(len(areas), dtype=bool)
    coarse, fine = (
        _land(case, projection, names) for names in (("county", "municipality"), ("municipality", "county"))
    )
    polygons = _polygons(case, projection, people)
    offices = _offices(case, projection, states, sizes or {})
    corners = [shapely.get_coordinates(shape) for shape in coarse]
    if polygons is not None:
        west, south, east, north = polygons.bounds
        corners.append(np.array([(west, south), (east, north)]))
    all_x = np.concatenate([x, *(c[:, 0] for c in corners)])
    all_y = np.concatenate([y, *(c[:, 1] for c in corners)])
    frame = frame_round(all_x, all_y, COUNTRY_WIDTH, COUNTRY_HEIGHT, 8.0 if corners else 16.0)
    windows = _windows(case, x, y, people) if max(np.ptp(x), np.ptp(y)) >= WINDOWS_FROM_KM else ()
    return Terrain(
        whole=Ground(x, y, people, marked, coarse, polygons),
        close=Ground(x, y, people, marked, fine, polygons),
        offices=offices,
        frame=frame,
        windows=windows,
    )


def with_offices(
    terrain: Terrain,
    case: Case,
    states: Mapping[str, State],
    sizes: Mapping[str, tuple[str, str]] | None = None,
) -> Terrain:
    """Return the same ground with other offices on it."""
    projection = projection_for(case.areas["lon"], case.areas["people"])
    return replace(terrain, offices=_offices(case, projection, states, sizes or {}))


def short_name(name: str) -> str:
    """Return a name that fits on a map: the first of several, cut where it is long.

    Examples
    --------
    >>> short_name("Nydala / Hermodsdal / Lindängen"), short_name("Tynnered/Grevegården")
    ('Nydala', 'Tynnered')
    """
    first = first_name(name)
    return first if len(first) <= LONGEST_NAME else first[: LONGEST_NAME - 1].rstrip() + "…"


def _land(case: Case, projection: Projection, names: tuple[str, ...]) -> tuple[Any, ...]:
    """Return the polygons of the first set of shapes that the case has, in km."""
    regions = {name: shapes for name, shapes in case.shapes.items() if name != AREAS}
    name = next((name for name in (*names, *sorted(regions)) if name in regions), None)
    if name is None:
        return ()
    shapes: gpd.GeoDataFrame = regions[name]
    degrees = shapes.to_crs(4326) if shapes.crs is not None else shapes
    kept = degrees.geometry[~(degrees.geometry.isna() | degrees.geometry.is_empty)]
    return tuple(_on_sheet(np.asarray(kept), projection))


def _polygons(case: Case, projection: Projection, people: Any) -> AreaPolygons | None:
    """Return the polygons of the areas on the sheet, where the case has any."""
    if case.polygons is None or not case.polygons.notna().any():
        return None
    return AreaPolygons(_on_sheet(np.asarray(case.polygons), projection), people)


def _on_sheet(shapes: Any, projection: Projection) -> Any:
    return shapely.transform(shapes, lambda c: np.column_stack(projection.xy(c[:, 0], c[:, 1])))


def _offices(
    case: Case, projection: Projection, states: Mapping[str, State], sizes: Mapping[str, tuple[str, str]]
) -> tuple[Office, ...]:
    """Return the offices before and after, with marks by size where the sizes are told."""
    shown = case.sites.loc[list(states)]
    scales = mark_scales([size.id for size in sorted(case.sizes, key=lambda size: size.rank)])
    found = []
    for x, y, site, name, assumed in zip(
        *projection.of(shown), map(str, shown.index), shown["name"], shown["assumed"], strict=True
    ):
        before, after = sizes.get(site, ("", ""))
        office = Office(float(x), float(y), states[site], short_name(str(name)), bool(assumed))
        found.append(
            replace(office, scale=scales.get(after or before, 1.0), scale_before=scales.get(before, 1.0))
        )
    return tuple(found)


def _windows(case: Case, x: Any, y: Any, people: Any) -> tuple[Window, ...]:
    found = []
    half = WINDOW_KM / 2
    for a, b in crowded_windows(x, y, people, WINDOW_KM, MOST_WINDOWS):
        frame = Frame(a - half, b + half, WINDOW_KM, WINDOW_SIDE_PX, WINDOW_SIDE_PX)
        inside = frame.holds(x, y)
        if people[inside].sum() >= LEAST_SHARE_OF_PEOPLE * people.sum():
            found.append(Window(frame, _city(case, inside)))
    return tuple(found)


def _city(case: Case, inside: Any) -> str:
    """Return the name of a window: the municipality where most of its people live, else its largest place."""
    here = case.areas[inside]
    if "municipality" in here:
        return str(here.groupby("municipality", sort=True)["people"].sum().idxmax())
    return str(here.loc[here["people"].idxmax(), "name"])


Classes = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


def classes_of(minutes: Iterable[float]) -> Classes:
    """Return each area's class of minutes; one past the last for no way at all."""
    return np.array([minute_class(value) for value in minutes], dtype=np.int64)


def change_classes_of(minutes: Iterable[float]) -> Classes:
    """Return each area's class of change."""
    return np.array([change_class(value) for value in minutes], dtype=np.int64)


def offices_on(terrain: Terrain, when: str, city: str = "") -> list[Office]:
    """Return the offices of a map: before, those of today as they are; after, all with what happens to them.

    On the map of a city a name does not repeat the city's.
    """
    offices = [replace(office, name=office.name.removeprefix(f"{city} ")) for office in terrain.offices]
    if when == "after":
        return offices
    before = [office for office in offices if office.state != "new"]
    return [
        replace(office, state="assumed" if office.assumed else "open", scale=office.scale_before)
        for office in before
    ]


def one_scale(ground: Ground, windows: Sequence[Window], ink: float) -> float:
    """Return how many people one square pixel stands for, so that dots fill no window more than a share of it."""
    return max(ink_scale(ground, window.frame, ink) for window in windows)


def people_in(ground: Ground, window: Window, classes: Classes) -> list[float]:
    """Return the people inside a window by class of minutes; those without any way last."""
    inside = window.frame.holds(ground.x, ground.y)
    return [float(ground.people[inside & (classes == k)].sum()) for k in range(len(MINUTE_BREAKS) + 1)]
