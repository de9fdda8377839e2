"""The rivals, in an environment of their own; each measurement is a whole process.

    python benchmarks/siting_rivals.py install [--where DIR]     make the environment (default benchmarks/.venv)
    DIR/bin/python benchmarks/siting_rivals.py solve KIND IN.npz OUT.json --threads N     one measured process

`travel_child.py` runs pandana. This file runs in both environments, so it imports nothing but the standard library at
its head. It calls each rival as its documentation does: spopt with HiGHS (cost matrix in, model built,
`solve(pulp.HiGHS(...))`); pbp-pmedian with its own choice of engine and a time limit; FasterPAM of kmedoids from random
starts, seeds 0, 1, 2, ..., until its seconds are over, the best of which counts.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
import time
import venv
from pathlib import Path
from typing import Any

__all__ = ["KINDS", "install", "rival_python", "versions"]

HERE = Path(__file__).resolve().parent
PINS = HERE / "rivals.txt"
KINDS = ("p-median", "p-center", "cover", "pbp-pmedian", "fasterpam")
_ALONE = "spopt=="


def rival_python(where: Path | None = None) -> Path:
    """Return the interpreter of the rival environment: `where`, else that of NARVARO_RIVALS, else benchmarks/.venv."""
    folder = where or Path(os.environ.get("NARVARO_RIVALS", HERE / ".venv"))
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def install(where: Path | None = None) -> Path:
    """Make the rival environment; return its interpreter.

    spopt 0.8 declares Python 3.12, though the models used here run on 3.11 as they are. So its requirements are
    installed by their pins first, and spopt itself then without asking for the version of Python.
    """
    python = rival_python(where)
    if not python.exists():
        venv.create(python.parents[1], with_pip=True)
    pins = [line.strip() for line in PINS.read_text(encoding="utf-8").splitlines()]
    pins = [line for line in pins if line and not line.startswith("#")]
    alone = [line for line in pins if line.startswith(_ALONE)]
    others = [line for line in pins if not line.startswith(_ALONE)]
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *others], check=True)
    subprocess.run([*pip, "--no-deps", "--ignore-requires-python", *alone], check=True)
    return python


def versions(python: Path) -> dict[str, str]:
    """Return the versions in the rival environment, or nothing where there is none."""
    if not python.exists():
        return {}
    command = [str(python), str(Path(__file__).resolve()), "versions"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    return dict(json.loads(ended.stdout)) if ended.returncode == 0 else {}


def _own_versions() -> dict[str, str]:
    names = ("spopt", "pulp", "highspy", "pbp-pmedian", "kmedoids", "numpy")
    return {"python": platform.python_version(), **{name: importlib.metadata.version(name) for name in names}}


def _model(kind: str, locate: Any, given: Any) -> Any:
    """Build spopt's model from a cost matrix."""
    cost, p = given["cost"], int(given["p"])
    if kind == "p-median":
        return locate.PMedian.from_cost_matrix(cost, given["people"], p_facilities=p)
    if kind == "p-center":
        return locate.PCenter.from_cost_matrix(cost, p_facilities=p)
    return locate.MCLP.from_cost_matrix(cost, given["people"], float(given["radius"]), p_facilities=p)


def _solve(kind: str, source: Path, answer: Path, threads: int) -> None:
    began = time.perf_counter()
    numpy = importlib.import_module("numpy")
    pulp = importlib.import_module("pulp")
    locate = importlib.import_module("spopt.locate")
    imported = time.perf_counter()
    given = numpy.load(source)
    read = time.perf_counter()
    model = _model(kind, locate, given)
    built = time.perf_counter()
    model = model.solve(pulp.HiGHS(msg=False, threads=threads))
    solved = time.perf_counter()
    figures = {
        "value": float(model.problem.objective.value()),
        "status": str(pulp.LpStatus[model.problem.status]),
        "import_s": imported - began,
        "read_s": read - imported,
        "build_s": built - read,
        "solve_s": solved - built,
    }
    answer.write_text(json.dumps(figures), encoding="utf-8")


def _benders(source: Path, answer: Path, seconds: float) -> None:
    """Solve a p-median with pbp-pmedian."""
    numpy = importlib.import_module("numpy")
    solve = importlib.import_module("pbp_pmedian").solve
    given = numpy.load(source)
    began = time.perf_counter()
    value, _, _, status, engine = solve(given["cost"].T, p=int(given["p"]), time_limit=seconds)
    figures = {
        "value": value,
        "proven": status == 0,
        "engine": engine,
        "solve_s": time.perf_counter() - began,
    }
    answer.write_text(json.dumps(figures), encoding="utf-8")


def _fasterpam(source: Path, answer: Path, seconds: float, threads: int) -> None:
    """Improve random plans of a p-median with FasterPAM until the time is over."""
    numpy = importlib.import_module("numpy")
    fasterpam = importlib.import_module("kmedoids").fasterpam
    given = numpy.load(source)
    began, best, starts = time.perf_counter(), float("inf"), 0
    while time.perf_counter() - began < seconds:
        found = fasterpam(given["cost"], int(given["p"]), random_state=starts, n_cpu=threads)
        best, starts = min(best, float(found.loss)), starts + 1
    figures = {"value": best, "starts": starts, "solve_s": time.perf_counter() - began}
    answer.write_text(json.dumps(figures), encoding="utf-8")


def main() -> int:
    """Install, tell versions, or solve one instance."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("install", help="make the environment of the rival")
    making.add_argument("--where", type=Path, help="folder of the environment (default benchmarks/.venv)")
    commands.add_parser("versions", help="print versions as JSON")
    solving = commands.add_parser("solve", help="solve one instance and write figures")
    solving.add_argument("kind", choices=KINDS)
    solving.add_argument("source", type=Path)
    solving.add_argument("answer", type=Path)
    solving.add_argument("--threads", type=int, default=2)
    solving.add_argument("--seconds", type=float, default=10.0, help="of pbp-pmedian and FasterPAM")
    given = parser.parse_args()
    if given.command == "install":
        print(f"The rival is installed: {install(given.where)}")
    elif given.command == "versions":
        print(json.dumps(_own_versions()))
    elif given.kind == "pbp-pmedian":
        _benders(given.source, given.answer, given.seconds)
    elif given.kind == "fasterpam":
        _fasterpam(given.source, given.answer, given.seconds, given.threads)
    else:
        _solve(given.kind, given.source, given.answer, given.threads)
    return 0


if __name__ == "__main__":
    sys.exit(main())
