"""What if: the plan with what a person says changed, exactly so (`mine`), and the best plan in which it holds (`best`).

*Mine* is what was said and nothing else; no solver is asked, and every rule that it breaks is named. *Best* is planned
anew under the same policy with what was said as one more rule, from the multipliers of the plan at hand, with its own
bound. What lies between the two, and between the best and the plan at hand, is the price of what was said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Any

from narvaro.case import Policy, policy_from
from narvaro.errors import Fault, InfeasibleError, InputError, SettingError
from narvaro.plan.evaluate import Edit, Evaluator, evaluate, evaluator
from narvaro.plan.formulate import build
from narvaro.plan.formulation import Formulation
from narvaro.plan.given import plan_of
from narvaro.plan.largest_cut import largest_cut
from narvaro.plan.make import make_plan
from narvaro.plan.money import appropriation
from narvaro.plan.plan import Plan
from narvaro.plan.question import Question
from narvaro.plan.wishes import SiteWish, holding, require_wishes
from narvaro.siting import Progress


@dataclass(frozen=True)
class Changed:
    """What a person says.

    Parameters
    ----------
    wishes
        What must hold at some sites.
    actions
        A whole list of actions in the place of the plan's; None where the plan's stay.
    money
        What is added to a year's money, in figures of the case, below zero for less.
    money_pct
        What is added to each year's money, % of it.
    settings
        Settings of the policy by their place, such as `objective.kind`; None takes one away.
    """

    wishes: tuple[SiteWish, ...] = ()
    actions: tuple[Edit, ...] | None = None
    money: Mapping[int, float] = field(default_factory=dict)
    money_pct: float = 0.0
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def policy_changes(self) -> bool:
        """Whether the policy is another."""
        return bool(self.money or self.money_pct or self.settings)


@dataclass(frozen=True, eq=False)
class WhatIf:
    """The two answers.

    Parameters
    ----------
    plan
        The plan at hand.
    changed
        What was said.
    mine
        The plan with exactly that, nothing proven of it.
    best
        The best plan in which it holds; None where it was not asked for, or no plan is left.
    clashes
        Why no plan is left, where none is.
    """

    plan: Plan
    changed: Changed
    mine: Plan
    best: Plan | None = None
    clashes: tuple[Fault, ...] = ()


def what_if(
    plan: Plan,
    changed: Changed,
    *,
    ready: Evaluator | None = None,
    best: bool = True,
    time_limit: float | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> WhatIf:
    """Answer what becomes of a plan with what a person says changed.

    Parameters
    ----------
    plan
        A plan that was made, or was opened with what it was made from.
    changed
        What the person says.
    ready
        The case and the policy of the plan made ready, from `evaluator`: then *mine* takes a blink, as long as the
        policy stays.
    best
        Whether the best plan is looked for too.
    time_limit, progress
        For that search.

    Raises
    ------
    SettingError
        If what is said names what is not there, with every fault.
    PolicyError
        If a setting is none, or has no such value.

    Examples
    --------
    Two villages of 300 and 100 people, an office in the larger, money for one more in the other. Left closed, the 100
    have 37 minutes to go.

    >>> import pandas as pd
    >>> from narvaro.case import Case, Money
    >>> areas = pd.DataFrame({"id": ["a", "b"], "name": ["A", "B"], "lon": [18.0, 18.5], "lat": [59.0, 59.0],
    ...                       "people": [300, 100]})
    >>> sites = areas.drop(columns="people").assign(status=["may_close", "candidate"])
    >>> plan = make_plan(Case("two", areas, sites), Policy(years=(2027,), money=Money(change=(7.0,))))
    >>> found = what_if(plan, Changed(wishes=(SiteWish("b", "not_open"),)))
    >>> round(found.mine.objective.after), found.best.status, len(found.best.actions)
    (3723, 'optimal', 0)
    """
    question = _question(plan)
    policy = policy_with(question, changed)
    require_wishes(question.case, policy.years, changed.wishes)
    if ready is None or changed.policy_changes:
        ready = evaluator(question.case, policy, travel=question.times)
    start = plan if changed.actions is None and policy.years == plan.policy.years else None
    edits = [*(changed.actions or ()), *edits_of_wishes(question, changed.wishes, start)]
    mine = plan_of(ready, evaluate(ready, edits, start=start))
    found, clashes = (
        best_with(plan, changed, time_limit=time_limit, progress=progress) if best else (None, ())
    )
    return WhatIf(plan, changed, mine, found, clashes)


def best_with(
    plan: Plan,
    changed: Changed,
    *,
    time_limit: float | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> tuple[Plan | None, tuple[Fault, ...]]:
    """Return the best plan in which what a person says holds; where there is none, why.

    Parameters
    ----------
    plan, changed, time_limit, progress
        As in `what_if`, which raises the same errors.
    """
    question = _question(plan)
    wishes = (*wishes_of(question, changed.actions or ()), *changed.wishes)
    given = None if plan.formulation is None else plan.formulation.given
    try:
        found = make_plan(
            question.case,
            policy_with(question, changed),
            travel=given,
            time_limit=time_limit,
            warm=plan,
            progress=progress,
            wishes=wishes,
        )
    except InfeasibleError as error:
        clashes = tuple(error.faults)
    else:
        return found, ()

    def policy_at(tenths: int) -> Policy:
        return policy_with(question, replace(changed, money_pct=-tenths / 10))

    def problem_of(policy: Policy) -> Formulation:
        return holding(build(question.case, policy, given, former=plan.formulation), wishes)

    most = None
    if changed.money_pct < 0:
        tenths = ceil(-10 * changed.money_pct - 1e-9)
        most = largest_cut(question.case, policy_at, problem_of, tenths, clashes)
    return None, (*clashes, *(() if most is None else (most,)))


def _question(plan: Plan) -> Question:
    if plan.formulation is None:
        raise SettingError([Fault("plan.not_begun")])
    return plan.formulation.question


def policy_with(question: Question, changed: Changed) -> Policy:
    """Return the policy with the money and the settings that are said.

    Raises
    ------
    SettingError
        If money is said for a year that the policy has not.
    PolicyError
        If a setting is none, or has no such value.
    """
    policy = question.policy
    if not changed.policy_changes:
        return policy
    if strange := [year for year in changed.money if year not in policy.years]:
        allowed = [str(year) for year in policy.years]
        raise SettingError([Fault("plan.edit_year", {"given": str(y), "allowed": allowed}) for y in strange])
    plain = policy.to_toml()
    given = appropriation(question.case, policy).given / 1000
    plain["money"]["change"] = [
        round(change + changed.money.get(year, 0.0) + float(whole) * changed.money_pct / 100, 3)
        for year, change, whole in zip(policy.years, policy.money.change, given, strict=True)
    ]
    for place, value in changed.settings.items():
        *tables, name = place.split(".")
        table = plain
        for part in tables:
            table = table.setdefault(part, {})
            if not isinstance(table, dict):
                raise SettingError([Fault("plan.no_such_setting", {"given": place})])
        table[name] = value
        if value is None:
            del table[name]
    try:
        return policy_from(plain, "policy.toml")
    except InputError:
        raise
    except (TypeError, ValueError):  # a table where a figure belongs, say
        raise SettingError(
            [Fault("plan.no_such_setting", {"given": place}) for place in changed.settings]
        ) from None


def edits_of_wishes(question: Question, wishes: Sequence[SiteWish], plan: Plan | None) -> list[Edit]:
    """Return the plainest edits that do what is wished.

    An action is done in the year that is said, else in the plan's own year for that site, else in the first. An office
    opens at the size that is said, else at the site's own, else at the one that costs least a year.
    """
    case, first = question.case, question.policy.years[0]
    cheapest = min(case.sizes, key=lambda size: (size.running_year, size.rank)).id
    acted = {} if plan is None else {action.site_id: year for year, action in plan.actions}
    edits = []
    for wish in wishes:
        row = case.sites.loc[wish.site_id]
        today = str(row["size"]) if case.existing[wish.site_id] else ""
        if wish.kind in ("keep", "not_open"):
            edits.append(Edit(wish.site_id, first, today))
            continue
        year = wish.year or acted.get(wish.site_id, first)
        if year != first:
            edits.append(Edit(wish.site_id, first, today))
        size = "" if wish.kind == "close" else wish.size or str(row["size"]) or cheapest
        edits.append(Edit(wish.site_id, year, size))
    return edits


def wishes_of(question: Question, actions: Sequence[Edit]) -> list[SiteWish]:
    """Return a list of actions as wishes: each is done in its year."""
    existing, sizes = question.case.existing, question.case.sites["size"]
    wishes = []
    for edit in actions:
        today = str(sizes[edit.site_id]) if existing[edit.site_id] else ""
        kind = "close" if not edit.size else "size" if today else "open"
        wishes.append(SiteWish(edit.site_id, kind, edit.size, edit.year))  # type: ignore[arg-type]
    return wishes
