"""What each site may do over the years: its paths, and what each path costs by year.

A path is the size that a site has at the end of each year, or closed. Which paths there are follows from the status:

    must_stay    stays as it is
    may_close    stays; or changes size in one of the years, where policy and objective allow; or closes in one of them
    must_close   closes in one of the years; the plan chooses which
    candidate    never opens; or opens in one of the years, at its own size or, where it has none, at any
    must_open    opens in one of the years; the plan chooses which

A site acts at most once, so nothing opens to be closed again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from narvaro.case import Case, Policy
from narvaro.plan.leases import Leases, leased, leases_of, rent_months
from narvaro.plan.money import Ints, SiteCosts, months_of, rounded
from narvaro.plan.question import Question

States: TypeAlias = NDArray[np.int8]
Flags: TypeAlias = NDArray[np.bool_]

CLOSED = -1
KINDS = ("running", "opening", "closing", "resizing")
"""The parts of what a site costs in a year."""


@dataclass(frozen=True, eq=False)
class Spend:
    """What paths cost, by part and year: each array has shape (n_paths, n_years), thousandths."""

    running: Ints
    opening: Ints
    closing: Ints
    resizing: Ints

    @property
    def total(self) -> Ints:
        """All parts together, shape (n_paths, n_years), thousandths."""
        return self.running + self.opening + self.closing + self.resizing

    def take(self, rows: Ints) -> Spend:
        """Return the rows of some paths."""
        return Spend(*(getattr(self, kind)[rows] for kind in KINDS))


@dataclass(frozen=True, eq=False)
class Paths:
    """Every path of every site, one row a path, sites in the order of the case.

    Parameters
    ----------
    site
        Position of the path's site, shape (K,).
    state
        Size at the end of each year as a position among the sizes, or -1 for closed, shape (K, n_years).
    spend
        What the path costs.
    today
        Size today of each site, or -1, shape (n_sites,).
    """

    site: Ints
    state: States
    spend: Spend
    today: States

    @property
    def new(self) -> Flags:
        """Whether a path is of a site that is no office today, shape (K,)."""
        return np.asarray(self.today[self.site] == CLOSED)

    @property
    def opens(self) -> Flags:
        """Whether a path opens its site in a year, shape (K, n_years)."""
        return np.asarray((self._before == CLOSED) & (self.state != CLOSED))

    @property
    def closes(self) -> Flags:
        """Whether a path closes its site in a year, shape (K, n_years)."""
        return np.asarray((self._before != CLOSED) & (self.state == CLOSED))

    @property
    def _before(self) -> States:
        return np.hstack([self.today[self.site][:, None], self.state[:, :-1]])


def state_of(case: Case, sizes: Mapping[str, str] | pd.Series[str]) -> States:
    """Return a network as positions among the sizes, -1 for closed, shape (n_sites,).

    Parameters
    ----------
    sizes
        Size by site; one that is not there, or is empty, is closed.

    Examples
    --------
    >>> areas = pd.DataFrame({"id": ["a"], "name": ["A"], "lon": [18.0], "lat": [59.0], "people": [9]})
    >>> sites = pd.DataFrame({"id": ["s", "t"], "name": ["S", "T"], "lon": [18.0, 18.1], "lat": [59.0, 59.0]})
    >>> state_of(Case("two", areas, sites), {"t": "standard"}).tolist()
    [-1, 0]
    """
    by_site = sizes.to_dict() if isinstance(sizes, pd.Series) else sizes
    return np.array([case.size_position[by_site.get(site, "")] for site in case.sites.index], np.int8)


def states_of(case: Case, networks: Iterable[Mapping[str, str] | pd.Series[str]]) -> States:
    """Return networks, one for each year, as positions among the sizes, shape (n_sites, n_years); see `state_of`."""
    return np.column_stack([state_of(case, network) for network in networks])


def sizes_of(case: Case, state: States) -> NDArray[np.object_]:
    """Return positions among the sizes as the sizes' ids, empty where closed, in the shape given; see `state_of`."""
    return np.array([*(size.id for size in case.sizes), ""], object)[state]  # closed, -1, reads the last


def spend_of(
    today: States, state: States, costs: SiteCosts, policy: Policy, leases: Leases | None = None
) -> Spend:
    """Return what paths cost by part and year.

    - An office that opens costs running cost from the opening month on, and its opening cost in the same year; in the
      year before when the month is January (in the plan's first year: in that year).
    - An office that closes does so at the end of the closing month: running cost up to then, and its closing cost.
    - A larger size comes with the opening month and costs the difference of the opening costs; a smaller one comes
      after the closing month and costs the difference of the closing costs; a difference below zero costs nothing.
    - The rent of a closed office is paid until its lease ends, and stands with what closing costs.
    - Each part of a site's year is rounded to whole thousandths of a figure, halves upwards.

    Parameters
    ----------
    today
        Size before the first year of each path, shape (n_paths,), or -1.
    state
        Size at the end of each year, shape (n_paths, n_years), or -1.
    costs, leases
        Those of each path's site; no leases where not given.
    """
    opening_month, closing_month = policy.limits.opening_month, policy.limits.closing_month
    shape = state.shape
    running, opening, closing, resizing = (np.zeros(shape, np.int64) for _ in KINDS)
    closed_at = np.zeros(len(today), np.int64)
    before = today
    for t in range(shape[1]):
        now, year = state[:, t], policy.years[t]
        opens, closes = (before == CLOSED) & (now != CLOSED), (before != CLOSED) & (now == CLOSED)
        resizes = (before != CLOSED) & (now != CLOSED) & (before != now)
        larger = resizes & (costs.rank[now] >= costs.rank[before])
        new_months = np.where(now == CLOSED, 0, 12)
        new_months[opens | larger] = 13 - opening_month
        new_months[resizes & ~larger] = 12 - closing_month
        old_months = np.where(larger, opening_month - 1, np.where(closes | resizes, closing_month, 0))
        sek_months = costs.at("running", now) * new_months + costs.at("running", before) * old_months
        running[:, t] = months_of(sek_months, 1)
        due = t - 1 if opening_month == 1 and t > 0 else t
        opening[:, due] += np.where(opens, rounded(costs.at("opening", now)), 0)
        closed_at[closes] = year * 12 + closing_month
        due_for_closing = np.where(closes, 12 * costs.at("closing", before), 0)
        if leases is not None:
            paid = np.where((now == CLOSED) & (closed_at > 0), rent_months(closed_at, leases.until, year), 0)
            due_for_closing = due_for_closing + leases.rent * paid
        closing[:, t] = months_of(due_for_closing, 1)
        more_room = rounded(np.maximum(costs.at("opening", now) - costs.at("opening", before), 0))
        less_room = rounded(np.maximum(costs.at("closing", before) - costs.at("closing", now), 0))
        resizing[:, t] = np.where(larger, more_room, np.where(resizes, less_room, 0))
        before = now
    return Spend(running, opening, closing, resizing)


def paths_of(status: str, today: int, sizes: Sequence[int], years: int, new_sizes: Sequence[int]) -> States:
    """Return the paths that a status allows, shape (n_paths, n_years).

    Parameters
    ----------
    status
        One of the five statuses.
    today
        Size today, or -1.
    sizes
        Sizes at which the site may open.
    years
        Number of years.
    new_sizes
        Sizes that an office of today may change to.

    Examples
    --------
    >>> paths_of("may_close", 0, [], 2, []).tolist()
    [[0, 0], [-1, -1], [0, -1]]
    >>> paths_of("candidate", -1, [0], 2, []).tolist()
    [[-1, -1], [0, 0], [-1, 0]]
    """
    keep = [[today] * years]
    turned = [[today] * t + [size] * (years - t) for size in sizes for t in range(years)]
    resized = [
        [today] * t + [size] * (years - t) for size in new_sizes if size != today for t in range(years)
    ]
    closed = [[today] * t + [CLOSED] * (years - t) for t in range(years)]
    by_status = {
        "must_stay": keep,
        "may_close": keep + resized + closed,
        "must_close": closed,
        "candidate": keep + turned,
        "must_open": turned,
    }
    return np.array(by_status[status], dtype=np.int8).reshape(-1, years)


def choices(question: Question, may_open: Flags, worth: NDArray[np.float64] | None) -> Paths:
    """Return every path of every site with its cost.

    Parameters
    ----------
    question
        What is asked; its travel times are not looked at.
    may_open
        Whether a candidate may open at all, shape (n_sites,); one that may not keeps the path "never".
    worth
        What the objective sees of a size, shape (n_sizes, n_aspects), lower is better; None if it sees no difference.
        Sizes that cost at least as much as another and are worth no more are not offered, and without a
        difference no office of today changes size: a smaller one would look as good as a larger.
    """
    case, policy = question.case, question.policy
    costs = SiteCosts.of(case)
    seen = np.zeros((len(case.sizes), 1)) if worth is None else worth
    resize = policy.limits.resize if worth is not None else "no"
    sites = case.sites
    today = state_of(case, case.sizes_today)
    status = sites["status"].where(may_open | (sites["status"] != "candidate"), "never").to_numpy(str)
    own = sites["size"].map(case.size_position).to_numpy(np.int64)
    leases = leases_of(case, policy)
    each = (status, own, leases.first, leases.rent, leases.until)
    cost_rows = np.hstack([costs.running, costs.opening, costs.closing]).tolist()
    kind_of_site = [*zip(*(part.tolist() for part in each), map(tuple, cost_rows), strict=True)]
    first_of: dict[tuple[object, ...], int] = {}  # sites of one kind have the same paths at the same cost
    for j, kind in enumerate(kind_of_site):
        first_of.setdefault(kind, j)
    kinds = {kind: k for k, kind in enumerate(first_of)}
    templates = []
    for j in first_of.values():
        name, size = str(status[j]), int(own[j])
        existing = name in ("must_stay", "may_close", "must_close")
        offered = [size] if size != CLOSED else list(range(len(case.sizes)))
        paths = paths_of(
            "must_stay" if name == "never" else name,
            size if existing else CLOSED,
            [] if existing else offered,
            len(policy.years),
            [k for k in range(len(case.sizes)) if _may_become(resize, costs.rank, size, k)],
        )
        if existing:
            paths = paths[leased(paths, int(leases.first[j]))]
        first = np.full(len(paths), size if existing else CLOSED, np.int8)
        here = np.full(len(paths), j)
        spend = spend_of(first, paths, costs.take(here), policy, leases.take(here))
        full_year = costs.take(here).at("running", paths[:, -1])
        kept = _undominated(paths, first, np.column_stack([spend.total, full_year]), seen)
        templates.append((paths[kept], spend.take(kept)))
    return _repeated(np.array([kinds[kind] for kind in kind_of_site]), templates, today)


def _may_become(resize: str, rank: Ints, size: int, other: int) -> bool:
    return resize == "any" or (resize == "smaller" and bool(rank[other] < rank[size]))


def _repeated(kind: Ints, templates: list[tuple[States, Spend]], today: States) -> Paths:
    """Give each site the rows of its kind, without a loop over sites."""
    length = np.array([len(paths) for paths, _ in templates])
    start = np.concatenate([[0], np.cumsum(length)[:-1]])
    count = length[kind]
    site = np.repeat(np.arange(len(kind)), count)
    within = np.arange(len(site)) - np.repeat(np.cumsum(count) - count, count)
    row = np.repeat(start[kind], count) + within
    states = np.concatenate([paths for paths, _ in templates])
    spend = Spend(*(np.concatenate([getattr(s, name) for _, s in templates]) for name in KINDS))
    return Paths(site.astype(np.int64), states[row], spend.take(row), today)


def _undominated(paths: States, first: States, total: Ints, worth: NDArray[np.float64]) -> Ints:
    """Return the paths to offer: one that is no better than another, open as long, and as dear or dearer is left out.

    The path that changes nothing always stays: a plan acts only where that gains something. `total` holds what a path
    costs in each year and in a full year afterwards.
    """
    aspects = np.where(paths[:, :, None] == CLOSED, np.inf, worth[paths])
    kept: list[int] = []
    for a in range(len(paths)):
        alike = (paths == CLOSED) == (paths[a] == CLOSED)
        beaten = (
            alike.all(axis=1)
            & (aspects <= aspects[a]).all(axis=(1, 2))
            & (total <= total[a]).all(axis=1)
            & (np.arange(len(paths)) != a)
        )
        same = beaten & (aspects >= aspects[a]).all(axis=(1, 2)) & (total == total[a]).all(axis=1)
        beaten &= ~same | (np.arange(len(paths)) < a)
        if not beaten.any() or (paths[a] == first[a]).all():
            kept.append(a)
    return np.array(kept, dtype=np.int64)
