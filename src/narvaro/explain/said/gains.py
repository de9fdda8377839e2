"""Who gains and who loses: by group before and after, people against minutes, and how evenly."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from narvaro.explain.said.answer import joined, reach
from narvaro.explain.said.facts import (
    HALF_A_PERSON,
    WHEN,
    KnownFacts,
    SectionSaid,
    Told,
    told,
    under,
)
from narvaro.explain.said.municipalities import municipalities
from narvaro.explain.said.standards import standards
from narvaro.language import Note, number
from narvaro.language.names import EVERYONE
from narvaro.language.speech import share, share_apart

SEEN_SHARE = 0.0005
"""A change of a share below this is written with the same figures before and after: it is no change to a reader."""
SEEN_MIN = 0.1
"""A change of a mean below this many minutes may be written with the same figure before and after."""
CURVE_STEP_MIN = 10
"""The table behind the curve has a row for so many minutes."""


def gains(f: KnownFacts) -> SectionSaid:
    """Return what is said of who gains, and the tables behind it."""
    towns, rules = municipalities(f), standards(f)
    shares, means = groups_table(f, f.target_mode, "share_beyond"), _means_table(f)
    curve, steps = _curve_tables(f)
    said = told(title=_title(f))
    said |= under("shares", _of_shares(f, shares))
    said |= under("means", _of_means(f, means))
    said |= under("curve", _of_curve(f, curve))
    said |= under("evenness", _of_evenness(f))
    tables = {
        "shares": shares,
        "means": means,
        "curve": curve,
        "curve_steps": steps,
        "evenness": _evenness_table(f),
    }
    return SectionSaid(
        under("gains", said | under("municipalities", towns.said) | under("standards", rules.said)),
        {f"gains.{name}": table for name, table in {**tables, **towns.tables, **rules.tables}.items()},
    )


def groups_table(f: KnownFacts, mode: str, measure: str) -> pd.DataFrame:
    """Return a measure of each group of a picture: the definition and all others, kinds of place, everybody last.

    Returns
    -------
    Columns `grouping, group, people, before, after`; groups without people are left out.
    """
    rows: list[dict[str, Any]] = []
    for grouping in (f.definition, f.kinds_of_place, EVERYONE):
        if grouping is None:
            continue
        found = f.group_rows(mode, grouping)
        if grouping != EVERYONE:
            found = found[found["people"] >= HALF_A_PERSON]
        rows += [
            {
                "grouping": grouping,
                "group": str(row["group"]),
                "people": float(row["people"]),
                **{when: float(row[f"{measure}_{when}"]) for when in WHEN},
            }
            for _, row in found.iterrows()
        ]
    return pd.DataFrame(rows, columns=["grouping", "group", "people", *WHEN])


def _title(f: KnownFacts) -> Note:
    """Return which group's share beyond the standard changes most."""
    mode = f.target_mode
    shares = groups_table(f, mode, "share_beyond")
    if len(shares) == 1:
        return _everybodys_title(f)
    if f.findings.leads_with_means:
        return _means_title(f)
    data: dict[str, Any] = {"limit": f.limit_min(mode), "by": f.by(mode)}
    steps = (shares["after"] - shares["before"]).to_numpy()[:-1]
    k = int(np.argmax(np.abs(steps)))
    if abs(steps[k]) < SEEN_SHARE:
        return Note("said.gains.title.same", data)
    way = "less" if steps[k] < 0 else "more"
    return Note(f"said.gains.title.{way}", {**data, **_of_group(f, shares.iloc[k])})


def _everybodys_title(f: KnownFacts) -> Note:
    """Return who has a shorter and who a longer way, where no groups tell people apart."""
    gain = f.gain_row(f.target_mode)
    change = {way: float(gain[f"people_{way}"]) for way in ("shorter", "longer")}
    ways = [way for way, people in change.items() if people >= HALF_A_PERSON]
    key = "both" if len(ways) == 2 else ways[0] if ways else "nobody"
    data = {"by": f.by(f.target_mode), **change, "total": f.total()}
    said = Note(f"said.gains.title.{key}", data)
    clauses = reach(f) if f.target_mode == f.mode else []
    return joined(*clauses) if clauses and not ways else joined(said, *clauses)


def _means_title(f: KnownFacts) -> Note:
    """Return which group's mean minutes change most: what a plan that sums minutes is about."""
    by = f.by(f.target_mode)
    if f.target_mode == f.mode and reach(f):
        return joined(*reach(f))
    means = groups_table(f, f.target_mode, "mean_min")
    steps = (means["after"] - means["before"]).to_numpy()[:-1]
    k = int(np.argmax(np.nan_to_num(np.abs(steps))))
    if not abs(steps[k]) >= SEEN_MIN:
        return Note("said.gains.title.mean_same", {"by": by})
    way = "mean_less" if steps[k] < 0 else "mean_more"
    return Note(f"said.gains.title.{way}", {"by": by, **_of_group(f, means.iloc[k])})


def _of_group(f: KnownFacts, row: pd.Series[Any]) -> dict[str, Any]:
    """Return a group as a place, and its measure before and after."""
    place = f.names.within(str(row["grouping"]), str(row["group"]))
    return {"place": place, **{when: float(row[when]) for when in WHEN}}


def _ends(f: KnownFacts, mode: str, kinds: str, measure: str) -> dict[str, Any]:
    """Return the group with the least and that with the most of a measure after the plan, and the two figures."""
    after = f"{measure}_after"
    rows = f.group_rows(mode, kinds)
    rows = rows[(rows["people"] >= HALF_A_PERSON) & rows[after].notna()].sort_values(after, kind="stable")
    near, far = rows.iloc[0], rows.iloc[-1]
    return {
        "near": f.names.within(kinds, str(near["group"])),
        "far": f.names.within(kinds, str(far["group"])),
        "least": float(near[after]),
        "most": float(far[after]),
    }


# The share beyond the standard by group


def _of_shares(f: KnownFacts, table: pd.DataFrame) -> Told:
    everyone = table.iloc[-1]
    data: dict[str, Any] = {
        "limit": f.limit_min(f.target_mode),
        "by": f.by(f.target_mode),
        "groups": len(table),
    }
    data |= {when: float(everyone[when]) for when in WHEN}
    return told(
        title=_shares_title(f, data),
        subtitle=Note("said.gains.shares.subtitle", data),
        unit=Note("said.gains.unit", data),
        alt=Note("said.gains.shares.alt", data),
    )


def _shares_title(f: KnownFacts, data: dict[str, Any]) -> Note:
    """Return how uneven it is after the plan: the group with the largest share beyond and that with the smallest.

    Shares are alike where they are written alike, in any language.
    """
    kinds = f.kinds_of_place
    if kinds is None:
        before, after = data["before"], data["after"]
        same = share_apart(before, after, "en") == share_apart(after, before, "en")
        return Note("said.gains.shares.same" if same else "said.gains.shares.all", data)
    ends = _ends(f, f.target_mode, kinds, "share_beyond")
    even = share(ends["least"], "en") == share(ends["most"], "en")
    return Note("said.gains.shares.even" if even else "said.gains.shares.uneven", data | ends)


# Mean minutes by group


def _means_table(f: KnownFacts) -> pd.DataFrame:
    """Return mean minutes by group of those with a way after the plan; no rows where one of them had none before."""
    table = groups_table(f, f.mode, "mean_min")
    table = table[table["after"].notna()].reset_index(drop=True)
    return table.iloc[:0] if table["before"].isna().any() else table


def _of_means(f: KnownFacts, table: pd.DataFrame) -> Told:
    if table.empty:
        return {}
    everyone = f.everyone(f.mode)
    data: dict[str, Any] = {"by": f.by(f.mode), "groups": len(table)}
    data |= {when: float(everyone[f"mean_min_{when}"]) for when in WHEN}
    which = "same" if number(data["before"], "en", 1) == number(data["after"], "en", 1) else "changed"
    if f.kinds_of_place is None:
        title = Note(f"said.gains.means.{which}_all", data)
    else:
        title = Note(f"said.gains.means.{which}", data | _ends(f, f.mode, f.kinds_of_place, "mean_min"))
    return told(
        title=title,
        subtitle=[Note("said.gains.means.subtitle", data), *without_way(f, "said.gains.means.without")],
        unit=Note("said.gains.means.unit", data),
        alt=Note("said.gains.means.alt", data),
    )


def without_way(f: KnownFacts, key: str) -> list[Note]:
    """Return how many have no way before and after, in a sentence; nothing where all have one."""
    everyone = f.everyone(f.mode)
    people = {when: float(everyone[f"people_unreached_{when}"]) for when in WHEN}
    if max(people.values()) < HALF_A_PERSON:
        return []
    data = {"limit": f.findings.cutoff_min, "by": f.by(f.mode), **people, "total": f.total()}
    return [Note(key, data)]


# People against minutes


def _curve_tables(f: KnownFacts) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return people within so many minutes, and the same every ten minutes with the change.

    The curve is that of the definition where the plan is about it, else everybody's. `standard` marks the minute
    nearest to the standard.
    """
    mode, curves = f.target_mode, f.findings.curves
    grouping, group = (str(f.definition), "yes") if _is_about(f) else (EVERYONE, "")
    here = (curves["mode"] == mode) & (curves["grouping"] == grouping) & (curves["group"] == group)
    curve = curves.loc[here, ["minutes", "people_before", "people_after"]].reset_index(drop=True)
    apart = (curve["minutes"] - f.limit_min(mode)).abs()
    curve["standard"] = curve.index == (apart.idxmin() if len(apart) else -1)
    steps = curve[curve["minutes"] % CURVE_STEP_MIN == 0].drop(columns="standard").reset_index(drop=True)
    return curve, steps.assign(change=steps["people_after"] - steps["people_before"])


def _is_about(f: KnownFacts) -> bool:
    return f.target_mode == "walk" and f.definition is not None


def _of_curve(f: KnownFacts, curve: pd.DataFrame) -> Told:
    if curve.empty:
        return {}
    row = curve[curve["standard"]].iloc[0]
    before, after = (float(row[f"people_{when}"]) for when in WHEN)
    data: dict[str, Any] = {
        "limit": float(row["minutes"]),
        "by": f.by(f.target_mode),
        "before": before,
        "after": after,
        "total": f.total(of_the_areas=_is_about(f)),
    }
    data |= {"change": abs(after - before)} | ({"who": f.the_areas()} if _is_about(f) else {})
    kind = "target" if _is_about(f) else "all"
    which = "same" if abs(after - before) < HALF_A_PERSON else "more" if after > before else "fewer"
    return told(
        title=Note(f"said.curve.{kind}.{which}", data),
        subtitle=Note(f"said.curve.{kind}.subtitle", data),
        alt=Note(f"said.curve.{kind}.alt", data),
        axis=Note("said.curve.minutes", data),
    )


# How evenly


def _evenness_table(f: KnownFacts) -> pd.DataFrame:
    found = f.findings.inequality
    return found.loc[found["mode"] == f.mode, ["measure", *WHEN]].reset_index(drop=True)


def _of_evenness(f: KnownFacts) -> Told:
    """Return whether ways become longer or shorter, and more or less equal."""
    table = _evenness_table(f)
    if table.empty:
        return {}
    gini, everyone = table[table["measure"] == "gini"].iloc[0], f.everyone(f.mode)
    # As the page writes them: three decimals of the coefficient, two of the minutes.
    before, after = (round(float(gini[when]), 3) for when in WHEN)
    mean = round(float(everyone["mean_min_after"]) - float(everyone["mean_min_before"]), 2)
    # Means of different people say nothing of anybody's way.
    way = "equal" if reach(f) or not mean else "shorter" if mean < 0 else "longer"
    key = "same" if before == after else f"{way}_{'less' if after < before else 'more'}"
    return told(
        title=Note(f"said.gains.evenness.{key}", {"before": before, "after": after, "by": f.by(f.mode)}),
        filler=without_way(f, "said.gains.evenness_filler"),
    )
