"""The policy: what the decision aims at, the money by year, and the rules it must keep."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Literal, get_args

import tomli_w
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from narvaro.case.documents import conforming, faults_of, read_toml
from narvaro.case.files import write_text
from narvaro.case.former import POLICY_NAMES, named_as_now
from narvaro.case.words import control_in, word
from narvaro.errors import Fault, PolicyError

LARGEST_SUM = 1e12
"""A sum of money above this is in no unit that anyone means; what is plausible follows from the money of the case."""
LARGEST_EXPONENT = 30.0
"""Above this, kappa times the cut-off makes all ways but the longest vanish in rounding."""


ObjectiveKind = Literal["mix", "minutes", "beyond", "worst", "kolm_pollak"]
"""What an objective can be: the one list of the kinds, as a policy is read by it. Each has its file, by its name, in
`narvaro.plan.objectives`."""
OBJECTIVE_KINDS: tuple[ObjectiveKind, ...] = get_args(ObjectiveKind)


def _worded(given: Any) -> Any:
    """Return settings with every text as a word, as columns, codes and sizes are in the tables."""
    if isinstance(given, str):
        if control_in(given):
            raise ValueError("policy.control")
        return word(given)
    if isinstance(given, dict):
        return {_worded(name): _worded(value) for name, value in given.items()}
    # a tuple, as the strict schema asks once a validator has touched what JSON gave
    return tuple(map(_worded, given)) if isinstance(given, list | tuple) else given


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _as_words(cls, given: Any) -> Any:
        return _worded(given)


class Objective(_Strict):
    """What the plan makes as small as it can; the mean over the years, each as it is at its end."""

    kind: ObjectiveKind = Field(
        "mix",
        description="mix = person-minutes of everyone plus a charge for each person of the definition who has no "
        "office within the walking standard; minutes = person-minutes; beyond = people beyond the standard; worst = "
        "the longest way anyone has when the last year ends; kolm_pollak = the minutes that would be as bad if "
        "everyone had them",
    )
    mode: Literal["car", "walk", "bicycle", "transit", "with_car", "without_car", "person"] = Field(
        "car", description="the mode that minutes are measured by"
    )
    need_weighted: bool = Field(
        False,
        description="count each person by the need weight of the area; the charge of kind mix is never weighted",
    )
    standard_min: float = Field(30.0, gt=0, description="the standard of kind beyond, minutes by the mode")
    walk_standard_min: float = Field(
        20.0,
        gt=0,
        description="the walking standard of kind mix and of the earmark, minutes on foot; 20 is about a mile",
    )
    walk_weight_min: float = Field(
        60.0,
        ge=0,
        description="kind mix: person-minutes that one person of the definition beyond the walking standard counts as",
    )
    walk_sizes: tuple[str, ...] | None = Field(
        None,
        description="kind mix: sizes that count as an office within the walking standard; absent = all",
    )
    extra_min: dict[str, float] = Field(
        default_factory=dict,
        description="kinds mix and minutes: minutes that the way to an office of a size counts more, for few opening "
        "days or long queues, by size; absent = none. Without it or walk_sizes no office of today changes size",
    )
    overload_min: float = Field(
        60.0,
        ge=0,
        description="with limits.max_load: minutes that each person whom an office has too many counts as; nobody is "
        "sent further than that for room",
    )
    kappa_per_min: float = Field(
        0.02,
        gt=0,
        description="aversion to inequality of kind kolm_pollak, per minute; larger minds long ways more",
    )
    cutoff_min: float = Field(
        240.0, gt=0, description="a person with no office within this many minutes is counted at this figure"
    )


class Money(_Strict):
    """The appropriation by year, in the money of the case (`[money]` of `narvaro.toml`) at one price level."""

    base: float | None = Field(
        None,
        ge=0,
        description="the appropriation before the change, a year; absent = running cost of today's network",
    )
    change: tuple[float, ...] = Field(
        description="what is added or cut against the base, one figure for each year"
    )
    saving_pct: float = Field(
        0.0,
        ge=0,
        le=100,
        description="how much of a year's money may be saved to the next, %; the rest lapses",
    )
    credit_pct: float = Field(
        0.0,
        ge=0,
        le=100,
        description="how much may be drawn ahead from the next year, % of the year's own money; none in the last year",
    )
    earmark: bool = Field(
        False,
        description="added money may only pay for new offices within the walking standard of an area of the "
        "definition, and other money for no new office",
    )
    lasting: bool = Field(
        True,
        description="the money of the last year goes on: the network at the end must not cost more in a full year",
    )
    price_level_year: int | None = Field(None, description="the year whose prices the figures are in")


class Rules(_Strict):
    """The rules that every plan must keep."""

    opening_month: int = Field(
        7,
        ge=1,
        le=12,
        description="month in which offices open or grow; running cost counts from it, the opening cost falls in the "
        "same year, or in the year before when the month is 1 (not before the first year)",
    )
    closing_month: int = Field(
        7,
        ge=1,
        le=12,
        description="month at whose end offices close or shrink; running cost counts to its end",
    )
    max_openings_year: int | None = Field(
        None, ge=0, description="at most so many openings in a year; absent = no limit"
    )
    max_closings_year: int | None = Field(
        None, ge=0, description="at most so many closings in a year; absent = no limit"
    )
    one_opening_in: str | None = Field(
        None,
        description="a column of the sites: in each of its regions at most one office opens in all the years; "
        "absent = no such rule",
    )
    keep_one_in: str | None = Field(
        None,
        description="a column of the sites: each of its regions that has an office today has at least one in each year",
    )
    leave_municipality: Literal["yes", "with_consent", "no"] = Field(
        "yes",
        description="may the last office of a municipality close: yes, only where consent is given, or no",
    )
    consent: tuple[str, ...] = Field((), description="municipality codes that consent to being left")
    within_min: float | None = Field(
        None,
        gt=0,
        description="when the last year ends, within_share of the people have an office within so many minutes by the "
        "mode of the objective; absent = no such rule",
    )
    within_share: float = Field(
        1.0, gt=0, le=1, description="the share of the people that within_min must hold for, 0 to 1"
    )
    room_in: str | None = Field(
        None,
        description="a column of areas and sites: each of its regions keeps room for room_share of the visits of its "
        "people, or as much room as today where that is less; absent = no such rule",
    )
    room_share: float = Field(0.8, gt=0, description="the share of the visits that room_in must hold for")
    visits_per_person: float = Field(
        0.27,
        gt=0,
        description="visits in a year for each person, for the rules room_in and max_load; a rule of thumb until you "
        "have counted yours",
    )
    max_load: float | None = Field(
        None,
        gt=0,
        description="in each year no office has more visits than so many times the room of its size, or than today "
        "where that is more and it is not made smaller: who does not fit goes to another office, or counts "
        "overload_min; kinds mix and minutes; absent = no such rule",
    )
    open_candidates: bool = Field(True, description="may candidate sites open")
    resize: Literal["no", "smaller", "any"] = Field(
        "any", description="may an office that may close change size instead: no, to a smaller one, or to any"
    )


class Solver(_Strict):
    """When to stop looking for a better plan."""

    gap: float = Field(
        0.0,
        ge=0,
        lt=1,
        description="stop when value and bound are so near, as a share of the value; 0 = when the plan is proven "
        "optimal",
    )
    rounds: int = Field(
        1_200,
        gt=0,
        description="stop after so many rounds of the bound where the plan is not proven by then: about a minute for "
        "a country of 6,000 areas, less for a smaller one, more for a larger; not counted where there is a time limit",
    )
    time_limit_s: float | None = Field(
        None,
        gt=0,
        description="stop after so many seconds; a plan stopped by time may differ from run to run",
    )


class Policy(_Strict):
    """A whole policy, as read from `policy.toml`.

    Examples
    --------
    >>> policy = Policy(scenario="try", years=(2027,), money=Money(change=(10.0,)))
    >>> policy.objective.kind, policy.limits.opening_month
    ('mix', 7)
    """

    scenario: str = Field("own", description="name of the scenario, shown in the report")
    definition: str | None = Field(
        None,
        description="the yes/no column of the areas that says which areas the decision is about, such as low_income; "
        "without it kind mix is the person-minutes alone",
    )
    years: tuple[int, ...] = Field(
        min_length=1, description="the years of the plan, in order, without a break"
    )
    objective: Objective = Field(default_factory=lambda: Objective())
    money: Money
    limits: Rules = Field(default_factory=lambda: Rules())
    solver: Solver = Field(default_factory=lambda: Solver())

    @model_validator(mode="after")
    def _hold_together(self) -> Policy:
        if len(self.money.change) != len(self.years):
            raise ValueError("policy.years_and_money")
        if any(b - a != 1 for a, b in zip(self.years, self.years[1:], strict=False)):
            raise ValueError("policy.years_in_order")
        if not all(1 <= year <= 9999 for year in self.years):
            raise ValueError("policy.year_range")
        figures = (self.money.base or 0.0, *self.money.change)
        if any(abs(figure) > LARGEST_SUM for figure in figures):
            raise ValueError("policy.money_unit")
        if self.money.earmark and self.definition is None:
            raise ValueError("policy.earmark_needs_definition")
        if any(minutes < 0 for minutes in self.objective.extra_min.values()):
            raise ValueError("policy.extra_below_zero")
        if self.objective.kappa_per_min * self.objective.cutoff_min > LARGEST_EXPONENT:
            raise ValueError("policy.kappa_too_large")
        return self

    @property
    def checksum(self) -> str:
        """SHA-256 of all settings, however they were written."""
        return hashlib.sha256(json.dumps(self.to_toml(), sort_keys=True).encode()).hexdigest()

    def to_toml(self) -> dict[str, Any]:
        """Return the policy as plain tables, without what is absent."""
        plain: dict[str, Any] = self.model_dump(mode="json", exclude_none=True)
        return plain


def policy_from(table: dict[str, Any], file: str = "policy.toml") -> Policy:
    """Make a policy from plain tables.

    Raises
    ------
    PolicyError
        With every fault of the table, each naming its field.
    """
    if isinstance(table.get("money"), dict):
        money = named_as_now(table["money"], POLICY_NAMES, "money", file, PolicyError)
        table = {**table, "money": money}
    try:
        return conforming(Policy, table)
    except ValidationError as error:
        raise PolicyError(faults_of(error, file, Policy)) from None


def read_policy(path: Path | str) -> Policy:
    """Read a policy file.

    Raises
    ------
    PolicyError
        If the file is not there, is not TOML, or has faults (all of them).
    """
    path = Path(path)
    try:
        table = read_toml(path, error=PolicyError)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        raise PolicyError([Fault("policy.absent", {}, str(path))]) from None
    return policy_from(table, path.name)


def former_names(path: Path | str) -> tuple[str, ...]:
    """Return the former names that a policy file has, which count in million SEK: `change_msek`, `base_msek`."""
    money = read_toml(Path(path), error=PolicyError).get("money")
    return tuple(old for old in POLICY_NAMES if old in money) if isinstance(money, dict) else ()


def write_policy(policy: Policy, path: Path | str) -> None:
    """Write a policy file with a line on where each setting is explained."""
    head = "# The policy of this project. Every setting is explained in docs/policy.md.\n\n"
    write_text(Path(path), head + tomli_w.dumps(policy.to_toml()))
