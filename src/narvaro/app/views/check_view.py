"""How a folder without faults looks in a terminal: what it holds, in one table."""

from __future__ import annotations

from pathlib import Path

from rich.text import Text

from narvaro.app.checkup import Checkup
from narvaro.app.terminal import Terminal
from narvaro.app.views.grid import pairs
from narvaro.language import Names, number, told
from narvaro.language.forms import forms
from narvaro.language.money import decimals_of
from narvaro.sources import countries_of

MOST_GROUPINGS = 6


def show(terminal: Terminal, folder: Path, found: Checkup) -> None:
    """Show what a folder holds."""
    said, lang, case = terminal.say, terminal.lang, found.case
    groupings = list(case.groupings())
    more = len(groupings) - MOST_GROUPINGS
    listed = ", ".join(groupings[:MOST_GROUPINGS])
    sites = [
        f"{number(count, lang)} {said(f'site_status.{status}')}"
        for status, count in found.sites_by_status.items()
    ]
    decimals = decimals_of(case.money.label, exact=True)
    colon = forms(lang).colon
    money = [f"{year}{colon}{number(figure, lang, decimals)}" for year, figure in found.appropriation.items()]
    names = Names(countries_of(case))
    sizes = ", ".join(told(names.size(size.id), lang) for size in case.sizes)
    rows = [
        [said("app.check.areas"), number(len(case.areas), lang)],
        [said("app.check.people"), number(case.people_total, lang)],
        [said("app.check.groupings"), (listed + (f" +{more}" if more > 0 else "")) or "–"],
        [said("app.check.sites"), ", ".join(sites)],
        [said("app.check.offices"), number(len(case.existing_ids), lang)],
        [said("app.check.sizes"), sizes],
        [said("app.check.services"), ", ".join(service.name(lang) for service in case.services)],
        [
            said("app.check.travel"),
            said("app.check.travel_by", engine=found.travel.engine, modes=list(found.travel.modes)),
        ],
        [said("app.check.scenario"), found.policy.scenario],
        [said("app.check.money", money=case.money.label), forms(lang).between_clauses.join(money)],
        [said("app.check.plan"), said(f"app.check.plan_{found.plan}")],
    ]
    terminal.show(Text(case.name, style="bold"), pairs(rows))
    terminal.gap()
    for note in found.notes:
        terminal.show(Text(f"- {note.text(lang)}"))
    for fault in found.plan_faults:
        terminal.show(Text(f"- {fault.text(lang)}"))
    last = "app.check.not_fine" if found.exit_code else "app.check.fine"
    terminal.show(Text(said(last, folder=str(folder)), style="bold"))
