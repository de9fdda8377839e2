"""Who gains is told by the group that changes most, by people against minutes, and by how evenly."""

from __future__ import annotations

import pandas as pd
import pytest
from tests.explain.said.saying import said, with_findings

from narvaro.explain.said.facts import KnownFacts
from narvaro.explain.said.gains import gains, groups_table


def rural(f: KnownFacts, measure: str, before: float, after: float) -> pd.DataFrame:
    """Return the groups where a measure on foot changes in the countryside alone."""
    groups = f.findings.groups.copy()
    groups[f"{measure}_after"] = groups[f"{measure}_before"]
    here = (groups["group"] == "rural") & (groups["mode"] == "walk")
    groups.loc[here, [f"{measure}_before", f"{measure}_after"]] = (before, after)
    return groups


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (0.5, 0.5, "In no group does the share with more than 20 minutes on foot change"),
        (0.5, 0.5004, "In no group does the share with more than 20 minutes on foot change"),
        (0.5, 0.75, "The share with more than 20 minutes on foot rises most in the countryside: from 50 percent to "
         "75 percent"),
        (0.75, 0.5, "The share with more than 20 minutes on foot falls most in the countryside: from 75 percent to "
         "50 percent"),
        (0.3480, 0.3524, "The share with more than 20 minutes on foot rises most in the countryside: from "
         "34.8 percent to 35.2 percent"),
    ],
)  # fmt: skip
def test_the_group_that_changes_most_is_the_title(
    tall_facts: KnownFacts, before: float, after: float, told: str
) -> None:
    """The largest change of a share is named with its way, never with one figure twice; else that there is none."""
    groups = rural(tall_facts, "share_beyond", before, after)
    assert said(gains, with_findings(tall_facts, groups=groups), "gains.title") == told


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            20.0,
            31.5,
            "The mean journey on foot becomes longer most in the countryside: from 20.0 to 31.5 minutes",
        ),
        (
            31.5,
            20.0,
            "The mean journey on foot becomes shorter most in the countryside: from 31.5 to 20.0 minutes",
        ),
        (20.0, 20.06, "In no group does the mean journey on foot change by a tenth of a minute or more"),
    ],
)
def test_a_plan_that_sums_minutes_is_titled_by_the_mean(
    tall_facts: KnownFacts, before: float, after: float, told: str
) -> None:
    """Where the objective is the minutes of all, the title names the group whose mean changes most."""
    groups = rural(tall_facts, "mean_min", before, after)
    on_foot = groups[groups["mode"] == "walk"]
    f = with_findings(tall_facts, objective_kind="minutes", groups=on_foot)
    everyone = f.findings.gains.assign(mode="walk", people_newly_reached=0.0, people_newly_unreached=0.0)
    assert said(gains, with_findings(f, gains=everyone), "gains.title") == told


@pytest.mark.parametrize(
    ("shorter", "longer", "told"),
    [
        (50, 60, "50 people get a shorter journey by car and 60 a longer one"),
        (50, 0, "50 people get a shorter journey by car, and nobody a longer one"),
        (0, 60, "60 people get a longer journey by car, and nobody a shorter one"),
        (0, 0, "Nobody's journey by car changes by a minute or more"),
    ],
)
def test_without_groups_everybody_is_the_title(
    plain_facts: dict[str, KnownFacts], shorter: float, longer: float, told: str
) -> None:
    """Where nothing sorts people, the title tells whose way changes."""
    f = plain_facts["open"]
    changed = f.findings.gains.assign(people_shorter=shorter, people_longer=longer)
    assert said(gains, with_findings(f, gains=changed), "gains.title") == told


def test_groups_of_a_picture_end_with_everybody(
    tall_facts: KnownFacts, plain_facts: dict[str, KnownFacts]
) -> None:
    """The list and all others first, then kinds of settlement; a group of less than half a person is left out."""
    table = groups_table(tall_facts, "walk", "share_beyond")
    assert table["grouping"].tolist() == ["police_2019"] * 2 + ["settlement"] * 5 + ["everyone"]
    groups = tall_facts.findings.groups.copy()
    groups.loc[groups["group"] == "rural", "people"] = 0.4
    left = groups_table(with_findings(tall_facts, groups=groups), "walk", "share_beyond")
    assert set(table["group"]) - set(left["group"]) == {"rural"}
    assert groups_table(plain_facts["open"], "car", "mean_min")["grouping"].tolist() == ["everyone"]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (100.0, 160.0, "Within 30 minutes by car 160 people reach an office, 60 more than today"),
        (160.0, 100.0, "Within 30 minutes by car 100 people reach an office, 60 fewer than today"),
        (160.0, 160.3, "Within 30 minutes by car 160 people reach an office, as many as today"),
    ],
)
def test_the_curve_is_told_at_the_standard(
    plain_facts: dict[str, KnownFacts], before: float, after: float, told: str
) -> None:
    """Of the minutes of the curve the standard's are told; the table behind has a row for ten minutes."""
    f = plain_facts["open"]
    curves = f.findings.curves.assign(people_before=before, people_after=after)
    changed = with_findings(f, curves=curves)
    assert said(gains, changed, "gains.curve.title") == told
    steps = gains(changed).tables["gains.curve_steps"]
    assert steps["minutes"].tolist()[:4] == [0, 10, 20, 30]
    assert set(steps["change"].round(6)) == {round(after - before, 6)}


@pytest.mark.parametrize(
    ("gini", "mean", "told"),
    [
        (
            (0.40, 0.35),
            (20.0, 18.0),
            "become shorter and more equal: the Gini coefficient goes from 0.400 to 0.350",
        ),
        ((0.35, 0.40), (20.0, 18.0), "become shorter but less equal"),
        ((0.40, 0.35), (18.0, 20.0), "become longer but more equal"),
        ((0.35, 0.40), (18.0, 20.0), "become longer and less equal"),
        ((0.40, 0.35), (18.0, 18.004), "become more equal"),
        ((0.4001, 0.4004), (20.0, 18.0), "Inequality is as it was"),
    ],
)
def test_how_evenly(
    plain_facts: dict[str, KnownFacts], gini: tuple[float, float], mean: tuple[float, float], told: str
) -> None:
    """Shorter or longer by the mean to the hundredth, more or less equal by the Gini coefficient to the thousandth."""
    f = plain_facts["open"]
    found = f.findings.inequality.copy()
    found.loc[found["measure"] == "gini", ["before", "after"]] = gini
    groups = f.findings.groups.assign(mean_min_before=mean[0], mean_min_after=mean[1])
    nobody = f.findings.gains.assign(people_newly_reached=0.0, people_newly_unreached=0.0)
    changed = with_findings(f, inequality=found, groups=groups, gains=nobody)
    assert told in said(gains, changed, "gains.evenness.title")
    first_way = f.findings.gains.assign(people_newly_reached=70.0)
    title = said(gains, with_findings(changed, gains=first_way), "gains.evenness.title")
    assert "shorter" not in title
    assert "longer" not in title


def test_people_without_a_way_are_named(plain_facts: dict[str, KnownFacts]) -> None:
    """90 people have no way before and 20 after: they are in no mean, and count at the cutoff in inequality."""
    f = plain_facts["open"]
    groups = f.findings.groups.assign(people_unreached_before=90.0, people_unreached_after=20.0)
    some = with_findings(f, groups=groups)
    assert said(gains, some, "gains.means.subtitle").endswith(
        "Those who have none are not in it: 90 people before and 20 after."
    )
    assert said(gains, some, "gains.evenness.filler").endswith(
        "count as if they had 240 minutes: 90 people before and 20 after."
    )
    assert said(gains, f, "gains.evenness.filler") == ""
