"""A consistency check: whether the offices that a decision opened follow from the rule that each region has one.

It is no test of a plan: that all other regions had an office is what such a case is made from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from narvaro.case import Case


@dataclass(frozen=True)
class RegionCheck:
    """Regions without an office once a decision is undone, beside those where it opened one.

    Attributes
    ----------
    column
        The column of regions.
    regions
        How many there are.
    without
        Names of the municipalities decided on whose region has no office once they are undone.
    others
        Codes of regions without an office where nothing was decided.
    decided
        Names of the municipalities decided on.
    named_then
        How many regions have an office that a source named; the rest have one by the rule of the missing offices.
    """

    column: str
    regions: int
    without: tuple[str, ...]
    others: tuple[str, ...]
    decided: tuple[str, ...]
    named_then: int

    def to_json(self) -> dict[str, Any]:
        """Return the fields as a plain table."""
        return {
            "column": self.column,
            "regions": self.regions,
            "without": list(self.without),
            "others": list(self.others),
            "decided": list(self.decided),
            "named_then": self.named_then,
        }


def region_rule(case: Case, rows: pd.DataFrame) -> str | None:
    """Return the column of sites that is the reason of every row of a decision to open; None where there is none."""
    reasons = set(rows["reason"])
    if len(reasons) != 1 or set(rows["action"]) != {"open"}:
        return None
    (reason,) = reasons
    return str(reason) if reason in case.sites else None


def check_regions(case: Case, rows: pd.DataFrame, column: str) -> RegionCheck:
    """Undo a decision and see which regions have no office.

    Parameters
    ----------
    case
        With the offices of the decision open.
    rows
        The decision.
    column
        The regions, a column of the sites.
    """
    sites = case.sites
    codes = set(rows["municipality_code"])
    undone = sites["municipality_code"].isin(codes) | sites.index.isin(rows["site_id"])
    before = sites[case.existing & ~undone]
    own = sites.loc[undone]
    region_of = dict(zip(own["municipality_code"], own[column].astype(str), strict=True))
    everywhere = set(sites[column].astype(str)) - {""}
    lacking = everywhere - set(before[column].astype(str))
    here = {
        region_of[code]: name
        for code, name in zip(rows["municipality_code"], rows["municipality"], strict=True)
    }
    return RegionCheck(
        column=column,
        regions=len(everywhere),
        without=tuple(sorted(here[region] for region in lacking & set(here))),
        others=tuple(sorted(lacking - set(here))),
        decided=tuple(sorted(rows["municipality"])),
        named_then=before.loc[~before["assumed"], column].astype(str).nunique(),
    )
