"""What happened to the Swedish network from 2020 to 2026, as far as public documents say."""

from __future__ import annotations

import pandas as pd

from narvaro.sources.sweden.tables import read_table


def events() -> pd.DataFrame:
    """Return the events of the register: openings, closings, days a week, services, and known numbers of offices.

    Each row has its source, and is dated as exactly as that says: to the day, the month or the year, or with the span
    within which it lies; what is announced and not known to have happened has a span without end. Each office has its
    place too, so that a case may lack those that opened or closed in other years than its own. An assumed office has
    no events: it stands all the time.

    Returns
    -------
    DataFrame
        Columns as `narvaro.case.events` has them.

    Examples
    --------
    >>> table = events()
    >>> table.loc[table["site_id"] == "office-1482-kungalv", ["event", "date"]].to_numpy().tolist()
    [['closed', '2025-05-23']]
    """
    return read_table("events")
