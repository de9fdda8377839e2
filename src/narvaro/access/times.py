"""Minutes between areas and sites, a few areas at a time, so that no measure needs the whole matrix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol, runtime_checkable

import numpy as np
import pandas as pd

from narvaro.access.values import FloatArray, people_array
from narvaro.errors import Fault, SettingError

ROWS = 4096  # areas taken at a time


@runtime_checkable
class MinutesInBlocks(Protocol):
    """What the measures need of travel times; :class:`narvaro.travel.TravelTimes` has it."""

    @property
    def area_ids(self) -> Iterable[str]:
        """Labels of the rows."""

    @property
    def site_ids(self) -> Iterable[str]:
        """Labels of the columns."""

    def blocks(self, mode: str, rows: int = ROWS) -> Iterator[tuple[slice, Any]]:
        """Yield some rows at a time: which, and their minutes to every site; NaN is unreachable."""


Times = pd.DataFrame | MinutesInBlocks


def area_index(times: Times) -> pd.Index[Any]:
    """Return the areas' labels.

    Examples
    --------
    >>> area_index(pd.DataFrame({"s1": [1.0, 2.0]}, index=["a", "b"])).tolist()
    ['a', 'b']
    """
    return times.index if isinstance(times, pd.DataFrame) else pd.Index(list(times.area_ids))


def site_index(times: Times) -> pd.Index[Any]:
    """Return the sites' labels.

    Examples
    --------
    >>> site_index(pd.DataFrame({"s1": [1.0, 2.0]}, index=["a", "b"])).tolist()
    ['s1']
    """
    return times.columns if isinstance(times, pd.DataFrame) else pd.Index(list(times.site_ids))


def site_positions(times: Times, sites: Iterable[Any] | None) -> np.ndarray[Any, np.dtype[np.intp]]:
    """Return where the named sites stand among the columns, in the columns' order.

    Raises
    ------
    SettingError
        If a site has no travel times, or a column stands twice.
    """
    if sites is None:
        return np.arange(len(site_index(times)))
    return np.sort(_places(times, list(dict.fromkeys(sites))))


def held_at(times: Times, amounts: pd.Series[Any], what: str) -> tuple[pd.Index[Any], FloatArray]:
    """Return the columns that some amounts stand for, in the columns' order, and the amounts in the same order.

    The one place where amounts are matched to sites; after it all goes by position.

    Raises
    ------
    SettingError
        If a site has no travel times or stands twice, or an amount is missing or below zero.

    Examples
    --------
    >>> times = pd.DataFrame({"s1": [5.0], "s2": [6.0]}, index=["a"])
    >>> names, held = held_at(times, pd.Series({"s2": 4, "s1": 1}), "amounts")
    >>> names.tolist(), held.tolist()
    (['s1', 's2'], [1.0, 4.0])
    """
    held = people_array(amounts.index, amounts, what)
    places = _places(times, list(amounts.index))
    order = np.argsort(places)
    return site_index(times)[places[order]], held[order]


def _places(times: Times, wanted: list[Any]) -> np.ndarray[Any, np.dtype[np.intp]]:
    """Return the position of each label among the columns; a number is never the text that it looks like."""
    labels = list(site_index(times))
    place = {label: position for position, label in enumerate(labels)}
    if len(place) < len(labels):
        twice = list(dict.fromkeys(str(label) for label in labels if labels.count(label) > 1))
        raise SettingError([Fault("access.labels_repeat", {"what": "times", "ids": twice[:5]})])
    unknown = [label for label in wanted if label not in place]
    if unknown:
        texts = {str(label) for label in labels}
        other_type = all(str(label) in texts for label in unknown)
        key = "access.labels_type" if other_type else "access.unknown_sites"
        raise SettingError([Fault(key, {"count": len(unknown), "ids": [str(x) for x in unknown[:5]]})])
    return np.array([place[label] for label in wanted], dtype=np.intp)


def minute_blocks(
    times: Times, mode: str = "car", sites: Iterable[Any] | None = None
) -> Iterator[tuple[slice, FloatArray]]:
    """Yield rows of minutes to some sites; unreachable is infinite.

    Parameters
    ----------
    times
        A table (rows areas, columns sites) or travel times in blocks.
    mode
        The mode of travel; a table has only one and does not look at it.
    sites
        Labels of the sites wanted, in any order; all if left out.

    Yields
    ------
    Which rows, and their minutes to the sites in the order of the columns.

    Examples
    --------
    >>> table = pd.DataFrame({"s1": [1.0, None], "s2": [5.0, 6.0]}, index=["a", "b"])
    >>> for rows, minutes in minute_blocks(table, sites=["s1"]):
    ...     print(rows.start, rows.stop, minutes.ravel().tolist())
    0 2 [1.0, inf]
    """
    columns = site_positions(times, sites)
    everything = len(columns) == len(site_index(times))
    for rows, block in _blocks(times, mode):
        part = np.asarray(block if everything else block[:, columns], dtype=np.float64)
        yield rows, np.where(np.isnan(part), np.inf, part)


def _blocks(times: Times, mode: str) -> Iterator[tuple[slice, Any]]:
    if not isinstance(times, pd.DataFrame):
        yield from times.blocks(mode, ROWS)
        return
    matrix = times.to_numpy(dtype=np.float64, na_value=np.nan)
    for start in range(0, len(matrix), ROWS):
        stop = min(start + ROWS, len(matrix))
        yield slice(start, stop), matrix[start:stop]
