"""Travel settings that cannot be are refused."""

import pytest

from narvaro.case import TravelSettings


def test_the_defaults_are_marked_as_assumed() -> None:
    """Speeds and detour that nobody stated are an assumption with a source."""
    settings = TravelSettings()
    assert (settings.faults(), settings.origin) == ([], "assumed")
    assert settings.source


@pytest.mark.parametrize("value", [0.9, 11.0, float("nan")])
def test_a_detour_factor_below_one_is_refused(value: float) -> None:
    """A way cannot be shorter than the straight line."""
    (fault,) = TravelSettings(detour_factor=value).faults()
    assert (fault.key, fault.column) == ("travel_settings.detour", "detour_factor")


@pytest.mark.parametrize("field", ["car_kmh", "walk_kmh", "bicycle_kmh", "max_min"])
@pytest.mark.parametrize("value", [0.0, -1.0, float("inf"), float("nan")])
def test_speeds_are_above_zero(field: str, value: float) -> None:
    """The fault names the field."""
    (fault,) = TravelSettings(**{field: value}).faults()
    assert (fault.key, fault.column) == ("travel_settings.positive", field)
