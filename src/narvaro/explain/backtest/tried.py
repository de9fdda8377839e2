"""One plan held against a decision: hits at equal numbers, what each list gives, and where they disagree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from narvaro.case.decided import DONE
from narvaro.explain.backtest.regret import regret_table
from narvaro.explain.backtest.rivals import greedy_closings, greedy_openings, strongest_first
from narvaro.explain.backtest.score import ALL, Score, score
from narvaro.explain.backtest.signs import signs_table
from narvaro.explain.backtest.trials import Trial
from narvaro.explain.decided import beside, why_not_named
from narvaro.explain.evidence import Evidence
from narvaro.explain.frames import frame_from_json, frame_to_json
from narvaro.language import Note


@dataclass(frozen=True, eq=False)
class Tried:
    """A trial with what came of it.

    Attributes
    ----------
    name, definition, one_each
        As the trial has them.
    network
        The network that it was made from: `as_given`, or as known then in one of several ways.
    gap
        How near to its bound the plan is, as a share of its value.
    scores
        All of the decision first, then each part of it.
    places
        The decided places, columns of :class:`narvaro.explain.decided.Beside`.
    why
        Why not, for those that the plan does not name, by site.
    named
        Names of the municipalities that the plan names, the strongest first.
    only_here
        Of those, the ones that nobody decided on.
    lists, groups
        What each list gives; see :mod:`narvaro.explain.decided`.
    signs, regret
        See :func:`~narvaro.explain.backtest.signs.signs_table` and
        :func:`~narvaro.explain.backtest.regret.regret_table`; empty where they were not asked for.
    """

    name: str
    definition: str
    one_each: bool
    network: str
    gap: float
    scores: tuple[Score, ...]
    places: pd.DataFrame
    why: Mapping[str, tuple[Note, ...]]
    named: tuple[str, ...]
    only_here: tuple[str, ...]
    lists: pd.DataFrame
    groups: pd.DataFrame
    signs: pd.DataFrame
    regret: pd.DataFrame

    def to_json(self) -> dict[str, Any]:
        """Return the fields as plain tables."""
        plain = {name: getattr(self, name) for name in ("name", "definition", "one_each", "network", "gap")}
        return {
            **plain,
            "scores": [one.to_json() for one in self.scores],
            "places": frame_to_json(self.places),
            "why": {site: [note.to_json() for note in notes] for site, notes in self.why.items()},
            "named": list(self.named),
            "only_here": list(self.only_here),
            **{name: frame_to_json(getattr(self, name)) for name in _FRAMES},
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Tried:
        """Return the trial that :meth:`to_json` wrote."""
        return cls(
            **{
                **plain,
                "scores": tuple(Score.from_json(one) for one in plain["scores"]),
                "why": {
                    site: tuple(Note.from_json(note) for note in notes)
                    for site, notes in plain["why"].items()
                },
                "named": tuple(plain["named"]),
                "only_here": tuple(plain["only_here"]),
                **{name: frame_from_json(plain[name]) for name in ("places", *_FRAMES)},
            }
        )


_FRAMES = ("lists", "groups", "signs", "regret")


def hold(
    evidence: Evidence, trial: Trial, network: str, rows: pd.DataFrame, earlier: pd.DataFrame | None = None
) -> Tried:
    """Hold a plan against a decision.

    Parameters
    ----------
    evidence
        Of the plan that was made for the trial.
    network
        What the network is called that it was made from.
    rows
        The decision, all to open or all to close.
    earlier
        Rows of earlier decisions, to look for single signs of a closing, and for regret; not looked for if left out.
    """
    found = beside(evidence, rows)
    action = str(rows["action"].iloc[0])
    named = _municipalities(evidence, strongest_first(evidence, action))
    names = _names(evidence, rows)
    done = set(rows.loc[rows["status"] == DONE, "municipality_code"])
    return Tried(
        name=trial.name,
        definition=trial.definition,
        one_each=trial.one_each,
        network=network,
        gap=evidence.decision.plan.objective.gap,
        scores=_scores(evidence, action, rows, named, found.free),
        places=found.places,
        why=why_not_named(evidence, found.places),
        named=tuple(names[code] for code in named),
        only_here=tuple(names[code] for code in named if code not in done),
        lists=found.lists,
        groups=found.groups,
        **_of_closings(evidence, action, found.places, rows, earlier),
    )


def _of_closings(
    evidence: Evidence, action: str, places: pd.DataFrame, rows: pd.DataFrame, earlier: pd.DataFrame | None
) -> dict[str, pd.DataFrame]:
    if earlier is None or action != "close":
        return {"signs": pd.DataFrame(), "regret": pd.DataFrame()}
    return {
        "signs": signs_table(evidence, places, earlier),
        "regret": regret_table(evidence, earlier, rows),
    }


def _scores(
    evidence: Evidence, action: str, rows: pd.DataFrame, named: list[str], may_act: Mapping[str, bool]
) -> tuple[Score, ...]:
    done = rows[rows["status"] == DONE]
    parts = {ALL: set(done["municipality_code"])}
    reasons = [reason for reason in dict.fromkeys(map(str, done["reason"])) if reason]
    parts |= {reason: set(done.loc[done["reason"] == reason, "municipality_code"]) for reason in reasons}
    free = [
        site
        for site, may in may_act.items()
        if may and (site in evidence.decision.before) == (action == "close")
    ]
    among = set(_municipalities(evidence, free))
    longest = max(len(codes) for codes in parts.values())
    rival = greedy_openings(evidence, free) if action == "open" else greedy_closings(evidence, free, longest)
    people = _people(evidence)
    return tuple(score(reason, codes, named, rival, among, people) for reason, codes in parts.items())


def _municipalities(evidence: Evidence, sites: list[str]) -> list[str]:
    """Return the municipalities of some sites, in their order, each once."""
    codes = evidence.case.sites.loc[sites, "municipality_code"].tolist()
    return [code for code in dict.fromkeys(map(str, codes)) if code]


def _people(evidence: Evidence) -> dict[str, float] | None:
    areas = evidence.case.areas
    if "municipality_code" not in areas:
        return None
    return {str(code): float(n) for code, n in areas.groupby("municipality_code")["people"].sum().items()}


def _names(evidence: Evidence, rows: pd.DataFrame) -> dict[str, str]:
    sites = evidence.case.sites
    names = dict(zip(sites["municipality_code"], sites["municipality"], strict=True))
    given = dict(zip(rows["municipality_code"], rows["municipality"], strict=True))
    return {str(code): str(name) or str(code) for code, name in (names | given).items()}
