"""Minutes between areas and sites, labelled, and never one Python object per pair."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import sparse

from narvaro.case import Assumption, Provenance
from narvaro.case.money import Origin
from narvaro.errors import Fault, TravelError

Minutes = npt.NDArray[np.float32]

BLOCK_ROWS = 4096
"""Areas that are read at a time."""


class MinutesSource(ABC):
    """Where the minutes come from: a formula, an array in memory, or blocks on disk.

    A source must give `rows`. The others follow from it here; a source that knows more than minutes, or holds them in
    another form, has its own.
    """

    @abstractmethod
    def rows(self, mode: str, part: slice) -> Minutes:
        """Return the minutes of some areas to every site, shape (areas in `part`, sites); NaN where unreachable."""

    def possible(self, mode: str, part: slice) -> Minutes:
        """Return the share of departures at which a way can be made, 0 to 1, in the shape of `rows`.

        Without a timetable a way that can be made at all can be made at any time.
        """
        return np.isfinite(self.rows(mode, part)).astype(np.float32)

    def nearest(self, mode: str, sites: npt.NDArray[np.intp], area_count: int) -> Minutes:
        """Return the minutes of all `area_count` areas to the nearest of some sites; NaN where none is reached."""
        found = np.full(area_count, np.nan, dtype=np.float32)
        for start in range(0, area_count, BLOCK_ROWS):
            part = slice(start, min(area_count, start + BLOCK_ROWS))
            # fmin passes over NaN, a way that is none
            np.fmin.reduce(self.rows(mode, part)[:, sites], axis=1, out=found[part], initial=np.nan)
        return found

    def sparse(self, mode: str, area_count: int) -> sparse.csc_array:
        """Return the pairs within reach of all `area_count` areas as a sparse matrix of minutes."""
        dense = self.rows(mode, slice(0, area_count))
        site, area = np.nonzero(np.isfinite(dense.T))
        start = np.concatenate([[0], np.cumsum(np.bincount(site, minlength=dense.shape[1]))])
        return sparse.csc_array((dense[area, site], area, start), shape=dense.shape)


@dataclass(frozen=True)
class TravelTimes:
    """Travel times from every area to every site, by mode.

    Parameters
    ----------
    area_ids, site_ids
        The labels of rows and columns, in the order of the case.
    modes
        The modes there are minutes for: "car", "walk", "bicycle", "transit".
    engine
        What made the figures, for example "straight line".
    origin
        "assumed" where speeds are a rule of thumb, "derived" where they come from streets and timetables.
    source
        Where the figures come from; read through `to_dense` and `blocks`.
    labels
        What a reader must know of a mode, for example {"car": "free flow"}.
    max_min
        Ways longer than this are not kept, minutes.
    sources
        Whose data the figures rest on, for the credits of a report.
    notices
        What a reader must know of those data: what was left out, and what was taken in another way.
    basis
        By mode: the settings of the run that made the figures.

    Examples
    --------
    >>> times = TravelTimes.from_dense(["a", "b"], ["s"], {"car": [[5.0], [float("nan")]]})
    >>> times.to_dense("car")
    array([[ 5.], [nan]], dtype=float32)
    """

    area_ids: tuple[str, ...]
    site_ids: tuple[str, ...]
    modes: tuple[str, ...]
    engine: str
    origin: Origin
    source: MinutesSource
    labels: Mapping[str, str] | None = None
    max_min: float = float("inf")
    sources: tuple[Provenance, ...] = ()
    notices: tuple[Fault, ...] = ()
    basis: Mapping[str, tuple[Assumption, ...]] = field(default_factory=dict)

    @property
    def shape(self) -> tuple[int, int]:
        """Number of areas and number of sites."""
        return len(self.area_ids), len(self.site_ids)

    def to_dense(self, mode: str) -> Minutes:
        """Return the minutes of a mode as one array.

        Parameters
        ----------
        mode
            One of `modes`.

        Returns
        -------
        Minutes
            Shape (areas, sites), float32, minutes; NaN where the site cannot be reached within `max_min`.

        Raises
        ------
        TravelError
            If there are no figures for the mode.
        """
        self.require(mode)
        dense = np.empty(self.shape, dtype=np.float32)
        for part, block in self.blocks(mode):
            dense[part] = block
        return dense

    def nearest(self, mode: str, sites: npt.NDArray[np.intp]) -> Minutes:
        """Return the minutes from every area to the nearest of some sites.

        Of times that are held in memory this is quick: those to one site are kept side by side from the first call on.

        Parameters
        ----------
        mode
            One of `modes`.
        sites
            Positions among `site_ids`.

        Returns
        -------
        Minutes
            Shape (areas,), float32, minutes; NaN where none of the sites can be reached.

        Raises
        ------
        TravelError
            If there are no figures for the mode.

        Examples
        --------
        >>> times = TravelTimes.from_dense(["a", "b"], ["s", "t"], {"car": [[1, 2], [float("nan"), 4]]})
        >>> times.nearest("car", np.array([0, 1]))
        array([1., 4.], dtype=float32)
        """
        self.require(mode)
        return self.source.nearest(mode, sites, len(self.area_ids))

    def blocks(self, mode: str, rows: int = BLOCK_ROWS) -> Iterator[tuple[slice, Minutes]]:
        """Go through the minutes of a mode a block of areas at a time.

        Parameters
        ----------
        mode
            One of `modes`.
        rows
            Areas in each block; the last block may be shorter.

        Yields
        ------
        tuple[slice, Minutes]
            Which areas, and their minutes to every site, float32, NaN where unreachable.

        Raises
        ------
        TravelError
            If there are no figures for the mode.
        """
        self.require(mode)
        count = len(self.area_ids)
        for start in range(0, count, max(1, rows)):
            part = slice(start, min(count, start + max(1, rows)))
            yield part, self.source.rows(mode, part)

    def possible(self, mode: str) -> Minutes:
        """Return the share of departures at which a way can be made at all.

        Returns
        -------
        Minutes
            Shape (areas, sites), 0 to 1; 1 wherever a mode without a timetable reaches, 0 where nothing does.
        """
        self.require(mode)
        return self.source.possible(mode, slice(0, len(self.area_ids)))

    def sparse(self, mode: str) -> sparse.csc_array:
        """Return the pairs within reach as a sparse matrix; what is absent cannot be reached.

        A way of no minutes is kept as a stored zero.
        """
        self.require(mode)
        return self.source.sparse(mode, len(self.area_ids))

    def require(self, mode: str) -> None:
        """Raise unless there are figures for a mode."""
        if mode not in self.modes:
            raise TravelError("travel.no_such_mode", mode=mode, modes=", ".join(self.modes))

    def select(
        self, area_ids: Sequence[str] | None = None, site_ids: Sequence[str] | None = None
    ) -> TravelTimes:
        """Return the times of some areas and some sites, in the order asked for; nothing is copied.

        Raises
        ------
        TravelError
            If an area or a site is not among the labels; says which and how many.

        Examples
        --------
        >>> times = TravelTimes.from_dense(["a", "b"], ["s", "t"], {"car": [[1, 2], [3, 4]]})
        >>> times.select(["b"], ["t", "s"]).to_dense("car")
        array([[4., 3.]], dtype=float32)
        """
        areas = self.area_ids if area_ids is None else tuple(area_ids)
        sites = self.site_ids if site_ids is None else tuple(site_ids)
        if areas == self.area_ids and sites == self.site_ids:
            return self
        picked = _Picked(
            self.source,
            _positions(areas, self._place_of_area, "areas"),
            _positions(sites, self._place_of_site, "sites"),
        )
        return replace(self, area_ids=areas, site_ids=sites, source=picked)

    @cached_property
    def _place_of_area(self) -> dict[str, int]:
        return {label: position for position, label in enumerate(self.area_ids)}

    @cached_property
    def _place_of_site(self) -> dict[str, int]:
        return {label: position for position, label in enumerate(self.site_ids)}

    @classmethod
    def from_dense(
        cls,
        area_ids: Sequence[str],
        site_ids: Sequence[str],
        minutes: Mapping[str, npt.ArrayLike],
        *,
        engine: str = "given",
        origin: Origin = "stated",
    ) -> TravelTimes:
        """Label arrays that are at hand.

        Parameters
        ----------
        area_ids, site_ids
            Labels of rows and columns.
        minutes
            Mode to array of shape (areas, sites), minutes, NaN where unreachable.
        engine, origin
            What made the figures, and how sure they are.

        Raises
        ------
        TravelError
            If an array has another shape than the labels, a label stands twice, or a figure is below zero.
        """
        shape = (len(area_ids), len(site_ids))
        for kind, labels in (("areas", area_ids), ("sites", site_ids)):
            if len(set(labels)) < len(labels):
                twice = next(label for label in labels if list(labels).count(label) > 1)
                raise TravelError("travel.labels_repeat", kind=kind, first=str(twice))
        arrays = {mode: np.asarray(values, dtype=np.float32) for mode, values in minutes.items()}
        for mode, array in arrays.items():
            if array.shape != shape:
                raise TravelError("travel.shape", mode=mode, given=str(array.shape), wanted=str(shape))
            if np.any(array < 0):
                raise TravelError("travel.negative", mode=mode, count=int(np.sum(array < 0)))
        held = {
            mode: np.where(np.isfinite(array), array, np.float32("nan")) for mode, array in arrays.items()
        }
        return cls(tuple(area_ids), tuple(site_ids), tuple(held), engine, origin, _Held(held))


@dataclass(frozen=True)
class _Held(MinutesSource):
    """Arrays in memory, and once asked for by site, the same site after site."""

    arrays: Mapping[str, Minutes]
    by_site: dict[str, Minutes] = field(default_factory=dict)

    def rows(self, mode: str, part: slice) -> Minutes:
        return self.arrays[mode][part].copy()

    def nearest(self, mode: str, sites: npt.NDArray[np.intp], area_count: int) -> Minutes:
        if mode not in self.by_site:
            self.by_site[mode] = np.ascontiguousarray(self.arrays[mode].T)
        found = np.full(area_count, np.nan, dtype=np.float32)
        for site in sites.tolist():
            np.fmin(found, self.by_site[mode][site], out=found)
        return found


@dataclass(frozen=True)
class _Picked(MinutesSource):
    """Some rows and columns of another source."""

    source: MinutesSource
    areas: npt.NDArray[np.intp]
    sites: npt.NDArray[np.intp]

    def rows(self, mode: str, part: slice) -> Minutes:
        wanted = self.areas[part]
        found = np.empty((wanted.size, self.sites.size), dtype=np.float32)
        order = np.argsort(wanted, kind="stable")
        # Wanted rows that follow each other in the source are read as one block.
        breaks = np.flatnonzero(np.diff(wanted[order]) > 1) + 1
        for run in np.split(order, breaks) if order.size else []:
            first, last = int(wanted[run[0]]), int(wanted[run[-1]])
            block = self.source.rows(mode, slice(first, last + 1))
            found[run] = block[np.ix_(wanted[run] - first, self.sites)]
        return found

    def nearest(self, mode: str, sites: npt.NDArray[np.intp], area_count: int) -> Minutes:
        if not isinstance(self.source, _Held):  # reading all areas would be dear
            return super().nearest(mode, sites, area_count)
        found = self.source.nearest(mode, self.sites[sites], len(self.source.arrays[mode]))
        return np.asarray(found[self.areas])

    def possible(self, mode: str, part: slice) -> Minutes:
        first, last = (int(self.areas.min()), int(self.areas.max())) if self.areas.size else (0, -1)
        shares = self.source.possible(mode, slice(first, last + 1))
        return np.asarray(shares[np.ix_(self.areas[part] - first, self.sites)], dtype=np.float32)


def _positions(wanted: Sequence[str], place: Mapping[str, int], kind: str) -> npt.NDArray[np.intp]:
    unknown = [label for label in wanted if label not in place]
    if unknown:
        raise TravelError(f"travel.unknown_{kind}", count=len(unknown), first=", ".join(unknown[:5]))
    return np.array([place[label] for label in wanted], dtype=np.intp)
