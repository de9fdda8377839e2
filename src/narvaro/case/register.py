"""Which offices stand on a day, as far as the events tell: those that surely do, and those that may."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from narvaro.case.conform import EXISTING
from narvaro.case.events import CLOSED, COUNTED, OPENED, Event, events_of
from narvaro.case.spans import ALWAYS, NEVER, end_of


@dataclass(frozen=True)
class NetworkBand:
    """The offices on a day: `sure` stand whatever the undated events were, `possible` also those that may."""

    sure: tuple[str, ...]
    possible: tuple[str, ...]


@dataclass(frozen=True)
class Register:
    """Offices through time: those of today's network without events stand always; the rest as their events say.

    Before its first opening an office was not there, before its first closing it was. Where it is not known whether an
    event had happened on a day, the office may stand and may not.

    Parameters
    ----------
    offices
        Every site that is an office at some time, in the order of the case.
    standing_first
        Whether each stood before its first event.
    events
        All events, in the order of time.

    Examples
    --------
    >>> sites = pd.DataFrame({"status": ["may_close", "may_close"]}, index=["hall", "mall"])
    >>> told = pd.DataFrame({"site_id": ["mall"], "from": ["2022"], "to": ["2023"], "event": ["opened"]})
    >>> from narvaro.case.events import conform_events
    >>> register = register_of(sites, conform_events(told, sites, [])[0])
    >>> register.years, register.standing(end_of(2022))
    ((2021, 2022, 2023), NetworkBand(sure=('hall',), possible=('hall', 'mall')))
    """

    offices: tuple[str, ...]
    standing_first: Mapping[str, bool]
    events: tuple[Event, ...]

    @cached_property
    def changes(self) -> Mapping[str, Sequence[Event]]:
        """The openings and closings of each office that has any."""
        found: dict[str, list[Event]] = {}
        for event in self.events:
            if event.kind in (OPENED, CLOSED):
                found.setdefault(event.site_id, []).append(event)
        return found

    @property
    def years(self) -> tuple[int, ...]:
        """The year before the first event, and all to the last: ends of spans count, counts of offices do not."""
        ends = [day for event in self.events if event.kind != COUNTED for day in event.span]
        known = [day.year for day in ends if day not in (ALWAYS, NEVER)]
        return tuple(range(min(known) - 1, max(known) + 1)) if known else ()

    @property
    def undated(self) -> int:
        """How many openings and closings are not dated to the year."""
        return sum(
            event.span.first.year != event.span.last.year for told in self.changes.values() for event in told
        )

    def standing(self, day: dt.date) -> NetworkBand:
        """Return the offices when a day has ended.

        The two networks are the least and the most that any dates within the spans can give: each office goes its own
        way, so all that may be missing can be missing at once, and all that may stand can stand.
        """
        states = {office: self._states(office, day) for office in self.offices}
        return NetworkBand(
            tuple(office for office, state in states.items() if state == {True}),
            tuple(office for office, state in states.items() if True in state),
        )

    def standing_in(self, year: int) -> NetworkBand:
        """Return the offices at the end of a year."""
        return self.standing(end_of(year))

    def _states(self, office: str, day: dt.date) -> set[bool]:
        """Return whether an office may stand and whether it may not, when a day has ended."""
        state = self.standing_first[office]
        states = {state}
        for event in self.changes.get(office, ()):
            happened = event.span.by(day)
            if happened is False:
                break
            state = event.kind == OPENED
            states = {state} if happened else states | {state}
        return states


def register_of(sites: pd.DataFrame, events: pd.DataFrame) -> Register:
    """Return the register of a case's sites and its checked events."""
    told = tuple(events_of(events))
    first: dict[str, bool] = {}
    for event in told:
        if event.kind in (OPENED, CLOSED):
            first.setdefault(event.site_id, event.kind == CLOSED)
    today = {str(site): True for site in sites.index[sites["status"].isin(EXISTING)]}
    known = {**today, **first}
    order = [str(site) for site in sites.index if site in known]
    order += [site for site in first if site not in sites.index]
    return Register(tuple(order), {office: known[office] for office in order}, told)
