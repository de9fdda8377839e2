"""Time against areas and against sites: a log-log picture with its slopes."""

from __future__ import annotations

import importlib
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from benchmarks.siting_instances import draw_country, matrix, p_median_problem
from benchmarks.siting_run import Run, solve_measured
from narvaro.siting import Problem

__all__ = ["growth", "slope"]

P = 40
GAP = 0.005
AREAS = (1_000, 3_000, 10_000, 30_000, 110_000)
SITES = (100, 300, 1_000, 3_400)
FIXED_AREAS, FIXED_SITES = 30_000, 1_000


def slope(size: list[float], seconds: list[float]) -> float:
    """Return the exponent b of seconds = a size^b by least squares of the logarithms.

    Examples
    --------
    >>> round(slope([1.0, 10.0, 100.0], [2.0, 20.0, 200.0]), 6)
    1.0
    """
    return float(np.polyfit(np.log(size), np.log(seconds), 1)[0])


def _build_seconds(problem: Problem, threads: int) -> float:
    """Return the time that `solve` takes to read the costs and lay the model out, measured alone."""
    model = importlib.import_module("narvaro.siting.model")
    with ThreadPoolExecutor(threads) as pool:
        began = time.perf_counter()
        model.build_model(problem, pool)
        return time.perf_counter() - began


def _point(run: Run, areas: int, sites: int) -> tuple[float, float]:
    """Return seconds to a proven gap, whole call, and the share of it that building takes."""
    country = draw_country(areas, sites)
    problem = p_median_problem(matrix(country), country.people, sites, P)
    label = f"{areas} x {sites}"
    solution, trail = solve_measured(run, label, problem, gap=GAP, time_limit=run.pick(60.0, 4.0))
    seconds = trail.points[-1][0]
    build = _build_seconds(problem, run.threads)
    run.detail(f"{label} build seconds", build)
    if trail.gap > GAP:
        run.note(f"{label} stood at {100 * trail.gap:.2f} % after {seconds:.0f} s.")
    run.check(label, problem, solution)
    return seconds, build / seconds


def growth(run: Run) -> None:
    """Measure a p-median to 0.5 % over sizes, draw it, state the slopes and the share of building."""
    areas, sites = run.pick((AREAS, SITES), ((500, 1_000), (60, 120)))
    fixed_areas, fixed_sites = run.pick((FIXED_AREAS, FIXED_SITES), (1_000, 100))
    by_areas = [_point(run, count, fixed_sites) for count in areas]
    by_sites = [_point(run, fixed_areas, count) for count in sites]
    curves = [
        (f"areas, with {fixed_sites:,} sites", areas, [seconds for seconds, _ in by_areas]),
        (f"sites, with {fixed_areas:,} areas", sites, [seconds for seconds, _ in by_sites]),
    ]
    slopes = [slope([float(n) for n in sizes], seconds) for _, sizes, seconds in curves]
    run.figure("areas slope", slopes[0])
    run.figure("sites slope", slopes[1])
    run.figure("build share", max(share for _, share in by_areas + by_sites))
    _draw(run.scratch / f"siting-growth{'-quick' if run.quick else ''}.svg", curves, slopes)


def _draw(path: Path, curves: list[tuple[str, tuple[int, ...], list[float]]], slopes: list[float]) -> None:
    """Draw both curves with their slopes written at them."""
    pyplot = importlib.import_module("matplotlib.pyplot")
    importlib.import_module("matplotlib").rcParams["svg.hashsalt"] = "siting"
    figure, axes = pyplot.subplots(figsize=(7, 4.5))
    for (label, sizes, seconds), exponent, colour, mark in zip(
        curves, slopes, ("#1b6b72", "#b3541e"), ("o", "s"), strict=True
    ):
        axes.loglog(sizes, seconds, marker=mark, color=colour)
        text = f"{label}: slope {exponent:.2f}"
        axes.annotate(
            text, (sizes[-1], seconds[-1]), (-6, 8), textcoords="offset points", ha="right", color=colour
        )
    worst = max(slopes)
    finding = "no faster than" if worst <= 1 else f"at most as the power {worst:.2f} of"
    figure.suptitle(f"Time grows {finding} the size", x=0.02, ha="left", fontsize=12)
    axes.set_title(f"Seconds to a p-median (p = {P}) proven to {GAP:.1%}, whole call", loc="left", fontsize=9)
    axes.set_xlabel("number of areas or sites")
    axes.set_ylabel("seconds")
    axes.grid(True, which="major", color="#dddddd", linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
