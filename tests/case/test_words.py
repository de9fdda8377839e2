"""Words that tables are joined by are written alike at birth; what steers a terminal is a fault with its place."""

import unicodedata

import numpy as np
import pandas as pd
import pytest

from narvaro.case import Case, Service, Size, Standard, policy_from
from narvaro.case.tables import read_csv_text
from narvaro.errors import PolicyError, TableError


def case_of(areas=None, sites=None, **more):
    area = {"id": ["a", "b"], "name": ["A", "B"], "lon": [18.0, 18.1], "lat": [59.0, 59.0], "people": [9, 8]}
    site = {"id": ["s", "t"], "name": ["S", "T"], "lon": [18.0, 18.1], "lat": [59.0, 59.0]}
    return Case("mini", pd.DataFrame(area | (areas or {})), pd.DataFrame(site | (sites or {})), **more)


@pytest.mark.parametrize(
    "code", ["Växjö", unicodedata.normalize("NFD", "Växjö"), " Växjö\u00a0", "\ufeffVäxjö\u200b"]
)
def test_one_word_has_one_spelling_in_tables_policy_and_settings(code):
    """Composed or not, with or without blanks: ids, codes, headings, sizes, services and settings come out the same."""
    case = case_of(
        {code: [code, "x"]},
        {"id": [code, "t"], "size": [code, code], "services": [code, code], "municipality_code": [code, ""]},
        sizes=(Size(code, 0, 1, 1, 1, 1, 1),),
        services=(Service(code, code, code),),
        standards=(Standard(code, "car", 1.0, 1.0, code, (code,), code),),
    )
    policy = policy_from(
        {"years": [2027], "definition": code, "money": {"change": [1.0]},
         "limits": {"keep_one_in": code, "room_in": code, "consent": [code]},
         "objective": {"walk_sizes": [code], "extra_min": {code: 1.0}}}
    )  # fmt: skip
    said = [
        case.areas.columns[-2],
        case.areas["Växjö"].iloc[0],
        case.sites.index[0],
        case.sites["size"].iloc[0],
    ]
    said += [case.sites["services"].iloc[0][0], case.sites["municipality_code"].iloc[0], case.services[0].id]
    rule = case.standards[0]
    said += [rule.column, *rule.values, rule.each, policy.definition]  # noqa: PD011
    said += [policy.limits.keep_one_in, policy.limits.room_in, policy.limits.consent[0]]
    said += [policy.objective.walk_sizes[0], *policy.objective.extra_min]
    assert set(said) == {"Växjö"}


@pytest.mark.parametrize(
    "codes",
    [[1280.0, np.nan], pd.array([1280, None], dtype="Int64"), ["1280", None], pd.Categorical(["1280", None])],
)
def test_a_column_of_codes_with_gaps_has_whole_codes_and_blank_gaps(codes):
    """1280.0 is the code 1280, and a gap is no region called nan."""
    assert case_of({"region": codes}).areas["region"].tolist() == ["1280", ""]


@pytest.mark.parametrize("bad", ["A\x00", "x\x1b[2J", "a\tb", "a\nb", "a\x9bb", "a\u202eb", "a\u2028b"])
@pytest.mark.parametrize(
    ("table", "column"), [("areas", "name"), ("areas", "region"), ("sites", "name"), ("sites", "id")]
)
def test_control_characters_are_faults_with_row_and_column(bad, table, column):
    """In names, ids and groups alike; the message shows the number of the character, never the character."""
    with pytest.raises(TableError) as caught:
        case_of(**{table: {column: ["ok", bad]}})
    (fault,) = caught.value.faults
    assert (fault.key, fault.row, fault.column) == ("table.control", 3, column)
    assert all(bad not in fault.text(lang) for lang in ("sv", "en"))


def test_control_characters_of_settings_and_policy_are_faults():
    """TOML can write what a table cannot."""
    with pytest.raises(TableError, match="control character"):
        case_of(sizes=(Size("s", 0, 1, 1, 1, 1, 1, source="a\x1b[2J"),))
    with pytest.raises(PolicyError, match=r"policy.toml.*control character"):
        policy_from({"scenario": "a\x1b[2J", "years": [2027], "money": {"change": [1.0]}})


def test_headings_are_named_once_and_never_blank(tmp_path):
    """Blank columns at the end are left out; a blank heading over figures, or one heading twice, is a fault."""
    (tmp_path / "a.csv").write_text("id,name,,\na,A,,\n", encoding="utf-8")
    assert list(read_csv_text(tmp_path / "a.csv").columns) == ["id", "name"]
    (tmp_path / "a.csv").write_text("id,,name\na,7,A\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"row 1, column 2: The column with this number has no name"):
        read_csv_text(tmp_path / "a.csv")
    with pytest.raises(TableError, match="Two columns have this name"):
        case_of({"län": ["1", "2"], unicodedata.normalize("NFD", "län"): ["1", "2"]})
    with pytest.raises(TableError, match="has no name"):
        case_of({" ": ["1", "2"]})


def test_a_standard_names_values_as_the_areas_spell_them():
    """114 for 0114 is a fault; a value that no area has at all is told; types do not matter."""
    with pytest.raises(TableError, match=r"No area has “114” in the column region, but some have “0114”"):
        case_of({"region": ["0114", "0180"]}, standards=(Standard("r", "car", 1.0, 1.0, "region", ("114",)),))
    found = case_of({"region": ["1", "2"]}).areas
    assert Standard("r", "car", 1.0, 1.0, "region", ("1", "9")).idle_values(found) == ["9"]
    assert (
        Standard("r", "car", 1.0, 1.0, "town", (True,)).idle_values(pd.DataFrame({"town": [True, False]}))
        == []
    )


def test_a_site_in_an_area_that_is_not_there_is_a_fault():
    """The id of the area is a join like any other; an empty cell takes the nearest area."""
    assert case_of(sites={"area_id": ["a", ""]}).sites["area_id"].tolist() == ["a", ""]
    with pytest.raises(TableError, match=r"row 3, column area_id: There is no area 9"):
        case_of(sites={"area_id": ["a", "9"]})
