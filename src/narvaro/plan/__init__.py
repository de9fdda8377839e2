"""The planner's decision: a case and a policy become a siting problem, and its solution a plan year by year.

question -> money, options, layers, limits -> formulation -> (siting) -> ledger -> plan; `verify` replays the plan by
separate code.
"""

from narvaro.plan.evaluate import Edit, Evaluation, Evaluator, evaluate, evaluator
from narvaro.plan.formulate import build
from narvaro.plan.formulation import Formulation
from narvaro.plan.make import make_plan
from narvaro.plan.outcome import Outcome, Part
from narvaro.plan.plan import Action, Locked, Plan, Year, read_plan, write_plan
from narvaro.plan.policies import with_change, with_definition, without_earmark
from narvaro.plan.question import Question

__all__ = [
    "Action",
    "Edit",
    "Evaluation",
    "Evaluator",
    "Formulation",
    "Locked",
    "Outcome",
    "Part",
    "Plan",
    "Question",
    "Year",
    "build",
    "evaluate",
    "evaluator",
    "make_plan",
    "read_plan",
    "with_change",
    "with_definition",
    "without_earmark",
    "write_plan",
]
