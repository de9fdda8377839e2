"""The fact box: a line a year of money, a line a size, a line a service, and where offices open and close."""

from __future__ import annotations

import math
from collections.abc import Iterator

from narvaro.explain.said.facts import KnownFacts, SectionSaid, Step, told, under
from narvaro.language import Label, Note, first_name


def fact_box(f: KnownFacts) -> SectionSaid:
    """Return what stands in the box, by the places that it is sorted into."""
    said = told(
        title=_title(f),
        money=_money(f),
        gives=_gives(f),
        services=_services(f) if f.has_services else None,
        offices=_offices(f),
        opens=_named(f, "open"),
        closes=_named(f, "close"),
    )
    return SectionSaid(under("fact", said))


def _title(f: KnownFacts) -> Note:
    box = f.findings.fact_box
    data = {"before": box.offices_before, "after": box.offices_after, "year": int(f.years[-1]["year"])}
    return Note(f"said.fact.title.{'same' if data['before'] == data['after'] else 'changed'}", data)


def _money(f: KnownFacts) -> Iterator[Note]:
    """Return the change of money by year and what is spent."""
    for row in f.findings.fact_box.years.to_dict("records"):
        change = float(row["change"])
        which = "more" if change > 0 else "less" if change < 0 else "same"
        data = {
            "year": int(row["year"]),
            "change": abs(change),
            "given": float(row["appropriation"]),
            "spent": float(row["spent"]),
            "money": f.money,
        }
        yield Note(f"said.fact.money_{which}", data)


def _gives(f: KnownFacts) -> Iterator[Note]:
    """Return what an office of each size that is used gives and costs."""
    for row in f.findings.fact_box.sizes.to_dict("records"):
        if row["offices_before"] or row["offices_after"]:
            data = {
                "office": f.an_office(str(row["size"])),
                "staff": float(row["staff"]),
                "visits": float(row["visits_year"]),
                "running": float(row["running_year"]),
                "money": f.money,
            }
            yield Note(f"said.fact.gives_{'assumed' if row['origin'] == 'assumed' else 'stated'}", data)
    if own := f.case.own_costs:
        yield Note("said.fact.gives_own", {"n": own})


def _services(f: KnownFacts) -> Iterator[Note]:
    for row in f.findings.fact_box.services.to_dict("records"):
        before, after = int(row["offices_before"]), int(row["offices_after"])
        (service,) = f.services([str(row["service"])])
        key = "said.fact.service_same" if before == after else "said.fact.service"
        yield Note(key, {"service": service, "before": before, "after": after})


def _offices(f: KnownFacts) -> Iterator[Note]:
    """Return offices before and after, municipalities where they are known, and how many offices are assumed."""
    box = f.findings.fact_box
    yield Note("said.fact.offices_said", {"before": box.offices_before, "after": box.offices_after})
    before, after = box.municipalities_before, box.municipalities_after
    if not math.isnan(before) and not math.isnan(after):
        yield Note("said.fact.municipalities_said", {"before": before, "after": after})
    if box.offices_assumed:
        yield Note("said.fact.assumed_said", {"n": box.offices_assumed})


def _named(f: KnownFacts, action: str) -> Iterator[Note]:
    """Return the names of places by year."""
    for year in f.years:
        places = [_place(step) for step in f.doing(action) if step.year == year["year"]]
        if places:
            yield Note("said.fact.named", {"year": int(year["year"]), "places": places})


def _place(step: Step) -> Label:
    """Return a short name with its municipality where that adds something."""
    name, municipality = first_name(str(step["name"])), str(step["municipality"] or "")
    if not municipality or municipality.casefold() in name.casefold():
        return name
    return Note("said.fact.place", {"name": name, "municipality": municipality})
