"""Each opening, closing and change of size with its reasons; and the strongest places that were not chosen."""

from __future__ import annotations

from narvaro.explain import Reason, WhyNot
from narvaro.report.figures.canvas import Canvas
from narvaro.report.figures.marks import State, draw_mark
from narvaro.report.html import Html, anchor, el
from narvaro.report.material import Material
from narvaro.report.sections.section import Section
from narvaro.report.tables import Cell, Column, csv_link
from narvaro.report.voice import capital

PROOFS = ("_proven", "_within_gap", "_forbidden", ".forbidden")
"""Endings of the reasons that say what is proven; they have a line of their own."""

MARKS: dict[str, State] = {"open": "new", "close": "closing", "resize": "resized"}


def places_section(m: Material) -> Section | None:
    """Return the section place by place; nothing where the plan changes nothing."""
    if not m.steps:
        return None
    v = m.voice
    served = {tuple(step["services"]) for step in m.doing("open")}
    alike = m.names.has_services and len(served) == 1
    said = []
    if alike:
        said.append(
            v("places.services", services=v.listing([m.names.service(s) for s in next(iter(served))]))
        )
    if any(reason.proof == "within_gap" for reason in m.findings.reasons):
        said.append(v("places.tie_meaning"))
    return Section(
        "places",
        v("places.label"),
        _title(m),
        [
            el("p", " ".join(said)) if said else None,
            [_year(m, int(year["year"]), alike) for year in m.years if year["actions"]],
            el("p", csv_link(*_file(m), "places", m.lang), class_="fine"),
        ],
    )


def _title(m: Material) -> str:
    v = m.voice
    kinds = [(kind, len(m.doing(kind))) for kind in ("open", "close", "resize")]
    return capital(
        v("places.title", what=v.listing([v.count(f"places.{kind}", n) for kind, n in kinds if n]))
    )


def _year(m: Material, year: int, services_told: bool) -> Html:
    v = m.voice
    steps = [step for step in m.steps if step.year == year]
    kinds = [(kind, sum(step["action"] == kind for step in steps)) for kind in ("open", "close", "resize")]
    told = v.listing([v.count(f"places.{kind}", n) for kind, n in kinds if n])
    reasons = [reason for reason in m.findings.reasons if reason.year == year]
    return el(
        "div",
        el("h3", el("span", str(year)), " ", el("span", told, class_="quiet"), class_="year"),
        el("ul", [_place(m, reason, services_told) for reason in reasons], class_="places"),
    )


def _place(m: Material, reason: Reason, services_told: bool) -> Html:
    canvas = Canvas(20, 18)
    draw_mark(canvas, MARKS[reason.action], 10, 9, 1.25)
    return el(
        "li",
        el("h4", canvas.silent(), el("span", full_name(reason))),
        el("p", " · ".join(_facts(m, reason, services_told)), class_="facts"),
        el("p", " ".join(reasons_of(m, reason))),
        proof_line(m, reason),
        id=anchor("place", reason.site_id, reason.year),
        class_="place",
    )


def _facts(m: Material, reason: Reason, services_told: bool) -> list[str]:
    v, names = m.voice, m.names
    facts = [capital(v(f"places.verb.{reason.action}"))]
    if names.has_sizes and reason.action != "resize":
        facts.append(names.size(reason.size if reason.action == "open" else reason.from_size))
    if reason.action == "open" and names.has_services and not services_told:
        facts.append(v.listing([names.service(service) for service in reason.services]))
    if reason.cost_msek:
        facts.append(v(f"places.cost.{reason.action}", msek=v.number(reason.cost_msek, 1)))
    return facts


def full_name(one: Reason | WhyNot) -> str:
    """Return a place's name, with its municipality where that adds something."""
    if one.municipality and one.municipality.casefold() not in one.name.casefold():
        return f"{one.name}, {one.municipality}"
    return one.name


def reasons_of(m: Material, one: Reason | WhyNot) -> list[str]:
    """Return the reasons as sentences, without what the line of the proof says."""
    return [note.text(m.lang) for note in one.why if not note.key.endswith(PROOFS)]


def proof_line(m: Material, one: Reason | WhyNot) -> Html | None:
    """Return what is proven of a place, short, with a filled mark for proven and a hollow one for a tie."""
    if one.proof == "none" or not m.voice.knows(f"proof.{one.proof}"):
        return None
    said = m.voice(f"proof.{one.proof}", share=m.voice.pct(one.worse_share))
    return el("p", said, class_=f"proof {one.proof.replace('_', '-')}")


def _file(m: Material) -> tuple[list[Column], list[list[Cell]]]:
    """Return all actions as a table for a file."""
    v, names = m.voice, m.names
    fields = ("people_newly_reached", "people_newly_unreached")
    ways = [one for one in fields if any(getattr(reason, one) > 0 for reason in m.findings.reasons)]
    columns = [
        Column(v("col.year"), "code"),
        Column(v("col.action")),
        Column(v("col.place")),
        Column(v("col.municipality")),
        Column(v("col.size_before")),
        Column(v("col.size_after")),
        Column(v("col.cost"), "number", 3),
        Column(v("col.running"), "number", 3),
        Column(v("col.shorter"), "number"),
        Column(v("col.longer"), "number"),
        *(Column(v(f"col.{one.removeprefix('people_')}"), "number") for one in ways),
        Column(v("col.reasons")),
    ]
    rows: list[list[Cell]] = [
        [
            r.year,
            v(f"places.verb.{r.action}"),
            r.name,
            r.municipality,
            names.size(r.from_size) if r.from_size else "",
            names.size(r.size) if r.size else "",
            r.cost_msek,
            r.running_msek_year,
            r.people_shorter,
            r.people_longer,
            *(getattr(r, one) for one in ways),
            " ".join(note.text(m.lang) for note in r.why),
        ]
        for r in m.findings.reasons
    ]
    return columns, rows
