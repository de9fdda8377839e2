"""Looking a folder over: what it holds, and what is no fault but should be known."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from narvaro.app.checkup import check_project


def keys(folder: Path) -> list[str]:
    return [note.key for note in check_project(folder).notes]


def test_the_example_has_one_thing_to_know(small: Path) -> None:
    """Its costs are those of nobody's offices; everything else is as it should be."""
    found = check_project(small)
    assert keys(small) == ["checkup.note.costs_assumed"]
    assert found.appropriation == {2027: 16.3, 2028: 17.8, 2029: 17.8}
    assert (found.plan, dict(found.sites_by_status)) == (
        "none",
        {"must_stay": 1, "may_close": 1, "candidate": 3},
    )


def test_codes_that_a_spreadsheet_shortened_are_pointed_out(small: Path) -> None:
    """0180 beside 180 is no fault of form, but hardly meant."""
    path = small / "sites.csv"
    rows = path.read_text(encoding="utf-8").splitlines()
    at = rows[0].split(",").index("municipality_code")
    for number, code in ((1, "1480"), (2, "180")):
        cells = rows[number].split(",")
        cells[at] = code
        rows[number] = ",".join(cells)
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert "checkup.note.lost_zeros" in keys(small)
    path.write_text(path.read_text(encoding="utf-8").replace(",180,", ",0180,"), encoding="utf-8")
    assert "checkup.note.lost_zeros" not in keys(small)


def test_assumed_offices_are_told(small: Path) -> None:
    """An office whose place nobody named is counted among today's."""
    path = small / "sites.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("False", "True", 1), encoding="utf-8")
    notes = {note.key: dict(note.data) for note in check_project(small).notes}
    assert notes["access.note.assumed_offices"] == {"count": 1, "offices": 2}


def test_areas_that_nothing_reaches_and_points_that_lie_alone_are_named(small: Path) -> None:
    """Riverside moved to Spain, 14 degrees south and 4 east: no slip explains it, so it is told, not refused."""
    path = small / "areas.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Riverside,-3.425,56.399", "Riverside,0.55,42.2"), encoding="utf-8")
    notes = {note.key: note for note in check_project(small).notes}
    assert notes["checkup.note.out_of_reach"].data == {
        "count": 1, "people": 4100.0, "minutes": 240.0, "names": ["Riverside"]
    }  # fmt: skip
    assert notes["checkup.note.far_points"].data["names"] == ["Riverside"]
    assert all(
        "Riverside" in note.text(lang) for note in notes.values() for lang in ("sv", "en") if note.data
    )


def test_groups_that_differ_in_spelling_alone_are_asked_about(small: Path) -> None:
    """Town beside town is two groups: check says so, and names both."""
    path = small / "areas.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",town,", ",Town,", 1), encoding="utf-8")
    notes = {note.key: dict(note.data) for note in check_project(small).notes}
    assert notes["checkup.note.twins"] == {"column": "areas.csv: settlement", "pairs": "Town / town"}


def test_people_in_thousands_are_asked_about(small: Path) -> None:
    """All figures divided by a thousand and trimmed, as 5.2 and 0.42: 32.6 people in twenty areas."""
    path = small / "areas.csv"
    rows = [row.split(",") for row in path.read_text(encoding="utf-8").splitlines()]
    at = rows[0].index("people")
    for row in rows[1:]:
        row[at] = str(float(row[at]) / 1000)
    path.write_text("\n".join(map(",".join, rows)) + "\n", encoding="utf-8")
    notes = {note.key: dict(note.data) for note in check_project(small).notes}
    assert notes["checkup.note.few_people"] == {"people": pytest.approx(32.55), "areas": 20}


def test_a_site_that_names_a_far_area_is_asked_about(small: Path) -> None:
    """Every site said to lie at the Lighthouse but one that says nothing: four have nearer areas."""
    path = small / "sites.csv"
    rows = [row.split(",") for row in path.read_text(encoding="utf-8").splitlines()]
    at = rows[0].index("area_id")
    for row in rows[1:]:
        row[at] = "" if row[0] == "s3" else "a18"
    path.write_text("\n".join(map(",".join, rows)) + "\n", encoding="utf-8")
    (note,) = (note for note in check_project(small).notes if note.key == "checkup.note.far_homes")
    areas, sites = check_project(small).case.areas, check_project(small).case.sites
    assert note.data["count"] == len(note.data["pairs"]) == 4
    home = areas.loc["a18"]
    assert all(pair.endswith(f" / {home['name']}") for pair in note.data["pairs"])
    sites = sites[sites["area_id"] == "a18"]
    away = 111.2 * ((sites["lat"] - home["lat"]) ** 2 + ((sites["lon"] - home["lon"]) * 0.553) ** 2) ** 0.5
    assert note.data["km"] == pytest.approx(away.max(), rel=0.01)
    assert all(f"{pair}" in note.text("sv") for pair in note.data["pairs"])


def test_polygons_that_leave_areas_out_are_told(small: Path) -> None:
    """An area without a polygon, which maps show as a point, and one whose point lies beside its polygon."""
    areas = pd.read_csv(small / "areas.csv", dtype={"id": str})
    around = gpd.points_from_xy(areas["lon"], areas["lat"]).buffer(0.001)
    table = gpd.GeoDataFrame({"code": areas["id"]}, geometry=around, crs=4326)
    table.loc[0, "geometry"] = table.geometry.iloc[0].buffer(0.001).exterior.buffer(0.0001)
    (small / "shapes").mkdir(exist_ok=True)
    table.iloc[:-1].to_parquet(small / "shapes" / "areas.parquet")
    notes = {note.key: note.data for note in check_project(small).notes}
    assert notes["checkup.note.no_polygon"]["people"] == areas["people"].iloc[-1]
    assert notes["checkup.note.point_outside"]["people"] == areas["people"].iloc[0]
