"""The form of `plan.json`: one schema that what is written and what is read are both held to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, ValidationError

from narvaro.case import Assumption, MoneyUnit, Policy, Provenance
from narvaro.case.documents import Form, conforming, faults_of, form_of, printable
from narvaro.case.money import Origin
from narvaro.case.policy import ObjectiveKind
from narvaro.errors import Fault, FolderError
from narvaro.language.catalogue import placeholders, texts
from narvaro.plan.objectives import CRITERIA
from narvaro.plan.wishes import SiteWish
from narvaro.siting.form.solution import RestsOn, Status, StoppedBy

FORMAT = 3
"""The form of `plan.json`, documented in docs/plan-json.md."""
FORMER_FORMATS = (1, 2)
"""Forms that are read too (:mod:`narvaro.plan.former`)."""
FILE = "plan.json"

UNITS = tuple(dict.fromkeys(unit for criterion in CRITERIA.values() for unit in criterion.units))
PARTS = tuple(dict.fromkeys(part for criterion in CRITERIA.values() for part in criterion.parts))
"""The units and figures of all kinds of objective."""

Count = Annotated[int, Field(ge=0, le=1_000_000_000)]
Sum = Annotated[float, Field(ge=-1e15, le=1e15)]
ActionKind = Literal["open", "close", "resize"]
PlanStatus: TypeAlias = Status | Literal["given"]
"""How sure a plan is that was looked for; or that it was given, and nothing is proven of it."""
CheckName = Literal[
    "solution",
    "ledger",
    "money",
    "locks",
    "objective",
    "earmark",
    "regions",
    "openings",
    "closings",
    "notice",
    "one_opening",
    "lasting",
    "room",
    "within",
    "offered",
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
    bound: float | None
    gap: float | None
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
    decided_by: str | None
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


class BrokenForm(Form):
    """An entry of `broken`: a rule that a given plan breaks."""

    key: str
    data: dict[str, str | float | list[str]]
    text: str


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

    format: Literal[3]
    scenario: str
    money: form_of(MoneyUnit)  # type: ignore[valid-type]
    policy: Policy
    status: PlanStatus
    stopped_by: StoppedBy | Literal["given"]
    bound_rests_on: RestsOn | Literal[""]
    objective: OutcomeForm
    years: list[YearForm] = Field(min_length=1)
    afterwards: AfterwardsForm
    locked: list[LockedForm]
    counts: CountsForm
    assumptions: list[form_of(Assumption)]  # type: ignore[valid-type]
    provenance: list[form_of(Provenance)]  # type: ignore[valid-type]
    checks: dict[CheckName, bool]
    wishes: list[form_of(SiteWish)]  # type: ignore[valid-type]
    broken: list[BrokenForm]
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
    said = plain.get("format") if isinstance(plain, Mapping) else None
    if (
        isinstance(plain, Mapping)
        and said in (*FORMER_FORMATS, FORMAT)
        and said is not True
        and "checksum" not in plain
    ):
        raise FolderError([Fault("plan.no_checksum", {}, FILE)])
    if not isinstance(plain, Mapping) or said != FORMAT:
        found = printable(plain.get("format")) if isinstance(plain, Mapping) else "–"
        known = ", ".join(map(str, (*FORMER_FORMATS, FORMAT)))
        raise FolderError([Fault("plan.format", {"found": found, "known": known}, FILE)])
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
    """Yield where parts of a plan do not fit each other: years, checksums, lists by year, and what is proven."""
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
    yield from _standing(form)


def _standing(form: PlanForm) -> Iterator[Fault]:
    """Yield where a plan that was given says that something is proven, or one that was made that a rule is broken."""
    given = form.status == "given"
    proven = {"objective.bound": form.objective.bound, "objective.gap": form.objective.gap}
    for place, figure in proven.items():
        if (figure is None) != given:
            yield Fault("plan.given_proof" if given else "plan.made_proof", {}, FILE, None, place)
    if (form.stopped_by == "given") != given:
        yield Fault("plan.given_proof" if given else "plan.made_proof", {}, FILE, None, "stopped_by")
    if form.broken and not given:
        yield Fault("plan.made_broken", {}, FILE, None, "broken")
    for number, rule in enumerate(form.broken):
        known = rule.key.startswith("plan.") and rule.key in texts()
        if not known or not placeholders(rule.key, "en") <= rule.data.keys():
            yield Fault("plan.no_such_rule", {"given": printable(rule.key)}, FILE, None, f"broken[{number}]")
