"""Two policies are told apart setting by setting."""

from narvaro.case.policy import Money, Policy, policy_from
from narvaro.case.settings_apart import settings_apart


def test_the_same_policy_differs_nowhere() -> None:
    """However it came about."""
    policy = Policy(years=(2027,), money=Money(change=(1.0,)))
    assert settings_apart(policy, policy_from(policy.to_toml())) == ()


def test_tables_within_tables_are_named_by_their_whole_way() -> None:
    """A table such as the minutes of a size is compared figure by figure, and one side may lack it."""
    plain = {"years": [2027], "money": {"change": [1.0]}}
    one = policy_from({**plain, "objective": {"extra_min": {"small": 3.0}}})
    other = policy_from({**plain, "limits": {"max_openings_year": 2}})
    apart = {each.setting: (each.one, each.other) for each in settings_apart(one, other)}
    assert apart["objective.extra_min.small"] == (3.0, None)
    assert apart["limits.max_openings_year"] == (None, 2)
