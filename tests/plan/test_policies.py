"""Variants of a policy differ from it in one thing."""

import pytest
from pydantic import ValidationError
from tests.plan.cases import policy_of

from narvaro.plan import with_change, with_definition, without_earmark

POLICY = policy_of([15.0, 60.0], definition="poor", money={"earmark": True, "saving_pct": 3.0})


def differences(one, other):
    plain, changed = one.to_toml(), other.to_toml()
    return {
        (part, key)
        for part in plain
        for key in (plain[part] if isinstance(plain[part], dict) else [""])
        if (plain[part][key] if key else plain[part]) != (changed[part][key] if key else changed[part])
    }


def test_each_variant_changes_one_setting_and_leaves_the_policy_as_it_was():
    """Without earmark, another definition, other money: one setting each."""
    before = POLICY.to_toml()
    assert differences(POLICY, without_earmark(POLICY)) == {("money", "earmark")}
    assert differences(POLICY, with_definition(POLICY, "rich")) == {("definition", "")}
    assert differences(POLICY, with_change(POLICY, [1.0, 2.0])) == {("money", "change")}
    assert POLICY.to_toml() == before


def test_money_for_other_years_is_refused():
    """There is one figure for each year."""
    with pytest.raises(ValidationError):
        with_change(POLICY, [1.0])
