"""What the plan makes small, the rules it keeps, and what was fixed beforehand by whom."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from narvaro.language import date_text
from narvaro.report.html import Child, Html, el
from narvaro.report.material import Material
from narvaro.report.sections.section import Section
from narvaro.report.tables import Cell, Column, csv_link
from narvaro.report.voice import capital


def rules_section(m: Material) -> Section:
    """Return the section of rules."""
    v = m.voice
    parts: list[Child] = [
        el("p", " ".join(_aim(m))),
        el("ul", [el("li", rule) for rule in (*_money(m), *_limits(m), *_locked(m))]),
        _locked_file(m),
    ]
    return Section("rules", v("rules.label"), _title(m), parts)


def _title(m: Material) -> str:
    areas = m.names.areas_of(m.definition) if m.definition else ""
    limit = m.voice.minutes(float(m.goal["standard_min"]))
    return m.voice(f"rules.title.{m.findings.criterion.kind}", areas=areas, limit=limit)


def _aim(m: Material) -> Iterator[str]:
    v, goal = m.voice, m.goal
    yield v(
        f"rules.aim.{m.findings.criterion.kind}",
        by=m.by(m.mode),
        areas=m.names.areas_of(m.definition) if m.definition else "",
        weight=v.minutes(float(goal["walk_weight_min"])),
        limit=v.minutes(float(goal["walk_standard_min"])),
        standard=v.minutes(float(goal["standard_min"])),
    )
    if goal["need_weighted"]:
        yield v("rules.need")
    extra = {str(size): float(minutes) for size, minutes in goal.get("extra_min", {}).items() if minutes}
    if extra:
        sizes = [
            v("rules.extra_size", minutes=v.minutes(minutes), office=m.names.a_size(size))
            for size, minutes in extra.items()
        ]
        yield v("rules.extra", sizes=v.listing(sizes))


def _money(m: Material) -> Iterator[str]:
    v, money = m.voice, m.policy["money"]
    years = [
        v("rules.money_year", given=v.money(y["appropriation_msek"]), year=str(y["year"])) for y in m.years
    ]
    yield v("rules.money", years=v.listing(years))
    for name in ("saving", "credit"):
        share = float(money[f"{name}_pct"]) / 100
        yield v(f"rules.{name}", share=v.pct(share)) if share > 0 else v(f"rules.{name}_none")
    if money["earmark"]:
        limit = v.minutes(float(m.goal["walk_standard_min"]))
        yield v("rules.earmark", limit=limit, areas=m.names.areas_of(str(m.policy["definition"])))
    if money.get("lasting"):
        yield v("rules.lasting")


def _limits(m: Material) -> Iterator[str]:
    v, limits = m.voice, m.policy["limits"]
    statuses = set(m.case.sites["status"])
    opens = bool(limits["open_candidates"] and "candidate" in statuses) or "must_open" in statuses
    closes = bool(statuses & {"may_close", "must_close"})
    if opens:
        yield v("rules.opening_month", month=_month(m, int(limits["opening_month"])))
        if limits.get("max_openings_year") is not None:
            yield v("rules.most_openings", n=v.words(int(limits["max_openings_year"])))
    elif not limits["open_candidates"]:
        yield v("rules.no_openings")
    if closes:
        yield v("rules.closing_month", month=_month(m, int(limits["closing_month"])))
        if m.counts["municipalities_before"] is not None:
            yield v(f"rules.leave.{limits['leave_municipality']}")
        if m.names.has_sizes:
            yield v(f"rules.resize.{limits['resize']}")
    if limits.get("keep_one_in"):
        yield v("rules.keep_one_in", region=_region(m, str(limits["keep_one_in"])))
    if limits.get("room_in"):
        share = v.pct(float(limits["room_share"]))
        yield v("rules.room_in", region=_region(m, str(limits["room_in"])), share=share)
    if limits.get("within_min") is not None:
        minutes, share = v.minutes(float(limits["within_min"])), v.pct(float(limits["within_share"]))
        yield v("rules.within", minutes=minutes, share=share, by=m.by(m.mode))


def _month(m: Material, month: int) -> str:
    return date_text(dt.date(2000, month, 1), m.lang).split()[1]


def _region(m: Material, column: str) -> str:
    return m.names.told(m.names.labels.region(column))


def _locked(m: Material) -> Iterator[str]:
    """Return how many sites were fixed, by status and by whom."""
    v = m.voice
    for (status, who), n in Counter(
        (str(r["status"]), str(r["locked_by"])) for r in m.plan["locked"]
    ).items():
        what = capital(v.count(f"rules.{status}", n))
        yield v("rules.locked_by", what=what, who=who) if who else v("rules.locked", what=what)


def _locked_file(m: Material) -> Html | None:
    v, locked = m.voice, m.plan["locked"]
    if not locked:
        return None
    columns = (
        Column(v("col.id")),
        Column(v("col.place")),
        Column(v("col.locked")),
        Column(v("col.locked_by")),
    )
    rows: list[list[Cell]] = [
        [str(row[name]) for name in ("site_id", "name", "status", "locked_by")] for row in locked
    ]
    return el("p", csv_link(columns, rows, "locked", m.lang, v("rules.locked_file")), class_="fine")
