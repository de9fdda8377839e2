"""The step that makes a plan of a project folder, writes it down, and finds it again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from narvaro.app.certificate import CERTIFICATE, START, read_certificate, read_start
from narvaro.app.kept import adopt_plan, in_force, keep_plan, kept_plan
from narvaro.app.kept_files import PLAN, PLANS, KeptPlan, finish
from narvaro.app.kept_names import require_name
from narvaro.app.options import GAP, TIME_LIMIT, require_numbers
from narvaro.app.project import POLICY, RESULTS, SETTINGS
from narvaro.app.sheets import sheets_of
from narvaro.app.travelling import made_from, travel_times_of
from narvaro.case import Case, Policy, open_case, read_policy
from narvaro.case.former import POLICY_NAMES, is_former
from narvaro.case.lock import held
from narvaro.case.money import NO_CURRENCY
from narvaro.case.policy import former_names
from narvaro.errors import Fault, FolderError, InputError, PolicyError
from narvaro.language import Note
from narvaro.plan import Plan, make_plan, read_plan
from narvaro.plan.former import deciders_as_now
from narvaro.plan.recheck import recheck
from narvaro.plan.warm import begun_again, formulated
from narvaro.siting import Progress
from narvaro.travel import TravelTimes

Tell = Callable[[Progress], None]


@dataclass(frozen=True, eq=False)
class Planned:
    """A plan with what it was made from and where it was written; `kept` where it is a kept plan asked for by name."""

    folder: Path
    case: Case
    travel: TravelTimes
    plan: Plan
    files: tuple[Path, ...] = ()
    kept: KeptPlan | None = None

    @property
    def place(self) -> Path:
        """The folder of its files: `results/` of the plan in force."""
        return self.folder / RESULTS if self.kept is None else self.kept.folder


def plan_project(
    folder: Path | str,
    policy: Path | str | None = None,
    *,
    time_limit: float | None = None,
    gap: float | None = None,
    progress: Tell | None = None,
    name: str | None = None,
    by: str | None = None,
    reason: str = "",
) -> Planned:
    """Make the plan of a project folder, keep it, and put it in force: `results/plan.json` and its tables.

    Parameters
    ----------
    folder
        A project folder.
    policy
        A policy file; the folder's own if left out.
    time_limit, gap
        When to stop, in place of the policy's own: seconds, and a share of the value.
    progress
        Told of value, bound, gap and seconds as the search goes on.
    name
        What to call the plan. It is then only kept, in `plans/NAME`, and what is in force stays so.
    by, reason
        Who makes it, and why; who is logged in where not given.

    Raises
    ------
    SettingError
        If the time limit is not above zero, or the gap is not from 0 to below 1.
    FolderError, TableError, PolicyError
        With every fault of the folder and the policy at once.
    InfeasibleError
        If no plan keeps the limits; says which clash and what would do.
    """
    require_numbers({"--time-limit": (time_limit, TIME_LIMIT), "--gap": (gap, GAP)})
    folder = Path(folder)
    if name is not None:
        require_name(folder / PLANS, name)
    case, settled = open_both(folder, policy)
    travel, made = travel_times_of(folder, case, settled.objective.mode), made_from(folder)
    with faults_named_after(policy):
        plan = make_plan(case, settled, travel=travel, time_limit=time_limit, gap=gap, progress=progress)
    plan = replace(plan, policy_file=policy_named(folder, policy), travel_checksum=made)
    path = keep_plan(folder, plan, name, by=by, reason=reason, tables=(case, travel))
    if name is None:
        adopt_plan(folder, path.name, by=by, reason=reason, by_hand=False)
        path = folder / RESULTS
    files = tuple(path / file for file in (PLAN, *sheets_of(case, plan, travel)))
    return Planned(folder, case, travel, plan, files)


def open_both(folder: Path, policy: Path | str | None = None) -> tuple[Case, Policy]:
    """Open the case and the policy of a folder; the faults of both are told at once."""
    faults: list[Fault] = []
    failed: type[InputError] = FolderError
    try:
        case = open_case(folder)
    except InputError as error:
        if not (folder / "narvaro.toml").exists():
            raise
        faults, failed = list(error.faults), type(error)
    try:
        settled = read_policy(folder / POLICY if policy is None else policy)
    except InputError as error:
        failed = FolderError if faults else type(error)
        faults += error.faults
    if not faults and not is_former(asdict(case.money)):  # former names count in another money than the case
        faults, failed = (
            _former_faults(Path(folder / POLICY if policy is None else policy), case),
            PolicyError,
        )
    if faults:
        raise failed(faults)
    return case, settled


def former_notes(folder: Path | str, policy: Path | str | None = None) -> tuple[Note, ...]:
    """Return a note for each former name of a figure of money that a policy still has, with the name of now."""
    path = Path(folder) / POLICY if policy is None else Path(policy)
    names = former_names(path) if path.is_file() else ()
    return tuple(
        Note(
            "money.note.former_name",
            {"file": path.name, "old": f"money.{old}", "new": f"money.{POLICY_NAMES[old]}"},
        )
        for old in names
    )


def money_notes(case: Case) -> tuple[Note, ...]:
    """Return what should be known of the money of a case: that it names no currency."""
    unnamed = case.money.currency == NO_CURRENCY
    return (Note("money.note.no_currency", {"file": SETTINGS}),) if unnamed else ()


@contextmanager
def faults_named_after(policy: Path | str | None) -> Iterator[None]:
    """Let faults of a policy that does not fit its case name the file that was given."""
    try:
        yield
    except PolicyError as error:
        file = POLICY if policy is None else Path(policy).name
        raise PolicyError([replace(fault, file=file) for fault in error.faults]) from None


def begun(planned: Planned) -> Planned:
    """Return a plan with what the next question about it begins from, where it was read from its folder.

    A given plan that does what its policy lets no site do has its problem alone: the search then begins anew.
    """
    case, plan, travel = planned.case, planned.plan, planned.travel
    plan = replace(plan, formulation=plan.formulation or formulated(case, plan, travel))
    with suppress(ValueError):
        plan = begun_again(case, plan, travel, read_start(planned.place / START))
    return replace(planned, plan=plan)


def open_planned(folder: Path | str, name: str | None = None, *, refute: bool = True) -> Planned:
    """Open a plan of a folder with its certificate, and hold all that follows from its actions against the tables.

    Parameters
    ----------
    folder
        A project folder.
    name
        The kept plan; the one in force where not given, which is then held to the policy of the folder too.
    refute
        Whether plans are looked for that refute a figure of the certificate: for whoever shows those figures.

    Raises
    ------
    FolderError
        If there is no plan, its files were changed, or tables, policy or travel times have changed since it was made.
    CheckError
        If the plan says what does not follow from the tables.
    """
    folder = Path(folder)
    case = open_case(folder)
    finish(folder)
    kept = None if name is None else kept_plan(folder, name)
    place = folder / RESULTS if kept is None else kept.folder
    with held(place, shared=True) if kept is None and place.is_dir() else nullcontext():
        plan = read_plan(place / PLAN)
        plan.require_case(case)
        travel = travel_times_of(folder, case, plan.policy.objective.mode)
        _require_same_travel(folder, plan, travel)
        if kept is None:
            _require_same_policy(folder, plan)
        if plan.status != "given":
            plan = read_certificate(place / CERTIFICATE, plan)
            plan = replace(plan, formulation=formulated(case, plan, travel))
    plan = deciders_as_now(case, plan)
    recheck(case, plan, travel, refute=refute)
    return Planned(folder, case, travel, plan, kept=kept)


def _former_faults(policy: Path, case: Case) -> list[Fault]:
    """Return a fault for each former name that a policy has, which the money of the case cannot mean."""
    return [
        Fault(
            "money.fault.former_name",
            {"old": old, "new": POLICY_NAMES[old], "money": case.money.label},
            policy.name,
            None,
            f"money.{old}",
        )
        for old in former_names(policy)
    ]


def policy_named(folder: Path, policy: Path | str | None) -> str:
    """Return what a plan calls the file of its policy: `policy.toml` is the folder's own."""
    if policy is None or Path(policy).resolve() == (folder / POLICY).resolve():
        return POLICY
    name = Path(policy).name
    return f"{Path(policy).resolve().parent.name}/{name}" if name == POLICY else name


def _require_same_travel(folder: Path, plan: Plan, travel: TravelTimes) -> None:
    if travel.engine != plan.travel["engine"] or plan.travel_checksum != made_from(folder):
        data = {"plan": plan.travel["engine"], "folder": travel.engine}
        raise FolderError([Fault("project.other_travel", data)])


def _require_same_policy(folder: Path, plan: Plan) -> None:
    """Raise where the plan was made with the folder's own policy, and that says something else now.

    A plan that a person has put in force stays so, whatever the policy of the folder says later.
    """
    if in_force(folder)[1]:
        return
    if plan.policy_file == POLICY and read_policy(folder / POLICY).checksum != plan.policy.checksum:
        raise FolderError([Fault("project.other_policy", {}, POLICY)])
