"""Fills a case: the embedded countries, official services, a user's own tables. Every table says where it is from."""

from narvaro.sources.countries import (
    COUNTRIES,
    closing_decided_by,
    countries_of,
    from_service,
    known_then,
    scenario,
    scenario_names,
    service_names,
)

__all__ = [
    "COUNTRIES",
    "closing_decided_by",
    "countries_of",
    "from_service",
    "known_then",
    "scenario",
    "scenario_names",
    "service_names",
]
