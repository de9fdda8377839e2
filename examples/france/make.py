#!/usr/bin/env python
"""Write the made-up tables of this folder as a French office may have them. The same seed gives the same bytes.

    .venv/bin/python examples/france/make.py

`communes.zip` is a Shapefile of polygons in Lambert 93 (EPSG:2154), `guichets.csv` a table with semicolons, decimal
commas and blanks between thousands. Names are put together of syllables; should a place be called so, it is not meant.
"""

from __future__ import annotations

import sys
import tempfile
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from benchmarks.siting_instances import Country, draw_country  # noqa: E402
from examples.communes.make import names, of  # noqa: E402

SEED = 93
COMMUNES, GUICHETS, OFFICES = 90, 17, 8
EAST, NORTH, KM = 612_000.0, 6_575_000.0, 1_000.0
LAMBERT_93 = "EPSG:2154"
PLACES = ("Mairie", "Médiathèque", "La Poste", "Ancienne école", "Gare", "Halles")


def metres(km: np.ndarray) -> np.ndarray:
    """Return points in kilometres as metres of Lambert 93."""
    return np.round(np.array([EAST, NORTH]) + km * KM, 1)


def communes_of(country: Country, rng: np.random.Generator) -> gpd.GeoDataFrame:
    """Return the communes: everything that is nearer to their middle than to another's, within 12 km."""
    middle = shapely.points(metres(country.area_km))
    whole = shapely.convex_hull(shapely.multipoints(middle)).buffer(6 * KM)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(middle), extend_to=whole))
    cell = shapely.STRtree(cells).query(middle, predicate="within")[1]
    shape = shapely.intersection(shapely.intersection(cells[cell], middle_buffer(middle)), whole)
    people = (10 * country.people).astype(int)
    return gpd.GeoDataFrame(
        {
            "INSEE_COM": [f"0{4_000 + i}" for i in range(1, COMMUNES + 1)],
            "NOM": names(rng, COMMUNES),
            "POPULATION": people,
            "MILIEU": np.where(people >= 5_000, "ville", np.where(people >= 1_000, "bourg", "rural")),
            "PRIORITAIR": np.where(rng.random(COMMUNES) < 0.12, "oui", "non"),
        },
        geometry=shapely.set_precision(shape, 0.1),
        crs=LAMBERT_93,
    )


def middle_buffer(middle: np.ndarray) -> np.ndarray:
    """Return what is at most 12 km from each middle."""
    return np.asarray(shapely.buffer(middle, 12 * KM, quad_segs=8))


def guichets_of(country: Country, rng: np.random.Generator, communes: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return offices of today and places where one could open, as a person writes them."""
    points = metres(country.site_km)
    home = shapely.STRtree(communes.geometry.to_numpy()).nearest(shapely.points(points))
    town = [of(str(communes["NOM"].iloc[at])) for at in home]
    office = country.office >= 0
    kinds = [str(rng.choice(PLACES)) for _ in town]
    called = [
        f"{'Maison de services' if o else kind} {t}" for o, kind, t in zip(office, kinds, town, strict=True)
    ]
    double = pd.Series(called).groupby(called).cumcount() + 1
    return pd.DataFrame(
        {
            "identifiant": [f"G{j:02}" for j in range(1, GUICHETS + 1)],
            "nom du site": [f"{name} {n}" if n > 1 else name for name, n in zip(called, double, strict=True)],
            "x": [as_written(x) for x in points[:, 0]],
            "y": [as_written(y) for y in points[:, 1]],
            "état": np.where(office, "ouvert", "potentiel"),
            "code commune": communes["INSEE_COM"].to_numpy()[home],
            "commune": communes["NOM"].to_numpy()[home],
        }
    )


def as_written(value: float) -> str:
    """Return a figure with a blank between thousands and a decimal comma: 652 431,5."""
    return f"{value:,.1f}".replace(",", " ").replace(".", ",")


def main(folder: Path = HERE) -> None:
    """Write communes.zip and guichets.csv."""
    country = draw_country(COMMUNES, GUICHETS, offices=OFFICES, regions=3, size_km=(50.0, 60.0), seed=SEED)
    rng = np.random.default_rng(SEED)
    communes = communes_of(country, rng)
    with tempfile.TemporaryDirectory() as made:
        communes.to_file(Path(made) / "communes.shp", encoding="UTF-8", DBF_DATE_LAST_UPDATE="2026-01-01")
        with zipfile.ZipFile(folder / "communes.zip", "w", zipfile.ZIP_DEFLATED) as packed:
            for file in sorted(Path(made).iterdir()):
                packed.writestr(zipfile.ZipInfo(file.name, (2026, 1, 1, 0, 0, 0)), file.read_bytes())
    guichets_of(country, rng, communes).to_csv(
        folder / "guichets.csv", sep=";", index=False, encoding="utf-8", lineterminator="\n"
    )


if __name__ == "__main__":
    main()
