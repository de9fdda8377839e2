"""What a plan must do at some sites: its paths are narrowed to those that do it, and the rest is planned as before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from narvaro.case import Case
from narvaro.errors import Fault, InfeasibleError, SettingError
from narvaro.plan.formulation import Formulation
from narvaro.plan.limits import may_open
from narvaro.plan.options import CLOSED, Flags, Paths
from narvaro.plan.question import Question

WishKind: TypeAlias = Literal["open", "close", "keep", "not_open", "size"]
WISH_KINDS: tuple[WishKind, ...] = get_args(WishKind)


@dataclass(frozen=True)
class SiteWish:
    """What must hold at one site.

    Parameters
    ----------
    site_id
        The site, as the case names it.
    kind
        `open`: it has an office when the last year ends, though it has none today. `close`: it has none then. `keep`:
        the office of today stays as it is in all years. `not_open`: it has no office in any year. `size`: it has an
        office of this size when the last year ends.
    size
        Id of the size; for `open` any where empty.
    year
        For `open`, `close` and `size`: it is done in this year; in any where None.
    """

    site_id: str
    kind: WishKind
    size: str = ""
    year: int | None = None


def require_wishes(case: Case, years: Sequence[int], wishes: Sequence[SiteWish]) -> None:
    """Raise with everything that wishes name and is not there, or that means nothing at its site.

    Raises
    ------
    SettingError
        With every fault.
    """
    faults: list[Fault] = []
    sizes, today = [size.id for size in case.sizes], case.existing
    for wish in wishes:
        if wish.site_id not in case.sites.index:
            faults.append(Fault("plan.edit_site", {"given": wish.site_id}))
            continue
        data = {"site": str(case.sites["name"][wish.site_id]), "given": wish.kind}
        is_office = bool(today[wish.site_id])
        if wish.kind not in WISH_KINDS:
            faults.append(Fault("plan.wish_kind", {**data, "allowed": list(WISH_KINDS)}))
        elif (wish.kind in ("open", "not_open") and is_office) or (
            wish.kind in ("close", "keep") and not is_office
        ):
            faults.append(Fault("plan.wish_office" if is_office else "plan.wish_no_office", data))
        if (wish.kind == "size" or wish.size) and wish.size not in sizes:
            faults.append(Fault("plan.edit_size", {"given": wish.size, "allowed": sizes}))
        if wish.year is not None and wish.year not in years:
            allowed = [str(year) for year in years]
            faults.append(Fault("plan.edit_year", {"given": str(wish.year), "allowed": allowed}))
    for site in sorted({wish.site_id for wish in wishes}):
        mine = [wish for wish in wishes if wish.site_id == site]
        if len({(wish.kind, wish.size, wish.year) for wish in mine}) > 1:
            name = str(case.sites["name"].get(site, site))
            faults.append(Fault("plan.wish_twice", {"site": name}))
    if faults:
        raise SettingError(faults)


def holding(formulation: Formulation, wishes: Sequence[SiteWish]) -> Formulation:
    """Return the problem with the paths alone that do what is wished.

    Raises
    ------
    SettingError
        If a wish names what is not there.
    InfeasibleError
        If a site has no path that does it; says which rule is in the way.
    """
    if not wishes:
        return formulation
    question, paths = formulation.question, formulation.paths
    require_wishes(question.case, question.policy.years, wishes)
    kept = np.ones(len(paths.site), bool)
    faults: list[Fault] = []
    for wish in wishes:
        site = int(question.case.sites.index.get_loc(wish.site_id))  # type: ignore[arg-type]
        mine = paths.site == site
        does = mine & _does(question, paths, wish)
        if not does.any():
            faults.append(ruled_out(question, site, wish.kind))
        kept &= ~mine | does
    if faults:
        raise InfeasibleError(faults)
    return narrowed(formulation, kept)


def _does(question: Question, paths: Paths, wish: SiteWish) -> Flags:
    """Return which paths do what is wished, whatever their site."""
    state, today = paths.state, paths.today[paths.site]
    if wish.kind in ("keep", "not_open"):
        return np.asarray((state == today[:, None]).all(axis=1))
    end = state[:, -1]
    does = end == CLOSED if wish.kind == "close" else end != CLOSED
    if wish.size:
        does &= end == question.case.size_position[wish.size]
    if wish.year is not None:
        t = question.policy.years.index(wish.year)
        before = today if t == 0 else state[:, t - 1]
        does &= (state[:, t:] == end[:, None]).all(axis=1) & (before == today)
        does &= end != today
    return np.asarray(does)


def narrowed(formulation: Formulation, kept: Flags) -> Formulation:
    """Return the problem with some of its paths alone.

    Parameters
    ----------
    kept
        Which paths stay, shape (K,); one of each site at least.
    """
    paths, rows = formulation.paths, np.flatnonzero(kept)
    fewer = Paths(paths.site[rows], paths.state[rows], paths.spend.take(rows), paths.today)
    rules = tuple(replace(rule, coefficients=rule.coefficients[rows]) for rule in formulation.rules)
    return replace(formulation, paths=fewer, rules=rules)


def carried(former: Paths, new: Paths, chosen: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return a plan's paths among those of a problem for the same sites and years.

    A site that may not go its path any more gets the one that is as long as possible like it, then the first.

    Parameters
    ----------
    chosen
        The path of each site in the former problem, shape (n_sites,).
    """
    went = former.state[chosen]
    unlike = (new.state != went[new.site]).sum(axis=1)
    order = np.lexsort((np.arange(len(unlike)), unlike, new.site))
    return np.asarray(order[np.flatnonzero(np.diff(new.site[order], prepend=-1))])


def ruled_out(question: Question, site: int, kind: WishKind, wishes: Sequence[SiteWish] = ()) -> Fault:
    """Return the rule that leaves a site no path that does what is asked of it.

    Parameters
    ----------
    wishes
        What the plan was made to hold.
    """
    case, policy = question.case, question.policy
    row = case.sites.iloc[site]
    data = {"site": str(row["name"]), "status": str(row["status"]), "locked_by": str(row["locked_by"])}
    if str(row["status"]).startswith("must_"):
        return Fault("plan.ruled_locked" if data["locked_by"] else "plan.ruled_status", data)
    if kind in ("open", "size") and not policy.limits.open_candidates and data["status"] == "candidate":
        return Fault("plan.ruled_candidates", data)
    if kind in ("open", "size") and not bool(may_open(question)[site]):
        limit = policy.objective.walk_standard_min
        return Fault("plan.ruled_earmark", {**data, "definition": policy.definition, "minutes": limit})
    wished = any(wish.site_id == str(case.sites.index[site]) for wish in wishes)
    return Fault("plan.ruled_wish" if wished else "plan.ruled_other", data)
