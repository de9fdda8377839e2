"""What if: the same money without the earmark, the same question under another list, side by side."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from narvaro.report.figures.bars import Bar, draw_bars
from narvaro.report.html import Child, Html, el
from narvaro.report.material import Material
from narvaro.report.pictures import NARROW, Numbers, picture
from narvaro.report.sections.section import Section
from narvaro.report.tables import Cell, Column, csv_link, table
from narvaro.report.voice import capital

HALF_A_PERSON = 0.5
KNOWN = ("without_earmark", "other_definition")
COUNTS = ("offices_after", "municipalities_after", "opened", "closed", "resized")
SEEN_SHARE = 0.0001  # a smaller difference of all ways together is none


def others_section(m: Material) -> Section | None:
    """Return the section on other plans; nothing where there are none."""
    rows = [row for _, row in m.findings.comparison.iterrows()]
    by_name = {str(row["plan"]): row for row in rows[:2]}
    others = list(enumerate(rows))[2:]
    if not others:
        return None
    today, main = by_name["before"], by_name["main"]
    parts: list[Child] = [_other(m, k, today, main, row) for k, row in others]
    parts.append(_agreement(m))
    return Section("others", m.voice("others.label"), _title(m, len(others) + 1), parts)


def _title(m: Material, plans: int) -> str:
    """Return how far the plans agree on the places."""
    v, agreement = m.voice, m.findings.agreement
    main = agreement[agreement["main"]]
    if main.empty:
        return v("others.title.none")
    everywhere = int((main["plans"] == plans).sum())
    together = v("others.plans.both") if plans == 2 else v("others.plans.all", n=v.words(plans))
    data = {"of": v.words(len(main)), "plans": together}
    if everywhere == len(main):
        return v("others.title.all", **data)
    return capital(v.count("others.title", everywhere, **data))


def _name(m: Material, row: pd.Series[Any]) -> str:
    v, kind = m.voice, str(row["plan"])
    if kind in ("before", "main"):
        return v(f"others.name.{kind}")
    if kind == "other_definition":
        return capital(m.names.definition(str(row["definition"])))
    return v(f"others.name.{kind}") if kind in KNOWN else kind.replace("_", " ")


def _measure(m: Material, row: pd.Series[Any]) -> str:
    """Return which figure tells the plans apart: people of the definition without a walk, else person-minutes."""
    on_foot = m.target_mode == "walk" and not math.isnan(float(row["people_beyond_walk_definition"]))
    return "people_beyond_walk_definition" if on_foot else "person_minutes"


def _other(
    m: Material, position: int, today: pd.Series[Any], main: pd.Series[Any], row: pd.Series[Any]
) -> Html:
    v, kind = m.voice, str(row["plan"])
    measure = _measure(m, main)
    trio = (today, main, row)
    names = [_name(m, one) for one in trio]
    data = {
        "areas": m.names.areas_of(m.definition or ""),
        "limit": v.minutes(m.findings.walk_standard_min),
        "by": m.by(m.mode),
        "other": m.names.definition(str(row["definition"])) if kind == "other_definition" else names[2],
    }
    charts = []
    for name, decimals in ((measure, 0), ("mean_min", 1)):
        if name == "person_minutes" or (name == "mean_min" and not _alike(trio)):
            continue
        bars = [Bar(label, float(one[name]), one is main) for label, one in zip(names, trio, strict=True)]
        if any(math.isnan(bar.value) for bar in bars):
            continue
        told = [f"{bar.label} {v.number(bar.value, decimals)}" for bar in bars]
        alt = f"{v(f'others.bars.{name}', **data)}. {v.listing(told)}."
        svg = draw_bars(bars, m.lang, NARROW, decimals).svg(alt)
        charts.append(el("div", el("p", v(f"others.bars.{name}", **data), class_="fine"), svg))
    return picture(
        f"other-{position}",
        _finding(m, kind, measure, main, row, data),
        v("others.subtitle"),
        el("div", charts, class_="pair"),
        _numbers(m, trio, names, data),
        m.lang,
        beside=False,
    )


def _alike(trio: tuple[pd.Series[Any], ...]) -> bool:
    """Tell whether as many have a way in each of the plans: else their means are of different people."""
    without = [float(one["people_unreached"]) for one in trio]
    return math.isnan(without[0]) or max(without) - min(without) < HALF_A_PERSON


def _finding(
    m: Material, kind: str, measure: str, main: pd.Series[Any], row: pd.Series[Any], data: dict[str, str]
) -> str:
    """Return what the other plan does to the figure that tells them apart, and how many places it shares."""
    v = m.voice
    acts = int(main["opened"] + main["closed"])
    places = _same(m, acts, int(row["same_places"]))
    key = kind if kind in KNOWN else "other"
    difference = float(row[measure]) - float(main[measure])
    if measure == "person_minutes":
        share = difference / float(main[measure]) if main[measure] else 0.0
        which = "same_minutes" if abs(share) < SEEN_SHARE else "longer" if share > 0 else "shorter"
        return v(f"others.{key}.{which}", share=v.pct(abs(share)), places=places, **data)
    which = "same_people" if abs(difference) < HALF_A_PERSON else "more" if difference > 0 else "fewer"
    return v(f"others.{key}.{which}", people=v.people(abs(difference)), places=places, **data)


def _same(m: Material, acts: int, same: int) -> str:
    """Return how many of the plan's changes another plan makes too."""
    v, of = m.voice, m.voice.words(acts)
    if not acts:
        return v("others.same_none")
    return v("others.same.all", of=of) if same == acts > 1 else v.count("others.same", same, of=of)


def _numbers(
    m: Material, trio: tuple[pd.Series[Any], ...], names: list[str], data: dict[str, str]
) -> Numbers:
    """Return the three plans side by side, a row a figure; what cannot be told of any of them is left out."""
    v = m.voice
    columns = [Column(v("col.figure")), *(Column(name, "number") for name in names)]
    wanted = (
        *((name, 0) for name in COUNTS),
        ("spent_msek", 1),
        ("people_beyond_walk_definition", 0),
        ("people_beyond_walk_own_definition", 0),
        ("people_beyond_walk", 0),
        ("people_beyond", 0),
        ("people_unreached", 0),
        ("mean_min", 2),
        ("same_places", 0),
    )
    own = trio[2]["definition"] != trio[1]["definition"]
    rows: list[list[Cell]] = []
    for name, decimals in wanted:
        if name == "people_beyond_walk_own_definition" and not own:
            continue
        figures = [float(one[name]) for one in trio]
        if name == "same_places":
            figures[0] = float("nan")
        some_only = (*COUNTS[2:], "people_unreached")
        if all(math.isnan(x) for x in figures) or (name in some_only and not any(figures)):
            continue
        limit = {"car_limit": v.minutes(m.limit_min(m.mode))}
        rows.append([v(f"others.row.{name}", **data, **limit), *(v.number(x, decimals) for x in figures)])
    return Numbers(columns, rows)


def _agreement(m: Material) -> Html | None:
    """Return in how many of the plans each place is found."""
    v, agreement = m.voice, m.findings.agreement
    if agreement.empty:
        return None
    plans = len(m.findings.comparison) - 1
    columns = [
        Column(v("col.place")),
        Column(v("col.municipality")),
        Column(v("col.action")),
        Column(v("col.in_plan")),
        Column(v("col.in_plans", plans=str(plans)), "number"),
    ]
    rows: list[list[Cell]] = [
        [
            str(r["name"]),
            str(r["municipality"]),
            v(f"places.verb.{r['action']}"),
            bool(r["main"]),
            int(r["plans"]),
        ]
        for _, r in agreement.iterrows()
    ]
    if not any(row[1] for row in rows):
        columns, rows = [columns[0], *columns[2:]], [[row[0], *row[2:]] for row in rows]
    title = v("others.agreement")
    return el(
        "details",
        el("summary", title),
        table(columns, rows, title, m.lang, show_caption=False),
        el("p", csv_link(columns, rows, "agreement", m.lang)),
        id="agreement",
    )
