"""The fact box that a newspaper would print."""

from __future__ import annotations

import math

from narvaro.explain import Step
from narvaro.report.figures.terrain import first_name
from narvaro.report.html import Html, el
from narvaro.report.material import Material
from narvaro.report.sections.section import Section
from narvaro.report.voice import capital

MOST_NAMES = 60


def fact_box_section(m: Material) -> Section:
    """Return the fact box."""
    v = m.voice
    rows = [
        (v("fact.money"), _money(m)),
        (v("fact.gives"), _gives(m)),
        (v("fact.services"), _services(m)),
        (v("fact.offices"), _offices(m)),
        (v("fact.opens"), _named(m, "open")),
        (v("fact.closes"), _named(m, "close")),
    ]
    filled = [(term, said) for term, said in rows if said]
    terms = [[el("dt", term), el("dd", said)] for term, said in filled]
    box = el("div", el("dl", terms), el("p", v("fact.source"), class_="fine quiet"), class_="box")
    return Section("fact-box", v("fact.label"), _title(m), box)


def _title(m: Material) -> str:
    v, box = m.voice, m.findings.fact_box
    data = {
        "before": v.number(box.offices_before),
        "after": v.number(box.offices_after),
        "year": str(m.years[-1]["year"]),
    }
    if box.offices_before == box.offices_after:
        return v("fact.title.same", **data)
    return v("fact.title.changed", **data)


def _money(m: Material) -> list[Html]:
    """Return the change of money by year and what is spent."""
    v, box = m.voice, m.findings.fact_box
    lines = []
    for row in box.years.to_dict("records"):
        change = float(row["change_msek"])
        data = {
            "year": str(row["year"]),
            "change": v.money(abs(change)),
            "given": v.money(row["appropriation_msek"]),
            "spent": v.money(row["spent_msek"]),
        }
        key = "fact.money_more" if change > 0 else "fact.money_less" if change < 0 else "fact.money_same"
        lines.append(el("div", v(key, **data)))
    return lines


def _gives(m: Material) -> list[Html]:
    """Return what an office of each size that is used gives and costs."""
    v, sizes = m.voice, m.findings.fact_box.sizes
    used = sizes[(sizes["offices_before"] + sizes["offices_after"]) > 0]
    lines = []
    for row in used.to_dict("records"):
        data = {
            "office": m.names.a_size(str(row["size"])),
            "staff": v.number(row["staff"]),
            "running": v.money(row["running_msek_year"]),
            "visits": v.number(row["visits_year"]),
        }
        key = "fact.gives_assumed" if row["origin"] == "assumed" else "fact.gives_stated"
        lines.append(el("div", capital(v(key, **data))))
    return lines


def _services(m: Material) -> list[Html]:
    if not m.names.has_services:
        return []
    v, services = m.voice, m.findings.fact_box.services
    lines = []
    for row in services.to_dict("records"):
        data = {
            "service": str(row[f"name_{m.lang}"]),
            "before": v.number(row["offices_before"]),
            "after": v.number(row["offices_after"]),
        }
        same = row["offices_before"] == row["offices_after"]
        lines.append(el("div", v("fact.service_same" if same else "fact.service", **data)))
    return lines


def _offices(m: Material) -> str:
    v, box = m.voice, m.findings.fact_box
    said = [v("fact.offices_said", before=v.number(box.offices_before), after=v.number(box.offices_after))]
    if not math.isnan(box.municipalities_before) and not math.isnan(box.municipalities_after):
        data = {"before": v.number(box.municipalities_before), "after": v.number(box.municipalities_after)}
        said.append(v("fact.municipalities_said", **data))
    if box.offices_assumed:
        said.append(v.count("fact.assumed_said", box.offices_assumed))
    return " ".join(said)


def _place(m: Material, step: Step) -> str:
    """Return a short name with its municipality where that adds something."""
    name, municipality = first_name(str(step["name"])), str(step["municipality"] or "")
    if not municipality or municipality.casefold() in name.casefold():
        return name
    return m.voice("fact.place", name=name, municipality=municipality)


def _named(m: Material, action: str) -> list[Html]:
    """Return the names of places by year."""
    v = m.voice
    lines = []
    for year in m.years:
        names = [_place(m, step) for step in m.doing(action) if step.year == year["year"]]
        if names:
            lines.append(el("div", f"{year['year']}: {v.listing(names, MOST_NAMES)}."))
    return lines
