"""Where two policies differ, setting by setting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from narvaro.case.policy import Policy


class SettingApart(NamedTuple):
    """A setting with what each of two policies says; None where one does not say it."""

    setting: str
    one: Any
    other: Any


def settings_apart(one: Policy, other: Policy) -> tuple[SettingApart, ...]:
    """Return the settings in which two policies differ, in the order of the file.

    Examples
    --------
    >>> from narvaro.case.policy import Money
    >>> a, b = (Policy(years=(2027,), money=Money(change=(x,))) for x in (2.0, 3.0))
    >>> settings_apart(a, b)
    (SettingApart(setting='money.change', one=[2.0], other=[3.0]),)
    """
    first, second = (dict(_flat(policy.to_toml())) for policy in (one, other))
    names = dict.fromkeys([*first, *second])
    return tuple(
        SettingApart(name, first.get(name), second.get(name))
        for name in names
        if first.get(name) != second.get(name)
    )


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, Mapping) and value:
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value
