"""Närvaro plans networks of public service offices, within the money, with a proven bound.

Data goes one way through the rooms of this package; a room imports only from rooms before it:

    case -> sources -> travel -> access -> siting -> plan -> explain -> report -> app

    >>> import narvaro
    >>> case, policy = narvaro.scenario(narvaro.scenario_names()[0])     # doctest: +SKIP
    >>> plan = narvaro.make_plan(case, policy)                # doctest: +SKIP
    >>> narvaro.write_plan(plan, "plan.json")                 # doctest: +SKIP

Nothing is imported before it is used, so `import narvaro` takes no time.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from narvaro.access import AccessTable, measure_access
    from narvaro.case import (
        Assumption,
        Case,
        Money,
        Objective,
        Policy,
        Provenance,
        Rules,
        Service,
        Size,
        Solver,
        Standard,
        TravelSettings,
        open_case,
        open_policy,
        read_policy,
        save_case,
        write_policy,
    )
    from narvaro.errors import Fault, InfeasibleError, InputError, NarvaroError
    from narvaro.explain import (
        Alternative,
        Findings,
        PlanComparison,
        compare_plans,
        find,
        read_findings,
        write_findings,
    )
    from narvaro.plan import (
        Edit,
        Evaluation,
        Evaluator,
        Plan,
        evaluate,
        evaluator,
        make_plan,
        read_plan,
        write_plan,
    )
    from narvaro.report import write_comparison_page, write_report
    from narvaro.sources import scenario, scenario_names
    from narvaro.sources.tables import new_case
    from narvaro.travel import RunSettings, TravelTimes, straight_line, travel_times

__version__ = "0.1.0"

_ROOMS = {
    "narvaro.access": "AccessTable measure_access",
    "narvaro.case": "Assumption Case Money Objective Policy Provenance Rules Service Size Solver Standard "
    "TravelSettings open_case open_policy read_policy save_case write_policy",
    "narvaro.errors": "Fault InfeasibleError InputError NarvaroError",
    "narvaro.explain": "Alternative Findings PlanComparison compare_plans find read_findings write_findings",
    "narvaro.plan": "Edit Evaluation Evaluator Plan evaluate evaluator make_plan read_plan write_plan",
    "narvaro.report": "write_comparison_page write_report",
    "narvaro.sources": "scenario scenario_names",
    "narvaro.sources.tables": "new_case",
    "narvaro.travel": "RunSettings TravelTimes straight_line travel_times",
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names.split()}

__all__ = [
    "AccessTable",
    "Alternative",
    "Assumption",
    "Case",
    "Edit",
    "Evaluation",
    "Evaluator",
    "Fault",
    "Findings",
    "InfeasibleError",
    "InputError",
    "Money",
    "NarvaroError",
    "Objective",
    "Plan",
    "PlanComparison",
    "Policy",
    "Provenance",
    "Rules",
    "RunSettings",
    "Service",
    "Size",
    "Solver",
    "Standard",
    "TravelSettings",
    "TravelTimes",
    "compare_plans",
    "evaluate",
    "evaluator",
    "find",
    "make_plan",
    "measure_access",
    "new_case",
    "open_case",
    "open_policy",
    "read_findings",
    "read_plan",
    "read_policy",
    "save_case",
    "scenario",
    "scenario_names",
    "straight_line",
    "travel_times",
    "write_comparison_page",
    "write_findings",
    "write_plan",
    "write_policy",
    "write_report",
]


def __getattr__(name: str) -> Any:
    if name not in _ROOM_OF:
        raise AttributeError(f"module 'narvaro' has no attribute {name!r}")
    found = getattr(import_module(_ROOM_OF[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
