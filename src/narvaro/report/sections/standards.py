"""Standards of access in a table, and how others measure: a section of its own at the end."""

from __future__ import annotations

from narvaro.report.html import Html, el
from narvaro.report.material import Material
from narvaro.report.sections.section import Section
from narvaro.report.tables import Cell, Column, table


def elsewhere_section(m: Material) -> Section:
    """Return how others measure: what the rules of other countries come to here, without a verdict."""
    title = m.say("elsewhere.title")
    text = el("p", m.voice("elsewhere.text"))
    return Section(
        "elsewhere",
        m.voice("elsewhere.label"),
        title,
        [text, standards_of(m, "elsewhere", title, verdict=False)],
    )


def standards_of(m: Material, name: str, title: str, *, verdict: bool) -> Html:
    """Return a row for each standard that is measured, before and after, and which are not measured and why.

    Parameters
    ----------
    name
        The table of the findings, and what is said under it.
    title
        What a reader who hears the page is told of the table.
    verdict
        Whether it is told which are met.
    """
    v, found = m.voice, m.findings.tables[name]
    columns = [
        Column(v("col.standard")),
        Column(v("col.required"), "share"),
        Column(v("col.before"), "share", 1),
        Column(v("col.after"), "share", 1),
        *([Column(v("col.verdict"))] if verdict else []),
    ]
    rows: list[list[Cell]] = [
        [
            _standard(m, str(row["id"]), str(row["worst"])),
            *(float(row[each]) for each in ("required_share", "share_before", "share_after")),
            *([v.ours(f"access.standard.{row['status_after']}")] if verdict else []),
        ]
        for row in found.to_dict("records")
    ]
    unmeasured = m.say(f"{name}.unmeasured")
    return el(
        "div",
        table(columns, rows, title, m.lang, show_caption=False) if rows else None,
        el("p", unmeasured, class_="fine") if unmeasured else None,
    )


def _standard(m: Material, name: str, worst: str) -> str:
    """Return the name of a standard, and where it must hold in every place the one that is worst off."""
    label = m.names.told(m.names.labels.standard(name))
    return m.voice("gains.worst", label=label, worst=worst) if worst else label
