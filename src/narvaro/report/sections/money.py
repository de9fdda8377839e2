"""The money by year: what is given, what is spent, what is carried over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from narvaro.report.figures.ledger import LedgerText, YearBar, draw_ledger
from narvaro.report.html import Html, el
from narvaro.report.material import Material
from narvaro.report.pictures import Numbers, both_widths, picture
from narvaro.report.sections.section import Section
from narvaro.report.tables import Cell, Column

ROWS = ("appropriation", "running", "opening", "closing", "resizing", "spent", "carried", "lapsed")
BARS = ("running", "opening", "closing")
ALWAYS = ("appropriation", "running", "spent", "carried")


def money_section(m: Material) -> Section:
    """Return the section on money."""
    parts = [_ledger(m), _earmark(m), el("p", _afterwards(m), " ", _price_level(m), class_="fine quiet")]
    return Section("money", m.voice("money.label"), _title(m), [part for part in parts if part is not None])


def _title(m: Material) -> str:
    v, years = m.voice, m.years
    spent, given = (sum(float(y[f"{name}_msek"]) for y in years) for name in ("spent", "appropriation"))
    lapsed = sum(float(y["lapsed_msek"]) for y in years)
    credit = -min(float(y["carried_msek"]) for y in years)
    data = {"spent": v.money(spent), "given": v.money(given), "years": m.span, "left": v.money(given - spent)}
    if credit >= 0.05:
        return v("money.title.credit", credit=v.money(credit), **data)
    if given - spent < 0.05:
        return v("money.title.all", **data)
    key = "money.title.lapsed" if lapsed >= 0.05 else "money.title.left"
    return v(key, lapsed=v.money(lapsed), **data)


def _ledger(m: Material) -> Html:
    v = m.voice
    bars = [
        YearBar(
            str(year["year"]),
            (
                float(year["running_msek"]),
                float(year["opening_msek"]),
                float(year["closing_msek"]) + float(year.get("resizing_msek") or 0.0),
            ),
            float(year["appropriation_msek"]),
        )
        for year in m.years
    ]
    text = LedgerText(v("msek"), v("money.appropriation"), tuple(v(f"money.bar.{name}") for name in BARS))
    first, last = m.years[0], m.years[-1]
    alt = v(
        "money.alt",
        years=m.span,
        first=v.money(first["spent_msek"]),
        first_year=str(first["year"]),
        last=v.money(last["spent_msek"]),
        last_year=str(last["year"]),
    )
    return picture(
        "ledger",
        _ledger_title(m),
        v("money.subtitle"),
        both_widths(lambda width: draw_ledger(bars, text, m.lang, width), alt),
        _rows(m, [dict(year) for year in m.years], ROWS, offices=True),
        m.lang,
    )


def _ledger_title(m: Material) -> str:
    """Return how the yearly running cost changes from the first year to the last."""
    v = m.voice
    first, last = float(m.years[0]["spent_msek"]), float(m.years[-1]["spent_msek"])
    data = {
        "first": v.money(first),
        "last": v.money(last),
        "first_year": str(m.years[0]["year"]),
        "last_year": str(m.years[-1]["year"]),
    }
    if len(m.years) == 1:
        return v("money.ledger.one", given=v.money(m.years[0]["appropriation_msek"]), **data)
    if abs(last - first) < 0.05:
        return v("money.ledger.same", **data)
    return v("money.ledger.up" if last > first else "money.ledger.down", **data)


def _rows(m: Material, years: list[Mapping[str, Any]], names: tuple[str, ...], offices: bool) -> Numbers:
    """Return the ledger with a column a year, to the thousand SEK; rows of nothing but zeros are left out."""
    v = m.voice
    columns = [Column(v("col.msek")), *(Column(str(year["year"]), "number", 3) for year in m.years)]
    rows: list[list[Cell]] = []
    for name in names:
        figures = [float(year.get(f"{name}_msek") or 0.0) for year in years]
        if name in ALWAYS or any(figures):
            rows.append([v(f"money.row.{name}"), *figures])
    if offices:
        rows.append([v("money.row.offices"), *(v.number(year["offices"]) for year in m.years)])
    return Numbers(columns, rows, bold=[k for k, row in enumerate(rows) if row[0] == v("money.row.spent")])


def _earmark(m: Material) -> Html | None:
    """Return the earmarked pot by year, where there is one."""
    v, pots = m.voice, [year["earmark"] for year in m.years]
    if any(pot is None for pot in pots):
        return None
    spent, given = (sum(float(pot[f"{name}_msek"]) for pot in pots) for name in ("spent", "appropriation"))
    data = {"spent": v.money(spent), "given": v.money(given), "years": m.span}
    bars = [
        YearBar(str(year["year"]), (0.0, float(pot["spent_msek"])), float(pot["appropriation_msek"]))
        for year, pot in zip(m.years, pots, strict=True)
    ]
    text = LedgerText(v("msek"), v("money.set_aside"), ("", v("money.bar.earmark")))
    return picture(
        "earmark",
        v("money.earmark.all" if given - spent < 0.05 else "money.earmark.part", **data),
        v("money.earmark.subtitle", areas=m.names.areas_of(str(m.policy.get("definition")))),
        both_widths(lambda width: draw_ledger(bars, text, m.lang, width), v("money.earmark.alt", **data)),
        _rows(m, pots, ("appropriation", "spent", "carried", "lapsed"), offices=False),
        m.lang,
    )


def _afterwards(m: Material) -> str:
    """Return what the network at the end costs in a full year, against the money that goes on."""
    after = m.plan["afterwards"]
    data = {name: m.voice.money(float(after[f"{name}_msek"])) for name in ("running", "appropriation")}
    return m.voice("money.afterwards", **data)


def _price_level(m: Material) -> str:
    year = m.policy["money"].get("price_level_year")
    return m.voice("money.price_level", year=str(year)) if year else m.voice("money.price_level_unknown")
