"""Fills a case: the embedded Sweden, a user's own tables. Every table carries where it comes from."""

from narvaro.sources.sweden import scenario, scenario_names

__all__ = ["scenario", "scenario_names"]
