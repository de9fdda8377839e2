"""Minutes between areas and sites: along a straight line, or on real streets and timetables."""

from narvaro.travel.choice import (
    CHOICES,
    PERSON,
    along_lines,
    by_person,
    fit_for,
    reaches_nobody,
    shares_without_car,
    split_by_car,
)
from narvaro.travel.engine import TravelEngine
from narvaro.travel.extent import within_areas, within_extent
from narvaro.travel.forecast import Forecast
from narvaro.travel.run import travel_times
from narvaro.travel.settings import MODES, RunSettings
from narvaro.travel.sphere import great_circle_km, unit_vectors
from narvaro.travel.store import off_street, open_travel_times
from narvaro.travel.straight import STRAIGHT_MODES, straight_line, straight_modes_of
from narvaro.travel.times import TravelTimes
from narvaro.travel.told import REACHES_NOBODY

__all__ = [
    "CHOICES",
    "MODES",
    "PERSON",
    "REACHES_NOBODY",
    "STRAIGHT_MODES",
    "Forecast",
    "RunSettings",
    "TravelEngine",
    "TravelTimes",
    "along_lines",
    "by_person",
    "fit_for",
    "great_circle_km",
    "off_street",
    "open_travel_times",
    "reaches_nobody",
    "shares_without_car",
    "split_by_car",
    "straight_line",
    "straight_modes_of",
    "travel_times",
    "unit_vectors",
    "within_areas",
    "within_extent",
]
