"""What a message about coordinate systems advises leads somewhere when it is followed."""

import json

import geopandas as gpd
import pytest
from pyproj import CRS
from shapely.geometry import Point

from narvaro.errors import SettingError, TableError
from narvaro.sources.tables import new_case

METRES = [Point(674_000 + 1_000 * k, 6_580_000 + 500 * k) for k in range(3)]
DEGREES = [Point(18 + k / 10, 59.3) for k in range(3)]
TABLE = {"id": ["a", "b", "c"], "name": ["A", "B", "C"], "people": [5, 6, 7]}
NO_PLACE = CRS.from_wkt(
    'ENGCRS["Undefined Cartesian SRS",EDATUM["Unknown"],CS[Cartesian,2],AXIS["X",east,LENGTHUNIT["metre",1]],'
    'AXIS["Y",north,LENGTHUNIT["metre",1]]]'
)


def geojson(path):
    """GeoJSON in metres, which has no way to say so."""
    rows = [
        {
            "type": "Feature",
            "properties": {name: cells[k] for name, cells in TABLE.items()},
            "geometry": {"type": "Point", "coordinates": [point.x, point.y]},
        }
        for k, point in enumerate(METRES)
    ]
    path = path.with_suffix(".geojson")
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}), encoding="utf-8")
    return path


def packed(points, crs, suffix=".gpkg"):
    def write(path):
        table = gpd.GeoDataFrame(TABLE, geometry=points, crs=crs)
        path = path.with_suffix(suffix)
        table.to_parquet(path) if suffix == ".parquet" else table.to_file(path, layer="areas")
        return path

    return write


FILES = {
    "GeoJSON in metres": (geojson, "EPSG:3006"),
    "a GeoPackage that says degrees over metres": (packed(METRES, 4326), "EPSG:3006"),
    "a GeoPackage of no system": (packed(METRES, None), "EPSG:3006"),
    "a GeoPackage in a system of no place": (packed(METRES, NO_PLACE), "EPSG:3006"),
    "GeoParquet of no system": (packed(METRES, None, ".parquet"), "EPSG:3006"),
    "a GeoPackage that says metres over degrees": (packed(DEGREES, 3006), "EPSG:4326"),
}


@pytest.mark.filterwarnings("ignore")  # what the libraries say of such files when they are written
@pytest.mark.parametrize("name", FILES)
def test_the_system_that_is_asked_for_is_taken(tmp_path, name):
    """Each such file is refused with the advice to give --crs, and read once it is given."""
    write, wanted = FILES[name]
    areas = write(tmp_path / "areas")
    sites = tmp_path / "sites.csv"
    place = "18.1,59.3" if wanted == "EPSG:4326" else "674000,6580000"
    sites.write_text(f"id,name,lon,lat\ns,S,{place}\n", encoding="utf-8")
    with pytest.raises(TableError, match="--crs EPSG"):
        new_case(areas, sites)
    first = new_case(areas, sites, crs=wanted).areas.iloc[0]
    assert (first["lon"], first["lat"]) == pytest.approx((18.0, 59.3), abs=0.1)


def test_a_system_of_heights_is_none(tmp_path):
    """EPSG:5773 is a system of heights: refused as a setting, not by a raw error of a library."""
    with pytest.raises(SettingError, match="not a coordinate system"):
        new_case(tmp_path / "a.csv", tmp_path / "s.csv", crs="EPSG:5773")
