"""The form of `plan.json`: one schema that what is written and what is read are both held to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from narvaro.case import Assumption, MoneyUnit, Policy, Provenance
from narvaro.case.documents import Form, conforming, faults_of, form_of, printable
from narvaro.case.money import Origin
from narvaro.case.policy import ObjectiveKind
from narvaro.errors import Fault, FolderError
from narvaro.plan.objectives import CRITERIA
from narvaro.siting.form.solution import Status, StoppedBy

FORMAT = 2
"""The form of `plan.json`, documented in docs/plan-json.md."""
FILE = "plan.json"

UNITS = tuple(dict.fromkeys(unit for criterion in CRITERIA.values() for unit in criterion.units))
PARTS = tuple(dict.fromkeys(part for criterion in CRITERIA.values() for part in criterion.parts))
"""The units and figures of all kinds of objective."""

Count = Annotated[int, Field(ge=0, le=1_000_000_000)]
Sum = Annotated[float, Field(ge=-1e15, le=1e15)]
ActionKind = Literal["open", "close", "resize"]
Decider = Literal["board", "director_general"]
CheckName = Literal[
    "solution",
    "ledger",
    "money",
    "locks",
    "objective",
    "earmark",
    "regions",
    "openings",
    "one_opening",
    "lasting",
    "room",
    "within",
]


class PartForm(Form):
    """An entry of `objective.parts`."""

    name: Literal[PARTS]  # type: ignore[valid-type]
    unit: Literal[UNITS]  # type: ignore[valid-type]
    before: float
    after: float
    last_year: float
    by_year: list[float]


class OutcomeForm(Form):
    """The table `objective`."""

    name: ObjectiveKind
    unit: Literal[UNITS]  # type: ignore[valid-type]
    before: float
    after: float
    last_year: float
    bound: float
    gap: float
    parts: list[PartForm] = Field(min_length=1)


class ActionForm(Form):
    """An entry of `years[].actions`."""

    action: ActionKind
    site_id: str
    name: str
    municipality_code: str
    municipality: str
    from_size: str
    size: str
    services: list[str]
    cost: Sum
    running_change: Sum
    leaves_municipality: bool | None
    decided_by: Decider | None
    assumed: bool


class EarmarkForm(Form):
    """The table `years[].earmark`."""

    appropriation: Sum
    spent: Sum
    carried: Sum
    lapsed: Sum


class YearForm(Form):
    """An entry of `years`."""

    year: int = Field(ge=1, le=9999)
    appropriation: Sum
    spent: Sum
    carried: Sum
    lapsed: Sum
    running: Sum
    opening: Sum
    closing: Sum
    resizing: Sum
    earmark: EarmarkForm | None
    offices: Count
    municipalities: Count | None
    actions: list[ActionForm]


class AfterwardsForm(Form):
    """The table `afterwards`."""

    running: Sum
    appropriation: Sum


class LockedForm(Form):
    """An entry of `locked`."""

    site_id: str
    name: str
    status: Literal["must_stay", "must_close", "must_open"]
    locked_by: str


class CountsForm(Form):
    """The table `counts`."""

    offices_before: Count
    offices_after: Count
    offices_assumed: Count
    municipalities_before: Count | None
    municipalities_after: Count | None


class TravelForm(Form):
    """The table `travel`."""

    engine: str
    origin: Origin


class PlanForm(Form):
    """The whole of `plan.json`."""

    format: Literal[2]
    scenario: str
    money: form_of(MoneyUnit)  # type: ignore[valid-type]
    policy: Policy
    status: Status
    stopped_by: StoppedBy
    objective: OutcomeForm
    years: list[YearForm] = Field(min_length=1)
    afterwards: AfterwardsForm
    locked: list[LockedForm]
    counts: CountsForm
    assumptions: list[form_of(Assumption)]  # type: ignore[valid-type]
    provenance: list[form_of(Provenance)]  # type: ignore[valid-type]
    checks: dict[CheckName, bool]
    travel: TravelForm
    case_checksum: str
    policy_file: str
    policy_checksum: str
    travel_checksum: str
    checksum: str


def require_form(plain: object) -> None:
    """Raise unless plain tables have the form of a plan and are as they were written.

    Raises
    ------
    FolderError
        With every fault and its place; or that the tables were changed after the plan was made.
    """
    if not isinstance(plain, Mapping) or plain.get("format") != FORMAT or plain["format"] is True:
        found = printable(plain.get("format")) if isinstance(plain, Mapping) else "–"
        raise FolderError([Fault("plan.format", {"found": found, "known": f"1, {FORMAT}"}, FILE)])
    if "checksum" not in plain:
        raise FolderError([Fault("plan.no_checksum", {}, FILE)])
    try:
        form = conforming(PlanForm, plain)
    except ValidationError as error:
        raise FolderError([*faults_of(error, FILE, PlanForm), Fault("plan.unreadable", {}, FILE)]) from None
    faults = list(_disagreements(form))
    if not faults and plain["checksum"] != checksum_of(plain):
        faults = [Fault("plan.changed", {}, FILE)]
    if faults:
        raise FolderError(faults)


def checksum_of(plain: Mapping[str, Any]) -> str:
    """Return the SHA-256 of plain tables, all but their own field `checksum`.

    Examples
    --------
    >>> checksum_of({"a": 1, "checksum": "x"}) == checksum_of({"a": 1})
    True
    """
    rest = {key: value for key, value in plain.items() if key != "checksum"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def _disagreements(form: PlanForm) -> Iterator[Fault]:
    """Yield where years or checksum are not those of the policy, or a list has not a figure for each year."""
    if form.policy_checksum != form.policy.checksum:
        yield Fault("plan.changed", {}, FILE, None, "policy_checksum")
    wanted = form.policy.years
    given = tuple(row.year for row in form.years)
    if given != wanted:
        data = {"given": ", ".join(map(str, given[:10])), "wanted": ", ".join(map(str, wanted))}
        yield Fault("plan.other_years", data, FILE, None, "years")
    for number, part in enumerate(form.objective.parts):
        if len(part.by_year) != len(wanted):
            place = f"objective.parts[{number}].by_year"
            data = {"given": str(len(part.by_year)), "wanted": str(len(wanted))}
            yield Fault("plan.other_length", data, FILE, None, place)
