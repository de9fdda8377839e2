"""A vehicle with several stops that share its days, in the one problem form: only rows of the limits are needed.

A stop is a site whose states are numbers of days, with a penalty for few of them. The vehicle is a site of its own
that no area reaches; its option that runs carries what it costs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from narvaro.errors import Fault, ProblemError
from narvaro.siting.form.arrays import indices, numbers
from narvaro.siting.form.problem import Floats, Limits, Options

__all__ = ["vehicle_limits"]


def _faults(options: Options, vehicle: int, stops: Sequence[int], days: Floats, most: Floats) -> list[Fault]:
    faults = []
    sites = set(options.site.tolist())
    if vehicle not in sites or not stops or vehicle in stops or not set(stops) <= sites:
        data = {"vehicle": str(vehicle), "stops": [str(stop) for stop in stops]}
        faults.append(Fault("problem.vehicle_sites", data))
    states = int(options.state.max(initial=-1)) + 1
    for name, values in (("days", days), ("most", most)):
        if values.ndim != 1 or len(values) < states or not np.isfinite(values).all() or (values < 0).any():
            faults.append(Fault("problem.vehicle_days", {"field": name, "states": states}))
    return faults


def vehicle_limits(
    options: Options,
    vehicle: int,
    stops: Sequence[int],
    days: ArrayLike,
    most: ArrayLike,
    limits: Limits | None = None,
    name: str = "vehicle",
) -> Limits:
    """Return the limits that let the stops of one vehicle share its days, one row a year.

        sum over stops j and their options k of j:  days[state_kt] y_k
            <= sum over options k of the vehicle:   most[state_kt] y_k        for each year t

    so that a vehicle that does not run has no days to give. The time between stops is not counted: leave it out of
    `most`.

    Parameters
    ----------
    options
        The problem's options, those of the stops and of the vehicle among them.
    vehicle
        Site of the vehicle.
    stops
        Sites of its stops, at least one.
    days
        Days that a stop has in each state, shape (n_states,), zero or more, in any unit (a week, a month).
    most
        Days that the vehicle has in each of its states, in the same unit: a number, or shape (n_states,).
    limits
        Limits to append the rows to. Default: none.
    name
        What messages call the rows; the year is added, counted from 0.

    Returns
    -------
    Limits
        Those given, then one for each year.

    Raises
    ------
    ProblemError
        If the sites are not different sites of the options, or days are missing, infinite or below zero.

    Examples
    --------
    Three villages of 5, 3 and 2 people, 10 km apart on a line. A stop one day a week adds 4 km, two days add 1 km;
    someone without a stop has 30 km. The vehicle costs 100 and has three days: one day for each village, 40 km in all.

    >>> import numpy as np
    >>> from narvaro.siting import Layer, Options, Problem, solve, vehicle_limits
    >>> cost = np.array([[0.0, 10, 20, np.nan], [10, 0, 10, np.nan], [20, 10, 0, np.nan]])
    >>> layer = Layer("villages", cost, np.array([[5.0], [3.0], [2.0]]), 30.0, penalty=np.array([4.0, 1.0]))
    >>> site = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3]
    >>> state = np.array([-1, 0, 1, -1, 0, 1, -1, 0, 1, -1, 0])[:, None]
    >>> options = Options(site, state, np.array([0.0] * 10 + [100.0]))
    >>> limits = vehicle_limits(options, vehicle=3, stops=[0, 1, 2], days=[1, 2], most=3)
    >>> solve(Problem(4, 2, 1, (layer,), options, limits)).value
    140.0

    With a fourth day the largest village gets two: 5 * 1 + 3 * 4 + 2 * 4 = 25 km.

    >>> limits = vehicle_limits(options, vehicle=3, stops=[0, 1, 2], days=[1, 2], most=4)
    >>> solution = solve(Problem(4, 2, 1, (layer,), options, limits))
    >>> solution.value, options.state[solution.option, 0].tolist()
    (125.0, [1, 0, 0, 0])
    """
    faults: list[Fault] = []
    each, room = numbers(days, "days", faults), numbers(most, "most", faults)
    room = np.broadcast_to(room, each.shape) if room.ndim == 0 else room
    stops = indices(stops, "stops", faults).tolist()
    # what is no array of numbers is told alone: the rest would only follow from it
    faults = faults or _faults(options, vehicle, stops, each, room)
    if faults:
        raise ProblemError(faults)
    at_stop, of_vehicle = np.isin(options.site, stops), options.site == vehicle
    state = options.state.astype(np.int64)
    used = np.append(each, 0.0)[state] * at_stop[:, None]  # state -1, closed, reads the last one
    given = np.append(room, 0.0)[state] * of_vehicle[:, None]
    years = state.shape[1]
    # what stops use less what the vehicle gives is at most zero: one row a year, no new kind of rule
    own = Limits(
        sparse.csr_array((used - given).T),
        np.full(years, -np.inf),
        np.zeros(years),
        tuple(f"{name} {t}" for t in range(years)),
    )
    return own if limits is None else limits.with_rows(own)
