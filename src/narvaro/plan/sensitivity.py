"""Sensitivity of a plan: what each assumption moves when it alone is changed by a tenth, up and down.

The actions stay and are evaluated exactly under the changed figure, without a solver. A plan may also be made anew
under it: then it is known whether the assumption decides what is done, or only what that is worth.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from narvaro.case import Assumption, Case, Policy, policy_from
from narvaro.case.settings import TownTravel
from narvaro.case.site_figures import OWN_FIGURES
from narvaro.errors import Fault, InfeasibleError, InputError
from narvaro.plan.assumptions import ALONG_A_LINE, assumptions_of
from narvaro.plan.evaluate import Edit, Evaluator, evaluate, evaluator
from narvaro.plan.fit import modes_of, require_fit
from narvaro.plan.given import edits_of
from narvaro.plan.make import make_plan
from narvaro.plan.measure import nearest_minutes
from narvaro.plan.money import appropriation
from narvaro.plan.plan import Plan
from narvaro.plan.question import Question
from narvaro.travel import CHOICES, TravelTimes, along_lines, fit_for
from narvaro.travel.basis import STRAIGHT

TENTH = 0.1
MONTHS = ("opening_month", "closing_month")
"""Settings that are moved by one, not by a tenth: a month is no quantity."""
NEED_SPREAD = "need_spread"
"""How far apart need weights are, as a multiple of how they stand in the table; see `Case.with_figures`."""
SAME = 1e-9
"""Two values that differ by less, as a share, are the same."""
_OF_TRAVEL = (*ALONG_A_LINE, "bicycle_kmh", "without_car")


@dataclass(frozen=True, eq=False)
class SameActions:
    """What the actions of a plan mean under some figures.

    Parameters
    ----------
    value
        The objective, in its unit.
    beyond
        People further than the standard from every office when the last year ends.
    spent
        What is spent in all years, thousandths.
    broken
        Rules that are broken.
    """

    value: float
    beyond: float
    spent: int
    broken: tuple[Fault, ...]


@dataclass(frozen=True, eq=False)
class Varied:
    """An assumption with another figure.

    Parameters
    ----------
    figure
        What it was set to.
    same
        What the plan's own actions mean then; None where the figure is refused.
    refused
        Why it is, where it is.
    best
        The best plan under it; None where it was not asked for, or there is none.
    clashes
        Why there is none.
    """

    figure: float
    same: SameActions | None
    refused: tuple[Fault, ...] = ()
    best: Plan | None = None
    clashes: tuple[Fault, ...] = ()

    @property
    def stays(self) -> bool | None:
        """Whether the plan's own actions are still the best; None where that was not asked, or is not settled."""
        if self.same is None or (self.best is None and not self.clashes):
            return None
        if self.best is None or self.same.broken or self.best.objective.after < self.same.value * (1 - SAME):
            return False
        return True if self.best.objective.bound >= self.same.value * (1 - SAME) else None


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """An assumption, and what it moves.

    Parameters
    ----------
    assumption
        As the plan has it.
    less, more
        A tenth less and a tenth more of it; both None where it is no figure that a plan can be evaluated with anew,
        such as the settings of a run on a network, or where a tenth of it is nothing.
    """

    assumption: Assumption
    less: Varied | None = None
    more: Varied | None = None

    @property
    def sides(self) -> tuple[Varied, ...]:
        """The two that were tried."""
        return tuple(side for side in (self.less, self.more) if side is not None)

    def moves(self, base: SameActions) -> tuple[float, float, float, int]:
        """Return the largest moves of value, people beyond, money (as shares) and broken rules: what is sorted by."""
        known = [side.same for side in self.sides if side.same is not None]
        shares = (
            max((abs(part(one) - part(base)) / max(abs(part(base)), 1.0) for one in known), default=0.0)
            for part in (lambda s: s.value, lambda s: s.beyond, lambda s: float(s.spent))
        )
        value, beyond, money = shares
        return value, beyond, money, max((len(one.broken) for one in known), default=0)


def sensitivities(
    plan: Plan,
    question: Question,
    *,
    again: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[SameActions, tuple[Sensitivity, ...]]:
    """Return what a plan means, and what each of its assumptions moves, what moves most first.

    Parameters
    ----------
    plan
        A plan, also a given one.
    question
        The case, the policy and the travel times that it was made for.
    again
        Whether the best plan is looked for under each figure, with the rounds of the policy.
    progress
        Told how many assumptions are done, and of how many.

    Examples
    --------
    Two villages of 300 and 100 people 28.7 km apart and an office in the larger. A tenth more speed takes 3.4 minutes
    off the 37 that the 100 have to go.

    >>> import pandas as pd
    >>> from narvaro.case import Money
    >>> from narvaro.plan.formulate import asked
    >>> areas = pd.DataFrame({"id": ["a", "b"], "name": ["A", "B"], "lon": [18.0, 18.5], "lat": [59.0, 59.0],
    ...                       "people": [300, 100]})
    >>> sites = areas.drop(columns="people").assign(status=["may_close", "candidate"])
    >>> case, policy = Case("two", areas, sites), Policy(years=(2027,), money=Money(change=(0.0,)))
    >>> base, found = sensitivities(make_plan(case, policy), asked(case, policy, None))
    >>> [one.assumption.id for one in found][:2], round(base.value)
    (['car_kmh', 'detour_factor'], 3723)
    >>> round(found[0].more.same.value), found[0].more.figure
    (3384, 66.0)
    """
    edits = edits_of(plan)
    question = evaluator(question.case, question.policy, travel=question.times).question
    base = _same_actions(question, edits)
    rows = (*_of_need(question), *assumptions_of(question))
    found = []
    for done, row in enumerate(rows, 1):
        less, more = (
            _varied(plan, question, row, figure, edits, again) if figure is not None else None
            for figure in _tenths(row)
        )
        found.append(Sensitivity(row, less, more))
        if progress is not None:
            progress(done, len(rows))
    tried = [one for one in found if one.sides]
    tried.sort(key=lambda one: one.moves(base), reverse=True)
    return base, (*tried, *(one for one in found if not one.sides))


def _of_need(question: Question) -> tuple[Assumption, ...]:
    """Return how far apart the need weights are, 1 as they stand in the table; nothing where all are 1."""
    weighted = question.policy.objective.need_weighted
    if not weighted or bool((question.case.areas["need"] == 1.0).all()):
        return ()
    return (Assumption(NEED_SPREAD, 1.0, "", "assumed", "need"),)


def _tenths(row: Assumption) -> tuple[float | None, float | None]:
    """Return a tenth less and a tenth more; None where that is nothing else, or no month."""
    name = row.id.rpartition(".")[2]
    if isinstance(row.value, str | bool) or not row.value:
        return None, None
    if row.id.startswith("policy.") and name in MONTHS:
        month = int(row.value)
        return (month - 1 if month > 1 else None), (month + 1 if month < 12 else None)
    return round(row.value * (1 - TENTH), 9), round(row.value * (1 + TENTH), 9)


def _varied(
    plan: Plan, question: Question, row: Assumption, figure: float, edits: Sequence[Edit], again: bool
) -> Varied | None:
    """Return what a figure in the place of an assumption's own means; None where it is none that can be set."""
    try:
        changed = with_figure(question.case, question.policy, row.id, figure)
        if changed is None:
            return None
        case, policy = changed
        lines = along_lines(case, modes_of(policy)) if _rest_on(question, row.id) else None
        times = question.times if lines is None else _to_offices(lines, question.case, edits)
        same = _same_actions(Question(case, policy, times), edits)
    except InputError as error:
        return Varied(figure, None, tuple(error.faults))
    if not again:
        return Varied(figure, same)
    former = plan if plan.formulation is not None else None
    try:
        best = make_plan(case, policy, travel=question.times if lines is None else lines, warm=former)
    except InfeasibleError as error:
        return Varied(figure, same, clashes=tuple(error.faults))
    return Varied(figure, same, best=best)


def with_figure(case: Case, policy: Policy, name: str, figure: float) -> tuple[Case, Policy] | None:
    """Return case and policy with another figure for an assumption, or None where it is none of theirs.

    Parameters
    ----------
    name
        Id of the assumption, as `assumptions_of` has it.

    Raises
    ------
    TableError, PolicyError
        If the case or the policy may have no such figure.

    Examples
    --------
    >>> import pandas as pd
    >>> from narvaro.case import Money
    >>> areas = pd.DataFrame({"id": ["a"], "name": ["A"], "lon": [18.0], "lat": [59.0], "people": [300]})
    >>> case = Case("one", areas, areas.drop(columns="people"))
    >>> policy = Policy(years=(2027,), money=Money(change=(0.0,)))
    >>> with_figure(case, policy, "size.standard.opening", 2.0)[0].sizes[0].opening
    2.0
    >>> with_figure(case, policy, "policy.walk_weight_min", 66.0)[1].objective.walk_weight_min
    66.0
    >>> with_figure(case, policy, "travel.car.max_minutes", 1.0) is None
    True
    """
    kind, _, rest = name.partition(".")
    whose, _, part = rest.rpartition(".")
    changed: dict[str, Any] = {part or name: figure}
    if name == NEED_SPREAD:
        return case.with_figures(need_spread=figure), policy
    if name in _OF_TRAVEL:
        return case.with_figures(travel=replace(case.travel, **changed)), policy
    if kind == "size" and part in (*OWN_FIGURES, "staff"):
        sizes = [replace(one, **changed) if one.id == whose else one for one in case.sizes]
        return case.with_figures(sizes=tuple(sizes)), policy
    if kind == "town" and part in {field.name for field in fields(TownTravel)}:
        towns = [replace(one, **changed) if one.id == whose else one for one in case.towns]
        return case.with_figures(towns=tuple(towns)), policy
    return (case, _policy_with(policy, whose, part, figure)) if kind == "policy" else None


def _policy_with(policy: Policy, whose: str, part: str, figure: float) -> Policy:
    """Return the policy with a setting of one of its tables set; `whose` is `extra_min`, with the size as `part`."""
    plain: dict[str, Any] = policy.to_toml()
    if whose:
        plain["objective"][whose][part] = figure
    else:
        tables = {"objective": policy.objective, "limits": policy.limits, "money": policy.money}
        table = next(name for name, found in tables.items() if part in type(found).model_fields)
        plain.setdefault(table, {})[part] = figure
    return policy_from(plain)


def _rest_on(question: Question, name: str) -> bool:
    """Tell whether the travel times rest on a figure of the case: those along a straight line do."""
    of_travel = name in _OF_TRAVEL or name.startswith("town.")
    return of_travel and question.times.engine == STRAIGHT and not question.times.basis


def _to_offices(lines: TravelTimes, case: Case, edits: Sequence[Edit]) -> TravelTimes:
    """Return travel times in memory to the sites that are an office now or by an edit; to others there is no way.

    No evaluation looks at the others, and of many sites few are offices.
    """
    offices = case.existing | case.sites.index.isin([edit.site_id for edit in edits])
    here = np.flatnonzero(offices.to_numpy())
    few = _in_memory(lines.select(None, tuple(case.sites.index[here])), case)
    minutes = {}
    for mode in lines.modes:
        minutes[mode] = np.full(lines.shape[::-1], np.nan, np.float32).T  # one site after the other in memory
        minutes[mode][:, here] = few.to_dense(mode)
    kept = TravelTimes.from_dense(lines.area_ids, lines.site_ids, minutes)
    return replace(lines, modes=kept.modes, source=kept.source)


def _in_memory(lines: TravelTimes, case: Case) -> TravelTimes:
    """Return the same lines, each mode worked out once; a choice between them is then made from what is there."""
    plain = [mode for mode in lines.modes if mode not in CHOICES]
    dense = TravelTimes.from_dense(
        lines.area_ids, lines.site_ids, {mode: lines.to_dense(mode) for mode in plain}
    )
    for mode in set(lines.modes) - set(plain):
        dense = fit_for(dense, case, mode)
    return dense


def _same_actions(question: Question, edits: Sequence[Edit]) -> SameActions:
    """Return what actions mean; the travel times are taken as they are."""
    case, policy, times = question.case, question.policy, question.times
    money = appropriation(case, policy)
    require_fit(case, policy, money)
    found = evaluate(Evaluator(question, money), edits)
    goal, people = policy.objective, case.areas["people"].to_numpy(float)
    offices = np.flatnonzero((found.networks.iloc[:, -1] != "").to_numpy())
    minutes = nearest_minutes(times, goal.mode, offices, np.zeros(len(offices)), np.inf)
    spent = sum(year.money["spent"] for year in found.years)
    return SameActions(
        found.objective.after, float(people[minutes > goal.standard_min].sum()), spent, found.broken
    )
