"""The countries whose tables ship with the package: one line each, and one folder of the same name beside this file.

The package of a country, `narvaro.sources.<country>`, has what :class:`Country` says, and loads nothing heavy before a
scenario is made. Its texts stand in `texts.toml` in its folder. CONTRIBUTING.md says how to add one.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from narvaro.errors import Fault, SettingError

if TYPE_CHECKING:
    from narvaro.case import Case, Policy
    from narvaro.sources.official.supply import Supply
    from narvaro.sources.official.wish import Wish

COUNTRIES = (
    "sweden",
)  # fmt: skip
"""The name of each country's folder; the first scenario of the first is the one that `narvaro demo` makes."""


class Country(Protocol):
    """What the package of a country offers."""

    SCENARIOS: tuple[str, ...]
    """Names of its scenarios, which no other country uses."""

    SERVICES: tuple[str, ...]
    """Names of the official services that a case can be made from, which no other country uses; perhaps none."""

    def scenario(self, name: str, /) -> tuple[Case, Policy]:
        """Return the case and the policy of one of them; the same bytes every time."""

    def from_service(self, name: str, wish: Wish, supply: Supply, /) -> Case:
        """Return a case of what one of the services publishes."""

    def municipality_names(self) -> dict[str, str]:
        """Return the name of each municipality by its code; empty where codes have no zeros to lose."""

    def closing_decided_by(self, leaves_municipality: bool, /) -> str | None:
        """Return who decides that an office closes, by whether its municipality is left; None where no rule says."""

    def known_then(self, name: str, /) -> dict[str, Case]:
        """Return the case of a scenario with networks as they could be known when the decisions were taken.

        By the name of the network, the one that most is tried on first; empty where the scenario has none.
        """


def country(name: str) -> Country:
    """Return the package of a country.

    Examples
    --------
    >>> set(country(COUNTRIES[0]).SCENARIOS) <= set(scenario_names())
    True
    """
    return cast(Country, import_module(f"narvaro.sources.{name}"))


def scenario_names() -> tuple[str, ...]:
    """Return the names of the embedded scenarios of all countries.

    Examples
    --------
    >>> country(COUNTRIES[0]).SCENARIOS[0] == scenario_names()[0]
    True
    """
    return tuple(name for each in COUNTRIES for name in country(each).SCENARIOS)


def scenario(name: str) -> tuple[Case, Policy]:
    """Return the case and the policy of an embedded scenario; the same bytes every time.

    Parameters
    ----------
    name
        One of :func:`scenario_names`.

    Raises
    ------
    SettingError
        If there is no such scenario.
    """
    for each in map(country, COUNTRIES):
        if name in each.SCENARIOS:
            return each.scenario(name)
    known = ", ".join(scenario_names())
    raise SettingError([Fault("sources.no_such_scenario", {"name": name, "known": known})])


def service_names() -> tuple[str, ...]:
    """Return the names of the official services of all countries.

    Examples
    --------
    >>> set(country(COUNTRIES[0]).SERVICES) <= set(service_names())
    True
    """
    return tuple(name for each in COUNTRIES for name in country(each).SERVICES)


def from_service(name: str, wish: Wish, supply: Supply) -> Case:
    """Return a case of what an official service publishes.

    Parameters
    ----------
    name
        One of :func:`service_names`.
    wish
        What to make it of.
    supply
        Where answers come from.

    Raises
    ------
    SettingError
        If there is no such service, or it has not what is wished for.
    SourceError
        If the service does not answer, or its answer is not whole or not as it used to be.
    """
    for each in map(country, COUNTRIES):
        if name in each.SERVICES:
            return each.from_service(name, wish, supply)
    known = ", ".join(service_names())
    raise SettingError([Fault("source.no_service", {"name": name, "known": known}, None, None, "--from")])


def municipality_lists() -> tuple[dict[str, str], ...]:
    """Return for each country the names of its municipalities by their codes.

    Examples
    --------
    >>> {code: name for known in municipality_lists() for code, name in known.items()}["0180"]
    'Stockholm'
    """
    return tuple(country(name).municipality_names() for name in COUNTRIES)


def closing_decided_by(case: Case, leaves_municipality: bool) -> str | None:
    """Return who decides that an office of a case closes, by the rule of its country; None where there is none.

    Parameters
    ----------
    leaves_municipality
        Whether its municipality then has no office.

    Returns
    -------
    str or None
        A name of the country's own, such as `board`; `<country>.decider.<name>` in the catalogue is its label.
    """
    rules = (country(name).closing_decided_by(leaves_municipality) for name in countries_of(case))
    return next((found for found in rules if found is not None), None)


def known_then(case: Case) -> dict[str, Case]:
    """Return the case of an embedded scenario as it could be known when the decisions were taken that it tells of.

    Parameters
    ----------
    case
        A case; where it is no embedded scenario, or was changed, it is what its user knows, and nothing is returned.
    """
    for each in map(country, COUNTRIES):
        if case.name in each.SCENARIOS and each.scenario(case.name)[0].checksum == case.checksum:
            return each.known_then(case.name)
    return {}


def countries_of(case: Case) -> tuple[str, ...]:
    """Return the countries whose words a case is told in: those whose tables it is made of.

    A case is a country's where the origin of a table says so: the tables of a country are called `<country>_...`. That
    is in the folder of a case, and stays there when a user changes the tables. A user's own case is nobody's, and told
    in the words of the house and with the names that the user gave it. A country's words in it would make claims that
    are not the user's (their list `police_2025` is not the Police's), and change with every country that is added.

    Examples
    --------
    >>> import pandas as pd
    >>> from narvaro.case import Case, Provenance
    >>> areas = pd.DataFrame({"id": ["a"], "name": ["A"], "lon": [18.0], "lat": [59.3], "people": [900]})
    >>> own = Case("own", areas, areas[["id", "name", "lon", "lat"]])
    >>> countries_of(own)
    ()
    """
    tables = [row.table for row in case.provenance]
    return tuple(each for each in COUNTRIES if any(table.startswith(f"{each}_") for table in tables))
