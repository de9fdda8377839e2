"""Travel times, measured: `python benchmarks/travel.py [--quick] [--only NAME,NAME]`. See README.md."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.machine import machine, own_versions
from benchmarks.siting_store import save
from benchmarks.siting_table import Measured, told, verdict
from benchmarks.travel_rows import ROWS, Bench, Row

RESULTS = Path(__file__).resolve().parent / "results"
LIBRARIES = ("numpy", "scipy", "numba", "osmium", "cafein", "distributed", "pyrosm")
FULL_S = 20 * 60.0


def chosen(names: str | None) -> tuple[Row, ...]:
    """Return the rows named, in the order of the table; all where none is.

    Raises
    ------
    ValueError
        With the names that are no rows.

    Examples
    --------
    >>> [row.name for row in chosen("growth,helsinki")]
    ['helsinki', 'growth']
    """
    wanted = None if names is None else [name.strip() for name in names.split(",") if name.strip()]
    known = [row.name for row in ROWS]
    unknown = [name for name in wanted or () if name not in known]
    if unknown:
        raise ValueError(f"no such row: {', '.join(unknown)}; there are {', '.join(known)}")
    return tuple(row for row in ROWS if wanted is None or row.name in wanted)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="small sizes, under 3 minutes; targets are not judged"
    )
    parser.add_argument(
        "--only", metavar="NAME,NAME", help=f"some rows: {', '.join(row.name for row in ROWS)}"
    )
    parser.add_argument("--rivals", type=Path, help="the environment of pandana (default benchmarks/.venv)")
    parser.add_argument(
        "--out", type=Path, default=RESULTS, help="where the table goes (default benchmarks/results)"
    )
    given = parser.parse_args()
    try:
        given.rows = chosen(given.only)
    except ValueError as error:
        parser.error(str(error))
    return given


def measure(row: Row, given: argparse.Namespace, work: Path, left_s: float) -> Measured:
    """Measure a row; a fault of the row itself is a row that says so, too."""
    cap = min(row.quick_cap_s if given.quick else row.cap_s, left_s)
    bench = Bench(work, given.rivals, given.quick, cap, Measured(judged=not given.quick))
    if cap < 1.0:
        bench.measured.why_missing = f"was not started: the {FULL_S / 60:.0f} minutes of the run were over"
        return bench.measured
    try:
        row.measure(bench)
    except Exception as error:  # whatever it is, the other rows are still measured
        bench.measured.why_missing = f"failed: {type(error).__name__}: {error}"
    bench.measured.seconds = time.perf_counter() - bench.began
    return bench.measured


def main() -> int:
    """Measure the rows one after the other; write the table after each."""
    given = _arguments()
    began = time.perf_counter()
    head = machine() | {"versions": own_versions(LIBRARIES)}
    stem = ("travel-quick" if given.quick else "travel") + ("-part" if given.only else "")
    measured: dict[str, Measured] = {}
    results = [row.result for row in given.rows]
    with tempfile.TemporaryDirectory(prefix="travel-") as folder:
        for row in given.rows:
            print(f"{row.name}: {row.result.work}", flush=True)
            mine = measure(row, given, Path(folder), FULL_S - (time.perf_counter() - began))
            measured[row.name] = mine
            for target in row.result.targets:
                print(f"  {target.text}: {told(target, mine)}  [{verdict(target, mine)}]", flush=True)
            head["whole run"] = f"{time.perf_counter() - began:.0f} s"
            title = "Travel times, measured"
            paths = save(given.out, stem, results, measured, head, quick=given.quick, title=title)
    print(f"{paths[0]}\n{paths[1]}\nThe whole run took {time.perf_counter() - began:.0f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
