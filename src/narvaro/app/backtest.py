"""The step that tests a project folder against what was really decided; each trial is kept, so that a run can go on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from narvaro import __version__
from narvaro.app.plans import faults_named_after, open_both
from narvaro.app.project import RESULTS
from narvaro.app.sheets import write_table
from narvaro.app.travelling import travel_times_of
from narvaro.case import Case, Policy
from narvaro.case.decided import FILE, rows_of, years_decided
from narvaro.case.documents import read_json
from narvaro.case.files import write_text
from narvaro.errors import Fault, FolderError, InfeasibleError, NarvaroError, SettingError, UnsettledError
from narvaro.explain.backtest import RegionCheck, Trial, Tried, check_regions, hold, region_rule, trials
from narvaro.explain.evidence import gather, limits_of
from narvaro.plan import make_plan
from narvaro.plan.formulate import held
from narvaro.sources import known_then
from narvaro.travel import TravelTimes, along_lines

TABLE, FILE_OF_ALL, KEPT = "backtest.csv", "backtest.json", "backtest"
AS_GIVEN = "as_given"
"""The network of the folder itself."""
FEW_TRIALS = ("as_it_is",)
"""What is tried on every network; the other trials on the first alone."""
TRIAL_GAP = 0.002
"""A trial needs no finer proof than this, unless the policy asks for less."""
TellTrial = Callable[[str, int, int], None]


@dataclass(frozen=True, eq=False)
class Held:
    """A decision and what came of holding plans against it.

    Attributes
    ----------
    year
        Its year.
    action
        What it did, `open` or `close`.
    rows
        Its rows.
    regions
        The consistency check where the decision rests on a rule of regions, by network; such a decision is not tried.
    tried
        The trials.
    impossible
        Names of trials that no plan can keep the rules of.
    """

    year: int
    action: str
    rows: pd.DataFrame
    regions: Mapping[str, RegionCheck]
    tried: tuple[Tried, ...]
    impossible: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the fields as plain tables."""
        return {
            "year": self.year,
            "action": self.action,
            "decided": self.rows.to_dict("records"),
            "regions": {network: check.to_json() for network, check in self.regions.items()},
            "tried": [one.to_json() for one in self.tried],
            "impossible": list(self.impossible),
        }


@dataclass(frozen=True, eq=False)
class Backtested:
    """A folder tested against its decisions, and the files that were written."""

    case: Case
    decisions: tuple[Held, ...]
    files: tuple[Path, ...]

    def to_json(self) -> dict[str, Any]:
        """Return what was found as plain tables."""
        return {"case": self.case.name, "decisions": [one.to_json() for one in self.decisions]}


def backtest_project(
    folder: Path | str, decision: int | None = None, progress: TellTrial | None = None
) -> Backtested:
    """Hold plans against what was really decided, and write `results/backtest.json` and `.csv`.

    A decision of a year of the policy is tried; an earlier one whose reason is a rule of regions is checked for
    consistency; other earlier ones are only looked at for offices that were closed again.

    Parameters
    ----------
    folder
        A project folder with `decided.csv`.
    decision
        The year of the one decision to test; all if left out.
    progress
        Told of each trial: its key, how many are done, and how many there are.

    Raises
    ------
    FolderError
        If nothing decided is told, or nothing of it can be tested.
    SettingError
        If there is no such decision to test.
    """
    folder = Path(folder)
    case, policy = open_both(folder)
    if case.decided is None:
        raise FolderError([Fault("decided.none", {"file": str(folder / FILE)})])
    years = _testable(case, policy)
    if not years:
        told = [str(year) for year in years_decided(case.decided)]
        data = {"years": told, "first": str(policy.years[0]), "last": str(policy.years[-1])}
        raise FolderError([Fault("decided.no_year", data, FILE)])
    if decision is not None and decision not in years:
        data = {"value": str(decision), "allowed": [str(year) for year in years]}
        raise SettingError([Fault("decided.no_such_year", data, None, None, "--decision")])
    asked = years if decision is None else (decision,)
    networks = known_then(case) or {AS_GIVEN: case}
    found = tuple(_held(folder, networks, policy, year, progress) for year in asked)
    results = folder / RESULTS
    done = Backtested(case, found, (results / FILE_OF_ALL, results / TABLE))
    write_text(done.files[0], json.dumps(done.to_json(), ensure_ascii=False, indent=1) + "\n")
    write_table(score_rows(found), done.files[1])
    return done


def _testable(case: Case, policy: Policy) -> tuple[int, ...]:
    """Return the years of the decisions that can be tried or checked."""
    decided = case.decided
    if decided is None:
        return ()
    return tuple(
        year
        for year in years_decided(decided)
        if year in policy.years or region_rule(case, rows_of(decided, year)) is not None
    )


def _held(
    folder: Path, networks: Mapping[str, Case], policy: Policy, year: int, progress: TellTrial | None
) -> Held:
    first = next(iter(networks.values()))
    rows = rows_of(_decided(first), year)
    column = region_rule(first, rows)
    if column is not None:
        checks = {
            name: check_regions(case, rows_of(_decided(case), year), column)
            for name, case in networks.items()
        }
        return Held(year, "open", rows, checks, (), ())
    action = str(rows["action"].iloc[0])
    wanted = [
        (network, case, trial)
        for number, (network, case) in enumerate(networks.items())
        for trial in trials(case, policy, action)
        if number == 0 or trial.name in FEW_TRIALS
    ]
    tried, impossible = [], []
    times: dict[str, TravelTimes] = {}
    for number, (network, case, trial) in enumerate(wanted):
        if progress is not None:
            progress("app.progress.trials", number, len(wanted))
        kept = folder / RESULTS / KEPT / f"{year}-{network}-{trial.key}.json"
        key = _key(case, trial, year)
        found = _kept(kept, key)
        if found is None:
            if network not in times:
                times[network] = _times(folder, network, case, [one for _, _, one in wanted])
            try:
                found = _tried(case, trial, network, year, action, times[network])
            except (InfeasibleError, UnsettledError):
                impossible.append(trial.key)
                continue
            write_text(kept, json.dumps({"key": key, **found.to_json()}, ensure_ascii=False) + "\n")
        tried.append(found)
    return Held(year, action, rows, {}, tuple(tried), tuple(impossible))


def _decided(case: Case) -> pd.DataFrame:
    assert case.decided is not None, "a network known then has the decisions of its case"
    return case.decided


def _tried(case: Case, trial: Trial, network: str, year: int, action: str, times: TravelTimes) -> Tried:
    """Make the plan of a trial and hold it against the rows of a decision that do the same."""
    policy = trial.policy
    with faults_named_after(None):
        plan = make_plan(case, policy, travel=times, gap=max(policy.solver.gap, TRIAL_GAP))
    decided = _decided(case)
    rows = rows_of(decided, year)
    earlier = decided[decided["decided"].str[:4].astype(int) < year]
    evidence = gather(case, plan, times)
    return hold(
        evidence,
        trial,
        network,
        rows[rows["action"] == action],
        earlier if trial.name in FEW_TRIALS else None,
    )


def _times(folder: Path, network: str, case: Case, wanted: list[Trial]) -> TravelTimes:
    """Return travel times for all trials of a network: the folder's own, or straight lines."""
    modes = tuple(dict.fromkeys(mode for trial in wanted for mode in limits_of(trial.policy)))
    if network == AS_GIVEN:
        return travel_times_of(folder, case, modes[0])
    return held(along_lines(case, modes), modes)


def _key(case: Case, trial: Trial, year: int) -> str:
    """Return a checksum of all that a trial rests on."""
    rows = _decided(case).to_csv(index=False)
    rests_on = [__version__, case.checksum, trial.key, trial.policy.to_toml(), TRIAL_GAP, year, rows]
    return hashlib.sha256(json.dumps(rests_on, sort_keys=True).encode()).hexdigest()


def _kept(path: Path, key: str) -> Tried | None:
    """Return the trial that is kept, or None where it is of another input, or damaged."""
    try:
        stored = read_json(path)
        if not isinstance(stored, dict) or stored.pop("key", None) != key:
            return None
        return Tried.from_json(stored)
    except (OSError, NarvaroError, KeyError, TypeError, ValueError):
        return None


def score_rows(decisions: tuple[Held, ...]) -> pd.DataFrame:
    """Return the hits of all trials, one row a trial and a part of the decision."""
    return pd.DataFrame(list(_score_rows(decisions)))


def _score_rows(decisions: tuple[Held, ...]) -> Iterator[dict[str, Any]]:
    for held_ in decisions:
        for one in held_.tried:
            for score in one.scores:
                plain = score.to_json()
                nulls = {
                    f"{name}_{part}": figure
                    for name in ("alike", "by_people")
                    for part, figure in (plain.pop(name) or {}).items()
                }
                yield {
                    "decision": held_.year,
                    "network": one.network,
                    "trial": one.name,
                    "definition": one.definition,
                    "one_each": one.one_each,
                    "gap": one.gap,
                    **plain,
                    **nulls,
                }
