"""A plan that was given, not looked for: a user's own actions, or what was really decided, as a `Plan` like any other.

Nothing is proven of it, so its status is `given`, and it has neither a gap nor a certificate; the rules that it breaks
stand in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import nan

from narvaro.case import Case
from narvaro.errors import CheckError, Fault
from narvaro.plan.assumptions import assumptions_of
from narvaro.plan.evaluate import Edit, Evaluation, Evaluator, evaluate, evaluator
from narvaro.plan.ledger import locked_sites
from narvaro.plan.plan import Plan
from narvaro.plan.verify import kept_rules
from narvaro.travel import TravelTimes


def plan_of(ready: Evaluator, evaluation: Evaluation) -> Plan:
    """Return the plan that was evaluated: `given`, with every rule that it breaks.

    Parameters
    ----------
    ready
        The case and the policy that it was evaluated for.
    evaluation
        What `evaluate` found.

    Returns
    -------
    Plan
        Its objective has a bound of zero and no gap, in `plan.json` neither. `checks` says of each rule whether it is
        kept, and of the ledger whether the replay comes to the same; `offered`, whether all that is done may be done.

    Examples
    --------
    >>> import pandas as pd
    >>> from narvaro.case import Case, Money, Policy
    >>> areas = pd.DataFrame({"id": ["a", "b"], "name": ["A", "B"], "lon": [18.0, 18.5], "lat": [59.0, 59.0],
    ...                       "people": [300, 100]})
    >>> sites = areas.drop(columns="people").assign(status=["may_close", "candidate"])
    >>> ready = evaluator(Case("two", areas, sites), Policy(years=(2027,), money=Money(change=(2.0,))))
    >>> plan = plan_of(ready, evaluate(ready, [Edit("b", 2027, "standard")]))
    >>> plan.status, plan.objective.after, plan.objective.gap, [rule.key for rule in plan.broken]
    ('given', 0.0, nan, ['plan.check_money', 'plan.check_lasting'])
    """
    question = ready.question
    case, policy, times = question.case, question.policy, question.times
    kept = kept_rules(ready.tables, evaluation.years)
    offered = not any(fault.key.startswith("plan.broken_") for fault in evaluation.broken)
    return Plan(
        scenario=policy.scenario,
        policy=policy,
        money=case.money,
        status="given",
        stopped_by="given",
        bound_rests_on="",
        objective=replace(evaluation.objective, bound=0.0, gap=nan),
        years=evaluation.years,
        afterwards=evaluation.afterwards,
        locked=locked_sites(case),
        counts=evaluation.counts,
        assumptions=assumptions_of(question),
        provenance=(*case.provenance, *times.sources),
        checks={**kept, "offered": offered},
        case_checksum=case.checksum,
        travel={"engine": times.engine, "origin": times.origin},
        broken=evaluation.broken,
    )


def edits_of(plan: Plan) -> tuple[Edit, ...]:
    """Return the actions of a plan as edits of today's network."""
    return tuple(Edit(action.site_id, year, action.size) for year, action in plan.actions)


def evaluated_again(case: Case, plan: Plan, travel: TravelTimes) -> Plan:
    """Return a given plan as its actions are evaluated anew, with what only its file knows.

    Raises
    ------
    CheckError
        If an action names a site or a size that the case has not.
    """
    ready = evaluator(case, plan.policy, travel=travel)
    if strange := list(_strange(ready, plan)):
        raise CheckError(strange)
    again = plan_of(ready, evaluate(ready, edits_of(plan)))
    return replace(
        again,
        case_checksum=plan.case_checksum,
        policy_file=plan.policy_file,
        travel_checksum=plan.travel_checksum,
    )


def _strange(ready: Evaluator, plan: Plan) -> Iterator[Fault]:
    for _, action in plan.actions:
        if action.site_id not in ready.position_of_site:
            yield Fault("plan.no_such_site", {"given": action.site_id})
        if action.size not in ready.question.case.size_position:
            yield Fault("plan.no_such_size", {"given": action.size})
