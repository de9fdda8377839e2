"""How a backtest looks in a terminal: hits beside rival and chance, what each list gives, where they disagree."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd
from rich.table import Table

from narvaro.app.backtest import AS_GIVEN, Backtested, Held
from narvaro.app.terminal import Terminal
from narvaro.app.views.grid import GridColumn, grid
from narvaro.case.decided import ANNOUNCED, DONE, UNCERTAIN
from narvaro.explain.backtest import ALL, Score, Tried
from narvaro.explain.backtest.null import Null
from narvaro.explain.decided import decided_names
from narvaro.language import Names, number, percent, told
from narvaro.sources import countries_of

LEAST_OF_A_PART = 5
"""A part of a decision with fewer municipalities has no table of its own."""


def show(terminal: Terminal, done: Backtested) -> None:
    """Show what came of every decision."""
    names = Names(countries_of(done.case))
    for held in done.decisions:
        View(terminal, names, held, done.case.money.label).show()


class View:
    """A decision in the language of a terminal."""

    def __init__(self, terminal: Terminal, names: Names, held: Held, money: str) -> None:
        self.terminal, self.names, self.held, self.money = terminal, names, held, money

    def show(self) -> None:
        """Show the decision, table by table."""
        rows, terminal = self.held.rows, self.terminal
        counts = rows["status"].value_counts()
        data = {name: int(counts.get(name, 0)) for name in (DONE, ANNOUNCED, UNCERTAIN)}
        terminal.gap()
        terminal.tell(f"backtest.head.{self.held.action}", year=str(self.held.year), **data)
        if data[ANNOUNCED] or data[UNCERTAIN]:
            terminal.tell("backtest.not_scored", **data)
        for network, check in self.held.regions.items():
            terminal.tell(
                "backtest.regions",
                network=self.network(network),
                region=told(self.names.region(check.column), terminal.lang),
                regions=check.regions,
                without=list(check.without),
                others=len(check.others),
                decided=list(check.decided),
                named=check.named_then,
            )
        if not self.held.tried:
            return
        terminal.show(
            *self.scores(), self.lists(self.first), self.groups(self.first), self.places(self.first)
        )
        if self.first.only_here:
            terminal.tell("backtest.only_here", names=list(self.first.only_here))
        if len(self.first.signs):
            terminal.show(self.signs(self.first.signs))
        if len(self.first.regret):
            terminal.show(self.regret(self.first.regret))
        terminal.tell("backtest.how")

    @property
    def first(self) -> Tried:
        """The trial of the policy as it is, on the network that most is tried on."""
        return self.held.tried[0]

    def say(self, key: str, **data: object) -> str:
        """Return a text in the language of the terminal."""
        return self.terminal.say(key, **data)

    def network(self, name: str) -> str:
        """Return what a network is called."""
        return self.say(f"backtest.network.{name}")

    def columns(self, texts: Sequence[str], numbers: Sequence[str]) -> list[GridColumn]:
        """Return columns by the end of their keys."""
        return [
            *(GridColumn(self.say(f"backtest.column.{name}")) for name in texts),
            *(
                GridColumn(self.say(f"backtest.column.{name}", money=self.money), number=True)
                for name in numbers
            ),
        ]

    def label(self, one: Tried) -> str:
        """Return what a trial is called: what was changed, and the network where it is not the first."""
        definition = told(self.names.definition(one.definition or None), self.terminal.lang)
        name = self.say(f"backtest.trial.{one.name}", definition=definition)
        parts = [name, *([self.say("backtest.one_each")] if one.one_each else [])]
        if one.network not in (AS_GIVEN, self.first.network):
            parts.append(self.say(f"backtest.short.{one.network}"))
        return "; ".join(parts)

    def scores(self) -> list[Table]:
        """Return a table of hits for the whole decision and for each part that is large enough."""
        parts = [
            one.reason for one in self.first.scores if one.reason == ALL or one.decided >= LEAST_OF_A_PART
        ]
        found = []
        for reason in parts:
            pairs = [
                (one, score) for one in self.held.tried for score in one.scores if score.reason == reason
            ]
            rows = [[self.label(one), *self.figures(score)] for one, score in pairs if score.allowed]
            if not rows:
                continue
            decided = pairs[0][1].decided
            title = self.say(
                f"backtest.scores.{'all' if reason == ALL else 'part'}", n=decided, reason=self.reason(reason)
            )
            columns = self.columns(
                ("trial",), ("allowed", "named", "of_named", "equal", "hits", "greedy", "chance", "by_people")
            )
            found.append(grid(title, columns, rows, self.terminal.out.width))
        return found

    def reason(self, reason: str) -> str:
        """Return what a reason is called."""
        return told(self.names.reason(reason), self.terminal.lang)

    def figures(self, score: Score) -> list[str]:
        """Return the figures of a row of hits."""
        lang = self.terminal.lang
        plain = (score.allowed, score.named, score.hits_of_named, score.equal, score.hits, score.greedy)
        return [
            *(number(figure, lang) for figure in plain),
            self.chance(score.alike),
            "–" if score.by_people is None else self.chance(score.by_people),
        ]

    def chance(self, null: Null) -> str:
        """Return hits by chance: the mean and the interval."""
        return f"{number(null.mean, self.terminal.lang, 1)} ({null.low}–{null.high})"

    def lists(self, one: Tried) -> Table:
        """Return what each list gives."""
        figures = (
            "opened",
            "closed",
            "municipalities",
            "running_more",
            "person_minutes",
            "people_walk_definition",
        )
        shown = [name for name in figures if name in one.lists and one.lists[name].notna().any()]
        shown = [name for name in shown if name not in ("opened", "closed") or one.lists[name].any()]
        rows = []
        plan = one.lists.iloc[0]
        for row in one.lists.to_dict("records"):
            share = row["gain"] / plan["gain"] if plan["gain"] else math.nan
            cells = [
                number(
                    row[name] / 1e6 if name == "person_minutes" else row[name],
                    self.terminal.lang,
                    1 if name in ("running_more", "person_minutes") else 0,
                )
                for name in shown
            ]
            rows.append([self.say(f"decided.list.{row['list']}"), *cells, self.share(share)])
        columns = self.columns(("list",), (*shown, "share"))
        return grid(self.say("backtest.lists"), columns, rows, self.terminal.out.width)

    def share(self, share: float) -> str:
        """Return a share, or a dash."""
        return "–" if math.isnan(share) else percent(share, self.terminal.lang, 0)

    def groups(self, one: Tried) -> Table:
        """Return who gains by the plan and by the decided list."""
        rows = []
        lang = self.terminal.lang
        scale = 1e6 if one.groups["measure"].iloc[0] == "person_minutes" else 1.0
        for row in one.groups.to_dict("records"):
            cells = [number(row[name] / scale, lang, 1 if scale > 1 else 0) for name in ("plan", "decided")]
            label = told(self.names.group(row["grouping"], row["group"]), lang)
            rows.append([label, number(row["people"], lang), *cells, self.share(row["share"])])
        measure = one.groups["measure"].iloc[0]
        columns = self.columns(("group",), ("people", "plan", "decided", "share"))
        return grid(self.say(f"backtest.groups.{measure}"), columns, rows, self.terminal.out.width)

    def places(self, one: Tried) -> Table:
        """Return each decided place and how it stands to the plan."""
        rows = []
        for row in decided_names(one.places):
            state = "" if row["status"] == DONE else self.say(f"decided.status.{row['status']}")
            because = self.say(f"decided.because.{row['action']}.{row['because']}")
            people = "–" if math.isnan(row["people"]) else number(row["people"], self.terminal.lang)
            reason = self.reason(row["reason"]) if row["reason"] else ""
            rows.append([row["municipality"], ", ".join(x for x in (reason, state) if x), because, people])
        columns = self.columns(("municipality", "reason", "because"), (f"people_{self.held.action}",))
        return grid(self.say("backtest.places"), columns, rows, self.terminal.out.width)

    def signs(self, found: pd.DataFrame) -> Table:
        """Return how well single figures tell which offices closed."""
        lang = self.terminal.lang
        rows = [
            [
                self.say(f"backtest.sign.{row['sign']}"),
                f"{number(row['hits'], lang, 1)} / {row['closed']}",
                number(row["ranked"], lang, 2),
            ]
            for row in found.sort_values("ranked", ascending=False, kind="stable").to_dict("records")
        ]
        columns = self.columns(("sign",), ("sign_hits", "ranked"))
        return grid(self.say("backtest.signs"), columns, rows, self.terminal.out.width)

    def regret(self, found: pd.DataFrame) -> Table:
        """Return the offices that were opened and closed again."""
        lang = self.terminal.lang

        def span(row: Mapping[Hashable, Any], name: str, decimals: int) -> str:
            least, most = row[f"least_{name}"], row[f"most_{name}"]
            if math.isnan(least):
                return "–"
            ends = list(dict.fromkeys(number(x, lang, decimals) for x in (least, most)))
            return "–".join(ends)

        rows = [
            [
                row["name"],
                span(row, "years", 1),
                span(row, "cost", 0),
                *(
                    number(row[name], lang)
                    for name in ("people_nearest", "people_shorter", "people_walk_definition")
                ),
            ]
            for row in found.to_dict("records")
        ]
        columns = self.columns(
            ("office",), ("years", "cost", "people_nearest", "people_shorter", "people_walk_definition")
        )
        return grid(self.say("backtest.regret"), columns, rows, self.terminal.out.width)
