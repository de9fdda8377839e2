"""Hits: how many of the municipalities decided on a list names, at equal numbers, beside rivals and chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import asdict, dataclass
from typing import Any

from narvaro.explain.backtest.null import Null, alike, by_people

ALL = "all"
"""The reason that stands for all of a decision."""


@dataclass(frozen=True)
class Score:
    """Hits of a plan among the municipalities of a decision, or of a part of it.

    Attributes
    ----------
    reason
        Which part of the decision: the rows with this reason, or `all`.
    decided
        Municipalities decided on.
    allowed
        Of those, how many the rules let the plan name; more than so many it cannot hit.
    among
        All municipalities that the rules let it name.
    named
        Municipalities that the plan names, whatever their number.
    hits_of_named
        Hits among all of those.
    equal
        At equal numbers: the plan's first so many, at most as many as were decided on.
    hits
        Hits among the plan's first `equal`.
    greedy
        Hits among the greedy rival's first `equal`.
    alike, by_people
        Hits by chance among `equal` drawn; None where no people are known by municipality.
    """

    reason: str
    decided: int
    allowed: int
    among: int
    named: int
    hits_of_named: int
    equal: int
    hits: int
    greedy: int
    alike: Null
    by_people: Null | None

    def to_json(self) -> dict[str, Any]:
        """Return the fields as plain tables."""
        return asdict(self)

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Score:
        """Return the score that :meth:`to_json` wrote."""
        drawn = plain["by_people"]
        return cls(
            **{
                **plain,
                "alike": Null(**plain["alike"]),
                "by_people": None if drawn is None else Null(**drawn),
            }
        )


def score(
    reason: str,
    decided: Set[str],
    named: Sequence[str],
    rival: Sequence[str],
    among: Set[str],
    people: Mapping[str, float] | None,
) -> Score:
    """Return the hits of a plan.

    Parameters
    ----------
    reason
        Which part of the decision this is.
    decided
        Codes of its municipalities.
    named, rival
        Codes that the plan and the greedy rival name, the strongest first, each once.
    among
        Codes of all municipalities that the rules let the plan name.
    people
        By code; None where not known.

    Examples
    --------
    The plan names a, b and c; a and d were decided on: at equal numbers two against two.

    >>> found = score("all", {"a", "d"}, ["a", "b", "c"], ["d", "a"], {"a", "b", "c", "d"}, None)
    >>> found.hits, found.hits_of_named, found.greedy, found.equal, found.alike.mean
    (1, 1, 2, 2, 1.0)
    """
    equal = min(len(named), len(decided))
    allowed = decided & among
    drawn = min(equal, len(among))
    chance = alike(len(among), len(allowed), drawn) if among else Null(0.0, 0, 0)
    weighted = None
    if people is not None:
        weighted = by_people({code: people.get(code, 0.0) for code in among}, allowed, drawn)
    return Score(
        reason=reason,
        decided=len(decided),
        allowed=len(allowed),
        among=len(among),
        named=len(named),
        hits_of_named=len(decided & set(named)),
        equal=equal,
        hits=len(decided & set(named[:equal])),
        greedy=len(decided & set(rival[:equal])),
        alike=chance,
        by_people=weighted,
    )
