"""The step that asks a plan about an area: its offices now and after, and what would bring it within the standard."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from narvaro.app.plans import Planned, open_planned
from narvaro.case.written_names import area_named
from narvaro.explain.why_area import WhyArea, why_area
from narvaro.plan.question import Question


@dataclass(frozen=True, eq=False)
class AskedArea:
    """A plan that was asked about an area, and what is said of it."""

    planned: Planned
    found: WhyArea


def area_project(folder: Path | str, written: str, name: str | None = None) -> AskedArea:
    """Return what a plan of a folder means for an area.

    Parameters
    ----------
    folder
        A project folder with a plan.
    written
        The area, as a person writes it, or its id.
    name
        The kept plan that is asked; the one in force where not given.

    Raises
    ------
    SettingError
        If no area, or more than one, is called so.
    FolderError
        If there is no such plan, or the tables have changed since it was made.
    """
    planned = open_planned(folder, name, refute=False)
    question = Question(planned.case, planned.plan.policy, planned.travel)
    return AskedArea(planned, why_area(question, planned.plan, area_named(planned.case, written)))
