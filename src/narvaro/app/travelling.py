"""The step that makes the travel times of a project folder on real streets and timetables."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import ValidationError

from narvaro.app.options import WORKERS, require_numbers
from narvaro.case import Case, open_case
from narvaro.case.documents import Form, conforming, faults_of, read_json
from narvaro.case.files import write_text
from narvaro.errors import Fault, FolderError, TravelError
from narvaro.travel import (
    CHOICES,
    Forecast,
    RunSettings,
    TravelTimes,
    along_lines,
    fit_for,
    off_street,
    open_travel_times,
    straight_modes_of,
    travel_times,
    within_areas,
)

MANIFEST = Path("travel") / "manifest.json"
POINTS = Path("travel") / "points.json"
"""Checksum of where areas and sites were when the travel times of a folder were made."""


class _Points(Form):
    """The form of `points.json`: where areas and sites were when the times were made."""

    points: str


@dataclass(frozen=True, eq=False)
class Travelled:
    """Travel times that were made and kept, and the points that lie too far from any street."""

    case: Case
    times: TravelTimes
    off_street: pd.DataFrame

    def to_json(self) -> dict[str, Any]:
        """Return what was made for machines."""
        rows = self.off_street.astype(object).where(self.off_street.notna(), None)
        return {
            "engine": self.times.engine,
            "origin": self.times.origin,
            "modes": {mode: (self.times.labels or {}).get(mode, "") for mode in self.times.modes},
            "max_min": self.times.max_min,
            "off_street": rows.to_dict("records"),
            "notices": [notice.to_json() for notice in self.times.notices],
        }


def travel_project(
    folder: Path | str,
    settings: RunSettings | None = None,
    *,
    workers: int = 1,
    dask: Any = None,
    on_forecast: Callable[[Forecast], None] | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Travelled:
    """Make the travel times of a project folder; what is there already is not worked out again.

    Parameters
    ----------
    folder
        A project folder.
    settings, workers, dask, on_forecast, progress
        As in `narvaro.travel.travel_times`.

    Raises
    ------
    SettingError, TravelError
        As `narvaro.travel.travel_times` does.
    """
    require_numbers({"--workers": (workers, WORKERS)})
    case = open_case(folder)
    times = travel_times(
        case, folder, settings, workers=workers, dask=dask, on_forecast=on_forecast, progress=progress
    )
    write_text(Path(folder) / POINTS, json.dumps({"points": points_of(case)}) + "\n")
    return Travelled(case, times, off_street(folder))


def travel_times_of(folder: Path | str, case: Case, mode: str = "car") -> TravelTimes:
    """Return the travel times of a project: those kept in its folder, else by straight line.

    The straight line answers for car and walk, and for any other mode of its own that is asked for. With a mode that is
    a choice between others ("person", "with_car", "without_car") either answers for that too.

    Raises
    ------
    TravelError
        If the kept times are broken, or a choice cannot be made of them.
    FolderError
        If areas or sites have moved since the times were made, or new ones have come.
    """
    kept = open_travel_times(folder)
    if kept is None:
        known = (*straight_modes_of(case), *CHOICES)
        if mode not in known:
            raise TravelError("travel.no_such_mode", mode=mode, modes=", ".join(known))
        return along_lines(case, ("car", "walk", mode))
    try:
        then = conforming(_Points, read_json(Path(folder) / POINTS, file=str(POINTS))).points
    except FileNotFoundError:
        then = None
    except (FolderError, ValidationError) as error:
        faults = error.faults if isinstance(error, FolderError) else faults_of(error, str(POINTS))
        raise FolderError([*faults, Fault("project.points_unreadable", {}, str(POINTS))]) from None
    if then is not None and then != points_of(case):
        raise FolderError([Fault("project.moved_points", {"folder": str(folder)})])
    return fit_for(within_areas(kept, case), case, mode)


def made_from(folder: Path | str) -> str:
    """Return a checksum of the travel times that a folder keeps; empty where the straight line answers."""
    try:
        return hashlib.sha256((Path(folder) / MANIFEST).read_bytes()).hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return ""


def points_of(case: Case) -> str:
    """Return a checksum of where areas and sites are."""
    digest = hashlib.sha256()
    for table in (case.areas, case.sites):
        digest.update(table[["lon", "lat"]].to_csv(lineterminator="\n").encode())
    return digest.hexdigest()
