"""Editions of a definition: yes/no columns of one name with different years."""

from __future__ import annotations

from narvaro.case.case import Case
from narvaro.language import edition


def other_edition(case: Case, definition: str | None) -> str | None:
    """Return the newest other edition of a definition: another yes/no column of the same name with another year.

    Examples
    --------
    >>> import pandas as pd
    >>> areas = pd.DataFrame({"id": ["a"], "name": ["A"], "lon": [18.0], "lat": [59.3], "people": [900],
    ...                       "list_2019": [True], "list_2025": [True], "poor": [True]})
    >>> case = Case("mini", areas, areas[["id", "name", "lon", "lat"]])
    >>> other_edition(case, "list_2019"), other_edition(case, "list_2025"), other_edition(case, "poor")
    ('list_2025', 'list_2019', None)
    """
    ours = edition(definition or "")
    if ours is None:
        return None
    editions = [
        str(column)
        for column in case.areas.columns
        if case.areas[column].dtype == bool
        and (its := edition(str(column))) is not None
        and its.list == ours.list
        and str(column) != definition
        and float(case.areas.loc[case.areas[column], "people"].sum()) > 0
    ]
    return max(editions, default=None)
