"""Large localities as squares: who lives where in a city whose parts nobody lists."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from narvaro.sources.sweden.apportion import apportion
from narvaro.sources.sweden.geometry import Metres, distance_km, reach_km
from narvaro.sources.sweden.municipalities import border_of, municipalities, neighbours_of
from narvaro.sources.sweden.tables import rule


def squares_within(centre: Metres, reach: float, side: float, polygon: BaseGeometry) -> Metres:
    """Return the midpoints of grid squares within a reach of a centre and inside a polygon.

    The grid has its first square around the centre, which is always kept.

    Parameters
    ----------
    centre
        Shape (2,), metres.
    reach, side
        Kilometres.
    polygon
        In metres.

    Returns
    -------
    ndarray
        Shape (n, 2), metres, from south to north and west to east.
    """
    steps = int(reach / side) + 1
    offsets = np.arange(-steps, steps + 1) * side * 1_000
    east, north = np.meshgrid(offsets, offsets)
    points = centre + np.column_stack([east.ravel(), north.ravel()])
    away = np.hypot(*(points - centre).T) / 1_000
    kept = (away <= reach) & shapely.contains_xy(polygon, points[:, 0], points[:, 1])
    kept |= away == 0
    return np.asarray(points[kept])


def ground_of(code: str, point: Metres, slack_km: float) -> BaseGeometry:
    """Return the ground that the squares of a place may stand on: its municipality, grown where nobody else's is.

    The simplified borders cut off parts of towns on the coast, sometimes a whole town; so the polygon grows by a slack,
    and so far that it holds the place itself, but not into the polygon of another municipality.
    """
    own = border_of(code)
    grown = own.buffer(own.distance(shapely.Point(point)) + slack_km * 1_000)
    return grown.difference(neighbours_of(code, grown)).union(own)


def density_less_listed(
    squares: Metres, centre: Metres, decay_km: float, people: float, listed: Metres, held: NDArray[np.float64]
) -> NDArray[np.float64]:
    r"""Return weights of squares: the city's density profile less the people whom listed places hold.

    .. math:: t_c = T e^{-d_c / b} / \sum_k e^{-d_k / b}

    where T is everyone in the city, :math:`d_c` the distance from the centre and b the decay. Each listed place then
    takes its people out of the squares nearest to it, until they are used up; nothing falls below 0.

    Parameters
    ----------
    squares, listed
        Shapes (n, 2) and (m, 2), metres.
    centre
        Shape (2,), metres.
    decay_km
        E-folding distance, km.
    people
        People of the city outside the listed places.
    held
        Shape (m,), people of the listed places.

    References
    ----------
    Clark, C. (1951). Urban population densities. *Journal of the Royal Statistical Society A* 114(4), 490-496.

    Examples
    --------
    >>> line = np.array([[0.0, 0.0], [2000.0, 0.0], [4000.0, 0.0]])
    >>> even = density_less_listed(line, line[0], 1e9, 200.0, line[2:], np.array([100.0]))
    >>> even.round(3).tolist()
    [100.0, 100.0, 0.0]
    """
    profile = np.exp(-np.hypot(*(squares - centre).T) / 1_000 / decay_km)
    target = (people + held.sum()) * profile / profile.sum()
    away = distance_km(listed, squares)
    for place in range(len(listed)):
        left = float(held[place])
        for square in np.argsort(away[place], kind="stable"):
            taken = min(left, target[square])
            target[square] -= taken
            left -= taken
            if left <= 0:
                break
    return np.asarray(target)


def square_name(name: str, offset_km: NDArray[np.float64]) -> str:
    """Return the name of a square by where it lies from the middle of its locality, in Swedish as all place names.

    Examples
    --------
    >>> square_name("Umeå", np.array([2.0, -4.0])), square_name("Umeå", np.array([0.0, 0.0]))
    ('Umeå 4 km S 2 km Ö', 'Umeå centrum')
    """
    east, north = offset_km
    parts = [name]
    if north:
        parts.append(f"{abs(north):.0f} km {'N' if north > 0 else 'S'}")
    if east:
        parts.append(f"{abs(east):.0f} km {'Ö' if east > 0 else 'V'}")
    return " ".join(parts) if north or east else f"{name} centrum"


def split(locality: pd.Series, others: pd.DataFrame, polygon: BaseGeometry, reach: float) -> pd.DataFrame:
    """Return the squares of one locality, with its people shared among them.

    Parameters
    ----------
    locality
        `name, x, y, people`, with its id as name of the series.
    others
        `x, y, people` of the other listed places and vulnerable areas of the municipality.
    polygon
        The municipality, in metres.
    reach
        Radius of the locality, km.
    """
    centre = locality[["x", "y"]].to_numpy(float)
    squares = squares_within(centre, reach, rule("split_square_km"), polygon)
    near = others[np.hypot(others["x"] - centre[0], others["y"] - centre[1]) <= reach * 1_000]
    weights = density_less_listed(
        squares,
        centre,
        rule("density_decay_share") * reach,
        float(locality["people"]),
        near[["x", "y"]].to_numpy(float),
        near["people"].to_numpy(float),
    )
    offsets = (squares - centre) / 1_000
    if len(squares) == 1:
        whole = locality[["name", "x", "y", "people"]].to_dict()
        return pd.DataFrame([{"id": f"place-{locality.name}", **whole}])
    return pd.DataFrame(
        {
            "id": [f"place-{locality.name}-{number:02d}" for number in range(1, len(squares) + 1)],
            "name": [square_name(str(locality["name"]), offset) for offset in offsets],
            "x": squares[:, 0],
            "y": squares[:, 1],
            "people": apportion(int(locality["people"]), weights),
        }
    )


def split_localities(places: pd.DataFrame, vulnerable: pd.DataFrame) -> pd.DataFrame:
    """Return every locality as areas: the large ones as squares, the others as they are; empty ones left out.

    Parameters
    ----------
    places
        As :func:`~narvaro.sources.sweden.localities.localities` gives them.
    vulnerable
        `x, y, people, municipality_code` of the vulnerable areas.

    Returns
    -------
    DataFrame
        `id, name, x, y, people, municipality_code`; people whole, summing to those of the places.
    """
    parent = places["nested_in"].map(places["municipality_code"])
    # a suburb listed beside its city in the same municipality is a part already
    suburb = parent == places["municipality_code"]
    large = (places["people"] >= rule("split_from_people")) & ~suburb
    columns = ["name", "x", "y", "people", "municipality_code"]
    found = [places.loc[~large, columns].assign(id="place-" + places.index[~large])]
    everyone = municipalities()["people_2023"]
    for place_id, place in places[large].sort_index().iterrows():
        code = str(place["municipality_code"])
        same = places[(places["municipality_code"] == code) & (places.index != place_id)]
        areas = vulnerable[vulnerable["municipality_code"] == code]
        others = pd.concat([same[["x", "y", "people"]], areas[["x", "y", "people"]]])
        # a city's reach is that of all its people, listed suburbs and vulnerable areas with them
        whole = max(float(place["people"]), min(float(place["listed_people"]), float(everyone[code])))
        reach = float(reach_km(whole, rule("city_people_per_km2")))
        ground = ground_of(code, place[["x", "y"]].to_numpy(float), rule("border_slack_km"))
        found.append(split(place, others, ground, reach).assign(municipality_code=code))
    table = pd.concat(found, ignore_index=True)
    return table[table["people"] > 0].sort_values("id", ignore_index=True)
