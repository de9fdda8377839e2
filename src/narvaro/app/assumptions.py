"""The step that tells what the plan of a folder assumes, and what each assumption moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from narvaro.app.plans import begun, open_planned
from narvaro.plan import Plan
from narvaro.plan.formulate import asked
from narvaro.plan.question import Question
from narvaro.plan.sensitivity import SameActions, Sensitivity, Varied, sensitivities


@dataclass(frozen=True, eq=False)
class Assumed:
    """The assumptions of a plan, what moves most first.

    Parameters
    ----------
    question, plan
        What was asked, and the plan.
    base
        What the plan means as it is.
    rows
        Each assumption with what it moves.
    again
        Whether the best plan was looked for under each figure.
    """

    question: Question
    plan: Plan
    base: SameActions
    rows: tuple[Sensitivity, ...]
    again: bool

    def to_json(self) -> dict[str, Any]:
        """Return the same for machines; what was not tried is null."""
        rows = [
            row.assumption.to_json() | {"less": self._side(row.less), "more": self._side(row.more)}
            for row in self.rows
        ]
        unit = {"objective_unit": self.plan.objective.unit, "money": self.plan.money.label}
        return {**unit, **_plain(self.base), "assumptions": rows}

    def _side(self, tried: Varied | None) -> dict[str, Any] | None:
        if tried is None:
            return None
        best, same = tried.best, tried.same
        found: dict[str, Any] = {"figure": tried.figure}
        found["refused"] = [fault.to_json() for fault in tried.refused]
        if same is not None:
            found |= _plain(same) | {"value_share": self.share(same)}
        if self.again:
            found |= {
                "stays": tried.stays,
                "best": None if best is None else best.objective.after,
                "bound": None if best is None else best.objective.bound,
                "otherwise": None if best is None else otherwise(self.plan, best),
                "clashes": [fault.to_json() for fault in tried.clashes],
            }
        return found

    def share(self, same: SameActions) -> float:
        """Return how much higher the value is than the plan's, as a share of that."""
        return (same.value - self.base.value) / max(abs(self.base.value), 1e-9)


def _plain(same: SameActions) -> dict[str, Any]:
    return {
        "value": same.value,
        "people_beyond": same.beyond,
        "spent": same.spent / 1000,
        "broken": [fault.to_json() for fault in same.broken],
    }


def otherwise(plan: Plan, other: Plan) -> int:
    """Return at how many places two plans do not do the same in the same year."""
    mine, theirs = (
        {action.site_id: (year, action.size) for year, action in one.actions} for one in (plan, other)
    )
    return sum(mine.get(site) != theirs.get(site) for site in mine | theirs)


def assumptions_project(
    folder: Path | str,
    *,
    name: str | None = None,
    again: bool = False,
    part: Callable[[str, int, int], None] | None = None,
) -> Assumed:
    """Return what a plan of a folder assumes, and what each assumption moves when changed by a tenth.

    Parameters
    ----------
    folder
        A project folder with a plan.
    name
        A kept plan; the one in force where not given.
    again
        Whether the best plan is looked for under each figure.
    part
        Told how many are done, and of how many.

    Raises
    ------
    FolderError
        If there is no such plan, or the tables have changed since it was made.
    """
    planned = open_planned(folder, name, refute=False)
    plan = begun(planned).plan if again else planned.plan
    question = asked(planned.case, plan.policy, planned.travel)
    tell = None if part is None else partial(part, "assumptions.progress")
    base, rows = sensitivities(plan, question, again=again, progress=tell)
    return Assumed(question, plan, base, rows, again)
