"""The money by year: what is given, what is spent, what is carried over."""

from __future__ import annotations

from narvaro.report.figures.ledger import LedgerText, YearBar, draw_ledger
from narvaro.report.html import Html, el
from narvaro.report.material import Material
from narvaro.report.pictures import both_widths, picture
from narvaro.report.rows.money import ledger_rows
from narvaro.report.sections.section import Section

BARS = ("running", "opening", "closing")


def money_section(m: Material) -> Section:
    """Return the section on money."""
    parts = [_ledger(m), _earmark(m), el("p", m.say("money.fine"), class_="fine quiet")]
    return Section(
        "money",
        m.voice("money.label"),
        m.say("money.title"),
        [part for part in parts if part is not None],
    )


def _bars(m: Material, name: str, subtitle: str, bars: list[YearBar], text: LedgerText) -> Html:
    """Return the picture of a ledger: bars by year, and the same figures as a table."""
    return picture(
        name,
        m.say(f"money.{name}.title"),
        subtitle,
        both_widths(lambda width: draw_ledger(bars, text, m.lang, width), m.say(f"money.{name}.alt")),
        ledger_rows(m, m.findings.tables[f"money.{name}"]),
        m.lang,
    )


def _ledger(m: Material) -> Html:
    """Return what is spent by year, against the appropriation."""
    v, found = m.voice, m.findings.tables["money.bars"]
    parts = found[list(BARS)].astype(float).itertuples(index=False, name=None)
    bars = [
        YearBar(str(year), part, float(given))
        for year, part, given in zip(found["year"], parts, found["appropriation"], strict=True)
    ]
    text = LedgerText(
        v("money.short"),
        v("money.appropriation"),
        tuple(v(f"money.bar.{name}") for name in BARS),
        v.money_decimals(),
    )
    return _bars(m, "ledger", v("money.subtitle"), bars, text)


def _earmark(m: Material) -> Html | None:
    """Return the earmarked pot by year, where there is one."""
    v, found = m.voice, m.findings.tables["money.earmark"]
    if found.empty:
        return None
    # no running cost: what is set aside opens offices, and is drawn in the colour of that
    bars = [
        YearBar(str(year), (0.0, float(spent)), float(given))
        for year, spent, given in zip(found["year"], found["spent"], found["appropriation"], strict=True)
    ]
    text = LedgerText(
        v("money.short"), v("money.set_aside"), ("", v("money.bar.earmark")), v.money_decimals()
    )
    return _bars(m, "earmark", m.say("money.earmark.subtitle"), bars, text)
