"""The siting engine, measured: `python benchmarks/siting.py [--quick] [--group NAME] [--only NAME]`. See README.md.

Each row is kept as it ends, so a run that was stopped goes on where it was when it is started again.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.machine import machine, own_versions, source
from benchmarks.siting_children import measure
from benchmarks.siting_process import ROOT
from benchmarks.siting_rivals import rival_python, versions
from benchmarks.siting_rows import APART, GROUPS, ROWS, Row, chosen
from benchmarks.siting_run import Run
from benchmarks.siting_store import is_current, kept, save, write_page
from benchmarks.siting_table import Measured, newest, told, verdict

RESULTS = ROOT / "benchmarks" / "results"
PAGE = ROOT / "docs" / "siting.md"
LIBRARIES = ("numpy", "scipy", "numba", "highspy")
WARM_CAP_S = 240.0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--quick",
        action="store_true",
        help="every row at a small size, under 4 minutes; targets are not judged",
    )
    parser.add_argument(
        "--group",
        metavar="NAME,NAME",
        help=f"the rows of some groups: {', '.join(GROUPS)} (default all but {', '.join(APART)})",
    )
    parser.add_argument(
        "--only", metavar="NAME,NAME", help=f"some rows: {', '.join(row.name for row in ROWS)}"
    )
    parser.add_argument(
        "--again", action="store_true", help="also what is kept and was measured on this source"
    )
    parser.add_argument(
        "--docs", action="store_true", help="measure nothing: put the table of what is kept in docs/siting.md"
    )
    parser.add_argument("--threads", type=int, default=2, help="threads for both sides (default 2)")
    parser.add_argument("--rivals", type=Path, help="the rival environment (default benchmarks/.venv)")
    parser.add_argument(
        "--out",
        type=Path,
        default=RESULTS,
        help="where rows are kept and the table goes (default benchmarks/results)",
    )
    given = parser.parse_args()
    try:
        given.rows = chosen(given.only, given.group, quick=given.quick)
    except ValueError as error:
        parser.error(str(error))
    return given


def head_of(given: argparse.Namespace) -> dict[str, str]:
    """Return what is the same for all rows of a run: threads, versions on both sides."""
    rival = [f"{name} {version}" for name, version in versions(rival_python(given.rivals)).items()]
    return {
        "threads": f"{given.threads} threads on both sides, one where two rows' parts run side by side",
        "versions": own_versions(LIBRARIES),
        "rival": ", ".join(rival) if rival else "not installed",
    }


def _run_of(name: str, given: argparse.Namespace, scratch: Path, cap_s: float) -> Run:
    return Run(
        name=name,
        out=scratch / f"{name}.jsonl",
        quick=given.quick,
        threads=given.threads,
        launched=time.time(),
        cap_s=cap_s,
        scratch=scratch,
        library=Path(os.environ.get("NARVARO_BENCH", ROOT.parent / "shared" / "bench")),
        rival=rival_python(given.rivals),
    )


def _say(row: Row, measured: Measured) -> None:
    for target in row.result.targets:
        print(f"  {target.text}: {told(target, measured)}  [{verdict(target, measured)}]", flush=True)


def _keep(given: argparse.Namespace, stem: str, new: dict[str, Measured]) -> None:
    """Add rows to what is kept, read anew so that a run beside this one loses nothing; write the table."""
    rows = kept(given.out, stem) | new
    save(given.out, stem, [each.result for each in ROWS], rows, newest(rows), quick=given.quick)


def _measure(rows: list[Row], given: argparse.Namespace, stem: str, scratch: Path) -> None:
    """Measure rows one after the other, each in a process of its own; keep each as it ends."""
    fixed = head_of(given)
    warm = measure(_run_of("warm", given, scratch, WARM_CAP_S), "siting_classic:warm", own_group=True)
    print(f"Compiled code is ready after {warm.seconds:.0f} s {warm.why_missing}".rstrip(), flush=True)
    for row in rows:
        print(f"{row.name}: {row.result.work}", flush=True)
        head = machine() | {"source": source()} | fixed
        cap = row.quick_cap_s if given.quick else row.cap_s
        mine = measure(_run_of(row.name, given, scratch, cap), row.measure, own_group=True)
        mine.head = head
        _say(row, mine)
        _keep(given, stem, {row.name: mine})
        for picture in scratch.glob("*.svg"):
            shutil.copy(picture, given.out / picture.name)


def main() -> int:
    """Measure what is not kept yet, or write what is kept into the page."""
    given = _arguments()
    began, stem = time.perf_counter(), "siting-quick" if given.quick else "siting"
    have = kept(given.out, stem)
    if given.docs:
        try:
            write_page(PAGE, [row.result for row in ROWS], have)
        except ValueError as error:
            print(f"{given.out}: {error}")
            return 1
        _keep(given, stem, {})
        print(PAGE)
        return 0
    now = source()
    rows = [row for row in given.rows if given.again or not is_current(have.get(row.name), now)]
    if len(rows) < len(given.rows):
        same = ", ".join(row.name for row in given.rows if row not in rows)
        print(f"Kept, measured on this source: {same} (--again measures them anew)", flush=True)
    try:
        with tempfile.TemporaryDirectory(prefix="siting-") as folder:
            if rows:
                _measure(rows, given, stem, Path(folder))
    except KeyboardInterrupt:
        print("\nStopped. What was measured is kept; the same command goes on from there.")
        return 130
    print(f"{given.out / f'{stem}.md'}\nIt took {time.perf_counter() - began:.0f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
