"""The straight line beside the network, on three villages on a line and a place that no road leads to."""

import numpy as np
import pandas as pd
import pytest

from narvaro.case import Case, Money, Objective, Policy
from narvaro.explain import find
from narvaro.plan import make_plan
from narvaro.report.material import material_of
from narvaro.report.sections.streets import streets_section
from narvaro.travel import TravelTimes, fit_for, straight_line

AREAS = pd.DataFrame(
    {
        "id": ["a", "b", "c", "d", "e"],
        "name": ["A", "B", "C", "D", "Empty"],
        "lon": [18.0, 18.1, 18.2, 18.3, 18.4],
        "lat": 59.0,
        "people": [100, 200, 300, 50, 0],
    }
)
OFFICE = pd.DataFrame(
    {"id": ["s"], "name": ["S"], "lon": [18.0], "lat": [59.0], "status": ["may_close"], "services": [""]}
)


def findings(longer, **labels):
    """Findings of a plan that changes nothing, where each way takes so many minutes more than a straight line."""
    case = Case("line", AREAS, OFFICE.drop(columns="services"))
    car = straight_line(case, ("car",)).to_dense("car") + np.array(longer, dtype=np.float32)[:, None]
    ids = tuple(case.areas.index), tuple(case.sites.index)
    given = TravelTimes.from_dense(*ids, {"car": car}, engine="streets", origin="derived")
    travel = TravelTimes(*ids, ("car",), "streets", "derived", given.source, labels, 120.0)
    policy = Policy(years=(2027,), money=Money(change=(0.0,)))
    plan = make_plan(case, policy, travel=travel)
    return case, plan, find(case, plan, travel=travel)


def test_the_worst_affected_stand_first() -> None:
    """Who cannot get there stands first, then the longest difference; places without people are left out."""
    _, _, found = findings([0.0, 12.0, 3.0, np.nan, 99.0])
    assert found.straight.index.tolist() == ["d", "b", "c", "a"]
    assert found.straight["longer_min"].tolist() == [np.inf, 12.0, 3.0, 0.0]
    assert np.isnan(found.straight.loc["d", "network_min"])


def test_the_sentences_count_people() -> None:
    """200 people have ten minutes more, 50 cannot get there, nobody has less; free flow is said where it is."""
    said = " ".join(note.text("en") for note in findings([0.0, 12.0, 3.0, np.nan, 99.0])[2].straight_said)
    assert "For 200 people the way is at least 10 minutes longer" in said
    assert "gives 50 people an office, but they reach none by car" in said
    assert "quicker" not in said
    assert "free flow" not in said
    _, _, free = findings([0.0, 0.0, -5.0, 0.0, 0.0], car="free flow")
    said = " ".join(note.text("en") for note in free.straight_said)
    assert "free flow" in said
    assert "For 300 people the network is at least 1 minute quicker" in said


def test_a_straight_line_is_not_set_beside_itself() -> None:
    """With the times of a straight line there is nothing to compare, and no section."""
    case = Case("line", AREAS, OFFICE.drop(columns="services"))
    plan = make_plan(case, Policy(years=(2027,), money=Money(change=(0.0,))))
    found = find(case, plan)
    assert found.straight.empty
    assert found.straight_said == ()
    assert streets_section(material_of(case, plan, found, "sv")) is None


@pytest.mark.parametrize(
    ("longer", "title"),
    [
        ([0.0, 12.0, 3.0, np.nan, 0.0], "En del platser ligger nära ett kontor på kartan men når det inte"),
        ([0.0, 12.0, 3.0, 1.0, 0.0], "Den raka linjen underskattar vägen mest för B"),
        ([0.0, -1.0, 0.0, 0.0, 0.0], "Ingens väg är längre än den raka linjen säger"),
    ],
)
def test_the_section_says_what_the_findings_say(longer, title) -> None:
    """The title tells of the worst case; each area has a row, and the file has the same rows."""
    section = streets_section(material_of(*findings(longer), "sv"))
    assert section is not None
    assert section.title == title
    html = str(section.html())
    assert html.count("<tr") == 5
    assert "straight-line-and-network.csv" in html


def on_streets(mode, modes, **columns):
    """Findings of a plan by a mode, where every mode takes ten minutes more than its straight line, transit 60."""
    case = Case("line", AREAS.assign(**columns), OFFICE.drop(columns="services"))
    line = straight_line(case, tuple(one for one in modes if one != "transit"))
    minutes = {one: line.to_dense(one) + 10 for one in line.modes}
    if "transit" in modes:
        minutes["transit"] = np.full(line.shape, 60.0)
    ids = tuple(case.areas.index), tuple(case.sites.index)
    given = TravelTimes.from_dense(*ids, minutes, engine="streets", origin="derived")
    travel = fit_for(given, case, mode)
    policy = Policy(years=(2027,), money=Money(change=(0.0,)), objective=Objective(mode=mode))
    plan = make_plan(case, policy, travel=travel)
    return case, plan, find(case, plan, travel=travel)


@pytest.mark.parametrize(
    ("mode", "modes"),
    [
        ("walk", ("walk",)),
        ("bicycle", ("walk", "bicycle")),
        ("without_car", ("car", "walk", "bicycle")),
        ("person", ("car", "walk")),
    ],
)
def test_like_is_compared_with_like(mode, modes) -> None:
    """Ten minutes more by every mode is ten minutes more by each, and by each choice between them."""
    _, _, found = on_streets(mode, modes, without_car=0.5)
    assert len(found.straight) > 0
    np.testing.assert_allclose(found.straight["longer_min"], 10.0, atol=0.11)


@pytest.mark.parametrize(
    ("mode", "modes"),
    [("transit", ("walk", "transit")), ("with_car", ("car", "transit")), ("without_car", ("car", "walk", "transit"))],
)  # fmt: skip
def test_public_transport_has_no_straight_line(mode, modes) -> None:
    """By timetable, alone or as a choice, there is no section, and one sentence under "not known" says why."""
    case, plan, found = on_streets(mode, modes)
    assert found.straight.empty
    assert found.straight_said == ()
    assert streets_section(material_of(case, plan, found, "en")) is None
    assert [note.key for note in found.notes].count("explain.unknown.no_straight") == 1


def test_a_mode_of_a_straight_line_beside_streets_is_not_compared_with_itself() -> None:
    """Times made in two runs, one mode by streets: the other is still that of a straight line."""
    _, _, found = findings([0.0, 12.0, 3.0, np.nan, 99.0], car="straight line")
    assert found.straight.empty
