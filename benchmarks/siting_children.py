"""The processes of a row: one of its own for each row, and parts of a row two side by side on one thread each."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from benchmarks.siting_process import Ended, run_process, thread_settings
from benchmarks.siting_run import Run
from benchmarks.siting_table import Measured

__all__ = ["Part", "collect", "measure", "side_by_side"]

AT_ONCE = 2
AT_THE_END_S = 2.0


def collect(lines: Path, ended: Ended, cap_s: float, *, judged: bool) -> Measured:
    """Read what a process wrote before it ended, however it ended."""
    measured = Measured(seconds=ended.seconds, judged=judged)
    for text in lines.read_text(encoding="utf-8").splitlines():
        try:
            line = json.loads(text)
        except json.JSONDecodeError:  # cut short when the process was stopped
            continue
        if "figure" in line:
            measured.figures[line["figure"]] = line["value"]
        elif "missing" in line:
            measured.missing[line["missing"]] = line["why"]
        elif "promise" in line:
            measured.promised += 1
        elif "check" in line:
            measured.checks.append(line["check"])
        elif "note" in line:
            measured.notes.append(line["note"])
        elif "detail" in line:
            measured.details[line["detail"]] = line["value"]
    measured.details["whole process"] = {"seconds": ended.seconds, "peak_bytes": ended.peak_bytes}
    if ended.how != "ok":
        measured.why_missing = ended.reason(cap_s)
    return measured


def measure(run: Run, function: str, *, own_group: bool, given: Mapping[str, Any] | None = None) -> Measured:
    """Call `module:function(run, **given)` in a process of its own and read what it wrote.

    Parameters
    ----------
    own_group
        Whether what the process starts ends with it. A part belongs to the group of its row.
    """
    settings = run.out.with_suffix(".json")
    run.out.write_text("", encoding="utf-8")
    values = {key: str(each) if isinstance(each, Path) else each for key, each in vars(run).items()}
    settings.write_text(json.dumps({"run": values, "given": dict(given or {})}), encoding="utf-8")
    ended = run_process(
        [sys.executable, "-m", "benchmarks.siting_child", function, str(settings)],
        cap_s=run.cap_s,
        log=run.out.with_suffix(".log"),
        environment={**thread_settings(run.threads), "MPLBACKEND": "Agg"},
        own_group=own_group,
    )
    return collect(run.out, ended, run.cap_s, judged=not run.quick)


@dataclass(frozen=True)
class Part:
    """A part of a row that a process of its own measures.

    Parameters
    ----------
    label
        Names it within the row.
    function
        "module:function" of what measures it.
    given
        Its arguments beside the run; they go through JSON.
    """

    label: str
    function: str
    given: dict[str, Any] = field(default_factory=dict)


def side_by_side(run: Run, parts: Sequence[Part]) -> dict[str, Measured]:
    """Measure parts two at a time, one thread each; their checks are the row's. Return the figures by label.

    The last seconds of the row are kept for its own figures: what is not begun by then is told.
    """

    def one(part: Part) -> Measured:
        left = run.cap_s - run.since_launch() - AT_THE_END_S
        if left < 1.0:
            return Measured(why_missing="was not started: the time of the row was over")
        name = f"{run.name} {part.label}"
        out = run.scratch / f"{name.replace(' ', '-')}.jsonl"
        mine = replace(run, name=name, threads=1, out=out, cap_s=left, launched=time.time())
        return measure(mine, part.function, own_group=False, given=part.given)

    found = {}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for part, measured in zip(parts, pool.map(one, parts), strict=True):
            run.adopt(part.label, measured)
            found[part.label] = measured
    return found
