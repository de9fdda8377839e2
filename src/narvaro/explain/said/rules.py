"""What a plan makes small, the rules that it keeps, and what was fixed beforehand by whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pandas as pd

from narvaro.case.leases import EARLIEST, LEASE_END, RENT
from narvaro.explain.said.facts import KnownFacts, SectionSaid, told, under
from narvaro.language import Note

LOCKED = ("site_id", "name", "status", "locked_by")


def rules(f: KnownFacts) -> SectionSaid:
    """Return what is said of the aim and of each rule, and the sites that were fixed."""
    kind = f.findings.criterion.kind
    said = told(
        title=Note(f"said.rules.title.{kind}", _of_the_aim(f)),
        aim=_aim(f),
        kept=[*_money(f), *_limits(f), *_locked(f)],
    )
    rows = [{name: str(row[name]) for name in LOCKED} for row in f.plan["locked"]]
    return SectionSaid(under("rules", said), {"rules.locked": pd.DataFrame(rows, columns=list(LOCKED))})


def _of_the_aim(f: KnownFacts) -> dict[str, Any]:
    """Return all that a text of an objective may name."""
    return {
        "by": f.by(f.mode),
        "areas": f.the_areas(),
        "weight": float(f.goal["walk_weight_min"]),
        "limit": float(f.goal["walk_standard_min"]),
        "standard": float(f.goal["standard_min"]),
    }


def _aim(f: KnownFacts) -> Iterator[Note]:
    """Yield what is made small, and by what people and ways are weighed."""
    yield Note(f"said.rules.aim.{f.findings.criterion.kind}", _of_the_aim(f))
    if f.goal["need_weighted"]:
        yield Note("said.rules.need")
    extra = [
        Note("said.rules.extra_size", {"minutes": float(minutes), "office": f.an_office(str(size))})
        for size, minutes in f.goal["extra_min"].items()
        if minutes
    ]
    if extra:
        yield Note("said.rules.extra", {"sizes": extra})


def _money(f: KnownFacts) -> Iterator[Note]:
    """Yield the appropriation, and what may be done with money that is not spent, or not given yet."""
    given = [
        Note(
            "said.rules.money_year",
            {"given": float(y["appropriation"]), "year": int(y["year"]), "money": f.money},
        )
        for y in f.years
    ]
    yield Note("said.rules.money", {"years": given})
    pot = f.policy["money"]
    for name in ("saving", "credit"):
        share = float(pot[f"{name}_pct"]) / 100
        yield Note(f"said.rules.{name}", {"share": share}) if share > 0 else Note(f"said.rules.{name}_none")
    if pot["earmark"]:
        areas = f.names.areas_of(str(f.policy["definition"]))
        yield Note("said.rules.earmark", {"limit": float(f.goal["walk_standard_min"]), "areas": areas})
    if pot.get("lasting"):
        yield Note("said.rules.lasting")


def _limits(f: KnownFacts) -> Iterator[Note]:
    """Yield the limits of the policy that can bind here: none of closing where nothing may close."""
    limits = f.policy["limits"]
    statuses = set(f.case.sites["status"])
    if ("candidate" in statuses and limits["open_candidates"]) or "must_open" in statuses:
        yield Note("said.rules.opening_month", {"month": int(limits["opening_month"])})
        if limits.get("max_openings_year") is not None:
            yield Note("said.rules.most_openings", {"n": int(limits["max_openings_year"])})
        if limits.get("one_opening_in"):
            yield Note("said.rules.one_opening_in", {"region": f.names.region(str(limits["one_opening_in"]))})
    elif not limits["open_candidates"]:
        yield Note("said.rules.no_openings")
    if statuses & {"may_close", "must_close"}:
        yield from _closing(f)
    if limits.get("keep_one_in"):
        yield Note("said.rules.keep_one_in", {"region": f.names.region(str(limits["keep_one_in"]))})
    if limits.get("room_in"):
        region, share = f.names.region(str(limits["room_in"])), float(limits["room_share"])
        yield Note("said.rules.room_in", {"region": region, "share": share})
    if limits.get("within_min") is not None:
        within = {"minutes": float(limits["within_min"]), "share": float(limits["within_share"])}
        yield Note("said.rules.within", {**within, "by": f.by(f.mode)})


def _closing(f: KnownFacts) -> Iterator[Note]:
    """Yield when offices close, whether a municipality may lose its last, and whether they may shrink instead."""
    limits = f.policy["limits"]
    yield Note("said.rules.closing_month", {"month": int(limits["closing_month"])})
    if limits.get("max_closings_year") is not None:
        yield Note("said.rules.most_closings", {"n": int(limits["max_closings_year"])})
    yield from _leases(f)
    if f.counts["municipalities_before"] is not None:
        yield Note(f"said.rules.leave.{limits['leave_municipality']}")
    if f.has_sizes:
        yield Note(f"said.rules.resize.{limits['resize']}")


def _leases(f: KnownFacts) -> Iterator[Note]:
    """Yield how many offices have notice of their own, and for how many rent goes on to the end of a lease."""
    offices = f.case.sites[f.case.existing]
    held = {EARLIEST: "notice"} | ({LEASE_END: "leases"} if RENT in offices else {})
    for column, name in held.items():
        count = int((offices[column] != "").sum()) if column in offices else 0
        if count:
            yield Note(f"said.rules.{name}", {"n": count})


def _locked(f: KnownFacts) -> Iterator[Note]:
    """Yield how many sites were fixed, by status and by whom."""
    fixed = Counter((str(row["status"]), str(row["locked_by"])) for row in f.plan["locked"])
    for (status, who), n in fixed.items():
        what = {"what": Note(f"said.rules.{status}", {"n": n})}
        yield Note("said.rules.locked_by", {**what, "who": who}) if who else Note("said.rules.locked", what)
