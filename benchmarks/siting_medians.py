"""Rows of p-medians side by side, one thread each: TSPLIB, random graphs, 25,000 points; with rivals of their own."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.siting_children import Part, side_by_side
from benchmarks.siting_classic import nearest, one_side
from benchmarks.siting_instances import (
    Floats,
    draw_country,
    draw_graph,
    p_median_problem,
    read_points,
    time_blocks,
)
from benchmarks.siting_process import ROOT
from benchmarks.siting_run import Run, check_placement, peak_bytes, solve_measured
from narvaro import siting

__all__ = ["large", "large_part", "median_part", "random_graphs", "rival_part", "tsplib"]

TSPLIB_S, FASTERPAM_S, GRAPH_S, LARGE_S = 40.0, 10.0, 100.0, 310.0
NEAR = 0.0002
GRAPHS = (
    (800, 5),
    (800, 10),
    (800, 80),
    (800, 266),
    (900, 5),
    (900, 10),
    (900, 90),
    (900, 300),
    (800, 10),
    (900, 5),
)
"""Nodes and p; the last two are other graphs with the p that is hardest to prove."""
POINTS = 25_000


def _cost(run: Run, instance: str) -> Floats:
    """Return the costs of an instance: a graph, named by nodes and seed, or points of TSPLIB."""
    kind, _, seed = instance.partition("-")
    if kind.isdigit():
        return draw_graph(int(kind), int(seed))
    return read_points(run.library / "tsplib", instance)


def median_part(run: Run, instance: str, p: int, seconds: float) -> None:
    """Solve one p-median on one thread, then check it."""
    cost = _cost(run, instance)
    answer = siting.p_median(cost, p, time_limit=seconds, threads=run.threads)
    run.figure("value", answer.value)
    run.figure("bound", answer.bound)
    run.figure("seconds", answer.seconds)
    run.figure("proven", float(answer.status == "optimal"))
    run.detail("stopped by", answer.stopped_by)
    check_placement(run, f"{instance} p = {p}", answer, float(nearest(cost, answer).sum()))


def rival_part(run: Run, kind: str, instance: str, p: int, seconds: float) -> None:
    """Solve the same with a rival: pbp-pmedian or FasterPAM."""
    if not run.rival.exists():
        run.note("the rival is not installed: python benchmarks/siting_rivals.py install.")
        return
    source = run.scratch / f"{run.name.replace(' ', '-')}.npz"
    cost = _cost(run, instance)
    np.savez(source, cost=cost.astype(np.float32) if kind == "fasterpam" else cost, p=p)
    command = [str(run.rival), str(ROOT / "benchmarks" / "siting_rivals.py"), "solve", kind, str(source)]
    found = one_side(run, [*command, "--seconds", str(seconds)], kind, 1.1 * seconds + 10.0)
    run.detail(kind, found)
    for name in ("value", "proven", "solve_s"):
        if found.get(name) is not None:
            run.figure(name, found[name])


def _pairs(run: Run, rival: str, cases: list[tuple[str, int]], seconds: float, rival_s: float) -> list[Any]:
    """Solve each case with ours and with the rival; return instance, p and the figures of both.

    What the time of the row left undone on one side counts for neither.
    """
    parts = []
    for instance, p in cases:
        given = {"instance": instance, "p": p}
        parts.append(Part(f"{instance} {p}", "siting_medians:median_part", given | {"seconds": seconds}))
        other = given | {"seconds": rival_s, "kind": rival}
        parts.append(Part(f"{instance} {p} {rival}", "siting_medians:rival_part", other))
    found, done = side_by_side(run, parts), []
    for instance, p in cases:
        sides = found[f"{instance} {p}"], found[f"{instance} {p} {rival}"]
        if not any(side.why_missing.startswith("was not started") for side in sides):
            done.append((instance, p, *(side.figures for side in sides)))
    return done


def tsplib(run: Run) -> None:
    """Compare values with the best known and with FasterPAM's best of ten seconds."""
    path = run.library / "tsplib" / "optima.csv"
    if not path.exists():
        raise SystemExit("the points are not here: set NARVARO_BENCH to the folder that holds tsplib/")
    lines = [line.split(",") for line in path.read_text(encoding="ascii").splitlines()[1:]]
    best = {(name, int(p)): float(value) for name, p, value, _ in lines}
    cases = list(best) if not run.quick else list(best)[3:5]
    found = _pairs(run, "fasterpam", cases, run.pick(TSPLIB_S, 2.0), run.pick(FASTERPAM_S, 0.5))
    above = {(name, p): ours["value"] / best[name, p] - 1.0 for name, p, ours, _ in found if "value" in ours}
    run.figure("near", sum(share <= NEAR for share in above.values()))
    run.figure("equal", sum(share <= 0.0 for share in above.values()))
    run.figure("proven", sum(ours.get("proven", 0.0) for _, _, ours, _ in found))
    both = [(ours["value"], its["value"]) for _, _, ours, its in found if "value" in ours and "value" in its]
    if len(both) == len(cases):
        run.figure("above", sum(ours > its for ours, its in both))
        run.note(f"FasterPAM was above us in {sum(its > ours for ours, its in both)} of {len(both)}.")
    else:
        run.missing("above", f"both sides have a plan in {len(both)} of {len(cases)}")
    far = [f"{name} p = {p} {100 * share:.3f} %" for (name, p), share in above.items() if share > 0]
    run.note(f"Above the best known: {', '.join(far) if far else 'none'}.")


def random_graphs(run: Run) -> None:
    """Count what both sides prove."""
    graphs = run.pick(GRAPHS, ((120, 5), (120, 12)))
    cases = [(f"{nodes}-{graphs[:n].count((nodes, p))}", p) for n, (nodes, p) in enumerate(graphs)]
    seconds = run.pick(GRAPH_S, 2.0)
    found = _pairs(run, "pbp-pmedian", cases, seconds, seconds)
    ours = sum(mine.get("proven", 0.0) for _, _, mine, _ in found)
    run.figure("proven", ours)
    if run.rival.exists():
        theirs = sum(its.get("proven", 0.0) for _, _, _, its in found)
        run.figure("ahead", ours - theirs)
        run.note(f"pbp-pmedian proved {theirs:.0f}.")
    else:
        run.missing("ahead", "the rival is not installed: python benchmarks/siting_rivals.py install")
    for instance, p, mine, its in found:
        gap = 100 * (1.0 - mine["bound"] / mine["value"]) if "value" in mine else np.nan
        if not mine.get("proven"):
            other = f"proven in {its['solve_s']:.0f} s" if its.get("proven") else "not proven"
            run.note(f"Graph {instance}, p = {p}: {gap:.4f} % open; pbp-pmedian {other}.")


def large_part(run: Run, p: int) -> None:
    """Solve a p-median of many points that are areas and sites at once, every one with the same weight."""
    count = run.pick(POINTS, 1_500)
    country = draw_country(count, count)
    problem = p_median_problem(time_blocks(country), np.ones(count), count, run.pick(p, p // 20))
    limit = run.pick(LARGE_S, 4.0)
    solution, trail = solve_measured(run, "large", problem, gap=0.001, time_limit=limit)
    run.figure("memory", peak_bytes())
    run.seconds_to("seconds", 0.001, trail)
    run.check("large", problem, solution)


def large(run: Run) -> None:
    """Measure seconds to 0.1 % and memory with few and with many sites open."""
    sizes = (100, 1_000)
    found = side_by_side(run, [Part(f"p{p}", "siting_medians:large_part", {"p": p}) for p in sizes])
    for label, part in found.items():
        if "seconds" in part.figures:
            run.figure(label, part.figures["seconds"])
        else:
            run.missing(label, part.missing.get("seconds", part.why_missing))
    peaks = [part.figures["memory"] for part in found.values() if "memory" in part.figures]
    if peaks:
        run.figure("memory", max(peaks))
