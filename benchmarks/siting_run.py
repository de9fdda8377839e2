"""What a row's child process measures with: a recorder that writes at once, a trail of gaps over time, memory, checks.

Figures go to a file line by line, so that what was measured before a crash is kept.
"""

from __future__ import annotations

import importlib
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from benchmarks.siting_table import Measured, shown
from narvaro import siting
from narvaro.errors import CheckError
from narvaro.siting import Problem, Progress, Solution

__all__ = [
    "Run",
    "Trail",
    "build_seconds",
    "check_placement",
    "measure_sweep",
    "middle",
    "peak_bytes",
    "solve_measured",
]

T = TypeVar("T")
_SWEEPS = 5


@dataclass(frozen=True)
class Run:
    """One row being measured.

    Parameters
    ----------
    name
        The row's name.
    out
        Where its lines go.
    quick
        Small sizes.
    threads
        Threads for both sides.
    launched
        `time.time()` just before the process was started.
    cap_s
        Seconds after which the process is stopped.
    scratch
        A folder for files between processes.
    library
        The folder of the published instances: `pmed` (OR-Library graphs) and `tsplib`.
    rival
        Interpreter of the rival environment.
    """

    name: str
    out: Path
    quick: bool
    threads: int
    launched: float
    cap_s: float
    scratch: Path
    library: Path
    rival: Path

    def _write(self, **line: Any) -> None:
        with self.out.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def pick(self, full: T, quick: T) -> T:
        """Return a size, a cap or a count for the full or the quick run."""
        return quick if self.quick else full

    def figure(self, name: str, value: float) -> None:
        """Record one number."""
        self._write(figure=name, value=float(value))

    def missing(self, name: str, why: str) -> None:
        """Record that a figure was not reached, and where the run stood instead."""
        self._write(missing=name, why=why)

    def seconds_to(self, name: str, gap: float, trail: Trail, unit_s: float = 1.0) -> None:
        """Record when a gap was proven, in seconds or in units of `unit_s`; or the gap that was left instead."""
        seconds = trail.seconds_to(gap)
        if np.isfinite(seconds):
            self.figure(name, seconds / unit_s)
        else:
            last = trail.points[-1]
            self.missing(
                name, f"{shown(100 * last[3], 3, 'at most')} % proven when the run ended at {last[0]:.0f} s"
            )

    def note(self, text: str) -> None:
        """Record one sentence for the table."""
        self._write(note=text)

    def detail(self, name: str, value: Any) -> None:
        """Record anything else for the JSON file."""
        self._write(detail=name, value=value)

    def since_launch(self) -> float:
        """Return seconds since just before the process was started: Python, imports and all."""
        return time.time() - self.launched

    def adopt(self, label: str, part: Measured) -> None:
        """Record what a part of the row measured in a process of its own: its checks count as the row's."""
        for said in part.checks:
            self._write(promise=label)
            self._write(check=said)
        for _ in range(part.promised - len(part.checks)):
            self._write(promise=label)
        for note in part.notes:
            self.note(f"{label}: {note}")
        if part.why_missing:
            self.note(f"{label}: {part.why_missing}.")
        said = {"figures": part.figures, "missing": part.missing, "why_missing": part.why_missing}
        self.detail(label, said | part.details)

    def refuse(self, why: str) -> None:
        """Record that a solution is not what it claims."""
        self._write(check=f"refused: {why}")

    def check(self, label: str, problem: Problem, solution: Solution) -> bool:
        """Hold a solution against `siting.check`; what it says is part of the row. Return whether it was accepted.

        The promise is written first: a check that never comes back counts as not accepted.
        """
        self._write(promise=label)
        began = time.perf_counter()
        try:
            found = siting.check(problem, solution)
        except CheckError as error:
            self._write(check=f"refused: {label}: {error}".replace("\n", " "))
            return False
        said = f"accepted: {label}"
        if found.rests_on_highs > 0:
            said += f", of the bound {found.rests_on_highs:.6g} is the word of HiGHS"
        self._write(check=said)
        self.detail(f"{label} check seconds", time.perf_counter() - began)
        return True


def check_placement(run: Run, label: str, answer: Any, found: float) -> None:
    """Hold a classic model's answer against `siting.check`, and its value against one reckoned from the raw costs."""
    pairs = [(answer.problem, answer.solution), getattr(answer, "below", None)]
    for number, pair in enumerate(each for each in pairs if each is not None):
        run.check(label if number == 0 else f"{label}, the next smaller radius", *pair)
    if abs(found - answer.value) > 1e-6 * max(1.0, abs(found)):
        run.refuse(f"{label}: the value is {found:.10g}, not {answer.value:.10g}")


def peak_bytes() -> int:
    """Return the largest resident memory of this process so far."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def middle(values: Sequence[float]) -> float:
    """Return the median."""
    return float(statistics.median(values))


def measure_sweep(matrix: NDArray[np.float32]) -> float:
    """Return seconds of one summing pass over a dense float32 matrix on one thread: the fastest of five.

    NumPy's sum of a contiguous array runs on one thread and as fast as memory gives it. The fastest pass makes a sweep
    short, so a time in sweeps long.
    """
    best = np.inf
    for _ in range(_SWEEPS):
        began = time.perf_counter()
        float(matrix.sum(dtype=np.float32))
        best = min(best, time.perf_counter() - began)
    return best


def build_seconds(problem: Problem, threads: int) -> float:
    """Return the time that `solve` takes to read the costs and lay the model out, measured alone."""
    model = importlib.import_module("narvaro.siting.layout.layout")
    with ThreadPoolExecutor(threads) as pool:
        began = time.perf_counter()
        model.build_model(problem, pool)
        return time.perf_counter() - began


@dataclass
class Trail:
    """Gaps over time, by this process's own clock.

    Parameters
    ----------
    gap_of
        How a value and a bound become a gap; by default (value - bound) / |value|.
    stop_at
        Interrupt the run once the gap is this small, None: let it end by itself.
    """

    gap_of: Callable[[float, float], float] = lambda value, bound: (value - bound) / max(abs(value), 1e-9)
    stop_at: float | None = None
    began: float = 0.0
    points: list[tuple[float, float, float, float]] = field(default_factory=list)

    def add(self, value: float, bound: float) -> float:
        """Note where the run stands; return the gap."""
        gap = max(0.0, self.gap_of(value, bound)) if np.isfinite(value) and np.isfinite(bound) else np.inf
        self.points.append((time.perf_counter() - self.began, value, bound, gap))
        return gap

    def __call__(self, progress: Progress) -> None:
        """Take what `solve` tells."""
        gap = self.add(progress.value, progress.bound)
        if self.stop_at is not None and gap <= self.stop_at:
            raise KeyboardInterrupt

    def seconds_to(self, gap: float) -> float:
        """Return the seconds after which the gap was proven, infinity where it never was."""
        return min((seconds for seconds, _, _, found in self.points if found <= gap), default=np.inf)

    @property
    def gap(self) -> float:
        """The last gap."""
        return self.points[-1][3]


def solve_measured(
    run: Run,
    label: str,
    problem: Problem,
    *,
    gap: float,
    time_limit: float,
    trail: Trail | None = None,
    warm: Solution | None = None,
) -> tuple[Solution, Trail]:
    """Solve a problem, follow its gap, record time, memory and how it ended; the check is the caller's next step."""
    trail = trail or Trail()
    trail.began = time.perf_counter()
    solution = siting.solve(
        problem, gap=gap, time_limit=time_limit, threads=run.threads, warm=warm, progress=trail
    )
    seconds = time.perf_counter() - trail.began
    trail.add(solution.value, solution.bound)
    thin = trail.points[:: max(1, len(trail.points) // 40)]
    run.detail(
        label,
        {
            "seconds": seconds,
            "value": solution.value,
            "bound": solution.bound,
            "gap": trail.gap,
            "status": solution.status,
            "stopped_by": solution.stopped_by,
            "bound_rests_on": solution.bound_rests_on,
            "rounds": solution.rounds,
            "peak_bytes": peak_bytes(),
            "trail": [[round(t, 2), value, bound, found] for t, value, bound, found in thin],
        },
    )
    return solution, trail
