"""Who has how far: the whole table."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from narvaro.access import measure_access
from narvaro.access.table import json_rows
from narvaro.case import Case, Standard, standards_elsewhere
from narvaro.errors import SettingError
from narvaro.language import LANGUAGES, Note, keys
from narvaro.travel import TravelTimes


def test_today_by_hand(case: Case, travel: TravelTimes) -> None:
    """Two offices: the town has 5 minutes, the suburb 12 to the second, the farm 45; the wood has none and nobody."""
    found = measure_access(case, travel)
    assert found.open_sites == ("s1", "s2")
    assert found.minutes.fillna(-1).to_dict() == {"town": 5.0, "suburb": 12.0, "farm": 45.0, "wood": -1.0}
    assert found.nearest_site.to_dict() == {"town": "s1", "suburb": "s2", "farm": "s1", "wood": ""}
    assert found.total["mean_min"] == pytest.approx((600 * 5 + 300 * 12 + 100 * 45) / 1000)
    assert found.total["people_beyond"] == 100.0
    assert found.total["people_unreached"] == 0.0
    assert found.total["offices_within"] == pytest.approx((600 * 2 + 300 * 2 + 100 * 0) / 1000)
    # both offices are shared by town and suburb: (4 + 2) staff for 900 people, nothing for the farm
    assert found.total["staff_per_1000"] == pytest.approx(6000 / 900 * 0.9)


def test_groups(case: Case, travel: TravelTimes) -> None:
    """By settlement the urban people are all within the standard and the rural all outside."""
    found = measure_access(case, travel, by="settlement")
    assert found.groups["share_beyond"].to_dict() == {"rural": 1.0, "urban": 0.0}
    assert found.groups["people"].to_dict() == {"rural": 100.0, "urban": 900.0}
    assert found.inequality.loc["theil", "value"] == pytest.approx(
        found.inequality.loc["theil_within", "value"] + found.inequality.loc["theil_between", "value"]
    )
    assert found.with_total("all").index.tolist() == ["rural", "urban", "all"]


def test_a_yes_or_no_column_groups_too(case: Case, travel: TravelTimes) -> None:
    """A definition is a yes/no column; its groups are yes and no."""
    assert measure_access(case, travel, by="vulnerable").groups.index.tolist() == ["no", "yes"]


def test_an_opening_changes_the_table(case: Case, travel: TravelTimes) -> None:
    """With the candidate open the farm has one minute, and nobody has a longer way."""
    before = measure_access(case, travel)
    after = measure_access(case, travel, open_sites=["s3", "s1", "s2"], sizes={"s3": "small"})
    assert after.open_sites == ("s1", "s2", "s3")
    assert after.minutes["farm"] == 1.0
    assert (after.minutes.dropna() <= before.minutes.dropna()).all()
    assert after.total["staff_per_1000"] > before.total["staff_per_1000"]


def test_an_office_of_unknown_size_leaves_staff_missing(case: Case, travel: TravelTimes) -> None:
    """A candidate has no size: staff per person is missing and a note says so; it is not zero."""
    found = measure_access(case, travel, open_sites=["s1", "s3"])
    assert np.isnan(found.total["staff_per_1000"])
    assert "access.note.staff_unknown" in {note.key for note in found.notes}


def test_a_service_counts_only_the_offices_that_give_it(case: Case, travel: TravelTimes) -> None:
    """The single service is given everywhere, so asking for it changes nothing; an unknown one raises."""
    assert measure_access(case, travel, service="service").open_sites == ("s1", "s2")
    with pytest.raises(SettingError, match="tax"):
        measure_access(case, travel, service="tax")


def test_walking_standard(case: Case, travel: TravelTimes) -> None:
    """On foot only the town is within 20 minutes, and 100 people at the farm have no way at all."""
    found = measure_access(case, travel, mode="walk", standard_min=20)
    assert found.total["people_beyond"] == 400.0
    assert found.total["people_unreached"] == 100.0
    assert found.total["p90_min"] == 25.0
    assert measure_access(case, travel, mode="walk").total["median_min"] == 10.0


def test_everything_wrong_is_told_at_once(case: Case, travel: TravelTimes) -> None:
    """Unknown mode, service, column and site make four faults in one error."""
    with pytest.raises(SettingError) as caught:
        measure_access(case, travel, mode="train", service="tax", by="colour", open_sites=["s1", "s9"])
    assert len(caught.value.faults) == 4


def test_no_office_at_all(case: Case, travel: TravelTimes) -> None:
    """With no office everybody is beyond; means are missing, nothing divides by zero."""
    found = measure_access(case, travel, open_sites=[], by="settlement")
    assert found.total["people_beyond"] == found.total["people_unreached"] == 1000.0
    assert np.isnan(found.total["mean_min"])
    assert found.total["median_min"] == np.inf
    assert found.inequality["value"].drop("kappa").isna().all()
    assert json.loads(json.dumps(found.to_json()))["total"]["median_min"] is None


def test_assumed_offices_are_told(case: Case, travel: TravelTimes) -> None:
    """One of the two offices is assumed, and the notes say so in both languages."""
    notes = {note.key: note for note in measure_access(case, travel).notes}
    assert notes["access.note.assumed_offices"].data == {"count": 1, "offices": 2}
    for lang in LANGUAGES:
        assert "1" in notes["access.note.assumed_offices"].text(lang)


def test_own_standards_hold_and_those_of_others_are_told_apart(case: Case, travel: TravelTimes) -> None:
    """A case without rules is judged by none; rules given are the only ones judged, and how others measure stays."""
    assert len(measure_access(case, travel).standards) == 0
    own = measure_access(case, travel, standards=[Standard("own", "car", 45.0, 1.0)])
    assert own.standards["status"].to_dict() == {"own": "met"}
    assert list(own.elsewhere.index) == [rule.id for rule in standards_elsewhere()]
    assert own.elsewhere.equals(measure_access(case, travel).elsewhere)


def test_straight_line_without_travel_times(case: Case) -> None:
    """Without travel times the straight line is used, and the notes say that it is assumed."""
    found = measure_access(case)
    # 0.4 degrees of longitude at 59 north is 22.9 km, times 1.3 at 60 km/h
    assert found.minutes["farm"] == pytest.approx(22.9 * 1.3, abs=0.1)
    assert "access.note.travel_assumed" in {note.key for note in found.notes}


def test_order_of_sites_given_does_not_matter(case: Case, travel: TravelTimes) -> None:
    """The same open offices in another order give the same table."""
    one = measure_access(case, travel, open_sites=["s1", "s2"]).to_json()
    other = measure_access(case, travel, open_sites=["s2", "s1", "s2"]).to_json()
    assert one == other


def test_json_speaks_plain_values(case: Case, travel: TravelTimes) -> None:
    """The JSON form has no NaN and reads back alike; every note and status has a text."""
    found = measure_access(case, travel, by="settlement")
    text = json.dumps(found.to_json(), allow_nan=False)
    assert json.loads(text)["groups"][0]["group"] == "rural"
    for note in found.to_json()["notes"]:
        assert Note.from_json(note).text("sv")
    for status in set(found.elsewhere["status"]):
        assert f"access.standard.{status}" in keys()
    for measure in found.inequality.index:
        assert f"access.measure.{measure}" in keys()


def test_rows_of_any_table_are_plain() -> None:
    """Numbers of numpy, tuples and missing values become what JSON knows."""
    table = pd.DataFrame({"n": [np.int64(3)], "t": [("a", "b")], "m": [np.nan], "b": [np.True_]})
    assert json_rows(table) == [{"n": 3, "t": ["a", "b"], "m": None, "b": True}]


def test_standards_without_a_verdict_are_told_with_the_reason(case: Case, travel: TravelTimes) -> None:
    """One note a reason, so that a rule about nobody is never just absent; a rule with a verdict is not in it."""
    rules = [
        Standard("all", "car", 30.0, 0.9),
        Standard("villages", "car", 30.0, 0.9, "settlement", ("village",)),
        Standard("hamlets", "car", 30.0, 0.9, "settlement", ("hamlet",)),
        Standard("county", "car", 30.0, 0.9, each="county"),
    ]
    notes = [
        n for n in measure_access(case, travel, standards=rules).notes if n.key == "access.note.not_measured"
    ]
    assert [note.data["standards"] for note in notes] == [["villages", "hamlets"], ["county"]]
    assert "villages, hamlets" in notes[0].text("en")
    assert "område" in notes[0].text("sv")
    assert not any(n.key == "access.note.not_measured" for n in measure_access(case, travel).notes)
