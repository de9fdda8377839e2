"""What was really decided, beside a plan: which of the places it names, and what the decided list would give.

Nothing is solved here. The decided list is a network like any other, and is measured as the plan is.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from narvaro.access import group_labels
from narvaro.case import Case
from narvaro.case.decided import COLUMNS, DONE
from narvaro.explain.decision import Network
from narvaro.explain.evidence import BEFORE, Evidence, FloatArray, Ways, offices_that_count, total, ways_to
from narvaro.explain.one_by_one import if_closed, if_opened, members, worth_of
from narvaro.explain.proof import proof_against
from narvaro.explain.why_not import why_not_at
from narvaro.language import Note
from narvaro.language.names import EVERYONE
from narvaro.plan import Question
from narvaro.plan.limits import may_open
from narvaro.plan.objectives import criterion_of
from narvaro.plan.options import state_of
from narvaro.plan.settled import End

PLACES = (
    "municipality_code",
    "municipality",
    "action",
    "reason",
    "status",
    "site_id",
    "named",
    "allowed",
    "there",
    "because",
    "people",
)
NAMED, THERE, RULES, WEAKER = BECAUSE = ("named", "there", "rules", "weaker")
"""How a decided place stands to the plan: named by it; an office there already, or none to close; kept from it by the
rules; or left since others give more, or take less."""
PLAN, DECIDED, WITHIN_RULES = "plan", "decided", "within_rules"
"""The lists that are set side by side: the plan's, the decided one, and of that what the plan's rules allow."""


@dataclass(frozen=True, eq=False)
class Beside:
    """A decision beside a plan.

    Attributes
    ----------
    places
        One row a decided place, columns `PLACES`: `site_id` stands for it (empty where none does), `named` says whether
        the plan does the same in the municipality, `allowed` whether its rules let it, `there` whether an office is
        there before (for an opening) or is not (for a closing), `because` is one of `BECAUSE`, and `people` are those
        whose way it would change by itself.
    lists
        One row a list; see :func:`lists_table`.
    groups
        Gain or loss by group; see :func:`groups_table`.
    networks
        The offices after each list.
    free
        Which sites the plan's rules let open, or close; see :func:`may_act`.
    """

    places: pd.DataFrame
    lists: pd.DataFrame
    groups: pd.DataFrame
    networks: Mapping[str, Network]
    free: Mapping[str, bool]


def rows_in_years(case: Case, years: Collection[int]) -> pd.DataFrame:
    """Return what was decided in some years; no rows where nothing is told."""
    if case.decided is None:
        return pd.DataFrame(columns=list(COLUMNS))
    return case.decided[case.decided["decided"].str[:4].astype(int).isin(list(years))].reset_index(drop=True)


def beside(evidence: Evidence, rows: pd.DataFrame) -> Beside:
    """Set a decision beside a plan.

    Parameters
    ----------
    rows
        Rows of `Case.decided`. Places that are only announced, or uncertain, are told of but in no sum.
    """
    if rows.empty:
        nothing = pd.DataFrame(columns=pd.Index([], dtype=object))
        return Beside(nothing, nothing, nothing, {}, {})
    free = may_act(evidence)
    places = places_table(evidence, rows, free)
    done = places[(places["status"] == DONE) & (places["site_id"] != "")]
    networks = {BEFORE: evidence.decision.before, PLAN: evidence.decision.after}
    networks[DECIDED] = carried_out(evidence, done)
    if not done["allowed"].all():
        networks[WITHIN_RULES] = carried_out(evidence, done[done["allowed"]])
    ways = {
        mode: ways_to(
            evidence.travel, mode, known.limit_min, offices_that_count(networks, evidence.policy, mode)
        )
        for mode, known in evidence.ways.items()
    }
    lists = lists_table(evidence, networks, ways)
    return Beside(places, lists, groups_table(evidence, networks, ways), networks, free)


# The places


def places_table(evidence: Evidence, rows: pd.DataFrame, free: Mapping[str, bool]) -> pd.DataFrame:
    """Return the decided places with the site that stands for each, see :class:`Beside`.

    Where the decision names no site, it is the one of the municipality that would be worth most alone (an opening), or
    be missed least (a closing), of those that the plan's rules allow where there are any: to the decision's advantage.
    """
    before = evidence.decision.before
    acting = {(one.action, one.municipality_code or one.site_id) for _, one in evidence.decision.plan.actions}
    found = []
    for row in rows.to_dict("records"):
        opens = row["action"] == "open"
        code = str(row["municipality_code"])
        site = _site_of(evidence, code, str(row["site_id"]), opens, free)
        there = site == "" or (bool(row["site_id"]) and (row["site_id"] in before) == opens)
        named = (row["action"], code or site) in acting
        allowed = any(free.get(one, False) for one in _sites_in(evidence, code, site, opens))
        found.append(
            {
                **{name: str(row[name]) for name in PLACES[:5]},
                "site_id": site,
                "named": named,
                "allowed": allowed,
                "there": there,
                "because": NAMED if named else THERE if there else WEAKER if allowed else RULES,
                "people": np.nan,
            }
        )
    return _with_people(evidence, pd.DataFrame(found, columns=list(PLACES)))


def may_act(evidence: Evidence) -> dict[str, bool]:
    """Return which sites the rules let open, or close: by their status, and unless it is proven that no plan does."""
    case = evidence.case
    opens = may_open(Question(case, evidence.policy, evidence.travel))
    status = case.sites["status"].to_numpy(str)
    free = np.where(status == "candidate", opens, np.isin(status, ["may_close", "must_close", "must_open"]))
    found = dict(zip(map(str, case.sites.index), free.tolist(), strict=True))
    before = evidence.decision.before
    for site in [one for one, may in found.items() if may]:
        end: End = "closed" if site in before else "open"
        found[site] = proof_against(evidence.decision, case, site, end).standing != "ruled_out"
    return found


def _sites_in(evidence: Evidence, code: str, site: str, opens: bool) -> list[str]:
    """Return the sites of a municipality that could open, or close; the site itself where no municipality is known."""
    sites, before = evidence.case.sites, evidence.decision.before
    own = [str(one) for one in sites.index[sites["municipality_code"] == code]] if code else [site]
    return [one for one in own if (one in before) != opens]


def _site_of(evidence: Evidence, code: str, named: str, opens: bool, free: Mapping[str, bool]) -> str:
    choice = _sites_in(evidence, code, named, opens)
    if named in choice:
        return named
    choice = [site for site in choice if free.get(site, False)] or choice
    if not choice:
        return ""
    if len(choice) == 1:
        return choice[0]
    table = _changes(evidence, choice, opens)
    worth = worth_of(evidence, table)
    return choice[int(worth.argmax() if opens else worth.argmin())]


def _changes(evidence: Evidence, sites: Sequence[str], opens: bool) -> pd.DataFrame:
    if opens:
        return if_opened(evidence, sites, minutes_before(evidence))
    return if_closed(evidence, sites, evidence.decision.before)


def minutes_before(evidence: Evidence) -> dict[str, FloatArray]:
    """Return by mode each area's minutes to its nearest office before the plan, NaN where there is none."""
    return {
        mode: ways.minutes[BEFORE].to_numpy(dtype=np.float64, copy=True)
        for mode, ways in evidence.ways.items()
    }


def _with_people(evidence: Evidence, places: pd.DataFrame) -> pd.DataFrame:
    for action in ("open", "close"):
        here = (places["action"] == action) & (places["site_id"] != "")
        sites = list(dict.fromkeys(places.loc[here, "site_id"]))
        if sites:
            changed = _changes(evidence, sites, action == "open")["people_changed"]
            places.loc[here, "people"] = places.loc[here, "site_id"].map(changed)
    return places


def why_not_named(evidence: Evidence, places: pd.DataFrame) -> dict[str, tuple[Note, ...]]:
    """Return why the plan does not do the same at the decided places that it leaves as they are, by site."""
    found: dict[str, tuple[Note, ...]] = {}
    if places.empty:
        return found
    for action in ("open", "close"):
        left = places[(places["action"] == action) & ~places["named"] & ~places["there"]]
        for one in why_not_at(evidence, action, list(dict.fromkeys(left["site_id"]))):
            found[one.site_id] = one.why
    return found


# The lists


def carried_out(evidence: Evidence, places: pd.DataFrame) -> Network:
    """Return the offices of today after some decided places were opened or closed, in the order of the sites.

    A new office has the size of its site; where that is open, the cheapest.
    """
    case = evidence.case
    closed = set(places.loc[places["action"] == "close", "site_id"])
    opened = set(places.loc[places["action"] == "open", "site_id"])
    cheapest = min(case.sizes, key=lambda size: (size.running_year, size.rank)).id
    sizes = {site: size for site, size in evidence.decision.before.items() if site not in closed}
    sizes |= {site: str(case.sites.loc[site, "size"]) or cheapest for site in opened}
    return {site: sizes[site] for site in map(str, case.sites.index) if site in sizes}


def lists_table(
    evidence: Evidence, networks: Mapping[str, Network], ways: Mapping[str, Ways]
) -> pd.DataFrame:
    """Return what each list does, one row a list, beside today's network.

    Returns
    -------
    Columns `list, opened, closed, municipalities` (where anything opens or closes), `running_more` (of a full year
    more than today's network), `gain` (how much lower the objective is than with today's network, as when the last
    year ends), `person_minutes` (saved by the policy's mode, a way there), `people_walk_definition` (people of the
    definition who come within the walking standard, less those who fall outside it; NaN without a definition).
    """
    before = networks[BEFORE]
    base = objective_of(evidence, before)
    rows = []
    for name, network in networks.items():
        if name == BEFORE:
            continue
        opened, closed = set(network) - set(before), set(before) - set(network)
        codes = evidence.case.sites.loc[sorted(opened | closed), "municipality_code"]
        minutes, walk = _gains(evidence, ways, name)
        rows.append(
            {
                "list": name,
                "opened": len(opened),
                "closed": len(closed),
                "municipalities": codes[codes != ""].nunique(),
                "running_more": _running(evidence.case, network) - _running(evidence.case, before),
                "gain": base - objective_of(evidence, network),
                "person_minutes": float(minutes.sum()),
                "people_walk_definition": np.nan if walk is None else float(walk @ members(evidence)),
            }
        )
    return pd.DataFrame(rows)


def _running(case: Case, network: Network) -> float:
    return sum(case.figure("running_year", site, size) for site, size in network.items())


def objective_of(evidence: Evidence, network: Network) -> float:
    """Return the objective if a network stood in every year, in its unit."""
    case, policy = evidence.case, evidence.policy
    state = state_of(case, network)
    criterion = criterion_of(policy)
    measured = criterion.measures(Question(case, policy, evidence.travel), state[:, None])
    return criterion.value(policy.objective, measured)


def _gains(evidence: Evidence, ways: Mapping[str, Ways], name: str) -> tuple[FloatArray, FloatArray | None]:
    """Return by area the person-minutes saved by the policy's mode, and people newly within the walking standard."""
    people = evidence.people.to_numpy(dtype=np.float64)
    mode = evidence.mode if evidence.mode in ways else next(iter(ways))
    cutoff = evidence.cutoff_min
    minutes = ways[mode].minutes[[BEFORE, name]].astype(np.float64).fillna(np.inf).clip(upper=cutoff)
    saved = people * (minutes[BEFORE] - minutes[name]).to_numpy()
    if "walk" not in ways or evidence.definition is None:
        return saved, None
    within = ways["walk"].minutes[[BEFORE, name]].le(ways["walk"].limit_min).astype(float)
    return saved, people * (within[name] - within[BEFORE]).to_numpy()


def groups_table(
    evidence: Evidence, networks: Mapping[str, Network], ways: Mapping[str, Ways]
) -> pd.DataFrame:
    """Return who gains by each list: everybody, those of the definition and others, and by settlement.

    Returns
    -------
    Columns `grouping, group, people, measure` (`people_walk` where the policy looks at ways on foot, else
    `person_minutes`), a column for each list, and `share`: what the decided list gives, of what the plan gives.
    """
    on_foot = criterion_of(evidence.policy).on_foot and "walk" in ways and evidence.definition is not None
    gains = {}
    for name in networks:
        if name != BEFORE:
            minutes, walk = _gains(evidence, ways, name)
            gains[name] = walk if on_foot and walk is not None else minutes
    areas = evidence.case.areas
    sorted_by = {EVERYONE: pd.Series("", index=areas.index)}
    for column in (evidence.policy.definition, "settlement"):
        if column is not None and column in areas:
            sorted_by[column] = group_labels(areas[column])
    rows = []
    for grouping, labels in sorted_by.items():
        for group in sorted(set(labels)):
            here = (labels == group).to_numpy()
            sums = {name: total(gain, here) for name, gain in gains.items()}
            plan = sums[PLAN]
            rows.append(
                {
                    "grouping": grouping,
                    "group": group,
                    "people": total(evidence.people, here),
                    "measure": "people_walk" if on_foot else "person_minutes",
                    **sums,
                    "share": sums[DECIDED] / plan if abs(plan) >= 0.5 else np.nan,
                }
            )
    return pd.DataFrame(rows)


def decided_names(places: pd.DataFrame) -> list[dict[Hashable, Any]]:
    """Return the decided places as rows, those that a plan names first, then as they stand."""
    return places.sort_values("named", ascending=False, kind="stable").to_dict("records")
