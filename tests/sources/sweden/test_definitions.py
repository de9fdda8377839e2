"""Definitions over the small areas: SCB's types hold the people known, and the index is made as it says."""

import doctest
from pathlib import Path

import numpy as np
import pytest

from narvaro.access import measure_definitions
from narvaro.language import LANGUAGES, Names, say, told
from narvaro.report.html import escape
from narvaro.sources.sweden.areas import swedish_areas
from narvaro.sources.sweden.definitions import own_index, small_area_definitions
from narvaro.sources.sweden.small_areas import small_areas

PAGE = Path(__file__).parents[3] / "docs" / "definitions.md"


def test_examples_on_the_page_run() -> None:
    """Every figure under an example of docs/definitions.md is what the example gives."""
    result = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert result.attempted >= 6
    assert result.failed == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_picture_on_the_page_says_what_the_table_says(lang: str) -> None:
    """Its title and its key have the people of the two definitions that it compares."""
    drawn = (PAGE.parent / "images" / f"definitions.{lang}.svg").read_text(encoding="utf-8")
    found = measure_definitions(swedish_areas(), ["police_2023", "area_types_1_2"])
    assert found.notes[0].text(lang) in drawn
    for kind in ("police_2023", "area_types_1_2"):
        name = told(Names(("sweden",)).definition(kind), lang)
        heads = {"people": found.people_of_kinds[kind], "total": sum(found.people_of_kinds.values())}
        assert escape(say("definitions.map.only", lang, **heads, name=name)) in drawn


def test_scbs_types_1_and_2_hold_the_people_known() -> None:
    """449 areas, 160 of type 1 and 289 of type 2, with 1,406,860 people."""
    areas, yes = small_areas(), small_area_definitions()["area_types_1_2"]
    assert yes.sum() == 160 + 289
    assert areas.loc[yes, "people_2023"].sum() == pytest.approx(1_406_860, rel=0.03)


def test_the_index_of_an_area_worked_out_by_hand() -> None:
    """Bollstanäs: 195 with primary school and 79 unemployed of 3,811 aged 16-64, 3.7 per cent with low standard."""
    row = own_index().loc["0114R001"]
    assert row["index"] == pytest.approx((195 / 3811 + 0.037 + 79 / 3811) / 3)
    assert row["type"] == 4


def test_the_types_of_the_index_follow_its_deviations() -> None:
    """Mean 0 and spread 1, each area counted once; a type begins just over 2, 1, 0 and -1 deviations."""
    table = own_index()
    away = table["deviations"]
    assert (away.mean(), away.std(ddof=0)) == pytest.approx((0, 1), abs=1e-9)
    low = table.groupby("type")["deviations"].min()
    high = table.groupby("type")["deviations"].max()
    for kind, bound in zip((1, 2, 3, 4), (2, 1, 0, -1), strict=True):
        assert low[kind] > bound >= high[kind + 1]


def test_the_index_nearly_finds_scbs_types() -> None:
    """Made from published shares, its types 1 and 2 share 95 per cent of their people with SCB's."""
    people, table = small_areas()["people_2023"], small_area_definitions()
    ours, theirs = table["own_index"], table["area_types_1_2"]
    assert people[ours & theirs].sum() / people[ours | theirs].sum() == pytest.approx(0.95, abs=0.01)


def test_counting_all_without_work_would_agree_less() -> None:
    """With those outside the labour force in the third share, types 1 and 2 share 89 per cent with SCB's, not 95."""
    areas = small_areas()
    without = (areas["unemployed"] + areas["outside_labour_force"]) / areas["aged_16_64"]
    index = own_index()[["only_primary_school", "low_standard"]].assign(without=without).mean(axis=1)
    ours, theirs = index > index.mean() + index.std(ddof=0), small_area_definitions()["area_types_1_2"]
    people = areas["people_2023"]
    assert people[ours & theirs].sum() / people[ours | theirs].sum() == pytest.approx(0.89, abs=0.01)


def test_every_area_has_an_answer_to_every_definition() -> None:
    """Yes/no for all 3,363 areas in their order, none missing, the one without a type included."""
    table = small_area_definitions()
    assert list(table.index) == list(small_areas().index)
    assert (table.dtypes == np.dtype(bool)).all()
    assert not table.loc["2523R011", "area_types_1_2"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_definition_has_a_name(lang: str) -> None:
    """Each column is called something of its own, alone and in running text, in both languages."""
    names = Names(("sweden",))
    for column in small_area_definitions():
        assert column not in told(names.definition(column), lang)
        assert column not in told(names.areas_of(column), lang)
