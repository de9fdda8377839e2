"""What a plan rests on is listed, with a label in both languages."""

import pytest
from tests.plan.cases import LARGE, SMALL, case_of, policy_of

from narvaro.case import Assumption
from narvaro.plan.assumptions import assumption_label, assumptions_of, size_name


def ids(policy, **more):
    case = case_of(
        [10], ["may_close"], sizes=[SMALL, LARGE], sites={"size": ["small"]}, areas={"poor": [True]}, **more
    )
    return [row.id for row in assumptions_of(case, policy)]


def test_only_figures_that_the_plan_used_are_listed():
    """A standard of another kind of objective is no assumption of this plan."""
    mix = ids(policy_of([0.0], definition="poor"))
    assert {"policy.walk_weight_min", "policy.walk_standard_min", "policy.cutoff_min"} <= set(mix)
    assert not {"policy.kappa_per_min", "policy.standard_min", "policy.visits_per_person"} & set(mix)
    assert "policy.kappa_per_min" in ids(policy_of([0.0], objective={"kind": "kolm_pollak"}))
    assert "policy.standard_min" in ids(policy_of([0.0], objective={"kind": "beyond"}))


def test_no_assumption_stands_twice_and_those_of_the_case_come_first():
    """The case's own list is kept whole."""
    own = Assumption("my_own", 3.0, "min", "assumed", "a guess")
    found = ids(
        policy_of([0.0], definition="poor", objective={"extra_min": {"small": 5.0}}), assumptions=(own,)
    )
    assert len(found) == len(set(found))
    assert found.index("my_own") < found.index("policy.cutoff_min")
    assert "policy.extra_min.small" in found


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize(
    "policy",
    [
        policy_of([0.0], definition="poor", objective={"extra_min": {"small": 5.0}}, money={"earmark": True}),
        policy_of([0.0], objective={"kind": "beyond"}, limits={"resize": "no"}),
        policy_of([0.0], objective={"kind": "kolm_pollak"}),
    ],
)
def test_every_assumption_of_plan_case_and_sizes_has_a_label(lang, policy):
    """No reader sees a bare id of ours."""
    bare = [name for name in ids(policy) if assumption_label(name, lang) == name]
    assert bare == []


def test_an_assumption_of_a_user_is_called_by_its_id():
    """What the catalogue does not know is shown as it is."""
    assert assumption_label("queue.minutes", "sv") == "queue.minutes"
    assert size_name("kiosk", "en") == "kiosk"
