"""What a plan can make small: one file for each kind of objective, with all that is its own.

The list of the kinds is `narvaro.case.policy.ObjectiveKind`, which a policy is read by; each has its file here, by its
name, and in it its `CRITERION`. Nothing outside this folder asks which kind an objective is
(`tests/plan/objectives/test_objectives.py` holds it).
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from narvaro.case import Policy
from narvaro.case.policy import OBJECTIVE_KINDS
from narvaro.plan.objectives.criterion import Changes, Criterion

CRITERIA: Mapping[str, Criterion] = {
    # a kind without its file stops here, with the name of the module that is to be written
    kind: import_module(f"narvaro.plan.objectives.{kind}").CRITERION
    for kind in OBJECTIVE_KINDS
}


def criterion_for(kind: str, definition: str | None) -> Criterion:
    """Return what a kind of objective is with a definition, or without one.

    Examples
    --------
    >>> criterion_for("mix", "list_2019").kind, criterion_for("mix", None).kind
    ('mix', 'minutes')
    """
    criterion = CRITERIA[kind]
    return criterion if definition else CRITERIA[criterion.without_definition]


def criterion_of(policy: Policy) -> Criterion:
    """Return what the objective of a policy is."""
    return criterion_for(policy.objective.kind, policy.definition)


__all__ = ["CRITERIA", "Changes", "Criterion", "criterion_for", "criterion_of"]
