"""A case and a policy as a siting problem: what its rows and columns are."""

from dataclasses import replace

import numpy as np
import pytest
from tests.plan.cases import LARGE, SMALL, case_of, policy_of, times_of

from narvaro.case import Service, TravelSettings
from narvaro.plan import formulate as made
from narvaro.plan.formulate import build, held


def two_sites():
    case = case_of([10, 20], ["may_close", "candidate"], sizes=[SMALL, LARGE], sites={"size": ["large", ""]})
    return case, times_of(case, [[5, 50], [70, 8]])


def test_the_problem_has_an_option_for_each_path_and_a_limit_for_each_rule():
    """States are sizes in the order of the case; the names of the rules go along."""
    case, times = two_sites()
    formulation = build(case, policy_of([0.0, 5.0], objective={"extra_min": {"small": 3.0}}), times)
    problem = formulation.problem()
    assert (problem.n_sites, problem.n_states, problem.n_years) == (2, 2, 2)
    assert problem.options.state.tolist() == formulation.paths.state.tolist()
    assert problem.limits.names == tuple(rule.name for rule in formulation.rules)


def test_sizes_that_look_alike_are_not_offered_twice():
    """Without extra minutes the large size is only dearer, and today's large office keeps its size."""
    case, times = two_sites()
    formulation = build(case, policy_of([0.0]), times)
    assert formulation.paths.state[formulation.paths.site == 0].tolist() == [[1], [-1]]
    assert formulation.paths.state[formulation.paths.site == 1].tolist() == [[-1], [0]]


@pytest.mark.parametrize(
    "tables",
    [
        {"objective": {"extra_min": {"small": 3.0}}},
        {"objective": {"walk_sizes": ["large"]}, "definition": "poor"},
        {"limits": {"room_in": "county"}},
    ],
)
def test_a_policy_that_tells_sizes_apart_offers_them(tables):
    """Extra minutes, sizes that count on foot, or room for visits: each makes a larger size worth something."""
    case = case_of(
        [10, 20],
        ["may_close", "candidate"],
        sizes=[SMALL, LARGE],
        areas={"poor": [True, False], "county": ["1", "1"]},
        sites={"size": ["large", ""], "county": ["1", "1"]},
    )
    formulation = build(case, policy_of([0.0], **tables), times_of(case, [[5, 50], [70, 8]]))
    assert set(formulation.paths.state[formulation.paths.site == 1].ravel().tolist()) == {-1, 0, 1}
    assert 0 in formulation.paths.state[formulation.paths.site == 0]


def test_travel_times_are_worked_out_once_where_they_are_few(monkeypatch):
    """Few are kept in memory with the same figures; many are left to be read in blocks."""
    _, times = two_sites()
    kept = held(times, ("car",))
    assert kept.modes == ("car",)
    np.testing.assert_array_equal(kept.to_dense("car"), times.to_dense("car"))
    monkeypatch.setattr(made, "DENSE_CELLS", 1)
    assert held(times, ("car",)) is times


def test_without_travel_times_ways_are_straight_lines():
    """The case's own speeds are used, and the plan says so."""
    case, _ = two_sites()
    assert build(case, policy_of([0.0])).question.times.engine == "straight line"


SERVICES = (Service("tax", "Skatt", "Tax"), Service("aid", "Stöd", "Aid"))
MONEY = {"earmark": True, "saving_pct": 3.0}
AREAS = {
    "poor": [True, False, True],
    "rich": [False, True, True],
    "need": [1.0, 2.0, 3.0],
    "county": ["1", "1", "2"],
}
SITES = {
    "size": ["large", "", "small"],
    "county": ["1", "1", "2"],
    "services": ["tax;aid", "tax", "aid"],
    "municipality_code": ["11", "12", "21"],
}


def three_sites(people=(10, 20, 30), status=("may_close", "candidate", "may_close"), **more):
    """A case with everything that a layer may rest on."""
    areas, sites = {**AREAS, **more.pop("areas", {})}, {**SITES, **more.pop("sites", {})}
    given = {"sizes": [SMALL, LARGE], "services": SERVICES, "areas": areas, "sites": sites, **more}
    return case_of(people, list(status), **given)


def settings(change=(5.0, 9.0), **tables):
    """A policy with all that a layer may rest on."""
    objective = {"kind": "mix", "extra_min": {"small": 2.0}, **tables.pop("objective", {})}
    limits = {"within_min": 80.0, "within_share": 0.5, "resize": "any", **tables.pop("limits", {})}
    given = {"definition": "poor", "money": MONEY, **tables}
    return policy_of(change, objective=objective, limits=limits, **given)


MINUTES = np.array([[5.0, 50, 30], [70, 8, 20], [9, 60, np.nan]])
TIMES = times_of(three_sites(), MINUTES, 2 * MINUTES)
OTHER_TIMES = times_of(three_sites(), MINUTES + 1, 2 * MINUTES)
QUICK = {
    "nothing": {},
    "money": {"policy": settings((0.0, 14.0))},
    "credit": {"policy": settings(money={**MONEY, "credit_pct": 5.0, "lasting": False})},
    "other limits": {
        "policy": settings(limits={"max_openings_year": 1, "keep_one_in": "county", "opening_month": 3})
    },
    "other years": {"policy": settings(years=[2030, 2031])},
    "fate of a site": {"case": three_sites(status=("must_stay", "must_open", "must_close"))},
    "size of a site": {"case": three_sites(sites={"size": ["small", "", "large"]})},
}
WHOLE = {
    "definition": {"policy": settings(definition="rich")},
    "kind": {"policy": settings(objective={"kind": "minutes"})},
    "beyond": {"policy": settings(objective={"kind": "beyond", "standard_min": 9.0, "extra_min": {}})},
    "equity": {"policy": settings(objective={"kind": "kolm_pollak", "extra_min": {}})},
    "walk": {"policy": settings(objective={"walk_weight_min": 7.0})},
    "standard on foot": {"policy": settings(objective={"walk_standard_min": 55.0})},
    "need": {"policy": settings(objective={"need_weighted": True})},
    "extra": {"policy": settings(objective={"extra_min": {"small": 3.0}})},
    "cutoff": {"policy": settings(objective={"cutoff_min": 25.0})},
    "sizes on foot": {"policy": settings(objective={"walk_sizes": ["large"]})},
    "mode": {"policy": settings(objective={"mode": "walk"})},
    "reach": {"policy": settings(limits={"within_min": 60.0})},
    "share": {"policy": settings(limits={"within_share": 0.4})},
    "no reach": {"policy": settings(limits={"within_min": None, "within_share": 1.0})},
    "one year more": {"policy": settings((5.0, 9.0, 9.0))},
    "people": {"case": three_sites(people=(10, 25, 30))},
    "need of an area": {
        "case": three_sites(areas={"need": [1.0, 2.0, 5.0]}),
        "policy": settings(objective={"need_weighted": True}),
    },
    "areas of the definition": {"case": three_sites(areas={"poor": [True, True, False]})},
    "services of a site": {"case": three_sites(sites={"services": ["tax;aid", "tax;aid", "aid"]})},
    "services": {"case": three_sites(services=SERVICES[:1], sites={"services": ["tax"] * 3})},
    "a size": {"case": three_sites(sizes=[replace(SMALL, running_year=5.0), LARGE])},
    "place of a site": {"case": three_sites(sites={"lon": [15.0, 15.3, 15.2]})},
    "speeds": {"case": three_sites(travel=TravelSettings(car_kmh=40.0))},
}


def parts_of(formulation):
    """Return every figure of a problem."""
    problem = formulation.problem()
    found = {
        "site": problem.options.site,
        "state": problem.options.state,
        "matrix": problem.limits.matrix.toarray(),
        "lower": problem.limits.lower,
        "upper": problem.limits.upper,
    }
    for number, layer in enumerate(problem.layers):
        for field in ("cost", "weight", "unserved", "serves", "penalty", "price", "at_most"):
            value = getattr(layer, field)
            found[f"{number} {layer.name} {field}"] = (
                np.array([]) if value is None else np.asarray(value, float)
            )
    return found, problem.limits.names


@pytest.mark.parametrize("given", [True, False], ids=["times given", "straight line"])
@pytest.mark.parametrize("change", [*QUICK, *WHOLE])
def test_what_is_taken_over_makes_the_same_problem_as_a_fresh_look(change, given):
    """Whatever has changed, be it just what a layer rests on, the problem is that of a build that knows no former."""
    changed = {"case": three_sites(), "policy": settings(), **QUICK.get(change, {}), **WHOLE.get(change, {})}
    times = TIMES if given else None
    former = build(three_sites(), settings(), times)
    quick = build(changed["case"], changed["policy"], times, former=former)
    (found, names), (wanted, wanted_names) = (
        parts_of(quick),
        parts_of(build(changed["case"], changed["policy"], times)),
    )
    assert (names, list(found)) == (wanted_names, list(wanted))
    for field, value in wanted.items():
        np.testing.assert_array_equal(found[field], value, err_msg=field)
    assert quick.question.case is changed["case"]
    assert quick.question.policy is changed["policy"]
    assert (quick.aim is former.aim) == (change in QUICK)


def test_other_travel_times_are_looked_at_anew():
    """Times are taken over only where the very same were given again."""
    former = build(three_sites(), settings(), TIMES)
    quick = build(three_sites(), settings(), OTHER_TIMES, former=former)
    assert quick.question.times.to_dense("car")[0, 0] == 6.0
    assert build(three_sites(), settings(), None, former=former).question.times.engine == "straight line"
