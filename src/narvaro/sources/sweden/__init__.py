"""The embedded Sweden: people, places, vulnerable areas, the network of service offices, and three scenarios.

    tables -> municipalities -> vulnerable -> localities -> districts, rural -> settlement -> areas
           -> network -> sizes -> candidates -> scenarios

Every rule is written down in docs/sweden.md and every figure in `tables/`, with where it comes from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from narvaro.case import Case, Policy
    from narvaro.sources.official.supply import Supply
    from narvaro.sources.official.wish import Wish

SCENARIOS = ("expansion-2020", "cut-2025", "cut-2025-load")
SERVICES = ("scb",)


def scenario(name: str) -> tuple[Case, Policy]:
    """Return the case and the policy of a scenario; loads what it is made with only now."""
    from narvaro.sources.sweden.scenarios import scenario as made

    return made(name)


def municipality_names() -> dict[str, str]:
    """Return the name of each of the 290 municipalities by its code of four digits; reads the table only now."""
    from narvaro.sources.sweden.tables import read_table

    table = read_table("municipalities")
    return dict(zip(table["code"], table["name"], strict=True))


def closing_decided_by(leaves_municipality: bool) -> str:
    """Return who decides that an office closes: the board of Statens servicecenter where a municipality is left.

    Else its director-general does: so it was in the decisions of 2025 (docs/sweden.md).
    """
    return "board" if leaves_municipality else "director_general"


def known_then(name: str) -> dict[str, Case]:
    """Return the case of a scenario as it could be known then; loads what it is made with only now."""
    from narvaro.sources.sweden.known_then import known_then as made

    return made(name)


def from_service(_: str, wish: Wish, supply: Supply) -> Case:
    """Return a case of what SCB's open services publish; loads what it is made with only now."""
    from narvaro.sources.sweden.scb.case import case_from

    return case_from(wish, supply)
