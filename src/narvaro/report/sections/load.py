"""How offices fill: the fullest as bars, and all of them as a file."""

from __future__ import annotations

import pandas as pd

from narvaro.report.figures.fullness import Filled, FullnessText, draw_fullness
from narvaro.report.html import Html, el
from narvaro.report.material import Material
from narvaro.report.pictures import both_widths, picture
from narvaro.report.rows.load import load_rows
from narvaro.report.sections.section import Section
from narvaro.report.tables import Numbers, csv_link


def load_section(m: Material) -> Section | None:
    """Return the section on load; nothing where there is no office afterwards."""
    offices = m.findings.tables["load"]
    shown = offices[offices["shown"].astype(bool)]
    if shown.empty:
        return None
    v = m.voice
    numbers = load_rows(m)
    drawing = picture(
        "fullness",
        m.say("load.picture"),
        m.say("load.subtitle"),
        both_widths(lambda width: draw_fullness(_bars(shown), _text(m), m.lang, width), m.say("load.alt")),
        Numbers(numbers.columns, numbers.rows[: len(shown)]),
        m.lang,
        beside=False,
    )
    everyone = el("p", csv_link(numbers.columns, numbers.rows, "load", m.lang, v("load.all")))
    lines = [m.say(f"load.{name}") for name in ("full", "fullest", "staff")]
    body: list[Html] = [
        el("p", " ".join(line for line in lines if line)),
        drawing,
        everyone,
        el("p", m.say("load.how"), class_="fine quiet"),
    ]
    return Section("load", v("load.label"), m.say("load.title"), body)


def _text(m: Material) -> FullnessText:
    v = m.voice
    return FullnessText(v("load.axis"), v("load.room"), v("before"), v("after"))


def _bars(shown: pd.DataFrame) -> list[Filled]:
    return [
        Filled(str(place), float(after), None if pd.isna(before) else float(before))
        for place, before, after in zip(
            shown["place"], shown["share_of_room_before"], shown["share_of_room_after"], strict=True
        )
        if not pd.isna(after)  # an office without room has no share
    ]
