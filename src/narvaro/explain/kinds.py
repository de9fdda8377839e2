"""Which columns sort people into the kinds that a short table tells of."""

from __future__ import annotations

from collections.abc import Iterable

from narvaro.case import Case
from narvaro.explain.change import groupings
from narvaro.explain.said.facts import MOST_GROUPS_IN_A_PICTURE, is_place


def kinds_of_people(case: Case, definitions: Iterable[str | None]) -> list[str]:
    """Return the definitions that are columns of the areas, and the column that sorts people best into a few kinds.

    Parameters
    ----------
    definitions
        Those that the plans are about, the first first.
    """
    about = [name for name in dict.fromkeys(definitions) if name is not None and name in case.areas]
    small = [
        name
        for name in groupings(case, about[0] if about else None)
        if case.areas[name].dtype != bool
        and case.areas[name].nunique() <= MOST_GROUPS_IN_A_PICTURE
        and not is_place(case, name)
    ]
    return [*about, *(["settlement"] if "settlement" in small else small[:1])]
