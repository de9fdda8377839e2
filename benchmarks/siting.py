"""The siting engine, measured: `python benchmarks/siting.py [--quick] [--only NAME,NAME]`. See README.md."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.machine import machine, own_versions
from benchmarks.siting_process import ROOT, Ended, run_process, thread_settings
from benchmarks.siting_rivals import rival_python, versions
from benchmarks.siting_rows import ROWS, Row, chosen
from benchmarks.siting_table import Measured, save, told, verdict

FULL_S, QUICK_S = 40 * 60.0, 3 * 60.0
RESULTS = ROOT / "benchmarks" / "results"
LIBRARIES = ("numpy", "scipy", "numba", "highspy")
WARM_CAP_S = 240.0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="small sizes, under 3 minutes; targets are not judged"
    )
    parser.add_argument(
        "--only", metavar="NAME,NAME", help=f"some rows: {', '.join(row.name for row in ROWS)}"
    )
    parser.add_argument("--threads", type=int, default=2, help="threads for both sides (default 2)")
    parser.add_argument("--rivals", type=Path, help="the rival environment (default benchmarks/.venv)")
    parser.add_argument(
        "--out", type=Path, default=RESULTS, help="where the table goes (default benchmarks/results)"
    )
    given = parser.parse_args()
    try:
        given.rows = chosen(given.only)
    except ValueError as error:
        parser.error(str(error))
    return given


def head_of(given: argparse.Namespace) -> dict[str, str]:
    """Return the head of the table: date, machine, versions on both sides."""
    rival = [f"{name} {version}" for name, version in versions(rival_python(given.rivals)).items()]
    return machine() | {
        "threads": f"{given.threads} on both sides",
        "versions": own_versions(LIBRARIES),
        "rival": ", ".join(rival) if rival else "not installed",
    }


def _child(name: str, given: argparse.Namespace, scratch: Path, cap_s: float) -> tuple[Path, Ended]:
    """Run the process of a row; return the file of its lines and how it ended."""
    out, settings = scratch / f"{name}.jsonl", scratch / f"{name}.json"
    out.write_text("", encoding="utf-8")
    bench = Path(os.environ.get("NARVARO_BENCH", ROOT.parent / "shared" / "bench"))
    values = {
        "out": str(out),
        "scratch": str(scratch),
        "library": str(bench / "pmed"),
        "rival": str(rival_python(given.rivals)),
        "quick": given.quick,
        "threads": given.threads,
        "launched": time.time(),
    }
    settings.write_text(json.dumps(values), encoding="utf-8")
    ended = run_process(
        [sys.executable, "-m", "benchmarks.siting_child", name, str(settings)],
        cap_s=cap_s,
        log=scratch / f"{name}.log",
        environment={**thread_settings(given.threads), "MPLBACKEND": "Agg"},
        own_group=True,
    )
    return out, ended


def collect(lines: Path, ended: Ended, cap_s: float, *, judged: bool) -> Measured:
    """Read what a row's process wrote before it ended, however it ended."""
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


def _say(row: Row, measured: Measured) -> None:
    for target in row.result.targets:
        print(f"  {target.text}: {told(target, measured)}  [{verdict(target, measured)}]", flush=True)


def main() -> int:
    """Measure the rows one after the other, each in a process of its own; write the table after each."""
    given = _arguments()
    began, limit = time.perf_counter(), QUICK_S if given.quick else FULL_S
    head = head_of(given)
    stem = "siting-quick" if given.quick else "siting"
    stem += "-part" if given.only else ""
    measured: dict[str, Measured] = {}
    results = [row.result for row in given.rows]
    with tempfile.TemporaryDirectory(prefix="siting-") as folder:
        scratch = Path(folder)
        _, ended = _child("warm", given, scratch, min(WARM_CAP_S, limit))
        said = "" if ended.how == "ok" else f", {ended.reason(WARM_CAP_S)}"
        head["compiling, before the rows"] = f"{ended.seconds:.0f} s{said}"
        print(f"Compiled code is ready after {ended.seconds:.0f} s{said}.", flush=True)
        for row in given.rows:
            left = limit - (time.perf_counter() - began)
            cap = min(row.quick_cap_s if given.quick else row.cap_s, left)
            print(f"{row.name}: {row.result.work}", flush=True)
            if cap < 1.0:
                why = f"was not started: the {limit / 60:.0f} minutes of the run were over"
                measured[row.name] = Measured(why_missing=why, judged=not given.quick)
            else:
                lines, ended = _child(row.name, given, scratch, cap)
                measured[row.name] = collect(lines, ended, cap, judged=not given.quick)
            _say(row, measured[row.name])
            head["whole run"] = f"{time.perf_counter() - began:.0f} s"
            paths = save(given.out, stem, results, measured, head, quick=given.quick)
        for picture in scratch.glob("*.svg"):
            shutil.copy(picture, given.out / picture.name)
    print(f"{paths[0]}\n{paths[1]}\nThe whole run took {time.perf_counter() - began:.0f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
