"""Variants of a policy to compare with: the same in all but one thing."""

from __future__ import annotations

from collections.abc import Sequence

from narvaro.case import Policy


def without_earmark(policy: Policy) -> Policy:
    """Return the policy with the same money and aim, but free to open anywhere.

    Examples
    --------
    >>> from narvaro.case import Money
    >>> money = Money(change=(15.0,), earmark=True)
    >>> free = without_earmark(Policy(years=(2021,), definition="list_2019", money=money))
    >>> free.money.earmark, free.definition
    (False, 'list_2019')
    """
    return policy.model_copy(update={"money": policy.money.model_copy(update={"earmark": False})})


def with_definition(policy: Policy, name: str) -> Policy:
    """Return the policy under another definition of the areas that the decision is about.

    Examples
    --------
    >>> from narvaro.case import Money
    >>> other = with_definition(Policy(years=(2021,), money=Money(change=(15.0,))), "list_2025")
    >>> other.definition
    'list_2025'
    """
    return Policy.model_validate({**policy.to_toml(), "definition": name})


def with_change(policy: Policy, change: Sequence[float]) -> Policy:
    """Return the policy with other money added or cut by year.

    Raises
    ------
    pydantic.ValidationError
        If there is not one figure for each year.

    Examples
    --------
    >>> from narvaro.case import Money
    >>> less = with_change(Policy(years=(2021,), money=Money(change=(15.0,))), [7.5])
    >>> less.money.change
    (7.5,)
    """
    plain = policy.to_toml()
    return Policy.model_validate({**plain, "money": {**plain["money"], "change": tuple(change)}})
