"""docs/plan-json.md and a real plan name the same fields."""

import re
from pathlib import Path

import pytest
from tests.plan.cases import SMALL, case_of, policy_of, times_of

from narvaro.case import Provenance
from narvaro.language import keys
from narvaro.plan import make_plan

PAGE = (Path(__file__).parents[2] / "docs" / "plan-json.md").read_text(encoding="utf-8")


def fields(heading: str, table: int = 0) -> set[str]:
    """Return the fields that a table under a heading explains."""
    part = re.split(r"^## ", PAGE, flags=re.MULTILINE)
    text = next(section for section in part if section.replace("`", "").startswith(heading))
    tables = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
    return set(re.findall(r"^\| `(\w+)`", tables[table], re.MULTILINE))


@pytest.fixture(scope="module")
def plain():
    """A plan with every field filled: an earmark, a lock, an action, all rules."""
    case = case_of(
        [100, 300],
        ["candidate", "may_close", "must_close"],
        sizes=[SMALL],
        areas={"poor": [True, False], "county": ["1", "1"]},
        sites={"size": ["", "small", "small"], "county": ["1"] * 3, "earliest_close": ["", "2030", ""]},
        provenance=(Provenance("people", "a bureau"),),
    )
    limits = {"keep_one_in": "county", "max_openings_year": 3, "room_in": "county", "within_min": 40.0}
    limits |= {"one_opening_in": "county", "max_closings_year": 3}
    policy = policy_of([4.0], definition="poor", money={"earmark": True}, limits=limits)
    return make_plan(case, policy, travel=times_of(case, [[1, 30, 9], [30, 2, 9]])).to_json()


def test_every_table_of_the_page_names_the_fields_of_a_plan(plain):
    """No field is undocumented and none documented that is not there."""
    year, objective = plain["years"][0], plain["objective"]
    assert fields("The whole") == set(plain)
    assert fields("objective") == set(objective)
    assert fields("objective", 1) == set(objective["parts"][0])
    assert fields("years") == set(year)
    assert fields("years", 1) == set(year["actions"][0])
    assert fields("afterwards") == set(plain["afterwards"])
    assert fields("locked") == set(plain["locked"][0])
    assert fields("counts") == set(plain["counts"])
    assert fields("assumptions") == set(plain["assumptions"][0])
    assert fields("provenance") == set(plain["provenance"][0])
    assert fields("checks") == {*plain["checks"], "offered"}  # of a plan that was given


def test_the_page_says_what_an_earmark_holds(plain):
    """The four sums of the earmarked pot are named in its row."""
    row = next(line for line in PAGE.splitlines() if line.startswith("| `earmark` | table"))
    assert all(f"`{name}`" in row for name in plain["years"][0]["earmark"])


def test_every_word_that_a_plan_may_hold_has_a_text():
    """Names of objectives, parts, units, actions, reasons and checks are in the catalogue."""
    wanted = {f"check.{name}" for name in fields("checks")}
    wanted |= {f"objective.{kind}" for kind in ("mix", "minutes", "beyond", "worst", "kolm_pollak")}
    wanted |= {f"stopped_by.{word}" for word in ("proven", "gap", "step", "time", "interrupt")}
    wanted |= {f"status.{word}" for word in ("optimal", "feasible")}
    wanted |= {f"action.{word}" for word in ("open", "close", "resize")}
    for name in re.findall(r"`(\w+)`", "".join(re.findall(r"^\| `unit` .*", PAGE, re.MULTILINE)[0])):
        if name != "unit":
            wanted.add(f"unit.{name}")
    parts = ("person_minutes", "without_walk", "beyond", "longest", "equal_minutes")
    wanted |= {f"part.{name}" for name in parts}
    assert wanted <= set(keys())


def test_the_ledger_of_the_page_adds_up(plain):
    """Given = spent + carried + lapsed in a plan of one year, as the page says."""
    year = plain["years"][0]
    total = year["spent"] + year["carried"] + year["lapsed"]
    assert total == pytest.approx(year["appropriation"])
