"""Rows of the classic models: OR-Library graphs, p-center, maximal cover, p-median at national size."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.siting_instances import (
    Country,
    Graph,
    cover_problem,
    distances,
    draw_country,
    matrix,
    p_median_problem,
    read_graph,
    time_blocks,
)
from benchmarks.siting_money import CUT_MSEK, plan_problem
from benchmarks.siting_process import ROOT, run_process, thread_settings
from benchmarks.siting_run import (
    Run,
    Trail,
    build_seconds,
    check_placement,
    measure_sweep,
    middle,
    peak_bytes,
    solve_measured,
)
from narvaro import siting
from narvaro.siting import Problem

__all__ = [
    "blocks",
    "centres",
    "cover_pair",
    "graph_pairs",
    "graphs",
    "median",
    "national_cover",
    "nearest",
    "one_side",
    "warm",
]

P = 40
RADIUS_KM = 30.0
HOUR_MIN = 60.0
_LONG_S = 45.0  # a rival that has taken this long is not run again
_SAME = 1e-6


def _country(run: Run) -> Country:
    areas, sites = run.pick((110_000, 3_400), (4_000, 300))
    return draw_country(areas, sites)


def _all_graphs(run: Run) -> list[Graph]:
    if not (run.library / "pmed" / "optima.csv").exists():
        raise SystemExit(
            "the OR-Library graphs are not here: set NARVARO_BENCH to the folder that holds pmed/"
        )
    return [
        read_graph(run.library / "pmed", number) for number in run.pick(tuple(range(1, 21)), (1, 2, 3, 4, 5))
    ]


def nearest(cost: Any, answer: Any) -> Any:
    """Return each area's cost to the nearest open site."""
    return np.asarray(cost)[:, answer.sites].min(axis=1)


def graphs(run: Run) -> None:
    """Solve the p-medians of the OR-Library in one process, then check them."""
    answers = [(g, siting.p_median(g.cost, g.p, threads=run.threads)) for g in _all_graphs(run)]
    run.figure("seconds", run.since_launch())
    run.figure("published", sum(abs(a.value - g.median) < _SAME for g, a in answers))
    run.figure("proven", sum(a.status == "optimal" and a.bound >= a.value - _SAME for _, a in answers))
    for graph, answer in answers:
        run.detail(graph.name, {"value": answer.value, "bound": answer.bound, "seconds": answer.seconds})
        check_placement(run, graph.name, answer, float(nearest(graph.cost, answer).sum()))


def centres(run: Run) -> None:
    """Solve the p-centers of the same graphs in one process, then check them."""
    answers = [(g, siting.p_center(g.cost, g.p, threads=run.threads)) for g in _all_graphs(run)]
    run.figure("seconds", run.since_launch())
    run.figure("published", sum(abs(a.value - g.centre) < _SAME for g, a in answers))
    run.figure("proven", sum(a.status == "optimal" and a.bound >= a.value - _SAME for _, a in answers))
    for graph, answer in answers:
        run.detail(graph.name, {"value": answer.value, "bound": answer.bound, "seconds": answer.seconds})
        check_placement(run, graph.name, answer, float(nearest(graph.cost, answer).max()))


def one_side(run: Run, command: list[str], side: str, cap_s: float) -> dict[str, Any]:
    """Run one side as a whole process; return its own figures with `whole_s`, or why there are none."""
    answer = run.scratch / f"{run.name}-{side}.json"
    answer.unlink(missing_ok=True)
    ended = run_process(
        [*command, str(answer), "--threads", str(run.threads)],
        cap_s=cap_s,
        log=run.scratch / f"{run.name}-{side}.log",
        environment=thread_settings(run.threads),
    )
    whole = {"whole_s": ended.seconds, "peak_bytes": ended.peak_bytes, "at_cap": ended.how == "time"}
    if ended.how != "ok" or not answer.exists():
        return {**whole, "how": ended.reason(cap_s)}
    figures: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
    return {**figures, **whole, "how": "ok"}


def _duel(run: Run, label: str, kind: str, source: Path, cap_s: float) -> tuple[list[Any], list[Any]]:
    """Run both sides by turns, three times; a long rival once. Record every run."""
    ours: list[Any] = []
    theirs: list[Any] = []
    mine = [sys.executable, "-m", "benchmarks.siting_ours", kind, str(source)]
    rival = [str(run.rival), str(ROOT / "benchmarks" / "siting_rivals.py"), "solve", kind, str(source)]
    for _ in range(run.pick(3, 1)):
        ours.append(one_side(run, mine, "ours", cap_s))
        if run.rival.exists() and sum(each["whole_s"] for each in theirs) < _LONG_S:
            theirs.append(one_side(run, rival, "rival", cap_s))
    run.detail(label, {"ours": ours, "spopt": theirs})
    return ours, theirs


def _unlike(ours: list[Any], theirs: list[Any]) -> str:
    """Return why the two sides give no ratio, or nothing."""
    if not theirs:
        return "the rival is not installed: python benchmarks/siting_rivals.py install"
    failed = [each["how"] for each in ours if each["how"] != "ok"]
    if failed:
        return f"our side {failed[0]}"
    if any(each["status"] != "optimal" for each in ours):
        return "our side did not prove its answer"
    failed = [each["how"] for each in theirs if each["how"] != "ok" and not each["at_cap"]]
    return f"spopt {failed[0]}" if failed else ""


def _ratios(run: Run, label: str, ours: list[Any], theirs: list[Any], solve_s: float | None) -> None:
    """Record whole process against whole process, and solve against solve, medians."""
    why = _unlike(ours, theirs)
    if why:
        run.missing(f"{label} whole", why)
        run.missing(f"{label} solve", why)
        return
    whole, rival = middle([e["whole_s"] for e in ours]), middle([e["whole_s"] for e in theirs])
    run.figure(f"{label} whole", whole / rival)
    stopped = [e for e in theirs if e["how"] != "ok"]
    if stopped:
        run.note(
            f"{label}: whole process {whole:.2f} s; spopt was {stopped[0]['how']}, so the ratio is at most this."
        )
        run.missing(f"{label} solve", f"spopt was {stopped[0]['how']}")
        return
    mine, its = ours[0]["value"], theirs[0]["value"]
    run.note(
        f"{label}: whole process {whole:.2f} s against {rival:.1f} s, value {mine:.10g} against {its:.10g}."
    )
    if abs(mine - its) > _SAME * abs(its):
        run.note(f"{label}: the values differ; spopt says {theirs[0]['status']} and tells no gap.")
    if solve_s is not None:
        alone = middle([e["solve_s"] for e in theirs])
        both = middle([e["solve_s"] + e["build_s"] for e in theirs])
        run.figure(f"{label} solve", solve_s / alone)
        first = middle([e["solve_s"] for e in ours])
        run.note(
            f"Solve alone {solve_s:.4f} s (first call of a process {first:.3f} s) against {alone:.2f} s,"
        )
        run.note(f"with its model {both:.2f} s.")


def _build_ratio(run: Run, label: str, problem: Problem, theirs: list[Any]) -> None:
    """Record how long our model takes to build against spopt's, medians."""
    ours = middle([build_seconds(problem, run.threads) for _ in range(5)])
    built = [each["build_s"] for each in theirs if "build_s" in each]
    if not built:
        run.missing(f"{label} build", "spopt built no model")
        return
    run.figure(f"{label} build", ours / middle(built))
    run.note(f"Model building {1000 * ours:.1f} ms against {middle(built):.2f} s.")


def _same_answer(run: Run, label: str, ours: list[Any], value: float) -> None:
    """Refuse answers of the timed processes that are not the one that was checked."""
    for each in ours:
        if each["how"] == "ok" and abs(each["value"] - value) > _SAME * max(1.0, abs(value)):
            run.refuse(
                f"{label}: a timed process came to {each['value']:.10g}, the checked one to {value:.10g}"
            )


def graph_pairs(run: Run) -> None:
    """Measure pmed10 and pmed20 against spopt: whole processes by turns, then our solve alone, then the check."""
    for label, number in zip(("pmed10", "pmed20"), run.pick((10, 20), (1, 2)), strict=True):
        graph = read_graph(run.library / "pmed", number)
        source = run.scratch / f"{graph.name}.npz"
        np.savez(source, cost=graph.cost, people=np.ones(len(graph.cost)), p=graph.p)
        ours, theirs = _duel(run, label, "p-median", source, run.pick(60.0, 30.0))
        siting.p_median(graph.cost, graph.p, threads=run.threads)
        alone = []
        for _ in range(5):
            began = time.perf_counter()
            answer = siting.p_median(graph.cost, graph.p, threads=run.threads)
            alone.append(time.perf_counter() - began)
        _ratios(run, label, ours, theirs, middle(alone))
        _build_ratio(run, label, answer.problem, theirs)
        check_placement(run, label, answer, float(nearest(graph.cost, answer).sum()))
        _same_answer(run, label, ours, answer.value)


def cover_pair(run: Run) -> None:
    """Measure the maximal cover of points drawn like a country against spopt."""
    points = run.pick(3_400, 300)
    country = draw_country(points, points)
    cost = distances(country, slice(None), per_km=1.0)
    source = run.scratch / "cover.npz"
    np.savez(source, cost=cost, people=country.people, p=P, radius=RADIUS_KM)
    ours, theirs = _duel(run, "cover", "cover", source, run.pick(90.0, 40.0))
    _ratios(run, "cover", ours, theirs, None)
    run.figure("proven", float(all(each.get("status") == "optimal" for each in ours)))
    answer = siting.max_cover(cost, RADIUS_KM, P, country.people, threads=run.threads)
    covered = country.people[nearest(cost, answer) <= RADIUS_KM].sum()
    check_placement(run, "cover", answer, float(covered))
    _same_answer(run, "cover", ours, answer.value)


def median(run: Run) -> None:
    """Measure the national p-median on the dense matrix: sweeps to each gap, and memory."""
    country = _country(run)
    cost = matrix(country)
    sweep = measure_sweep(cost)
    run.detail("sweep seconds", sweep)
    problem = p_median_problem(cost, country.people, country.shape[1], P)
    limit = run.pick(1_100 * sweep, 3.0)
    solution, trail = solve_measured(run, "median", problem, gap=0.001, time_limit=limit)
    run.figure("memory", peak_bytes() / country.matrix_bytes)
    for name, gap in (("sweeps 0.5", 0.005), ("sweeps 0.2", 0.002), ("sweeps 0.1", 0.001)):
        run.seconds_to(name, gap, trail, sweep)
    run.note(
        f"A sweep took {sweep:.4f} s, the run {trail.points[-1][0]:.1f} s;"
        f" the matrix has {country.matrix_bytes / 1e9:.3f} GB."
    )
    run.check("median", problem, solution)


def blocks(run: Run) -> None:
    """Measure memory of the national p-median given as row blocks with a cut-off of an hour."""
    country = _country(run)
    source = time_blocks(country, within=HOUR_MIN)
    problem = p_median_problem(source, country.people, country.shape[1], P, unserved=HOUR_MIN)
    solution, trail = solve_measured(run, "blocks", problem, gap=0.005, time_limit=run.pick(30.0, 3.0))
    run.figure("memory", peak_bytes() / country.matrix_bytes)
    run.seconds_to("seconds 0.5", 0.005, trail)
    run.note("Beyond 60 minutes a person counts as 60 minutes away.")
    run.check("blocks", problem, solution)


def national_cover(run: Run) -> None:
    """Measure the national maximal cover; the gap is that of the people covered, as in the model."""
    country = _country(run)
    total = float(country.people.sum())
    source = time_blocks(country, per_km=1.0, within=RADIUS_KM, covers=True)
    problem = cover_problem(source, country.people, country.shape[1], P)
    trail = Trail(lambda value, bound: (value - bound) / (total - value), stop_at=0.005)
    solution, trail = solve_measured(
        run, "cover", problem, gap=0.0, time_limit=run.pick(130.0, 3.0), trail=trail
    )
    run.seconds_to("seconds 0.5", 0.005, trail)
    run.note(
        f"{(total - solution.value) / total:.1%} of the people are within {RADIUS_KM:.0f} km of {P} sites."
    )
    run.check("cover", problem, solution)


def warm(run: Run) -> None:
    """Solve a small instance of each kind, so that compiled code is on disk before anything is timed."""
    country = draw_country(900, 60, offices=8, regions=3)
    people, sites = country.people, country.shape[1]
    cost = matrix(country)
    for threads in (1, run.threads):
        hour = p_median_problem(time_blocks(country, within=HOUR_MIN), people, sites, 5, HOUR_MIN)
        cover = cover_problem(
            time_blocks(country, per_km=1.0, within=RADIUS_KM, covers=True), people, sites, 5
        )
        median = p_median_problem(cost, people, sites, 5)
        for problem in (hour, cover, median):
            siting.solve(problem, time_limit=5.0, threads=threads)
        for plan in (
            plan_problem(country, CUT_MSEK),
            plan_problem(country, CUT_MSEK, carry=0.03, dense=True),
        ):
            siting.solve(plan, gap=0.02, time_limit=5.0, threads=threads)
        siting.p_median(cost.astype(float), 5, threads=threads)
        siting.p_median(cost, 5, people, threads=threads)
        siting.p_center(cost.astype(float), 5, threads=threads)
        siting.max_cover(cost, RADIUS_KM, 5, people, threads=threads)
