"""The beginning that a plan leaves for the next question: the engine's multipliers and rounded limits, as arrays.

A plan that is read from a file knows its actions and its bound, but a question about it would begin from nothing. The
multipliers make the same question a matter of a second. They prove nothing by themselves: whatever they are, each bound
made from them is worked out anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from narvaro.case import Case
from narvaro.plan.formulate import build
from narvaro.plan.formulation import Formulation
from narvaro.plan.options import states_of
from narvaro.plan.plan import Plan
from narvaro.plan.wishes import holding
from narvaro.siting import Solution
from narvaro.siting.check.exact import exact_cost
from narvaro.siting.form.solution import Certificate, MirCut, Stage, standing
from narvaro.travel import TravelTimes

StartArrays = Mapping[str, NDArray[Any]]


def start_of(plan: Plan) -> dict[str, NDArray[Any]]:
    """Return what the next question begins from, the last multipliers and the rounded limits; nothing where none are.

    Returns
    -------
    dict
        `client_<n>` for each layer, shape (n_areas, n_years); `limit`; `ceiling`; `cut_limit`, `cut_upper`,
        `cut_divisor`, `cut_scale`, shape (n_cuts,), and `cut_shift`, shape (n_cuts, n_sites).
    """
    if plan.solution is None or not plan.solution.certificate.stages:
        return {}
    certificate = plan.solution.certificate
    stage, cuts = certificate.stages[-1], certificate.cuts
    arrays: dict[str, NDArray[Any]] = {f"client_{n}": part for n, part in enumerate(stage.client)}
    arrays |= {"limit": stage.limit, "ceiling": stage.ceiling}
    for name, kind in (("limit", np.int64), ("upper", np.bool_), ("divisor", np.int64), ("scale", np.int64)):
        arrays[f"cut_{name}"] = np.array([getattr(cut, name) for cut in cuts], kind)
    shifts = np.zeros((len(cuts), len(plan.solution.option)), np.int64)
    for n, cut in enumerate(cuts):
        shifts[n] = cut.shift
    arrays["cut_shift"] = shifts
    return arrays


def formulated(case: Case, plan: Plan, travel: TravelTimes | None) -> Formulation:
    """Return the problem that a plan answers, set up anew from what it was made for and from."""
    return holding(build(case, plan.policy, travel), plan.wishes)


def begun_again(case: Case, plan: Plan, travel: TravelTimes | None, start: StartArrays) -> Plan:
    """Return a plan that was read from a file with the problem it answers, ready for the next question.

    Parameters
    ----------
    case, travel
        What it was made for and from.
    start
        What `start_of` returned for it; what does not fit the problem is left aside.

    Raises
    ------
    ValueError
        If the plan does what its policy lets no site do.
    """
    if plan.solution is not None:
        return plan
    formulation = plan.formulation or formulated(case, plan, travel)
    paths = formulation.paths
    networks = plan.networks(case)
    state = states_of(case, (networks[year] for year in networks))
    same = np.flatnonzero((paths.state == state[paths.site]).all(axis=1))
    option = np.full(len(case.sites), -1, np.int64)
    option[paths.site[same]] = same
    if (option < 0).any():
        raise ValueError("the plan does what its policy lets no site do")
    return replace(plan, formulation=formulation, solution=_solution(formulation, plan, option, start))


def _solution(
    formulation: Formulation, plan: Plan, option: NDArray[np.int64], start: StartArrays
) -> Solution:
    """Return the plan as an answer of the engine, of which the bound that the file tells is not used."""
    problem = formulation.problem()
    certificate = _certificate(formulation, start)
    bare = Solution(
        option=option,
        **standing(0.0, 0.0, "step"),
        seconds=0.0,
        certificate=certificate,
        reduced_cost=np.zeros(len(problem.options)),
        lagrangian=-np.inf,
    )
    value = float(exact_cost(problem, bare).value)
    return replace(bare, **standing(value, -np.inf, "step"))


def _certificate(formulation: Formulation, start: StartArrays) -> Certificate:
    """Return the multipliers as a proof of one stage; none where they are of another problem."""
    layers, years = (*formulation.aim.layers, *formulation.hard), len(formulation.question.policy.years)
    shapes = [(layer.n_areas, years) for layer in layers]
    client = [start.get(f"client_{n}") for n in range(len(shapes))]
    fits = all(part is not None and part.shape == shape for part, shape in zip(client, shapes, strict=True))
    names = ("limit", "ceiling", "cut_limit", "cut_upper", "cut_divisor", "cut_scale", "cut_shift")
    if not fits or not all(name in start for name in names):
        return Certificate(())
    cuts = tuple(
        MirCut(int(limit), bool(upper), shift, int(divisor), int(scale))
        for limit, upper, shift, divisor, scale in zip(
            start["cut_limit"], start["cut_upper"], start["cut_shift"], start["cut_divisor"], start["cut_scale"],
            strict=True,
        )
    )  # fmt: skip
    known = tuple(np.asarray(part, np.float64) for part in client)
    stage = Stage(known, start["limit"], start["ceiling"], np.zeros(0, np.int64), np.inf)
    return Certificate((stage,), cuts=cuts)
