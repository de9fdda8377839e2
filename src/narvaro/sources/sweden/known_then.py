"""The embedded scenarios as they could be known when the decisions were taken that they are held against."""

from __future__ import annotations

from narvaro.case import Case
from narvaro.sources.sweden.network import Knowledge
from narvaro.sources.sweden.scenarios import scenario_as_known

KNOWN_UNTIL = {"expansion-2020": "2020-12-31", "cut-2025": "2025-04-09", "cut-2025-load": "2025-04-09"}
"""The day before each decision from which no source counts: Ds 2020:29 is of December 2020, the board's decision on
eleven closings of 10 April 2025."""


def known_then(name: str) -> dict[str, Case]:
    """Return the case of a scenario with networks made of less than is known now, the one for most trials first.

    Returns
    -------
    dict
        `known_then`: without any source later than the decision, and without the table of those that it gave their
        first office. `existence`: without that table, but with offices that only later sources tell of, which stood
        open for everyone to see. It comes first for the cut: most of the offices that closed are named by the news of
        their closing alone, and some cannot be named in a network without it.
    """
    found = {
        "known_then": scenario_as_known(name, Knowledge(KNOWN_UNTIL[name], later_firsts=False)),
        "existence": scenario_as_known(name, Knowledge(later_firsts=False)),
    }
    return dict(reversed(found.items())) if name != "expansion-2020" else found
