"""The plans that are tried against a decision: the policy as it is, and the same in all but one thing or two.

For a decision to open: each definition there is, with and without "at most one new office a municipality", and without
the earmark. For a decision to close: other aims and rules of a cut, each of which somebody might have gone by.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from narvaro.access import definition_columns
from narvaro.case import Case, Policy
from narvaro.case.editions import other_edition
from narvaro.language import edition
from narvaro.plan.objectives import criterion_of
from narvaro.plan.policies import with_definition, without_earmark

ONE_IN = "municipality_code"
AS_IT_IS = "as_it_is"


@dataclass(frozen=True)
class Trial:
    """One plan to make and to hold against a decision.

    Attributes
    ----------
    name
        What was changed: `as_it_is`, `without_earmark`, or another of :func:`trials`; `backtest.trial.<name>` in the
        catalogue.
    definition
        The definition that it goes by; empty where there is none.
    one_each
        Whether at most one office opens in a municipality.
    policy
        The policy.
    """

    name: str
    definition: str
    one_each: bool
    policy: Policy

    @property
    def key(self) -> str:
        """A name for files, one for each trial of a decision."""
        return "-".join([self.name, self.definition or "none", *(["one"] if self.one_each else [])])


def trials(case: Case, policy: Policy, action: str) -> tuple[Trial, ...]:
    """Return the plans to try against a decision to `open` or to `close`; only what can make a difference."""
    made = _openings(case, policy) if action == "open" else _closings(case, policy)
    return tuple(made)


def other_definitions(case: Case, policy: Policy) -> list[str]:
    """Return the definitions beside the policy's own: the next edition of its list, and those that are no edition."""
    own = policy.definition
    ours = edition(own or "")
    others = [name for name in definition_columns(case.areas) if name != own]
    editions = [name for name in others if (its := edition(name)) and ours and its.list == ours.list]
    later = [name for name in editions if ours and name > str(own)]
    newest = other_edition(case, own)
    first = min(later, default=newest)
    return [name for name in others if name == first or edition(name) is None]


def _openings(case: Case, policy: Policy) -> Iterator[Trial]:
    decides = policy.money.earmark or criterion_of(policy).on_foot
    named = [policy.definition, *(other_definitions(case, policy) if decides else [])]
    parts = bool((case.sites[ONE_IN] != "").any())
    asked = [("as_it_is" if name == policy.definition else "definition", name, policy) for name in named]
    if policy.money.earmark:
        asked.append(("without_earmark", policy.definition, without_earmark(policy)))
    for kind, name, other in asked:
        made = other if name in (None, policy.definition) else with_definition(other, name)
        yield Trial(kind, name or "", False, made)
        if parts:
            yield Trial(kind, name or "", True, _limited(made, one_opening_in=ONE_IN))


def _closings(case: Case, policy: Policy) -> Iterator[Trial]:
    own = policy.definition or ""
    yield Trial(AS_IT_IS, own, False, policy)
    whole = _limited(policy, resize="no")
    unweighted = {"need_weighted": False, "extra_min": {}}
    changes = {
        "no_resize": whole,
        "no_room": _limited(policy, room_in=None),
        "no_room_no_resize": _limited(whole, room_in=None),
        "no_days": _aimed(whole, extra_min={}),
        "car_unweighted": _aimed(_limited(whole, room_in=None), mode="car", **unweighted),
        "beyond": _aimed(_limited(whole, room_in=None), kind="beyond", **unweighted),
    }
    seen = [policy]
    for name, other in changes.items():
        if other not in seen:  # a change that changes nothing more is no trial
            seen.append(other)
            yield Trial(name, own, False, other)


def _limited(policy: Policy, **limits: object) -> Policy:
    return policy.model_copy(update={"limits": policy.limits.model_copy(update=limits)})


def _aimed(policy: Policy, **goal: object) -> Policy:
    return policy.model_copy(update={"objective": policy.objective.model_copy(update=goal)})
