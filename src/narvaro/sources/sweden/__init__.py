"""The embedded Sweden: people, places, vulnerable areas, the network of service offices, and two scenarios.

    tables -> municipalities -> vulnerable -> localities -> districts, rural -> settlement -> areas
           -> network -> sizes -> candidates -> scenarios

Every rule is written down in docs/sweden.md and every figure in `tables/`, with where it comes from.
"""

from narvaro.sources.sweden.scenarios import SCENARIOS, scenario, scenario_policy

__all__ = ["SCENARIOS", "scenario", "scenario_names", "scenario_policy"]


def scenario_names() -> tuple[str, ...]:
    """Return the names of the embedded scenarios.

    Examples
    --------
    >>> scenario_names()
    ('expansion-2020', 'cut-2025')
    """
    return tuple(each.name for each in SCENARIOS)
