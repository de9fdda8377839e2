"""The whole job on Sweden at DeSO detail where there are polygons: `python benchmarks/sweden_detail.py [--quick]`.

The embedded Sweden stands on SCB's small areas (RegSO). Where DeSO have polygons at hand (Stockholm, Västra Götaland,
Uppsala and Dalarna: 47 % of the people) the same case is made with them, elsewhere with the embedded areas; check,
access, plan and both reports are run on both, in one process each. What is printed: seconds and memory, how the minutes
in the four counties differ, and which places both plans name. The published files are read from `NARVARO_REAL_DATA`
(default `../shared/data/real`) and are not in this repository.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.machine import machine  # noqa: E402  the folder is on the path only now
from narvaro.access import measure_access  # noqa: E402
from narvaro.app.checkup import check_project  # noqa: E402
from narvaro.app.plans import plan_project  # noqa: E402
from narvaro.app.reports import report_of  # noqa: E402
from narvaro.case import Case, save_case  # noqa: E402
from narvaro.sources import scenario  # noqa: E402
from narvaro.travel import straight_line  # noqa: E402

SCENARIO = "expansion-2020"
COUNTIES = ("01", "03", "14", "20")
DEFINITION = "area_types_1_2"
"""Known of each DeSO by the RegSO it lies in; the Police's areas are not."""
DISC = 2.0 / 3.0
"""Mean distance to the middle of a disc, as a share of its radius."""
INHERITED = [
    "need",
    "without_car",
    "settlement",
    "locality",
    "municipality_code",
    "municipality",
    "county_code",
    "county",
    "fa_region_code",
    "fa_region",
]


def real_data() -> Path:
    """Return the folder of published files."""
    return Path(os.environ.get("NARVARO_REAL_DATA", ROOT.parent / "shared" / "data" / "real"))


def deso_areas(embedded: pd.DataFrame, folder: Path) -> pd.DataFrame:
    """Return the DeSO of the four counties as areas of a case.

    People and area type are SCB's, the extent that of a disc as large as the polygon, and settlement and regions those
    of the embedded area of the municipality that is nearest.
    """
    text = {"deso_2018": str, "kommun_code": str}
    points = pd.read_csv(folder / "deso_points_four_counties.csv", dtype=text)
    people = pd.read_csv(folder / "deso_2018.csv", dtype=text)
    table = points.merge(people, on="deso_2018", validate="one_to_one")
    found = pd.DataFrame(
        {
            "name": table["regso_name"],
            "lon": table["lon"],
            "lat": table["lat"],
            "people": table["population_2023"].astype(float),
            "extent_km": DISC * np.sqrt(table["area_km2"] / np.pi),
            DEFINITION: table["area_type_2022"].isin([1, 2]),
        }
    ).set_index(pd.Index(table["deso_2018"], name="id"))
    inherited = [
        _nearest(
            found[table["kommun_code"].to_numpy() == code], embedded[embedded["municipality_code"] == code]
        )
        for code in sorted(table["kommun_code"].unique())
    ]
    return found.join(pd.concat(inherited))


def _nearest(areas: pd.DataFrame, embedded: pd.DataFrame) -> pd.DataFrame:
    """Return what areas of a municipality inherit from the embedded area nearest to each."""
    shrink = np.array([np.cos(np.radians(areas["lat"].mean())), 1.0])
    _, rows = cKDTree(embedded[["lon", "lat"]].to_numpy() * shrink).query(
        areas[["lon", "lat"]].to_numpy() * shrink
    )
    return embedded.iloc[rows][INHERITED].set_axis(areas.index)


def case_at(detail: str) -> Case:
    """Return the expansion as it ships, or with DeSO in the four counties, with the same columns."""
    case, _ = scenario(SCENARIO)
    columns = ["name", "lon", "lat", "people", "extent_km", DEFINITION, *INHERITED]
    areas = case.areas[columns]
    sites = case.sites
    if detail == "deso":
        elsewhere = areas[~areas["county_code"].isin(COUNTIES)]
        areas = pd.concat([elsewhere, deso_areas(areas, real_data())[columns]])
        sites = sites.assign(area_id=sites["area_id"].where(sites["area_id"].isin(areas.index), ""))
    return replace(
        case,
        areas=areas,
        sites=sites,
        standards=(),
        shapes={k: case.shapes[k] for k in ("municipality", "county")},
    )


@dataclass(frozen=True)
class Measured:
    """What one whole job took, and what came out of it."""

    areas: int
    people: float
    peak_gib: float
    gap: float
    seconds: dict[str, float]
    minutes: dict[str, float]
    opened: list[tuple[str, str]]

    @property
    def municipalities(self) -> set[str]:
        """Names of the municipalities that get an office."""
        return {municipality for municipality, _ in self.opened}


def run(detail: str, quick: bool) -> Measured:
    """Do the whole job on one case, and return what was measured."""
    seconds: dict[str, float] = {}

    @contextmanager
    def step(name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        seconds[name] = time.perf_counter() - began

    with step("case"):
        case = case_at(detail)
    policy = scenario(SCENARIO)[1].model_copy(update={"definition": DEFINITION})
    with step("access"):
        minutes = mean_minutes(case)
    with tempfile.TemporaryDirectory(prefix="detail-") as work:
        folder = Path(work)
        with step("save"):
            save_case(case, folder, policy)
        with step("check"):
            check_project(folder)
        with step("plan"):
            planned = plan_project(folder, time_limit=10.0 if quick else None)
        for lang in () if quick else ("sv", "en"):
            with step(f"report {lang}"):
                report_of(planned, lang)
    actions = [action for year in planned.plan.years for action in year.actions if action.action == "open"]
    return Measured(
        len(case.areas),
        case.people_total,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
        planned.plan.objective.gap,
        seconds,
        minutes,
        [(action.municipality, action.name) for action in actions],
    )


def mean_minutes(case: Case) -> dict[str, float]:
    """Return the mean minutes to the nearest office of today in the four counties, by mode and settlement."""
    found = {}
    areas = case.areas[case.areas["county_code"].isin(COUNTIES)]
    for mode in ("car", "walk"):
        minutes = measure_access(case, straight_line(case, modes=(mode,)), mode=mode).minutes[areas.index]
        weighted = minutes * areas["people"]
        found[f"{mode}, everyone"] = float(weighted.sum() / areas["people"].sum())
        for name, part in areas.groupby("settlement"):
            found[f"{mode}, {name}"] = float(weighted[part.index].sum() / part["people"].sum())
    return found


def table_of(both: tuple[Measured, Measured]) -> str:
    """Return what was measured as a table in Markdown."""
    small, fine = both
    rows = [
        ("", "small areas", "DeSO in four counties"),
        ("---", "---", "---"),
        ("areas", *(f"{each.areas:,}" for each in both)),
        ("people", *(f"{each.people:,.0f}" for each in both)),
        *((f"{name}, s", *(f"{each.seconds[name]:.1f}" for each in both)) for name in fine.seconds),
        ("peak memory, GiB", *(f"{each.peak_gib:.2f}" for each in both)),
        *((f"{name}, min", *(f"{each.minutes[name]:.1f}" for each in both)) for name in fine.minutes),
        ("gap of the plan, %", *(f"{100 * each.gap:.3f}" for each in both)),
        ("offices opened", *(str(len(each.opened)) for each in both)),
        ("of them in both plans", *(str(len({*small.opened} & {*fine.opened})) for _ in both)),
        ("their municipalities", *(str(len(each.municipalities)) for each in both)),
        ("of them in both plans", *(str(len(small.municipalities & fine.municipalities)) for _ in both)),
    ]
    return "".join("| " + " | ".join(row) + " |\n" for row in rows)


def main() -> int:
    """Measure both cases, each in a process of its own, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="plans stopped after 10 seconds, no reports")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results")
    parser.add_argument("--child", choices=("regso", "deso"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(asdict(run(given.child, given.quick))))
        return 0
    if not (real_data() / "deso_2018.csv").exists():
        parser.error(f"there is no deso_2018.csv in {real_data()}; NARVARO_REAL_DATA names the folder")
    head, measured = machine(), []
    for detail in ("regso", "deso"):
        command = [sys.executable, __file__, "--child", detail, *(["--quick"] if given.quick else [])]
        ended = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
        found = json.loads(ended.stdout.splitlines()[-1])
        measured.append(Measured(**found | {"opened": [(town, name) for town, name in found["opened"]]}))
    told = "# Sweden at two details, measured\n\n"
    told += (
        "".join(f"- {what}: {value}\n" for what, value in head.items())
        + "\n"
        + table_of((measured[0], measured[1]))
    )
    stem = "sweden-detail-quick" if given.quick else "sweden-detail"
    (given.out / f"{stem}.md").write_text(told, encoding="utf-8")
    print(told)
    return 0


if __name__ == "__main__":
    sys.exit(main())
