"""The Police's areas over SCB's small areas: people by overlap are those known, and no area is lost."""

from pathlib import Path

import pandas as pd
import pytest

from narvaro.sources.sweden.police import police_shares, share_on_list
from narvaro.sources.sweden.small_areas import small_areas

KNOWN = [("regso", 435_509, 359_066), ("best", 464_223, 379_361)]
"""People in the Police's areas of 2023 and those of them in SCB's types 1 and 2, worked out apart from this project."""


@pytest.mark.parametrize(("basis", "people", "in_types"), KNOWN)
def test_people_by_overlap_are_those_known(basis: str, people: int, in_types: int) -> None:
    """By RegSO alone and by DeSO where there is one, both figures are within 3 per cent of those known."""
    areas = small_areas()
    held = share_on_list(basis) * areas["people_2023"]  # type: ignore[arg-type]
    assert held.sum() == pytest.approx(people, rel=0.03)
    assert held[areas["area_type"].isin([1, 2])].sum() == pytest.approx(in_types, rel=0.03)


def test_the_people_of_each_area_are_those_worked_out_apart(real: Path) -> None:
    """Each of the 59 areas has the people that the facts give it, by either basis, to 100 people or 7 per cent."""
    file = real.parent / "facts" / "police_2023_people_by_polygon.csv"
    if not file.exists():
        pytest.skip("the facts are not here")
    facts = pd.read_csv(file)
    names = facts["name"].str.replace(r"\s*/\s*", " / ", regex=True)
    shares = police_shares()
    people = shares["code"].map(small_areas()["people_2023"])
    for column, told in (
        ("share_regso", facts["people_regso"]),
        ("share", facts["people_deso"].fillna(facts["people_regso"])),
    ):
        ours = (shares[column] * people).groupby(shares["name"]).sum().reindex(names).to_numpy()
        far = abs(ours - told.to_numpy()) > (0.07 * told.to_numpy()).clip(min=100)
        assert names[far].tolist() == []


def test_a_share_is_a_share_and_every_area_has_people() -> None:
    """59 areas, shares from 0 to 1, and no small area gives away more than all of its people, rounding apart."""
    shares = police_shares()
    assert shares["id"].nunique() == 59
    for column in ("share", "share_regso"):
        assert shares[column].between(0, 1).all()
        assert shares.groupby("code")[column].sum().max() < 1.001
        assert (shares.groupby("id")[column].max() > 0.1).all()
    assert set(shares["class"]) == {"vulnerable", "risk", "particularly"}


def test_deso_count_more_people_than_small_areas() -> None:
    """Where both are known the finer areas find about 9 per cent more: people live denser inside than outside."""
    shares = police_shares().dropna(subset="share_deso")
    people = shares["code"].map(small_areas()["people_2023"])
    more = (shares["share_deso"] * people).sum() / (shares["share_regso"] * people).sum()
    assert 1.05 < more < 1.12
