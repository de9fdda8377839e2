"""Fills a case: the embedded countries, official services, a user's own tables. Every table says where it is from."""

from narvaro.sources.countries import (
    COUNTRIES,
    countries_of,
    from_service,
    known_then,
    scenario,
    scenario_names,
    service_names,
)

__all__ = [
    "COUNTRIES",
    "countries_of",
    "from_service",
    "known_then",
    "scenario",
    "scenario_names",
    "service_names",
]
