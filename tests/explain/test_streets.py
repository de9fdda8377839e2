"""The straight line beside the network, on three villages on a line and a place that no road leads to."""

import numpy as np
import pandas as pd
import pytest

from narvaro.case import Case, Money, Policy
from narvaro.explain import find
from narvaro.plan import make_plan
from narvaro.report.material import material_of
from narvaro.report.sections.streets import streets_section
from narvaro.travel import TravelTimes, straight_line

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
    policy = Policy(years=(2027,), money=Money(change_msek=(0.0,)))
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
    plan = make_plan(case, Policy(years=(2027,), money=Money(change_msek=(0.0,))))
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
