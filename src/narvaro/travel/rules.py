"""The rules by which a street may be used, and how fast: data in `road_rules.toml`, read once."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

WALK, BICYCLE, CAR = 1, 2, 4
MODE_BITS = {"walk": WALK, "bicycle": BICYCLE, "car": CAR}
_LETTERS = {"w": WALK, "b": BICYCLE, "c": CAR}


@dataclass(frozen=True)
class RoadRules:
    """Default access and speed by road class, and a few figures.

    Parameters
    ----------
    classes
        Names of the road classes; a road keeps the position of its class.
    modes
        By class: bits of who may use it (walk 1, bicycle 2, car 4).
    car_kmh
        By class: speed of a car where no limit is posted, km/h.
    figures
        Named figures, units in the names.
    checksum
        SHA-256 of the file the rules came from.
    """

    classes: tuple[str, ...]
    modes: Mapping[str, int]
    car_kmh: Mapping[str, float]
    figures: Mapping[str, float]
    checksum: str

    def figure(self, name: str) -> float:
        """Return a named figure."""
        return self.figures[name]


@cache
def road_rules() -> RoadRules:
    """Return the rules that come with the package.

    Examples
    --------
    >>> rules = road_rules()
    >>> rules.modes["footway"], rules.car_kmh["residential"], rules.figure("steps_share")
    (1, 30.0, 0.5)
    """
    content = (resources.files("narvaro.travel") / "road_rules.toml").read_bytes()
    table = tomllib.loads(content.decode("utf-8"))
    classes = table["classes"]
    return RoadRules(
        tuple(classes),
        {name: sum(_LETTERS[letter] for letter in entry["modes"]) for name, entry in classes.items()},
        {name: float(entry["car_kmh"]) for name, entry in classes.items()},
        {name: float(value) for name, value in table["figures"].items()},
        hashlib.sha256(content).hexdigest(),
    )
