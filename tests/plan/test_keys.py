"""The columns that rules join by: a code on one side only is a fault, or a note where it may be meant."""

import unicodedata

import pytest
from tests.plan.cases import SMALL, case_of, policy_of, times_of

from narvaro.errors import InfeasibleError, PolicyError
from narvaro.plan import make_plan
from narvaro.plan.fit import require_fit
from narvaro.plan.keys import key_notes
from narvaro.plan.money import appropriation

STATUS = ["may_close", "may_close", "candidate"]


def case_with(areas, sites, column="region", status=STATUS, **more):
    given = {column: areas} if areas else {}
    return case_of([900, 80, 20], status, sizes=[SMALL], areas=given, sites={column: sites, **more})


def require(case, policy):
    require_fit(case, policy, appropriation(case, policy))


def faults(case, **limits):
    with pytest.raises(PolicyError) as caught:
        require(case, policy_of([1.0], limits=limits))
    assert all(fault.text(lang) for fault in caught.value.faults for lang in ("sv", "en"))
    return {fault.key: dict(fault.data) for fault in caught.value.faults}


def notes(case, **limits):
    policy = policy_of([1.0], limits=limits)
    require(case, policy)
    found = key_notes(case, policy)
    assert all(note.text(lang) for note in found for lang in ("sv", "en"))
    return {note.key: dict(note.data) for note in found}


@pytest.mark.parametrize(
    ("areas", "sites", "pairs"),
    [
        (["0114", "0180", "0180"], ["114", "0180", "0180"], "114 / 0114"),
        (["0114", "114", "0180"], ["0114", "0180", "0180"], "114 / 0114"),
        (["114.0", "180", "180"], ["114", "180", "180"], "114 / 114.0"),
        (["Malmö", "Lund", "Lund"], ["MALMÖ", "Lund", "Lund"], "MALMÖ / Malmö"),
    ],
)
def test_codes_spelled_otherwise_on_the_other_side_are_faults(areas, sites, pairs):
    """A lost zero, decimals and capital letters, in either table; the message shows both spellings."""
    found = faults(case_with(areas, sites), room_in="region")
    assert {key: data["pairs"] for key, data in found.items()} == {"plan.code_alike": pairs}


def test_a_region_of_sites_without_any_area_is_a_fault():
    """The message names the side, the codes, and how many rows they stand on."""
    found = faults(case_with(["a", "b", "b"], ["a", "x", "x"]), room_in="region")
    assert found["plan.code_alone"] | {"column": "", "file": ""} == {
        "column": "", "file": "", "other": "areas", "count": 1, "rows": 2.0, "codes": "x",
    }  # fmt: skip
    assert "plan.code_alone" in faults(case_with(["a", "b", "c"], ["x", "y", "z"]), room_in="region")


def test_areas_of_a_region_without_any_site_are_told_with_their_people():
    """No room can be kept where there is none; and people or offices without a code are told too."""
    found = notes(case_with(["a", "b", ""], ["a", "", "a"]), room_in="region")
    assert found["plan.note.region_without_site"]["people"] == 80.0
    assert found["plan.note.blank_people"]["people"] == 20.0
    assert found["plan.note.blank_offices"]["count"] == 1
    assert notes(case_with(["a", "b", "b"], ["a", "b", "b"]), room_in="region") == {}


def test_kept_regions_are_compared_among_sites_and_with_areas():
    """Two spellings among the sites, an office without code, a code that no area has."""
    assert "plan.code_alike" in faults(case_with(None, ["0114", "0180", "114"]), keep_one_in="region")
    assert "plan.no_office_code" in faults(case_with(None, ["", "", "114"]), keep_one_in="region")
    assert "plan.code_alike" in faults(case_with(["1", "1", "1"], ["1", "01", "1"]), keep_one_in="region")
    found = notes(case_with(["a", "b", "b"], ["a", "x", "b"]), keep_one_in="region")
    assert found["plan.note.sites_alone"]["codes"] == "x"
    assert notes(case_with(None, ["a", "b", "b"]), keep_one_in="region") == {}


def test_municipalities_and_consents_are_compared():
    """A consent spelled otherwise is a fault; one without an office, or one that no rule reads, is told."""
    case = case_with(None, ["0114", "0180", "0184"], "municipality_code")
    found = faults(case, leave_municipality="with_consent", consent=["114", "9"])
    assert found["plan.code_alike"]["pairs"] == "114 / 0114"
    assert found["plan.unknown_municipality"]["codes"] == ["9"]
    found = notes(case, leave_municipality="with_consent", consent=["0184", "0114"])
    assert found == {"plan.note.consent_idle": {"count": 1, "codes": "0184"}}
    assert set(notes(case, leave_municipality="no", consent=["0114"])) == {"plan.note.consent_unused"}


def test_composed_and_decomposed_codes_hold_one_rule():
    """Two towns must keep their room, however their names are written; money for one office is too little."""
    names = ["Malmö", "Växjö", "Växjö"]
    decomposed = [unicodedata.normalize("NFD", name) for name in names]
    case = case_with(names, decomposed)
    limits = {"room_in": "region", "visits_per_person": 1.0, "closing_month": 1}
    policy = policy_of([-4.0], limits=limits, money={"lasting": False}, objective={"kind": "minutes"})
    with pytest.raises(InfeasibleError, match="smallest budget that can work"):
        make_plan(case, policy, travel=times_of(case, [[1, 9, 9], [9, 1, 1], [9, 1, 1]]))
