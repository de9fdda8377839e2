"""The inequality measures that tables and reports show."""

import ast
import math
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import narvaro.access
from narvaro.access import gini, kolm_pollak_ede, kolm_pollak_index, measures, palma
from narvaro.access.measures import INEQUALITY_MEASURES, Spread
from narvaro.errors import SettingError
from narvaro.language import LANGUAGES, texts

MINUTES = pd.Series([10.0, 10.0, 40.0, 20.0], index=list("abcd"))
PEOPLE = pd.Series([1.0, 2.0, 1.0, 2.0], index=list("abcd"))
GROUPS = pd.Series(["town", "town", "shore", "shore"], index=list("abcd"))
SPREAD = Spread(MINUTES, PEOPLE, GROUPS, 0.05)
VALUES = {measure.name: measure.of(SPREAD) for measure in INEQUALITY_MEASURES}


def test_theils_measure_falls_into_its_parts() -> None:
    """By hand: six people, 110 minutes in all, of which the town has 30 for three and the shore 80 for three."""
    mean = 110 / 6

    def part(minutes: float, people: int, beside: float) -> float:
        return people * minutes / 110 * math.log(minutes / beside)

    total = part(10, 3, mean) + part(40, 1, mean) + part(20, 2, mean)
    between = part(10, 3, mean) + part(80 / 3, 3, mean)
    assert VALUES["theil"] == pytest.approx(total)
    assert VALUES["theil_between"] == pytest.approx(between)
    assert VALUES["theil_within"] == pytest.approx(total - between)
    assert VALUES["theil_between_share"] == pytest.approx(between / total)


def test_without_groups_all_inequality_is_within() -> None:
    """Everyone is in one group then."""
    alone = Spread(MINUTES, PEOPLE, None, 0.05).split
    assert (alone.within, alone.between) == (pytest.approx(VALUES["theil"]), pytest.approx(0.0, abs=1e-12))


def test_groups_are_matched_by_label() -> None:
    """In another order of rows they are the same groups."""
    turned = Spread(MINUTES, PEOPLE, GROUPS[::-1], 0.05)
    assert turned.split.between == pytest.approx(VALUES["theil_between"])


def test_each_measure_is_the_function_of_its_name() -> None:
    """With people as weights, and the aversion of the question where it needs one."""
    wanted = {
        "gini": gini(MINUTES, PEOPLE),
        "palma": palma(MINUTES, PEOPLE),
        "kolm_pollak_ede": kolm_pollak_ede(MINUTES, PEOPLE, 0.05),
        "kolm_pollak_index": kolm_pollak_index(MINUTES, PEOPLE, 0.05),
        "kappa": 0.05,
    }
    assert {name: VALUES[name] for name in wanted} == pytest.approx(wanted)
    assert VALUES["kolm_pollak_ede"] == pytest.approx(110 / 6 + VALUES["kolm_pollak_index"])


def test_each_measure_has_a_name_of_its_own_and_its_texts() -> None:
    """In both languages; those that need groups are the parts that Theil's measure falls into."""
    names = [measure.name for measure in INEQUALITY_MEASURES]
    assert len(names) == len(set(names))
    lacking = [
        f"[access.measure.{name}] {lang}"
        for name in names
        for lang in LANGUAGES
        if not texts().get(f"access.measure.{name}", {}).get(lang)
    ]
    assert not lacking, f"add {', '.join(lacking)} to src/narvaro/language/texts/access.toml"
    assert [m.name for m in INEQUALITY_MEASURES if m.grouped] == [
        "theil_within",
        "theil_between",
        "theil_between_share",
    ]


def test_each_function_of_a_measure_is_public() -> None:
    """What the list of measures takes from a file of this room is among the names of narvaro.access."""
    code = ast.parse(Path(measures.__file__).read_text(encoding="utf-8"))
    taken = {
        alias.name: node.module
        for node in code.body
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("narvaro.access.")
        for alias in node.names
    }
    assert {"gini", "palma"} <= set(taken)
    missing = [
        f"from {module} import {name}" for name, module in taken.items() if name not in narvaro.access.__all__
    ]
    assert not missing, (
        f"add {'; '.join(missing)} and the name in __all__ to src/narvaro/access/__init__.py, "
        "and name it in docs/access.md"
    )


def test_each_measure_before_and_after_is_told_on_the_page_of_the_findings() -> None:
    """The row of `inequality` in docs/explain.md lists the measures that are compared."""
    page = (Path(__file__).parents[2] / "docs" / "explain.md").read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if line.startswith("| `inequality` |"))
    missing = [m.name for m in INEQUALITY_MEASURES if m.compared and f"`{m.name}`" not in row]
    assert not missing, f"name {', '.join(missing)} in the row `inequality` of docs/explain.md"


@pytest.mark.parametrize("of", [gini, palma])
def test_a_measure_that_has_no_meaning_is_told_by_its_name(of: Callable[..., float]) -> None:
    """Where nothing reaches an area the error says which measure, in either language, not what we call it inside."""
    with pytest.raises(SettingError) as caught:
        of(pd.Series([10.0, math.inf]), pd.Series([1.0, 2.0]))
    for lang in LANGUAGES:
        assert texts()[f"access.measure.{of.__name__}"][lang] in caught.value.text(lang)
        assert of.__name__ not in caught.value.text(lang)
