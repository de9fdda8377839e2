"""Our side of a measured pair, as a whole process: `python -m benchmarks.siting_ours KIND IN.npz OUT.json --threads N`.

The counterpart of `siting_rivals.py solve`: the same file in, the same steps, the public functions of `siting`.
"""

from __future__ import annotations

import time

BEGAN = time.perf_counter()

import argparse  # noqa: E402 - the clock starts before the imports, which are part of what is measured
import json  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

import numpy as np  # noqa: E402

from narvaro import siting  # noqa: E402

IMPORTED = time.perf_counter()


def solve(kind: str, given: Any, threads: int) -> Any:
    """Solve an instance with the public function of its kind."""
    cost, p = given["cost"], int(given["p"])
    if kind == "p-median":
        return siting.p_median(cost, p, given["people"], threads=threads)
    if kind == "p-center":
        return siting.p_center(cost, p, threads=threads)
    return siting.max_cover(cost, float(given["radius"]), p, given["people"], threads=threads)


def main() -> int:
    """Solve one instance and write figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=("p-median", "p-center", "cover"))
    parser.add_argument("source", type=Path)
    parser.add_argument("answer", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    arrays = dict(np.load(given.source))
    read = time.perf_counter()
    solution = solve(given.kind, arrays, given.threads)
    figures = {
        "value": float(solution.value),
        "bound": float(solution.bound),
        "status": solution.status,
        "import_s": IMPORTED - BEGAN,
        "read_s": read - IMPORTED,
        "solve_s": time.perf_counter() - read,
    }
    given.answer.write_text(json.dumps(figures), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
