"""What every way of making minutes has in common: the seam between engines, storage and executors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from narvaro.case.money import Origin
from narvaro.errors import Fault
from narvaro.travel.arrays import Ints
from narvaro.travel.blockfile import pack_block

LONGEST_S = 65_535
"""Seconds that fit in the two bytes of a stored pair: 18 hours and 12 minutes."""

ALWAYS = 255
"""A share of departures is stored in one byte, as so many 255ths: all of them is the largest byte."""


class Task(Protocol):
    """One piece of work: pure, small to send to another process, always the same bytes as answer."""

    def run(self) -> bytes:
        """Do the work and return the bytes of a block file."""


class TravelEngine(Protocol):
    """A way of making minutes."""

    @property
    def name(self) -> str:
        """Name of the engine, as results carry it."""

    @property
    def origin(self) -> Origin:
        """How sure its figures are."""

    @property
    def modes(self) -> tuple[str, ...]:
        """Modes it can answer for."""

    def label(self, mode: str) -> str:
        """Return what a reader must know of a mode, such as "free flow"."""

    def told(self, mode: str) -> tuple[Fault, ...]:
        """Return what a reader must know of a mode."""

    def made_of(self, mode: str) -> Mapping[str, Any]:
        """Everything that all figures of a mode depend on, apart from the site; plain JSON."""

    def area_parts(self, mode: str) -> Sequence[slice]:
        """Return the runs of areas that are worked out apart from each other."""

    def sites_together(self, mode: str) -> int:
        """How many sites one piece of work takes at most."""

    def prepare(self, mode: str, sites: Sequence[int]) -> Mapping[str, Mapping[int, float]]:
        """Get ready for some sites (positions in the case).

        Returns
        -------
        Mapping
            "areas" and "sites" that lie too far from any street in use, and "areas_left" and "sites_left", to
            which a street that was left out is nearer than any in use: position to metres.
        """

    def task(self, mode: str, part: slice, keys: Sequence[str], sites: Sequence[int]) -> Task:
        """Return the work for some areas and some sites (positions in the case).

        `keys` name the columns and go into the header of the block.
        """


@dataclass(frozen=True)
class Columns:
    """Seconds between some areas and some sites, only for pairs within reach.

    Parameters
    ----------
    start
        First pair of each site; one more entry than sites.
    area
        Position of the area of each pair, rising within a site, counted from the first area of the part.
    seconds
        Seconds of each pair, at most `LONGEST_S`.
    possible
        Share of the departures at which the way can be made, in 255ths; None where it always can.
    """

    start: Ints
    area: npt.NDArray[np.uint32]
    seconds: npt.NDArray[np.uint16]
    possible: npt.NDArray[np.uint8] | None = None

    @classmethod
    def join(cls, columns: Sequence[tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint16]]]) -> Columns:
        """Join the columns of single sites."""
        start = np.concatenate([[0], np.cumsum([len(areas) for areas, _ in columns])]).astype(np.int64)
        none = (np.empty(0, np.uint32), np.empty(0, np.uint16))
        areas, seconds = zip(*columns, strict=True) if columns else ((none[0],), (none[1],))
        return cls(start, np.concatenate(areas), np.concatenate(seconds))

    def pack(self, mode: str, part: slice, keys: Sequence[str], made_of: Mapping[str, Any]) -> bytes:
        """Return the bytes of the block file of these columns."""
        arrays: dict[str, npt.NDArray[Any]] = {
            "start": self.start,
            "area": self.area,
            "seconds": self.seconds,
        }
        if self.possible is not None:
            arrays["possible"] = self.possible
        header = {
            "mode": mode,
            "first_area": part.start,
            "end_area": part.stop,
            "keys": list(keys),
            "made_of": dict(made_of),
        }
        return pack_block(arrays, header)
