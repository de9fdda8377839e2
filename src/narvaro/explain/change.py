"""Access before and after: by group, by minutes, by year, and who has a shorter or a longer way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from narvaro.access import describe, describe_groups, group_labels, nearest_km, standards_table
from narvaro.access.measures import INEQUALITY_MEASURES, Spread
from narvaro.case import Case, Standard
from narvaro.explain.evidence import AFTER, BEFORE, NOTICED_MIN, Evidence, Ways, total
from narvaro.language.names import EVERYONE

MOST_GROUPS = 400
"""A column with more groups than this sorts nobody: it names places, and is left out."""
CURVE_MIN, CURVE_WALK_MIN = 90, 60
"""How far a curve of people against minutes goes; on foot it ends sooner."""
MEASURES = (
    "people_unreached",
    "mean_min",
    "median_min",
    "p90_min",
    "people_beyond",
    "share_beyond",
)


def groupings(case: Case, definition: str | None) -> tuple[str, ...]:
    """Return the columns that sort people into groups, the policy's definition first.

    Of two columns that sort people alike (a code and its name) the code is kept; a column with more than
    `MOST_GROUPS` groups is left out.
    """
    areas = case.areas
    columns = sorted(case.groupings(), key=lambda name: (name != definition, not name.endswith("_code")))
    in_order = [definition, *case.groupings()]
    seen, kept = set(), []
    for name in columns:
        codes, groups = pd.factorize(group_labels(areas[name]))
        sorting = codes.tobytes()
        if sorting not in seen and len(groups) <= MOST_GROUPS:
            seen.add(sorting)
            kept.append(name)
    return tuple(sorted(kept, key=in_order.index))


def group_table(evidence: Evidence) -> pd.DataFrame:
    """Return access before and after for everybody and for each group, by mode.

    Returns
    -------
    Columns `mode, limit_min, grouping, group, label, areas, people` and, each with `_before` and `_after`,
    the measures of :func:`narvaro.access.describe`. `label` is the group's name where the case has one
    beside its code.
    """
    parts = []
    for ways in evidence.ways.values():
        both = [
            describe(ways.minutes[network], evidence.people, ways.limit_min).to_frame("").T
            for network in (BEFORE, AFTER)
        ]
        parts.append(_side_by_side(ways, EVERYONE, both))
        for grouping in groupings(evidence.case, evidence.policy.definition):
            both = [
                describe_groups(
                    ways.minutes[network], evidence.people, evidence.case.areas[grouping], ways.limit_min
                )
                for network in (BEFORE, AFTER)
            ]
            parts.append(_side_by_side(ways, grouping, both))
    table = pd.concat(parts, ignore_index=True)
    names = {grouping: _names(evidence.case.areas, grouping) for grouping in table["grouping"].unique()}
    labels = [
        names[grouping].get(group, group)
        for grouping, group in zip(table["grouping"], table["group"], strict=True)
    ]
    table.insert(4, "label", pd.Series(labels, dtype=object))
    return table


def _side_by_side(ways: Ways, grouping: str, both: list[pd.DataFrame]) -> pd.DataFrame:
    before, after = both
    table = pd.DataFrame(
        {
            "mode": ways.mode,
            "limit_min": ways.limit_min,
            "grouping": grouping,
            "group": before.index.astype(object),
            "areas": before["areas"].to_numpy(),
            "people": before["people"].to_numpy(),
        }
    )
    for name in MEASURES:
        table[f"{name}_before"] = before[name].to_numpy()
        table[f"{name}_after"] = after.reindex(before.index)[name].to_numpy()
    return table


def _names(areas: pd.DataFrame, grouping: str) -> dict[str, str]:
    """Return the names that stand beside codes, such as those of municipalities."""
    name = grouping.removesuffix("_code")
    if name == grouping or name not in areas:
        return {}
    pairs = pd.DataFrame({"code": group_labels(areas[grouping]), "name": group_labels(areas[name])})
    return dict(pairs.drop_duplicates("code").itertuples(index=False, name=None))


def curve_table(evidence: Evidence) -> pd.DataFrame:
    """Return how many people are within so many minutes of an office, before and after.

    Returns
    -------
    Columns `mode, grouping, group, minutes, people_before, people_after, share_before, share_after`, for
    everybody, for the definition and for `settlement` where the case has it.
    """
    areas = evidence.case.areas
    wanted = [name for name in (evidence.policy.definition, "settlement") if name in areas]
    parts = []
    for ways in evidence.ways.values():
        minutes = np.arange((CURVE_WALK_MIN if ways.mode == "walk" else CURVE_MIN) + 1)
        sorted_by = {EVERYONE: pd.Series("", index=areas.index)}
        sorted_by |= {str(name): group_labels(areas[name]) for name in wanted}
        for grouping, labels in sorted_by.items():
            for group in sorted(set(labels)):
                here = (labels == group).to_numpy()
                people = evidence.people.to_numpy(dtype=np.float64)[here]
                table = pd.DataFrame(
                    {"mode": ways.mode, "grouping": grouping, "group": group, "minutes": minutes}
                )
                for network in (BEFORE, AFTER):
                    far = ways.minutes[network].to_numpy(dtype=np.float64)[here]
                    table[f"people_{network}"] = _within(far, people, minutes)
                for network in (BEFORE, AFTER):
                    everyone = float(people.sum())
                    within = table[f"people_{network}"]
                    table[f"share_{network}"] = within / everyone if everyone > 0 else np.nan
                parts.append(table)
    return pd.concat(parts, ignore_index=True)


def _within(far: Any, people: Any, minutes: Any) -> Any:
    """Return people within each number of minutes; those out of reach are within none."""
    reached = ~np.isnan(far)
    order = np.argsort(far[reached], kind="stable")
    upto = np.concatenate(([0.0], np.cumsum(people[reached][order])))
    return upto[np.searchsorted(far[reached][order], minutes, side="right")]


def gain_table(evidence: Evidence) -> pd.DataFrame:
    """Return who has a shorter and who a longer way, for everybody and by group.

    Returns
    -------
    Columns `mode, limit_min, grouping, group, people`; `people_shorter` and `people_longer` (by at least
    `NOTICED_MIN`, of those with a way before and after); `people_newly_reached` and `people_newly_unreached` (a way
    only after, only before); `people_newly_within` and `people_newly_beyond` the standard; `person_minutes_saved` and
    `person_minutes_lost` (a way there, each counted at the cutoff at most); `mean_saved_min` and
    `mean_lost_min` of those whose way is shorter or longer (missing where nobody's is).
    """
    areas, parts = evidence.case.areas, []
    for mode, ways in evidence.ways.items():
        measures = _gains(evidence, mode, ways)
        sorted_by = {EVERYONE: pd.Series("", index=areas.index)}
        sorted_by |= {
            name: group_labels(areas[name]) for name in groupings(evidence.case, evidence.policy.definition)
        }
        for grouping, labels in sorted_by.items():
            sums = measures.groupby(labels, sort=True).sum()
            table = pd.DataFrame(
                {
                    "mode": mode,
                    "limit_min": ways.limit_min,
                    "grouping": grouping,
                    "group": sums.index.astype(object),
                }
            )
            for name in measures.columns:
                table[name] = sums[name].to_numpy()
            parts.append(table)
    table = pd.concat(parts, ignore_index=True)
    for which, whose in (("saved", "shorter"), ("lost", "longer")):
        heads = table[f"people_{whose}"].where(table[f"people_{whose}"] > 0)
        table[f"mean_{which}_min"] = table.pop(f"noticed_{which}") / heads
    return table


def _gains(evidence: Evidence, mode: str, ways: Ways) -> pd.DataFrame:
    people = evidence.people.to_numpy(dtype=np.float64)
    before, after = evidence.counted(mode, BEFORE), evidence.counted(mode, AFTER)
    change, reach = ways.change(), ways.reach()
    shorter, longer = change <= -NOTICED_MIN, change >= NOTICED_MIN
    within = ways.minutes[[BEFORE, AFTER]].le(ways.limit_min)
    return pd.DataFrame(
        {
            "people": people,
            "people_shorter": people * shorter,
            "people_longer": people * longer,
            "people_newly_reached": people * (reach > 0),
            "people_newly_unreached": people * (reach < 0),
            "people_newly_within": people * (within[AFTER] & ~within[BEFORE]).to_numpy(),
            "people_newly_beyond": people * (within[BEFORE] & ~within[AFTER]).to_numpy(),
            "person_minutes_saved": people * np.maximum(before - after, 0),
            "person_minutes_lost": people * np.maximum(after - before, 0),
            "noticed_saved": people * np.where(shorter, -change, 0.0),
            "noticed_lost": people * np.where(longer, change, 0.0),
        },
        index=evidence.case.areas.index,
    )


def year_table(evidence: Evidence) -> pd.DataFrame:
    """Return access at the end of each year.

    Returns
    -------
    Columns `when` (`before` or the year), `mode, limit_min, offices, mean_min, people_beyond,
    people_beyond_definition` (missing without a definition) and `person_minutes`.
    """
    rows = []
    networks = {name: sites for name, sites in evidence.decision.networks.items() if name != AFTER}
    people = evidence.people.to_numpy(dtype=np.float64)
    for mode, ways in evidence.ways.items():
        for name, sites in networks.items():
            minutes = ways.minutes[name].to_numpy(dtype=np.float64)
            beyond = ~(minutes <= ways.limit_min)
            inside = evidence.definition
            rows.append(
                {
                    "when": name,
                    "mode": mode,
                    "limit_min": ways.limit_min,
                    "offices": len(sites),
                    "mean_min": describe(ways.minutes[name], evidence.people, ways.limit_min)["mean_min"],
                    "people_beyond": total(people, beyond),
                    "people_beyond_definition": np.nan
                    if inside is None
                    else total(people, beyond & inside.to_numpy()),
                    "person_minutes": float(people @ evidence.counted(mode, name)),
                }
            )
    return pd.DataFrame(rows)


def inequality_table(evidence: Evidence) -> pd.DataFrame:
    """Return how uneven the minutes are, before and after.

    People without reach are counted at the policy's cutoff, so that before and after are about the same
    people. The split of Theil's measure is by `settlement`, or else by the definition.

    Returns
    -------
    Columns `mode, measure, unit, grouping, before, after`; texts `access.measure.<measure>`.
    """
    areas = evidence.case.areas
    by = next((name for name in ("settlement", evidence.policy.definition) if name in areas), None)
    kappa = evidence.policy.objective.kappa_per_min
    shown = [m for m in INEQUALITY_MEASURES if m.compared and not (m.grouped and by is None)]
    rows: list[tuple[str, str, str, str, float, float]] = []
    for mode in evidence.ways:
        before, after = (
            Spread(
                pd.Series(evidence.counted(mode, network), index=areas.index),
                evidence.people,
                None if by is None else areas[by],
                kappa,
            )
            for network in (BEFORE, AFTER)
        )
        rows += [
            (mode, m.name, m.unit, str(by) if m.grouped else "", m.of(before), m.of(after)) for m in shown
        ]
    return pd.DataFrame(rows, columns=["mode", "measure", "unit", "grouping", "before", "after"])


def standard_table(evidence: Evidence, rules: Sequence[Standard]) -> pd.DataFrame:
    """Return which of some standards are met, before and after.

    Parameters
    ----------
    rules
        The standards: those that hold here, or those of others.

    Returns
    -------
    Columns `id, mode, limit, unit, required_share, people` and, each with `_before` and `_after`, `status`,
    `share`, `people_beyond` and `worst_group`; `reason` says why one cannot be measured.
    """
    case, tables = evidence.case, []
    for network, sites in ((BEFORE, evidence.decision.before), (AFTER, evidence.decision.after)):
        minutes = {mode: one.minutes[network] for mode, one in evidence.ways.items()}
        km = nearest_km(case.areas, case.sites.loc[list(sites)])
        tables.append(standards_table(rules, case.areas, minutes, km))
    before, after = tables
    fixed = ["mode", "limit", "unit", "required_share", "people", "reason"]
    both = before[fixed].copy()
    for name in ("status", "share", "people_beyond", "worst_group"):
        both[f"{name}_before"], both[f"{name}_after"] = before[name], after[name]
    both = both.reset_index()
    return both if len(both) else both.astype(float)  # as an empty column is read again
