"""The layers of a GeoPackage: areas with their minutes and groups, and offices before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd

from narvaro.report.figures.marks import mark_scales
from narvaro.report.figures.polygons import STRENGTHS
from narvaro.report.figures.terrain import terrain_of
from narvaro.report.material import Material

WGS84 = 4326
AREAS, AREA_POINTS, OFFICES = "areas", "area_points", "offices"
WHEN = ("before", "after")
OURS = ("fid", "geom", "geometry", "id")
"""Names that a layer needs for itself."""


@dataclass(frozen=True)
class PlanLayer:
    """A layer with the names it goes by.

    Parameters
    ----------
    name
        Its name in the file, in plain letters; names of columns are alike in all languages too.
    title
        What it is called in the language.
    table
        Its rows, index the id of an area or site.
    """

    name: str
    title: str
    table: gpd.GeoDataFrame


def layers_of(m: Material) -> tuple[PlanLayer, ...]:
    """Return the layers of a plan: areas as polygons where they have them, those without as points, and offices."""
    table, polygons = _areas(m), m.case.polygons
    points = gpd.GeoSeries(gpd.points_from_xy(m.case.areas["lon"], m.case.areas["lat"]), m.case.areas.index)
    drawn = pd.Series(False, m.case.areas.index) if polygons is None else polygons.notna()
    found = [
        (AREAS, polygons, drawn),
        (AREA_POINTS if drawn.any() else AREAS, points, ~drawn),
    ]
    layers = [
        PlanLayer(
            name, m.voice(f"layer.{name}"), gpd.GeoDataFrame(table[rows], geometry=shapes[rows], crs=WGS84)
        )
        for name, shapes, rows in found
        if shapes is not None and rows.any()
    ]
    return (*layers, PlanLayer(OFFICES, m.voice("layer.offices"), _offices(m)))


def _areas(m: Material) -> pd.DataFrame:
    """Return each area with its people, need, minutes before and after, nearest offices, and groups.

    Returns
    -------
    Columns `name, people, need, in_definition`; by mode `<mode>_before, <mode>_after, <mode>_change` (minutes, missing
    without reach); `nearest_before, nearest_after` (names, by the first mode); `strength` (how much of its colour an
    area has, less where few people live; 1 for a point); and the columns that sort people into groups.
    """
    case, findings = m.case, m.findings
    found = findings.areas.loc[case.areas.index]
    offices = case.sites["name"].to_dict()
    columns: dict[str, Any] = {"name": found["name"], "people": found["people"]}
    columns["need"] = case.areas.get("need", 1.0)
    columns["in_definition"] = found["in_definition"]
    for mode in findings.modes:
        columns |= {f"{mode}_{when}": found[f"{mode}_{when}"].astype(float) for when in WHEN}
        columns[f"{mode}_change"] = findings.change_min(mode)
    for when in WHEN:
        columns[f"nearest_{when}"] = [str(offices.get(site, "")) for site in found[f"nearest_{when}"]]
    polygons = terrain_of(case, None, {}).whole.polygons
    columns["strength"] = 1.0 if polygons is None else [STRENGTHS[k] for k in polygons.density_class]
    taken = {name.casefold() for name in (*columns, *OURS)}
    for grouping in case.groupings():
        columns[_free(grouping, taken)] = case.areas[grouping]
    return pd.DataFrame(columns, index=case.areas.index).rename_axis("id")


def _free(name: str, taken: set[str]) -> str:
    """Return a name that no other column has, large and small letters being one, and take it.

    Examples
    --------
    >>> taken = {"people", "fid"}
    >>> _free("class", taken), _free("FID", taken), _free("Class", taken)
    ('class', 'FID_', 'Class_')
    """
    while name.casefold() in taken:
        name = f"{name}_"
    taken.add(name.casefold())
    return name


def _offices(m: Material) -> gpd.GeoDataFrame:
    """Return each office of before or after: what happens with it and when, its size and load.

    Returns
    -------
    Columns `name, municipality, state` (`open`, `assumed`, `resized`, `closing`, `new`), `state_name` (in the
    language), `year` (missing where nothing is done), `size_before, size_after` (ids, empty where there is no office),
    `mark_scale` (how large the mark of its size is), `assumed, in_definition`, and `visits_before` to
    `share_of_room_after`.
    """
    offices = m.findings.offices
    load = m.findings.load.reindex(offices.index)
    scales = mark_scales([size.id for size in sorted(m.case.sizes, key=lambda size: size.rank)])
    table = pd.DataFrame(
        {
            "name": offices["name"],
            "municipality": offices["municipality"],
            "state": pd.Series(m.states).reindex(offices.index),
            "state_name": [m.voice(f"mark.{m.states[str(site)]}") for site in offices.index],
            "year": offices["year"].astype("Int32").mask(offices["year"] == 0),
            **{f"size_{when}": offices[f"size_{when}"] for when in WHEN},
            "mark_scale": [scales[after or before] for before, after in m.sizes.values()],
            **{name: offices[name].astype(bool) for name in ("assumed", "in_definition")},
            **{
                f"{name}_{when}": load[f"{name}_{when}"]
                for name in ("visits", "room", "share_of_room")
                for when in WHEN
            },
        }
    )
    points = gpd.points_from_xy(offices["lon"], offices["lat"])
    return gpd.GeoDataFrame(table.rename_axis("id"), geometry=points, crs=WGS84)
