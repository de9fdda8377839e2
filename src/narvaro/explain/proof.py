"""What is known of a single place: what becomes of the plan if it goes the other way there."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, inf, isfinite, isnan, nan
from typing import Any, Literal

from narvaro.case import Case
from narvaro.case.region_names import RegionNames
from narvaro.errors import Fault
from narvaro.explain.decision import Decision
from narvaro.language import Note
from narvaro.plan.settle import CLOSENESS
from narvaro.plan.settled import Difference, End, SettledPlace

ProofStanding = Literal["worse", "equal", "ruled_out", "not_settled", "none"]
KEEPS_ONE = (
    "plan.clash_keep",
    "plan.clash_left",
    "plan.region_must_close",
    "plan.municipality_must_close",
)
"""Clashes of the rule that a region or a municipality keeps an office."""
MOST_SWAPS = 4
"""So many sites of another plan are told; the rest are counted."""


@dataclass(frozen=True)
class Proof:
    """What is known of a place.

    Attributes
    ----------
    standing
        `worse` (every plan that goes the other way costs more, proven), `equal` (one does not, and is at hand),
        `ruled_out` (no plan within the rules does), `not_settled`, or `none` (nothing was looked at).
    worse_by_at_least, share
        How much more than this plan every such plan costs, in the unit of the objective and as a share of this plan's
        value; 0 where that is not known, infinite where there is none, NaN where nothing was looked at.
    share_at_most
        How much more one such plan costs that is at hand, as a share; infinite where there is none.
    said
        The same as a sentence; None where nothing was looked at.
    """

    standing: ProofStanding
    worse_by_at_least: float
    share: float
    share_at_most: float = inf
    said: Note | None = None


def proof_against(decision: Decision, case: Case, site_id: str, end: End) -> Proof:
    r"""Return what is known of all plans in which a site ends in another way than in this plan.

    .. math:: w = L_{forced} - V

    with *V* the value of this plan and :math:`L_{forced}` the lower bound for all plans in which the site ends `open`
    (or `closed`): from the certificate, or from the run that settled the place.
    """
    found = decision.plan.settled.get((site_id, end)) or _from_certificate(decision, site_id, end)
    if found is None:
        return Proof("none", nan, nan)
    value = decision.plan.objective.after
    worse = max(0.0, found.at_least - value)
    share, most = (_share(figure, value) for figure in (worse, max(0.0, found.at_most - value)))
    proof = Proof(found.standing, worse, share, most)
    return Proof(found.standing, worse, share, most, _said(case, found, proof))


def _from_certificate(decision: Decision, site_id: str, end: End) -> SettledPlace | None:
    """Return what the certificate alone says of a place that was not asked about."""
    forced = nan if end == "unchanged" else decision.at_least(site_id, end)
    value = decision.plan.objective.after
    if isnan(forced):
        return None
    if not isfinite(forced):
        return SettledPlace(site_id, end, "ruled_out", forced)
    return SettledPlace(
        site_id, end, "worse" if forced > value + CLOSENESS * abs(value) else "not_settled", forced
    )


def _share(figure: float, value: float) -> float:
    if figure == 0 or not value:
        return 0.0 if figure == 0 else inf
    return figure / abs(value)


def tells_of_proof(note: Note) -> bool:
    """Tell whether a sentence is the one on what is known of a place."""
    return note.key.split(".")[:2] == ["explain", "proof"]


def _said(case: Case, found: SettledPlace, proof: Proof) -> Note:
    """Return the sentence on a place; shares are rounded to the side that stays true."""
    least, most = told_down(proof.share), told_up(proof.share_at_most)
    key: str = found.standing
    what = what_else(case, found.site_id, found.end)
    data: dict[str, Any] = {"least": least, "most": most, "what": what}
    if key == "worse":
        exact = found.at_most - found.at_least <= 1e-9 * abs(found.at_most)
        key += "" if not isfinite(most) else "_exactly" if exact else "_between"
    elif key == "equal":
        data["swaps"] = swaps_of(case, found.differences, but=found.site_id)
        key += ("" if data["swaps"] else "_alone") + ("_same" if most == 0 else "")
    elif key == "ruled_out":
        rules = [_rule(case, rule) for rule in found.rules]
        key += "_by" if rules else ""
        data = {"what": what, **({"rules": rules[0]} if rules else {})}
    else:
        key += "_most" if isfinite(most) else ""
    return Note(f"explain.proof.{key}", {name: x for name, x in data.items() if x != inf})


def what_else(case: Case, site_id: str, end: End) -> Note:
    """Return what plans do at a site in which it ends so, as the words after "a plan that".

    Examples
    --------
    >>> import pandas as pd
    >>> areas = pd.DataFrame({"id": ["a"], "name": ["A"], "lon": [18.0], "lat": [59.3], "people": [900]})
    >>> case = Case("mini", areas, areas.drop(columns="people").assign(status="may_close"))
    >>> what_else(case, "a", "open").text("en"), what_else(case, "a", "closed").text("sv")
    ('keeps an office of any size here', 'avvecklar kontoret')
    """
    office = bool(case.existing[site_id])
    kinds = {"open": ("opens", "keeps"), "closed": ("opens_none", "closes"), "unchanged": ("unchanged",) * 2}
    return Note(f"explain.proof.what.{kinds[end][office]}")


def _rule(case: Case, rule: Fault) -> Note:
    """Return the rule in the way in a few words: what would do instead is for whoever wants to change it."""
    column, codes = rule.data.get("column"), rule.data.get("codes")
    if isinstance(codes, list | tuple):  # names already
        region = {"column": ", ".join(codes), "code": f"({column})"}
    else:
        region = RegionNames(case).told({"column": column, "code": rule.data.get("code") or codes})
    if "room" in rule.key:
        return Note("explain.proof.rule_room", region)
    if rule.key in KEEPS_ONE:
        return Note("explain.proof.rule_keep", region)
    return Note(rule.key, dict(rule.data))


def swaps_of(case: Case, differences: tuple[Difference, ...], *, but: str = "") -> list[Note]:
    """Return what another plan does elsewhere, a few words a site, the first sites in full and the rest counted."""
    names = case.sites["name"]
    notes = [
        Note(f"explain.swap.{kind}", {"site": str(names[one.site_id])})
        for one, kind in ((one, _kind(case, one)) for one in differences)
        if one.site_id != but
    ]
    left = len(notes) - MOST_SWAPS
    if left > 1:
        notes = [*notes[:MOST_SWAPS], Note("explain.swap.more", {"n": left})]
    return notes


def _kind(case: Case, one: Difference) -> str:
    """Return what the other plan does at a site: opens, keeps, closes, leaves closed, or does at another time."""
    today = str(case.sites["size"][one.site_id]) if case.existing[one.site_id] else ""
    here, there = one.here[-1], one.there[-1]
    if bool(here) == bool(there):
        return "other_size" if here != there else "other_year"
    if there:
        return "keeps" if today else "opens"
    return "closes" if today else "leaves"


def told_down(share: float) -> float:
    """Return a share rounded down to what a text shows of it, so that "at least" stays true.

    Examples
    --------
    >>> told_down(0.000177), told_down(0.0000256), told_down(0.0)
    (0.0001, 2.5e-05, 0.0)
    """
    return share if not isfinite(share) else float(f"{floor(share / _step(share) + 1e-9) * _step(share):.9g}")


def told_up(share: float) -> float:
    """Return a share rounded up to what a text shows of it, so that "at most" stays true.

    Examples
    --------
    >>> told_up(0.000171), told_up(0.0)
    (0.0002, 0.0)
    """
    return share if not isfinite(share) else float(f"{ceil(share / _step(share) - 1e-9) * _step(share):.9g}")


def _step(share: float) -> float:
    """Return the last digit that a text shows of a share, see `narvaro.language.speech.share`."""
    return next(
        (step for least, step in ((0.0995, 1e-2), (0.0095, 1e-3), (0.000095, 1e-4)) if share >= least), 1e-6
    )
