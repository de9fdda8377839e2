"""Plans of former formats of `plan.json`: 1, all in million SEK; 2, before plans were given.

Such a plan is read as one of now: figures of format 1 lose the `_msek` in their names, and the money is said once; no
plan of either breaks a rule. That nobody changed it is held against its own checksums first, as its format made them.

A plan of any format may say of a case of any country who decides a closing (:func:`deciders_as_now`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from narvaro.case import Case, Policy, policy_from
from narvaro.case.former import FORMER_FORMAT, FORMER_MONEY, SIZE_NAMES, unit_as_now
from narvaro.errors import Fault, FolderError
from narvaro.plan.form import FILE, FORMAT, FORMER_FORMATS, checksum_of
from narvaro.sources import closing_decided_by

if TYPE_CHECKING:
    from narvaro.plan.plan import Action, Plan

SUFFIX = "_msek"
ROOM_BEFORE, ROOM_NOW = "plan.check_room", "plan.check_room_for"
"""The key of a region with too little room, before and since it says how many visits are asked for."""
FORMER_DECIDERS = {True: "board", False: "director_general"}
"""Who was written to decide a closing in any case, by whether the municipality is left."""


def is_former(plain: object) -> bool:
    """Tell whether plain tables say that they are a plan of a former format, with a checksum to hold them to."""
    said = plain.get("format") if isinstance(plain, Mapping) else None
    return said in FORMER_FORMATS and said is not True and isinstance(plain, Mapping) and "checksum" in plain


def as_now(plain: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plain tables of a plan of a former format in the form of now; `case_checksum` stays as it was.

    Raises
    ------
    FolderError
        If the tables were changed after they were written.
    PolicyError
        With every fault of the policy in it.
    """
    if plain["checksum"] != checksum_of(plain):
        raise FolderError([Fault("plan.changed", {}, FILE)])
    found = _with_money(plain) if plain["format"] == FORMER_FORMAT else {**plain, **_policy_of(plain)}
    # of which part of the bound was whose word such a plan does not tell, so it may be the solver's
    found |= {"format": FORMAT, "broken": [], "wishes": [], "bound_rests_on": "highs"}
    return {**found, "checksum": checksum_of(found)}


def rule_as_now(rule: Fault, policy: Policy) -> Fault:
    """Return a broken rule that a file tells as it is told now: a municipality that is left had the key of a region."""
    left = rule.key == "plan.check_region" and rule.data["column"] == "municipality_code"
    return (
        Fault("plan.check_left", rule.data)
        if left and policy.limits.keep_one_in != "municipality_code"
        else rule
    )


def told_alike(found: Sequence[Fault], said: Sequence[Fault]) -> tuple[Fault, ...]:
    """Return broken rules as a file of before the visits that are asked for stood in it would tell them."""
    if all(rule.key != ROOM_BEFORE for rule in said):
        return tuple(found)
    return tuple(_room_before(rule) if rule.key == ROOM_NOW else rule for rule in found)


def _room_before(rule: Fault) -> Fault:
    return Fault(ROOM_BEFORE, {name: value for name, value in rule.data.items() if name != "asked"})


def _with_money(plain: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plain tables of a plan of format 1 with what its figures of money count."""
    return {
        **{name: _renamed(value) for name, value in plain.items()},
        "money": asdict(FORMER_MONEY),
        **_policy_of(plain),
        "assumptions": [_assumption(row) for row in plain.get("assumptions") or ()],
    }


def _policy_of(plain: Mapping[str, Any]) -> dict[str, Any]:
    """Return the policy of a former plan with the settings that have come since, at what they are if absent."""
    given = plain.get("policy")
    if not isinstance(given, dict):
        raise FolderError([Fault("plan.changed", {}, FILE)])
    if plain.get("policy_checksum") != hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest():
        raise FolderError([Fault("plan.changed", {}, FILE, None, "policy_checksum")])
    policy = policy_from(given, FILE)
    return {"policy": policy.to_toml(), "policy_checksum": policy.checksum}


def deciders_as_now(case: Case, plan: Plan) -> Plan:
    """Return a plan of a case that knows no rule of who decides a closing without those who were written to decide.

    Every plan had them once, by the one rule there was. Only what that rule would have written is read as nothing;
    anything else stays, and does not agree with what is worked out again. The plan keeps the checksum of its file.
    """
    if closing_decided_by(case, True) is not None:
        return plan
    years = [
        replace(year, actions=tuple(_decided_as_now(action) for action in year.actions))
        for year in plan.years
    ]
    if tuple(years) == plan.years:
        return plan
    own = plan.former_checksum or str(plan.to_json()["checksum"])
    return replace(plan, years=tuple(years), former_checksum=own)


def _decided_as_now(action: Action) -> Action:
    """Return a closing without who decides it, where the former rule says so."""
    leaves = action.leaves_municipality
    by_the_rule = (
        action.action == "close" and leaves is not None and action.decided_by == FORMER_DECIDERS[leaves]
    )
    return replace(action, decided_by=None) if by_the_rule else action


def former_checksum_of(case: Case) -> str:
    """Return the checksum of a case as format 1 made it; of one that does not count in million SEK there is none."""
    if case.money != FORMER_MONEY:
        return ""
    former = {new: old for old, new in SIZE_NAMES.items()}
    sizes = [{former.get(name, name): value for name, value in asdict(size).items()} for size in case.sizes]
    return case.checksum_with([sizes])


def _renamed(value: Any) -> Any:
    """Return plain values with no `_msek` at the end of a name."""
    if isinstance(value, Mapping):
        return {name.removesuffix(SUFFIX): _renamed(part) for name, part in value.items()}
    return [_renamed(part) for part in value] if isinstance(value, list) else value


def _assumption(row: Any) -> Any:
    """Return an assumption with the id of now where it is of a size, and the unit of now."""
    if not isinstance(row, Mapping):
        return row
    head, dot, name = str(row.get("id", "")).rpartition(".")
    of_size = head.startswith("size.") and name in SIZE_NAMES
    return {
        **row,
        "id": f"{head}{dot}{SIZE_NAMES[name]}" if of_size else row.get("id"),
        "unit": unit_as_now(str(row.get("unit", ""))),
    }
