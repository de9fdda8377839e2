"""Turn a case and a policy into a siting problem."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from narvaro.case import Case, Policy
from narvaro.plan.fit import modes_of, question_of, require_fit
from narvaro.plan.formulation import Formulation
from narvaro.plan.layers import DENSE_CELLS, ceiling_layer, people_weight, walk_sizes
from narvaro.plan.limits import may_open, rules_of
from narvaro.plan.money import appropriation
from narvaro.plan.objectives import criterion_of
from narvaro.plan.options import choices
from narvaro.plan.question import Question
from narvaro.siting import Layer
from narvaro.travel import TravelTimes, along_lines


def build(
    case: Case,
    policy: Policy,
    travel: TravelTimes | None = None,
    *,
    former: Formulation | None = None,
) -> Formulation:
    """Turn a case and a policy into a siting problem.

    Parameters
    ----------
    travel
        Travel times; along a straight line at the speeds of the case where not given.
    former
        What an earlier plan was made from. Its times and layers are taken over where nothing that they are made from
        has changed: so other money, other limits or another fate of a site is quickly set up. The result is the same.

    Raises
    ------
    PolicyError
        If the policy names what the case has not.
    """
    money = appropriation(case, policy)
    require_fit(case, policy, money)
    if former is not None and not _same_ways(former, case, policy, travel):
        former = None
    question = (
        asked(case, policy, travel) if former is None else Question(case, policy, former.question.times)
    )
    paths = choices(question, may_open(question), _worth(question))
    rules = rules_of(question, paths, money)
    if former is not None and _same_aim(former.question, question):
        aim, hard = former.aim, former.hard
    else:
        aim = criterion_of(policy).aim(question)
        hard = (_within(question),) if policy.limits.within_min is not None else ()
    return Formulation(question, money, paths, rules, aim, hard, travel)


_FATES = ["status", "locked_by", "size"]
"""Columns of the sites that say what may become of them; no way and no layer rests on them."""
_NEED = "need"
"""Column of the areas that no way rests on; the layers do."""


def _same_ways(former: Formulation, case: Case, policy: Policy, travel: TravelTimes | None) -> bool:
    """Tell whether times and tables are those of an earlier problem, but for the fate of sites."""
    question = former.question
    if travel is not former.given or modes_of(policy) != modes_of(question.policy):
        return False
    mine = question.case
    return mine is case or (
        (mine.travel, mine.towns, mine.sizes, mine.services)
        == (case.travel, case.towns, case.sizes, case.services)
        and mine.areas.drop(columns=_NEED).equals(case.areas.drop(columns=_NEED))
        and mine.sites.drop(columns=_FATES).equals(case.sites.drop(columns=_FATES))
    )


def _same_aim(former: Question, question: Question) -> bool:
    """Tell whether two questions of the same times make the same layers."""
    mine, other = former.policy, question.policy
    return (
        (mine.definition, mine.objective, len(mine.years))
        == (other.definition, other.objective, len(other.years))
        and mine.limits.within_min == other.limits.within_min
        and mine.limits.within_share == other.limits.within_share
        and former.case.areas[_NEED].equals(question.case.areas[_NEED])
    )


def asked(case: Case, policy: Policy, travel: TravelTimes | None) -> Question:
    """Return what is asked, with travel times along a straight line where not given, in memory where they are few."""
    modes = modes_of(policy)
    times = along_lines(case, modes) if travel is None else travel
    return question_of(
        case, policy, held(times.select(tuple(case.areas.index), tuple(case.sites.index)), modes)
    )


def held(times: TravelTimes, modes: Sequence[str]) -> TravelTimes:
    """Return travel times kept in memory where they are few, so that they are worked out once."""
    if times.shape[0] * times.shape[1] * len(modes) > DENSE_CELLS:
        return times
    minutes = {mode: times.to_dense(mode) for mode in modes}
    kept = TravelTimes.from_dense(times.area_ids, times.site_ids, minutes)
    return replace(times, modes=kept.modes, source=kept.source)


def _worth(question: Question) -> NDArray[np.float64] | None:
    """Return what objective and rules see of each size, lower is better, or None where they see no difference."""
    case, policy = question.case, question.policy
    objective = policy.objective
    extra = [objective.extra_min.get(size.id, 0.0) for size in case.sizes]
    counts = walk_sizes(question) if criterion_of(policy).on_foot else np.ones(len(extra), bool)
    room_counts = policy.limits.room_in is not None or policy.limits.max_load is not None
    room = [-size.visits_year if room_counts else 0.0 for size in case.sizes]
    seen = np.column_stack([np.array(extra), (~counts).astype(float), np.array(room)])
    return None if (seen == seen[0]).all() else seen


def _within(question: Question) -> Layer:
    weight, limits = people_weight(question), question.policy.limits
    share = limits.within_share
    most = float(weight.sum() * (1.0 - share)) if share < 1 else None
    return ceiling_layer(question, limits.within_min or 0.0, most, weight)
