"""`narvaro why --area` finds the area as a person writes it and shows its offices now and after."""

from pathlib import Path

import pandas as pd

from narvaro.app.asking_area import area_project


def test_an_area_is_asked_by_its_name_and_told_in_both_languages(narvaro, small: Path) -> None:
    """The office named is the one of the travel times; the answer for machines has the same figures."""
    assert narvaro("plan", small).code == 0
    areas = pd.read_csv(small / "areas.csv")
    name = str(areas["name"].iloc[0])
    found = area_project(small, str(areas["id"].iloc[0])).found
    told = narvaro("why", small, name, "--area", "--lang", "sv")
    assert told.code == 0, told.err
    assert found.ways["office_after"].iloc[0] in told.out
    assert "Närmaste kontor" in told.out
    data = narvaro("why", small, name, "--area", "--json").json
    assert data["area_id"] == found.area_id
    assert data["ways"][0]["min_after"] == found.ways["min_after"].iloc[0]


def test_an_area_that_is_not_there_is_an_error_that_names_the_nearest(narvaro, small: Path) -> None:
    """A misspelt name ends with exit code 2 and no trace."""
    assert narvaro("plan", small).code == 0
    done = narvaro("why", small, "Nowhere at all", "--area")
    assert done.code == 2
    assert "Traceback" not in done.err
