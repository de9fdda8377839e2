"""Make a plan: set up the problem, solve it, read the answer, and hold it against separate reckonings."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from math import floor, isfinite, log10

import numpy as np
import pandas as pd

from narvaro.case import Case, Policy
from narvaro.errors import InfeasibleError
from narvaro.plan.answer import Answer, Request
from narvaro.plan.assumptions import assumptions_of
from narvaro.plan.conflicts import conflicts
from narvaro.plan.forcing import begun_from
from narvaro.plan.formulate import build
from narvaro.plan.formulation import Formulation
from narvaro.plan.ledger import afterwards, counts_of, locked_sites, years_of
from narvaro.plan.measure import YearlyFigure
from narvaro.plan.objectives import criterion_of
from narvaro.plan.options import CLOSED, States
from narvaro.plan.otherwise import asked, giving_way, is_small
from narvaro.plan.outcome import Outcome, Part
from narvaro.plan.plan import Plan
from narvaro.plan.question import Question
from narvaro.plan.refusal import in_words_of_the_plan, told_apart
from narvaro.plan.verify import verify
from narvaro.plan.wishes import SiteWish, holding
from narvaro.siting import Progress, Solution
from narvaro.travel import TravelTimes

CLOSED_GAP = 1e-6
"""A gap at most this wide is closed: what is left is the rounding of sums."""
LEAST_S = 0.01
"""Seconds that the engine has at least, where setting up the problem took all the time: for a first plan."""
DIGITS = 12
"""Significant digits of figures in a plan; a bound is rounded down."""


def make_plan(
    case: Case,
    policy: Policy,
    *,
    travel: TravelTimes | None = None,
    time_limit: float | None = None,
    gap: float | None = None,
    warm: Plan | None = None,
    progress: Callable[[Progress], None] | None = None,
    wishes: Sequence[SiteWish] = (),
) -> Plan:
    """Make the plan that a policy asks for.

    Parameters
    ----------
    case, policy
        What there is, and what is wanted.
    travel
        Travel times; along a straight line at the speeds of the case where not given.
    time_limit, gap
        When to stop, seconds and share of the value; those of the policy where not given. The limit counts from the
        call on: setting up the problem is part of it, and only the checks come after. With a time limit two runs may
        differ; without one the search ends after the rounds of the policy at the latest, and the same input gives the
        same plan.
    warm
        A plan to begin from, for the same sites and years: with other money, say, or with another fate for some sites.
        What it was made from is used again where it has not changed.
    progress
        Told value and bound in the unit of the objective, gap and seconds while the engine works.
    wishes
        What must hold at some sites beside the rules of the policy; the bound is then of such plans.

    Returns
    -------
    Plan
        With bound, gap and the checks that it passed.

    Raises
    ------
    PolicyError
        If the policy names what the case has not.
    InfeasibleError
        If no plan keeps the rules; its conflicts say which clash and the smallest change that would do.
    CheckError
        If separate code does not come to the same result; then no plan is returned.

    Examples
    --------
    Two villages of 300 and 100 people, an office in the larger. 7 more a year pay for a second one.

    >>> from narvaro.case import Money
    >>> areas = pd.DataFrame({"id": ["a", "b"], "name": ["A", "B"], "lon": [18.0, 18.5], "lat": [59.0, 59.0],
    ...                       "people": [300, 100]})
    >>> sites = areas.drop(columns="people").assign(status=["may_close", "candidate"])
    >>> plan = make_plan(Case("two", areas, sites), Policy(years=(2027,), money=Money(change=(7.0,))))
    >>> plan.status, [(year, action.action, action.name) for year, action in plan.actions]
    ('optimal', [(2027, 'open', 'B')])
    >>> plan.years[0].money["spent"], plan.years[0].money["lapsed"], plan.objective.after
    (10350, 2550, 0.0)
    """
    began = time.perf_counter()
    formulation = build(case, policy, travel, former=None if warm is None else warm.formulation)
    formulation = holding(formulation, wishes)
    if found := conflicts(formulation):
        raise InfeasibleError(told_apart(formulation, found))
    limit = policy.solver.time_limit_s if time_limit is None else time_limit
    if limit is not None and limit > 0:  # of what is no limit the engine speaks
        limit = max(limit - (time.perf_counter() - began), LEAST_S)
    wanted = policy.solver.gap if gap is None else gap
    # who sets a time wants all of it
    rounds = policy.solver.rounds if limit is None else None
    begin = None if warm is None else _carried_over(formulation, warm)
    request = Request(limit, wanted, rounds, begin, progress)
    with _in_words_of_the_plan(formulation):
        answer = criterion_of(policy).solve(formulation, request)
    return replace(_plan(formulation, answer), wishes=tuple(wishes))


def _carried_over(formulation: Formulation, warm: Plan) -> Solution | None:
    """Return the answer behind a plan with its paths among those of a new problem; None where sites or years differ.

    A site that may not go its path any more begins with one much like it: the engine mends the plan.
    """
    former, new = warm.formulation, formulation.paths
    if former is None or warm.solution is None:
        return None
    if former.paths.state.shape[1] != new.state.shape[1] or len(former.paths.today) != len(new.today):
        return None
    return begun_from(warm.solution, former.paths, new)


@contextmanager
def _in_words_of_the_plan(formulation: Formulation) -> Iterator[None]:
    try:
        yield
    except InfeasibleError as error:
        raise InfeasibleError(in_words_of_the_plan(formulation, error.faults)) from None


def _plan(formulation: Formulation, answer: Answer) -> Plan:
    question, paths = formulation.question, formulation.paths
    case, policy = question.case, question.policy
    chosen = np.asarray(answer.solution.option, dtype=np.int64)
    state = paths.state[chosen]
    years = years_of(question, formulation.money, paths, chosen)
    outcome, reckoned = _outcome(formulation, answer, state)
    claimed = min(answer.value, reckoned) if answer.held_within else answer.value
    checks = verify(question, years, (claimed, reckoned))
    closed = outcome.gap <= CLOSED_GAP and (answer.held_within or answer.solution.status == "optimal")
    return Plan(
        scenario=policy.scenario,
        policy=policy,
        money=case.money,
        status="optimal" if closed else "feasible",
        stopped_by="proven" if closed else answer.solution.stopped_by,
        bound_rests_on=answer.solution.bound_rests_on,
        objective=outcome,
        years=years,
        afterwards=afterwards(case, formulation.money, state),
        locked=locked_sites(case),
        counts=counts_of(case, paths.today, state),
        assumptions=assumptions_of(question),
        provenance=(*case.provenance, *question.times.sources),
        checks={"solution": True, **checks},
        case_checksum=case.checksum,
        travel={"engine": question.times.engine, "origin": question.times.origin},
        certificate=_certificate(formulation, answer, state),
        solution=answer.solution,
        formulation=formulation,
    )


def _outcome(formulation: Formulation, answer: Answer, state: States) -> tuple[Outcome, float]:
    """Return what was reached, and the objective as recomputed from the travel times."""
    figures, reckoned = reached(formulation.question, formulation.paths.today, state)
    bound = max(0.0, min(answer.bound, reckoned)) if isfinite(answer.bound) else 0.0
    low = figures.after if bound == reckoned else min(_rounded_down(bound), figures.after)
    return replace(figures, bound=low, gap=gap_of(figures.after, low)), reckoned


def gap_of(after: float, bound: float) -> float:
    """Return how far a bound is from a value, as a share of the value."""
    return _rounded((after - bound) / max(abs(after), 1e-9))


def reached(
    question: Question, today: States, state: States, *, before: tuple[YearlyFigure, ...] | None = None
) -> tuple[Outcome, float]:
    """Return what a network means for people, as an outcome of which nothing is proven, and the objective in full.

    Parameters
    ----------
    today, state
        Size of each site today, shape (n_sites,), and at the end of each year, shape (n_sites, n_years).
    before
        The figures of today, where they are known.
    """
    goal, criterion = question.policy.objective, criterion_of(question.policy)
    before = criterion.measures(question, today[:, None]) if before is None else before
    after = criterion.measures(question, state)
    reckoned = criterion.value(goal, after)
    shown = _rounded(reckoned)
    last = [YearlyFigure(part.name, part.unit, part.by_year[-1:]) for part in after]
    return Outcome(
        name=criterion.kind,
        unit=criterion.unit(goal),
        before=_rounded(criterion.value(goal, before)),
        after=shown,
        last_year=_rounded(criterion.value(goal, last)),
        bound=0.0,
        gap=gap_of(shown, 0.0),
        parts=tuple(
            Part(
                name=then.name,
                unit=then.unit,
                before=_rounded(now.mean),
                after=_rounded(then.mean),
                last_year=_rounded(then.by_year[-1]),
                by_year=tuple(_rounded(figure) for figure in then.by_year),
            )
            for now, then in zip(before, after, strict=True)
        ),
    ), reckoned


def _certificate(formulation: Formulation, answer: Answer, state: States) -> pd.DataFrame:
    """Return, for each site, what every plan costs at least that has it open, or closed, when the last year ends.

    Columns `open_now`, `open_after`, `open_at_least`, `closed_at_least` (unit of the objective; infinite where no path
    of the site ends so; NaN where the proof of the objective bounds no site, see `Criterion.bounds_sites`).
    """
    paths, found = formulation.paths, answer.solution
    start = np.flatnonzero(np.diff(paths.site, prepend=-1))
    ends_open = paths.state[:, -1] != CLOSED
    frame = pd.DataFrame(
        {"open_now": paths.today != CLOSED, "open_after": state[:, -1] != CLOSED},
        index=formulation.question.case.sites.index,
    )
    if not criterion_of(formulation.question.policy).bounds_sites:
        return frame.assign(open_at_least=np.nan, closed_at_least=np.nan)
    each = np.maximum(found.lagrangian + found.reduced_cost, found.bound)
    problem = formulation.problem()
    each = giving_way(problem.options, problem.limits, found.option, each)
    for name, ends in (("open_at_least", ends_open), ("closed_at_least", ~ends_open)):
        least = np.minimum.reduceat(np.where(ends, each, np.inf), start)
        if found.status == "optimal" and is_small(problem):
            other = np.flatnonzero((least <= found.value) & ~ends[found.option])
            for j in other.tolist():
                least[j] = max(least[j], asked(problem, ends & (paths.site == j)))
        frame[name] = [
            formulation.aim.read(float(figure)) if isfinite(figure) else np.inf for figure in least
        ]
    return frame


def _rounded(figure: float) -> float:
    """Return a figure with 12 significant digits."""
    return float(f"{figure:.{DIGITS - 1}e}")


def _rounded_down(figure: float) -> float:
    """Return a figure of zero or more with 12 significant digits, never above it.

    Examples
    --------
    >>> _rounded_down(1.9999999999999)
    1.99999999999
    """
    if figure <= 0:
        return figure
    scale = DIGITS - 1 - floor(log10(figure))
    down = floor(figure * 10.0**scale) / 10.0**scale
    return min(down, figure)
