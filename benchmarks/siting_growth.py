"""Time against areas and against sites: a log-log picture with its slopes."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.siting_instances import draw_country, matrix, p_median_problem
from benchmarks.siting_run import Run, build_seconds, solve_measured

__all__ = ["Point", "draw", "growth", "slope"]

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


@dataclass(frozen=True)
class Point:
    """One size: seconds of the whole call, those of building alone, whether the gap was proven."""

    size: int
    seconds: float
    build_s: float
    proven: bool


def _point(run: Run, size: int, areas: int, sites: int) -> Point:
    """Measure a p-median of some areas and sites."""
    country = draw_country(areas, sites)
    problem = p_median_problem(matrix(country), country.people, sites, P)
    label = f"{areas} x {sites}"
    solution, trail = solve_measured(run, label, problem, gap=GAP, time_limit=run.pick(60.0, 1.5))
    seconds = trail.points[-1][0]
    build = build_seconds(problem, run.threads)
    run.detail(f"{label} build seconds", build)
    if trail.gap > GAP:
        run.note(f"{label} stood at {100 * trail.gap:.2f} % after {seconds:.0f} s.")
    run.check(label, problem, solution)
    return Point(size, seconds, build, trail.gap <= GAP)


def growth(run: Run) -> None:
    """Measure a p-median to 0.5 % over sizes, draw it, state the slopes and the longest building of a model."""
    areas, sites = run.pick((AREAS, SITES), ((500, 1_000), (60, 120)))
    fixed_areas, fixed_sites = run.pick((FIXED_AREAS, FIXED_SITES), (1_000, 100))
    by_areas = [_point(run, count, count, fixed_sites) for count in areas]
    by_sites = [_point(run, count, fixed_areas, count) for count in sites]
    curves = {
        f"areas, with {fixed_sites:,} sites": by_areas,
        f"sites, with {fixed_areas:,} areas": by_sites,
    }
    slopes = [
        slope([float(p.size) for p in points], [p.seconds for p in points]) for points in curves.values()
    ]
    if not all(point.proven for point in by_areas + by_sites):
        run.note("A size that was not proven in its time counts with that time, so its slope is too low.")
    run.figure("areas slope", slopes[0])
    run.figure("sites slope", slopes[1])
    run.figure("build seconds", max(point.build_s for point in by_areas + by_sites))
    draw(run.scratch / f"siting-growth{'-quick' if run.quick else ''}.svg", curves, slopes)


def draw(path: Path, curves: dict[str, list[Point]], slopes: list[float]) -> None:
    """Draw the curves with their slopes beside them; a size whose gap was not proven in its time is hollow."""
    pyplot = importlib.import_module("matplotlib.pyplot")
    importlib.import_module("matplotlib").rcParams["svg.hashsalt"] = "siting"
    figure, axes = pyplot.subplots(figsize=(7, 4.5), layout="constrained")
    below, above = ((10, -24), "left", "top"), ((-10, 10), "right", "bottom")
    styles = (("#1b6b72", "o", below), ("#b3541e", "s", above))
    for (label, points), exponent, (colour, mark, beside) in zip(curves.items(), slopes, styles, strict=True):
        size, seconds = [p.size for p in points], [p.seconds for p in points]
        axes.loglog(size, seconds, color=colour)
        for point in points:
            axes.plot(
                point.size,
                point.seconds,
                mark,
                color=colour,
                markerfacecolor=colour if point.proven else "white",
            )
        middle = len(points) // 2
        at = (size[middle], seconds[middle])
        text = f"{label}:\nslope {exponent:.2f}"
        shift, across, along = beside
        axes.annotate(text, at, shift, textcoords="offset points", ha=across, va=along, color=colour)
    finding = f"Time grows as areas to the power {slopes[0]:.2f} and as sites to the power {slopes[1]:.2f}"
    hollow = (
        "; hollow: not proven in its time"
        if not all(p.proven for each in curves.values() for p in each)
        else ""
    )
    figure.suptitle(finding, x=0.01, ha="left", fontsize=12)
    axes.set_title(
        f"Seconds to a p-median (p = {P}) proven to 0.5 %, whole call{hollow}", loc="left", fontsize=9
    )
    axes.set_xlabel("number of areas or of sites")
    axes.set_ylabel("seconds")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: f"{value:,.10g}")
    axes.yaxis.set_minor_formatter(lambda value, _: f"{value:,.10g}" if f"{value:e}"[0] in "25" else "")
    axes.margins(x=0.08, y=0.12)
    axes.grid(True, which="major", color="#dddddd", linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)
    pyplot.close(figure)
