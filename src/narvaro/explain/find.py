"""Find out all there is to say of a plan."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from narvaro.case import Case, own_standards, standards_elsewhere
from narvaro.explain.alternatives import agreement_table, comparison_table
from narvaro.explain.change import (
    curve_table,
    gain_table,
    group_table,
    inequality_table,
    standard_table,
    year_table,
)
from narvaro.explain.decided import beside, rows_in_years, why_not_named
from narvaro.explain.decision import Alternative
from narvaro.explain.evidence import AFTER, BEFORE, NOTICED_MIN, Evidence, gather, limits_of
from narvaro.explain.fact_box import fact_box
from narvaro.explain.findings import Findings
from narvaro.explain.frames import rounded
from narvaro.explain.load import load_by_office, load_by_year, loads_of
from narvaro.explain.places import home_areas
from narvaro.explain.reasons import reasons
from narvaro.explain.said import with_said
from narvaro.explain.streets import MOST_AREAS, straight_said, straight_table
from narvaro.explain.unknown import unknowns
from narvaro.explain.why_not import why_not
from narvaro.language import Note
from narvaro.plan import Plan
from narvaro.travel import TravelTimes, along_lines


def find(
    case: Case,
    plan: Plan,
    *,
    travel: TravelTimes | None = None,
    alternatives: Sequence[Alternative] = (),
    notes: Sequence[Note] = (),
) -> Findings:
    """Find out all there is to say of a plan: access before and after, reasons, and what is not known.

    Parameters
    ----------
    case, plan
        The case, and the plan made for it; its policy says by what it is measured.
    travel
        The travel times that the plan was made with; along a straight line where not given.
    alternatives
        Other plans for the same case to set beside it.
    notes
        What is to be known of where the plan came from; it stands last among what is not known.

    Returns
    -------
    Findings
        Everything that a report shows.

    Raises
    ------
    FolderError
        If a plan was made for another case.

    Examples
    --------
    Two villages of 300 and 100 people, an office in the larger. 7 more a year pay for a second one.

    >>> from narvaro.case import Money, Policy
    >>> from narvaro.plan import make_plan
    >>> areas = pd.DataFrame({"id": ["a", "b"], "name": ["A", "B"], "lon": [18.0, 18.5], "lat": [59.0, 59.0],
    ...                       "people": [300, 100]})
    >>> case = Case("two", areas, areas.drop(columns="people").assign(status=["may_close", "candidate"]))
    >>> policy = Policy(years=(2027,), money=Money(change=(7.0,)))
    >>> findings = find(case, make_plan(case, policy))
    >>> reason = findings.reasons[0]
    >>> reason.name, reason.people_shorter, round(-reason.mean_change_min), reason.other_before
    ('B', 100.0, 37, 'A')
    """
    if travel is None:
        travel = along_lines(case, ("car", "walk", plan.policy.objective.mode))
    evidence = gather(case, plan, travel, alternatives)
    goal = plan.policy.objective
    limits = limits_of(plan.policy)
    groups, gains = rounded(group_table(evidence)), rounded(gain_table(evidence))
    told = reasons(evidence)
    straight = straight_table(evidence)
    loads = loads_of(case, plan.policy, evidence.travel, evidence.decision.networks)
    held = beside(evidence, rows_in_years(case, plan.policy.years))
    comparison, agreement = rounded(comparison_table(evidence)), agreement_table(evidence)
    found = Findings(
        scenario=plan.scenario,
        case_checksum=plan.case_checksum,
        definition=plan.policy.definition or "",
        objective_kind=goal.kind,
        mode=goal.mode,
        standard_min=limits[goal.mode],
        walk_standard_min=limits["walk"],
        cutoff_min=goal.cutoff_min,
        noticed_min=NOTICED_MIN,
        target_mode="",
        close_mode="",
        fact_box=fact_box(evidence),
        groups=groups,
        curves=rounded(curve_table(evidence)),
        gains=gains,
        by_year=rounded(year_table(evidence)),
        inequality=rounded(inequality_table(evidence)),
        standards=rounded(standard_table(evidence, own_standards(case.standards))),
        elsewhere=rounded(standard_table(evidence, standards_elsewhere())),
        reasons=told,
        why_not=why_not(evidence),
        comparison=comparison,
        agreement=rounded(agreement),
        straight=rounded(straight.head(MOST_AREAS), 1),
        straight_said=straight_said(evidence, straight),
        areas=rounded(_areas(evidence), 3),
        offices=rounded(_offices(evidence)),
        decided=rounded(held.places),
        decided_lists=rounded(held.lists),
        decided_groups=rounded(held.groups),
        decided_why=why_not_named(evidence, held.places),
        load_by=loads[AFTER].by,
        load=rounded(load_by_office(case, loads)),
        load_years=rounded(load_by_year(loads)),
        notes=(*unknowns(evidence, told, agreement, gains), *notes),
        said={},
        tables={},
    )
    return with_said(case, plan.to_json(), found)


def _areas(evidence: Evidence) -> pd.DataFrame:
    table = evidence.case.areas[["name", "lon", "lat", "people"]].rename_axis("id").astype({"name": object})
    inside = evidence.definition
    table["in_definition"] = False if inside is None else inside
    for mode, ways in evidence.ways.items():
        for network in (BEFORE, AFTER):
            table[f"{mode}_{network}"] = ways.minutes[network].to_numpy()
    for network in (BEFORE, AFTER):
        table[f"nearest_{network}"] = next(iter(evidence.ways.values())).nearest[network].to_numpy()
    table["lon"], table["lat"] = table["lon"].round(5), table["lat"].round(5)
    return table


def _offices(evidence: Evidence) -> pd.DataFrame:
    case, decision = evidence.case, evidence.decision
    ids = [site for site in map(str, case.sites.index) if site in decision.before or site in decision.after]
    table = case.sites.loc[ids, ["name", "lon", "lat", "municipality"]].rename_axis("id")
    table = table.astype({"name": object, "municipality": object})
    acted = {action.site_id: (action.action, year) for year, action in decision.plan.actions}
    state = {"open": "new", "close": "closing", "resize": "resized"}
    table["state"] = [state[acted[site][0]] if site in acted else "open" for site in ids]
    table["year"] = [acted[site][1] if site in acted else 0 for site in ids]
    table["size_before"] = [decision.before.get(site, "") for site in ids]
    table["size_after"] = [decision.after.get(site, "") for site in ids]
    table["assumed"] = case.sites.loc[ids, "assumed"].astype(bool)
    inside = evidence.definition
    homes = home_areas(case, ids)
    table["in_definition"] = [inside is not None and bool(inside[home]) for home in homes]
    return table
