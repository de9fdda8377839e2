"""The polygons of SCB's small areas, from the map service or from a file fetched by hand."""

from __future__ import annotations

import geopandas as gpd
import shapely

from narvaro.errors import Fault, SourceError
from narvaro.sources.official.by_hand import HandFile, record_of
from narvaro.sources.official.cache import Record
from narvaro.sources.official.shapes import MOST_NAMED, read_layer
from narvaro.sources.official.supply import Supply
from narvaro.sources.official.wfs import bring_layer
from narvaro.sources.sweden.scb.editions import AreaEdition
from narvaro.sources.sweden.scb.services import maps

COUNTY = "lanskod"
"""The attribute of the layers that they can be cut by."""


def polygons_of(
    supply: Supply, of: AreaEdition, file: HandFile, counties: tuple[str, ...]
) -> tuple[gpd.GeoDataFrame, list[Record]]:
    """Return the areas of an edition in some counties or in all, and the downloads they came with.

    Returns
    -------
    GeoDataFrame
        Index `id`, in order; `name` (empty where areas have none), `municipality_code`, `geometry` in metres
        (SWEREF 99 TM, the sea counted in).

    Raises
    ------
    SourceError
        If what came is not whole or not as it should be.
    """
    if supply.files is None:
        only = f"{COUNTY} IN ({','.join(repr(code) for code in counties)})" if counties else ""
        raw, records = bring_layer(supply, maps(), of.layer, only)
    else:
        path = file.within(supply.files)
        if path is None:
            raise SourceError([Fault("source.no_files", {"folder": str(supply.files)}), file.to_fetch()])
        raw, records = read_layer(path, of.layer, path.name), [record_of(path)]
    raw = raw.rename(columns={of.layer.code: "id", "kommunkod": "municipality_code"})
    raw["name"] = raw[of.name].fillna("") if of.name else ""
    table = raw.set_index("id").sort_index()[["name", "municipality_code", "geometry"]]
    if counties:
        table = table[table["municipality_code"].str[:2].isin(counties)]
    broken = table.index[~table.geometry.is_valid]
    table.loc[broken, "geometry"] = shapely.make_valid(table.loc[broken, "geometry"].to_numpy())
    return table, records


def require_match(codes: gpd.GeoDataFrame, people_codes: list[str], of: AreaEdition, table: str) -> None:
    """Raise unless areas and figures are of the same areas.

    Raises
    ------
    SourceError
        With areas that only one of them has.
    """
    faults = []
    for lost, key in (
        (sorted(set(codes.index) - set(people_codes)), "source.no_figure"),
        (sorted(set(people_codes) - set(codes.index)), "source.no_polygon"),
    ):
        if lost:
            data = {"layer": of.layer.name, "table": table, "codes": lost[:MOST_NAMED], "n": len(lost)}
            faults.append(Fault(key, data))
    if faults:
        raise SourceError(faults)
