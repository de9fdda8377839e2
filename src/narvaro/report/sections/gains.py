"""Who gains and who loses: by group before and after, people against minutes, by municipality, and standards."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from narvaro.report.figures.curve import CurveText, Reach, draw_reach, people_unit
from narvaro.report.figures.dumbbell import DumbbellText, Pair, draw_dumbbells
from narvaro.report.html import Child, Html, el
from narvaro.report.material import EVERYONE, Material
from narvaro.report.pictures import Numbers, both_widths, picture
from narvaro.report.sections.answer import HALF_A_PERSON, reach
from narvaro.report.sections.section import Section
from narvaro.report.tables import Cell, Column, csv_link, table
from narvaro.report.voice import capital

SEEN_SHARE = 0.0005
"""A change of a share below this is written with the same figures before and after: it is no change to a reader."""
SEEN_MIN = 0.1
"""A change of a mean below this many minutes may be written with the same figure before and after."""
MOST_PLACES = 12
WHEN = ("before", "after")
UNMEASURED = "not_measurable"


def gains_section(m: Material) -> Section:
    """Return the section on who gains."""
    target, mode = m.target_mode, m.mode
    parts: list[Child] = [_shares(m, target), _curve(m), _means(m, mode)]
    if m.findings.leads_with_means:
        parts.reverse()
    parts += [_municipalities(m), _evenness(m), _standards(m)]
    return Section("gains", m.voice("gains.label"), _title(m), [part for part in parts if part is not None])


def _title(m: Material) -> str:
    """Return which group's share beyond the standard changes most."""
    v, mode = m.voice, m.target_mode
    data = {"limit": v.minutes(m.limit_min(mode)), "by": m.by(mode)}
    rows = _groups(m, mode)
    if not rows:
        gain = m.gain_row(mode)
        change = {way: float(gain[f"people_{way}"]) for way in ("shorter", "longer")}
        ways = [way for way, people in change.items() if people >= HALF_A_PERSON]
        key = "both" if len(ways) == 2 else ways[0] if ways else "nobody"
        said = v(f"gains.title.{key}", by=m.by(mode), **{way: v.people(n) for way, n in change.items()})
        clauses = reach(m) if mode == m.mode else []
        return capital("; ".join(clauses if clauses and not ways else [said, *clauses]))
    if m.findings.leads_with_means:
        return _means_title(m, rows)
    steps = [float(row["share_beyond_after"] - row["share_beyond_before"]) for _, row in rows]
    k = int(np.argmax(np.abs(steps)))
    if abs(steps[k]) < SEEN_SHARE:
        return v("gains.title.same", **data)
    grouping, row = rows[k]
    told = v.pcts(*(float(row[f"share_beyond_{when}"]) for when in WHEN))
    place = m.names.within_group(grouping, str(row["group"]))
    return capital(v("gains.title.less" if steps[k] < 0 else "gains.title.more", place=place, **told, **data))


def _means_title(m: Material, rows: list[tuple[str, pd.Series[Any]]]) -> str:
    """Return which group's mean minutes change most: what a plan that sums minutes is about."""
    v, by = m.voice, m.by(m.target_mode)
    if m.target_mode == m.mode and reach(m):
        return capital("; ".join(reach(m)))
    steps = np.array([float(row["mean_min_after"] - row["mean_min_before"]) for _, row in rows])
    k = int(np.argmax(np.nan_to_num(np.abs(steps))))
    if not abs(steps[k]) >= SEEN_MIN:
        return v("gains.title.mean_same", by=by)
    grouping, row = rows[k]
    told = _told(m, row, "mean_min", lambda value: v.number(value, 1))
    place = m.names.within_group(grouping, str(row["group"]))
    key = "gains.title.mean_less" if steps[k] < 0 else "gains.title.mean_more"
    return capital(v(key, place=place, by=by, **told))


def _groups(m: Material, mode: str) -> list[tuple[str, pd.Series[Any]]]:
    """Return the groups of a picture: the definition and all others, then kinds of place."""
    found = []
    for grouping in (m.definition, m.kinds_of_place):
        if grouping is not None:
            rows = m.group_rows(mode, grouping)
            found += [(grouping, row) for _, row in rows.iterrows() if row["people"] >= HALF_A_PERSON]
    return found


def _labelled(m: Material, mode: str) -> list[tuple[str, str, pd.Series[Any]]]:
    """Return label, grouping and row of each group of a picture, everybody last."""
    rows = [*_groups(m, mode), (EVERYONE, m.everyone(mode))]
    labels = [
        m.voice("gains.all") if g == EVERYONE else capital(m.names.group(g, str(row["group"])))
        for g, row in rows
    ]
    return [(label, grouping, row) for label, (grouping, row) in zip(labels, rows, strict=True)]


def _shares(m: Material, mode: str) -> Html:
    """Return the share beyond the standard by group."""
    v = m.voice
    rows = _labelled(m, mode)
    told = v.pcts(*(float(m.everyone(mode)[f"share_beyond_{when}"]) for when in WHEN))
    data = {"limit": v.minutes(m.limit_min(mode)), "by": m.by(mode), "groups": v.words(len(rows)), **told}
    text = DumbbellText(v("gains.unit", **data), v("before"), v("after"), 1)
    drawn = [
        Pair(label, *(100 * float(row[f"share_beyond_{when}"]) for when in WHEN)) for label, _, row in rows
    ]
    cells: list[list[Cell]] = [
        [label, float(row["people"]), *(float(row[f"share_beyond_{when}"]) for when in WHEN)]
        for label, _, row in rows
    ]
    columns = (
        Column(v("col.group")),
        Column(v("col.people"), "number"),
        Column(v("col.before"), "share", 1),
        Column(v("col.after"), "share", 1),
    )
    return picture(
        f"shares-{mode}",
        _shares_title(m, mode),
        v("gains.shares.subtitle", **data),
        both_widths(lambda width: draw_dumbbells(drawn, text, m.lang, width), v("gains.shares.alt", **data)),
        Numbers(columns, cells),
        m.lang,
    )


def _told(m: Material, row: pd.Series[Any], name: str, say: Callable[[float], str]) -> dict[str, str]:
    return {when: say(float(row[f"{name}_{when}"])) for when in WHEN}


def _shares_title(m: Material, mode: str) -> str:
    """Return how uneven it is after the plan: the group with the largest share beyond and that with the smallest."""
    v, kinds = m.voice, m.kinds_of_place
    data = {"limit": v.minutes(m.limit_min(mode)), "by": m.by(mode)}
    if kinds is None:
        told = v.pcts(*(float(m.everyone(mode)[f"share_beyond_{when}"]) for when in WHEN))
        same = told["before"] == told["after"]
        return v("gains.shares.same" if same else "gains.shares.all", **told, **data)
    near, far, least, most = _ends(m, mode, kinds, "share_beyond_after", v.pct)
    key = "gains.shares.even" if least == most else "gains.shares.uneven"
    return capital(v(key, near=near, far=far, least=least, most=most, **data))


def _ends(
    m: Material, mode: str, kinds: str, measure: str, say: Callable[[float], str]
) -> tuple[str, str, str, str]:
    """Return the group with the least and that with the most of a measure, as places, and the two figures."""
    rows = m.group_rows(mode, kinds)
    rows = rows[(rows["people"] >= HALF_A_PERSON) & rows[measure].notna()].sort_values(measure, kind="stable")
    near, far = rows.iloc[0], rows.iloc[-1]
    places = [m.names.within_group(kinds, str(row["group"])) for row in (near, far)]
    return places[0], places[1], say(float(near[measure])), say(float(far[measure]))


def _means(m: Material, mode: str) -> Html | None:
    """Return the mean minutes by group, of those who have an office within reach."""
    v = m.voice
    rows = [found for found in _labelled(m, mode) if not math.isnan(float(found[2]["mean_min_after"]))]
    drawn = [Pair(label, *(float(row[f"mean_min_{when}"]) for when in WHEN)) for label, _, row in rows]
    if not drawn or any(math.isnan(pair.before) for pair in drawn):
        return None
    told = _told(m, m.everyone(mode), "mean_min", lambda value: v.number(value, 1))
    data = {"by": m.by(mode), "groups": v.words(len(rows)), **told}
    which = "same" if told["before"] == told["after"] else "changed"
    if m.kinds_of_place is None:
        title = v(f"gains.means.{which}_all", **data)
    else:
        near, far, least, most = _ends(m, mode, m.kinds_of_place, "mean_min_after", lambda x: v.number(x, 1))
        title = v(f"gains.means.{which}", near=near, far=far, least=least, most=most, **data)
    text = DumbbellText(v("gains.means.unit", **data), v("before"), v("after"), 1)
    columns = (Column(v("col.group")), *(Column(v(f"col.{when}"), "number", 1) for when in WHEN))
    return picture(
        f"means-{mode}",
        capital(title),
        " ".join([v("gains.means.subtitle", **data), *_without(m, "gains.means.without")]),
        both_widths(lambda width: draw_dumbbells(drawn, text, m.lang, width), v("gains.means.alt", **data)),
        Numbers(columns, [[pair.label, pair.before, pair.after] for pair in drawn]),
        m.lang,
    )


def _curve(m: Material) -> Html | None:
    """Return people against minutes: those of the definition where the plan is about them, else everybody."""
    v, mode = m.voice, m.target_mode
    about = mode == "walk" and m.definition is not None
    grouping, group = (str(m.definition), "yes") if about else (EVERYONE, "")
    curves = m.findings.curves
    curve = curves[(curves["mode"] == mode) & (curves["grouping"] == grouping) & (curves["group"] == group)]
    if curve.empty:
        return None
    reach = Reach(
        *(tuple(curve[name].astype(float)) for name in ("minutes", "people_before", "people_after"))
    )
    limit = m.limit_min(mode)
    k = min(range(len(reach.minutes)), key=lambda i: abs(reach.minutes[i] - limit))
    nearest, before, after = reach.minutes[k], reach.before[k], reach.after[k]
    data = {
        "who": m.names.areas_of(str(m.definition)) if about else "",
        "limit": v.minutes(nearest),
        "by": m.by(mode),
        **v.heads(before, after),
        "change": v.people(abs(after - before)),
    }
    kind = "target" if about else "all"
    which = "same" if abs(after - before) < HALF_A_PERSON else "more" if after > before else "fewer"
    text = CurveText(
        v("curve.minutes", by=m.by(mode)), v(f"curve.people.{people_unit(reach)}"), v("before"), v("after")
    )
    columns = (
        Column(v("col.minutes"), "number"),
        Column(v("col.people_before"), "number"),
        Column(v("col.people_after"), "number"),
        Column(v("col.change"), "number"),
    )
    shown = curve[curve["minutes"] % 10 == 0]
    rows = [
        [float(minutes), float(a), float(b), float(b - a)]
        for minutes, a, b in shown[["minutes", "people_before", "people_after"]].itertuples(index=False)
    ]
    return picture(
        "curve",
        capital(v(f"curve.{kind}.{which}", **data)),
        v(f"curve.{kind}.subtitle", **data),
        both_widths(
            lambda width: draw_reach(reach, text, m.lang, width, nearest), v(f"curve.{kind}.alt", **data)
        ),
        Numbers(columns, rows),
        m.lang,
    )


def _municipalities(m: Material) -> Html | None:
    """Return the municipalities where most people's ways change, and all of them as a file."""
    v, mode = m.voice, m.mode
    grouping = next(
        (g for g in ("municipality_code", "municipality") if (m.findings.gains["grouping"] == g).any()), None
    )
    if grouping is None:
        return None
    means = m.group_rows(mode, grouping)
    gains = m.findings.gains
    gains = gains[(gains["mode"] == mode) & (gains["grouping"] == grouping)].set_index("group")
    ways = [way for way in ("reached", "unreached") if (gains[f"people_newly_{way}"] >= HALF_A_PERSON).any()]
    counts = ["people_shorter", "people_longer", *(f"people_newly_{way}" for way in ways)]
    gains = gains.assign(changed=gains[counts].sum(axis=1))
    gains = gains.sort_values("changed", ascending=False, kind="stable")
    changed = gains[gains["changed"] >= HALF_A_PERSON]
    if changed.empty:
        return None
    columns = (
        Column(v("col.municipality")),
        Column(v("col.people"), "number"),
        Column(v("col.shorter"), "number"),
        Column(v("col.longer"), "number"),
        *(Column(v(f"col.newly_{way}"), "number") for way in ways),
        Column(v("col.mean_before"), "number", 1),
        Column(v("col.mean_after"), "number", 1),
    )
    rows: list[list[Cell]] = [
        [
            m.names.place(grouping, str(code)),
            float(row["people"]),
            *(float(row[name]) for name in counts),
            *(float(means[f"mean_min_{when}"].get(code, math.nan)) for when in WHEN),
        ]
        for code, row in gains.iterrows()
    ]
    top = rows[: min(MOST_PLACES, len(changed))]
    data = {"all": v.words(len(gains)), "by": m.by(mode), "first": str(top[0][0])}
    title = v.count("gains.municipalities", len(changed), **data)
    return el(
        "div",
        el("h3", capital(title)),
        el("p", v("gains.municipalities_subtitle", by=m.by(mode)), class_="subtitle"),
        table(columns, top, title, m.lang, show_caption=False),
        el("p", csv_link(columns, rows, "municipalities", m.lang, v("gains.municipalities_link"))),
        id="municipalities",
    )


def _evenness(m: Material) -> Html | None:
    """Return the measures of inequality, each with a line on how to read it."""
    v = m.voice
    found = m.findings.inequality
    found = found[found["mode"] == m.mode]
    if found.empty:
        return None
    columns = (
        Column(v("col.measure")),
        Column(v("col.before"), "number", 3),
        Column(v("col.after"), "number", 3),
        Column(v("col.reading")),
    )
    rows: list[list[Cell]] = [
        [
            v.ours(f"access.measure.{row['measure']}"),
            float(row["before"]),
            float(row["after"]),
            v(f"measure.{row['measure']}"),
        ]
        for _, row in found.iterrows()
    ]
    gini, everyone = found[found["measure"] == "gini"].iloc[0], m.everyone(m.mode)
    before, after = round(float(gini["before"]), 3), round(float(gini["after"]), 3)
    mean = round(float(everyone["mean_min_after"]) - float(everyone["mean_min_before"]), 2)
    # Means of different people say nothing of anybody's way.
    way = "equal" if reach(m) or not mean else "shorter" if mean < 0 else "longer"
    key = "same" if before == after else f"{way}_{'less' if after < before else 'more'}"
    title = v(f"gains.evenness.{key}", before=v.number(before, 3), after=v.number(after, 3), by=m.by(m.mode))
    return el(
        "div",
        el("h3", title),
        table(columns, rows, title, m.lang, show_caption=False),
        [el("p", said, class_="fine") for said in _without(m, "gains.evenness_filler")],
        id="evenness",
    )


def _without(m: Material, key: str) -> list[str]:
    """Return how many have no way before and after, in a sentence; nothing where all have one."""
    v, everyone = m.voice, m.everyone(m.mode)
    people = {when: float(everyone[f"people_unreached_{when}"]) for when in WHEN}
    if max(people.values()) < HALF_A_PERSON:
        return []
    told = {when: v.people(heads) for when, heads in people.items()}
    return [v(key, limit=v.minutes(m.findings.cutoff_min), by=m.by(m.mode), **told)]


def _standards(m: Material) -> Html | None:
    """Return which standards are met, before and after, and which are not measured and why."""
    v, found = m.voice, m.findings.standards
    lacking = (found["status_before"] == UNMEASURED) | (found["status_after"] == UNMEASURED)
    left, found = found[lacking], found[~lacking]
    if found.empty and left.empty:
        return None
    columns = (
        Column(v("col.standard")),
        Column(v("col.required"), "share"),
        Column(v("col.before"), "share", 1),
        Column(v("col.after"), "share", 1),
        Column(v("col.verdict")),
    )
    rows: list[list[Cell]] = [
        [
            _standard(m, row),
            float(row["required_share"]),
            float(row["share_before"]),
            float(row["share_after"]),
            v.ours(f"access.standard.{row['status_after']}"),
        ]
        for _, row in found.iterrows()
    ]
    met = int((found["status_after"] == "met").sum())
    kind = "gains.standards_only" if len(found) == 1 else "gains.standards"
    title = v.count(kind, met, all=v.words(len(found))) if rows else v("gains.standards_none")
    if rows and len(left):
        title += v.count("gains.standards_left", len(left))
    return el(
        "div",
        el("h3", capital(title)),
        table(columns, rows, title, m.lang, show_caption=False) if rows else None,
        el("p", " ".join(_unmeasured(m, left)), class_="fine") if len(left) else None,
        id="standards",
    )


def _unmeasured(m: Material, left: pd.DataFrame) -> Iterator[str]:
    """Return a sentence for each reason why standards are not measured; those by a mode apart for each mode."""
    v = m.voice
    by_reason: dict[tuple[str, str], list[str]] = {}
    for row in left.to_dict("records"):
        reason = str(row["reason"]).removeprefix("access.standard.")
        mode = str(row["mode"]) if reason == "no_way" else ""
        label = m.names.told(m.names.labels.standard(str(row["id"])))
        by_reason.setdefault((reason, mode), []).append(label)
    for (reason, mode), labels in by_reason.items():
        told = v.listing(labels)
        yield v(f"unmeasured.{reason or 'unknown'}", standards=told, by=m.by(mode) if mode else "")


def _standard(m: Material, row: pd.Series[Any]) -> str:
    """Return the name of a standard, and where it must hold in every place the one that is worst off."""
    label = m.names.told(m.names.labels.standard(str(row["id"])))
    worst = str(row["worst_group_after"] or "")
    return (
        m.voice("gains.worst", label=label, worst=m.names.place("municipality_code", worst))
        if worst
        else label
    )
