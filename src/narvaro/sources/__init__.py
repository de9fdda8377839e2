"""Fills a case: the embedded countries, a user's own tables. Every table carries where it comes from."""

from narvaro.sources.countries import COUNTRIES, countries_of, scenario, scenario_names

__all__ = ["COUNTRIES", "countries_of", "scenario", "scenario_names"]
