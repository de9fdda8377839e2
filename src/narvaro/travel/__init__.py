"""Minutes between areas and sites: along a straight line, or on real streets and timetables."""

from narvaro.travel.straight import great_circle_km, straight_line, unit_vectors
from narvaro.travel.times import DISTANCE, TravelTimes

__all__ = ["DISTANCE", "TravelTimes", "great_circle_km", "straight_line", "unit_vectors"]
