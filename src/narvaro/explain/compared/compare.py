"""Lay plans beside each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from narvaro.case import Case
from narvaro.explain.broken import broken_notes
from narvaro.explain.compared.comparison import PlanComparison, site_label
from narvaro.explain.compared.said import done_table, said_of
from narvaro.explain.compared.tables import (
    PlansBeside,
    action_table,
    change_table,
    group_table,
    minute_table,
    plan_table,
    setting_table,
    size_table,
    what_happens,
    yearly_table,
)
from narvaro.explain.evidence import NOTICED_MIN
from narvaro.language import Note
from narvaro.plan import Plan
from narvaro.travel import TravelTimes


def compare_plans(
    case: Case,
    plans: Mapping[str, Plan | None],
    *,
    travel: TravelTimes | None = None,
    about: Mapping[str, Sequence[Note]] | None = None,
    lists: Mapping[str, Sequence[Note]] | None = None,
) -> PlanComparison:
    """Lay plans beside each other; the others are held against the first.

    All are measured alike: by the mode, the standard and the goal of the first plan that has them, along the real
    ways, so that no minutes are added at small offices.

    Parameters
    ----------
    case
        The case that all of them are for.
    plans
        Two or more by name; None for the network as it is.
    travel
        The travel times; along a straight line where not given.
    about
        What is to be known of how a plan was made, by its name.
    lists
        What is to be known of the list that the actions of a plan came from, by its name.

    Raises
    ------
    SettingError
        If there are fewer than two, or none of them is a plan.
    FolderError
        If a plan is for another case.

    Examples
    --------
    Two villages of 300 and 100 people, an office in the larger; a plan gives the second one its own.

    >>> from narvaro.case import Money, Policy
    >>> from narvaro.plan import make_plan
    >>> areas = pd.DataFrame({"id": ["a", "b"], "name": ["A", "B"], "lon": [18.0, 18.5], "lat": [59.0, 59.0],
    ...                       "people": [300, 100]})
    >>> case = Case("two", areas, areas.drop(columns="people").assign(status=["may_close", "candidate"]))
    >>> plan = make_plan(case, Policy(years=(2027,), money=Money(change=(7.0,))))
    >>> found = compare_plans(case, {"today": None, "mine": plan})
    >>> found.said["headline"][0].text("en")
    'With mine the way is at least 1 minute shorter than with today’s network for 100 people; it is longer for nobody'
    >>> float(found.ways.loc["mine", "shorter"]), found.plans.loc["mine", "offices"].item()
    (100.0, 2)
    """
    beside = PlansBeside(case, dict(plans), travel)
    ways = beside.ways
    people = {name: {"shorter": w.shorter, "longer": w.longer, "same": w.same} for name, w in ways.items()}
    goal = beside.policy.objective
    actions, sizes, today = action_table(beside), size_table(beside), case.sizes_today
    first, *others = beside.names
    found = PlanComparison(
        names=beside.names,
        mode=goal.mode,
        limit_min=beside.limit_min,
        noticed_min=NOTICED_MIN,
        money=case.money.label,
        definition=beside.policy.definition or "",
        plans=plan_table(beside),
        settings=setting_table(beside),
        actions=actions,
        done=done_table(case, actions),
        sites={str(site): site_label(case, str(site)) for site in actions.index},
        yearly=yearly_table(beside),
        groups=group_table(beside),
        ways=pd.DataFrame.from_dict(people, orient="index"),
        municipalities={name: w.by_municipality for name, w in ways.items()},
        areas={name: w.by_area for name, w in ways.items()},
        minutes=beside.minutes,
        sizes=sizes,
        states=pd.DataFrame({name: what_happens(case, today, sizes[name]) for name in beside.names}),
        states_between=pd.DataFrame({name: what_happens(case, sizes[first], sizes[name]) for name in others}),
        minute_classes=minute_table(beside),
        change_classes=change_table(beside),
        broken={
            name: broken_notes(plan, case) for name, plan in plans.items() if plan is not None and plan.broken
        },
        said={},
    )
    return found.with_said(said_of(beside, found, about or {}, lists or {}))
