"""A user's own definition from a file: polygons that areas lie in, or a list of ids or codes."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from narvaro.case.words import control_in, word, words
from narvaro.errors import Fault, TableError
from narvaro.sources.coordinates import system_of
from narvaro.sources.mixed_systems import DEGREES
from narvaro.sources.tables import read_raw

MOST_NAMES = 5
"""So many codes that no area has are named in a message; all are counted."""


def read_list(path: Path | str, areas: pd.DataFrame) -> pd.Series:
    r"""Return which areas a file defines, as a yes/no column that has the name of the file.

    Parameters
    ----------
    path
        Polygons as GeoPackage, GeoJSON or GeoParquet, in which an area lies where its point does; or a table as CSV
        with a column of the areas' ids or of any codes that they have, such as `municipality_code`.
    areas
        With index `id`, `lon`, `lat` (degrees) and the columns that codes may be found in.

    Returns
    -------
    Series
        Yes/no, in the order of the areas; its name is that of the file without its ending.

    Raises
    ------
    TableError
        If the file cannot be read, holds neither polygons nor a column of the areas, names codes that no area has or
        catches no area, or has the name of a column that is there.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "poor.csv"
    >>> _ = path.write_text("id\nb\n")
    >>> areas = pd.DataFrame({"lon": [18.0, 18.1], "lat": [59.0, 59.0]}, index=pd.Index(["a", "b"], name="id"))
    >>> found = read_list(path, areas)
    >>> found.name, found.tolist()
    ('poor', [False, True])
    """
    path = Path(path)
    name = word(path.stem)
    if name in areas or name == areas.index.name or control_in(name):
        raise TableError([Fault("definitions.list_taken", {"name": name}, path.name)])
    table = read_raw(path, "areas", path.name).table
    if isinstance(table, gpd.GeoDataFrame) and table.active_geometry_name is not None:
        inside = _within(table.geometry, areas, path.name)
    else:
        inside = _named(table, areas, path.name)
    if not inside.any():
        raise TableError([Fault("definitions.list_empty", {"areas": len(areas)}, path.name)])
    return pd.Series(inside, index=areas.index, name=name)


def _within(shapes: gpd.GeoSeries, areas: pd.DataFrame, file: str) -> np.ndarray:
    """Tell which areas have their point in a polygon."""
    shapes = gpd.GeoSeries(shapes[~(shapes.isna() | shapes.is_empty)])
    kinds = sorted(set(shapes.geom_type) - {"Polygon", "MultiPolygon"})
    if kinds or not len(shapes):
        raise TableError([Fault("definitions.list_no_polygons", {"kinds": ", ".join(kinds) or "–"}, file)])
    try:
        system = system_of(shapes, None, file)
    except TableError:  # what it says to do cannot be done here
        system = None
    if system is None:
        raise TableError([Fault("definitions.list_no_system", {}, file)])
    whole = shapes.set_crs(system, allow_override=True).to_crs(DEGREES).make_valid().union_all()
    shapely.prepare(whole)
    return np.asarray(
        shapely.intersects_xy(whole, areas["lon"].to_numpy(float), areas["lat"].to_numpy(float))
    )


def _named(table: pd.DataFrame, areas: pd.DataFrame, file: str) -> np.ndarray:
    """Tell which areas have a code that a table lists in the first of its columns that the areas have too."""
    known = areas.rename_axis("id").reset_index()
    column = next((word(name) for name in table.columns if word(name) in known), None)
    if column is None:
        data = {
            "has": [str(name) for name in table.columns],
            "allowed": [str(name) for name in known.columns],
        }
        raise TableError([Fault("definitions.list_no_column", data, file)])
    listed = words(table.rename(columns=word)[column])
    codes = words(known[column])
    lost = sorted(set(listed) - set(codes) - {""})
    if lost:
        told: dict[str, object] = {"count": len(lost), "codes": lost[:MOST_NAMES], "column": column}
        raise TableError([Fault("definitions.list_lost", told, file, None, column)])
    return codes.isin(set(listed) - {""}).to_numpy()
