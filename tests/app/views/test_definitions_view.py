"""How definitions look in a terminal: numbers name them in the later tables, and what is cut is told of."""

import re
from pathlib import Path

import pandas as pd
import pytest

from narvaro.access import measure_definitions
from narvaro.app.definitions import Compared
from narvaro.app.terminal import Terminal
from narvaro.app.views import definitions_view
from narvaro.case import Case
from narvaro.language import LANGUAGES, number


def shown(areas: pd.DataFrame, columns: list[str], lang: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what a person sees of definitions over areas with the people 100, 200, 300, ..."""
    areas = areas.assign(
        id=[f"a{k}" for k in range(len(areas))],
        name=[f"Place {k}" for k in range(len(areas))],
        lon=[18 + k / 50 for k in range(len(areas))],
        lat=59.0,
        people=[100 * (k + 1) for k in range(len(areas))],
    )
    case = Case("row", areas, areas[["id", "name", "lon", "lat"]])
    table = measure_definitions(case.areas, columns)
    definitions_view.show(Terminal(lang), Compared(case, table, (Path("definitions.csv"),)))
    return capsys.readouterr().out


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_definition_and_each_pair_has_its_row(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Of 600 people 300 are poor and 500 far, 200 both of 600 in either; Place 2 is far alone, Place 0 poor alone."""
    areas = pd.DataFrame({"poor": [True, True, False], "far": [False, True, True]})
    lines = [
        re.split(" +", line.strip()) for line in shown(areas, ["poor", "far"], lang, capsys).splitlines()
    ]
    each = [line[-4:] for line in lines if line[0] in ("1", "2") and line[-1].isdecimal()]
    unit = "\N{NO-BREAK SPACE}%"
    assert each[:2] == [
        ["2", "300", number(50, lang, 1) + unit, "100"],
        ["2", "500", number(83.3, lang, 1) + unit, "300"],
    ]
    assert ["200", "600", number(0.33, lang, 2)] in [line[-3:] for line in lines]
    assert ["Place", "2", "300", "2"] in lines
    assert ["Place", "0", "100", "1"] in lines


def test_many_pairs_and_areas_are_cut_and_told_of(capsys: pytest.CaptureFixture[str]) -> None:
    """Seven definitions have 21 pairs, of which the 15 with least in common are shown, and ten of the areas."""
    areas = pd.DataFrame({f"list_{2019 + k}": [j % (k + 2) == 0 for j in range(30)] for k in range(7)})
    text = shown(areas, list(areas), "en", capsys)
    assert "Shown are the 15 pairs of 21" in text
    assert "Shown are 10 of" in text
    assert len([line for line in text.splitlines() if line[1:6] == " and "]) == 15


def test_definitions_that_agree_have_no_areas_to_list(capsys: pytest.CaptureFixture[str]) -> None:
    """The same areas twice: one line says it, and no table of areas follows."""
    areas = pd.DataFrame({"poor": [True, False], "far": [True, False]})
    text = shown(areas, ["poor", "far"], "en", capsys)
    assert "The two definitions name the same people: 100." in text
    assert "Named by" not in text
