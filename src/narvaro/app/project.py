"""The project folder of a user: made once, and never over something else."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from narvaro import sources
from narvaro.access.proposing import WITHIN_KM, with_proposed_sites
from narvaro.app.sheets import write_table
from narvaro.app.understood import understood_table
from narvaro.case import UNNAMED, Case, Money, MoneyUnit, Objective, Policy, save_case
from narvaro.case.files import write_text
from narvaro.errors import Fault, FolderError, InputError, SettingError
from narvaro.language import Note
from narvaro.sources.naming import Wishes
from narvaro.sources.official.supply import Supply
from narvaro.sources.official.wish import Wish
from narvaro.sources.tables import Crs, coordinate_system, read_own, read_table
from narvaro.sources.understood import UnderstoodColumn

SETTINGS, POLICY, RESULTS = "narvaro.toml", "policy.toml", "results"
UNDERSTOOD = "understood.csv"
"""How the columns of the user's own tables were understood."""
UNFINISHED = ".narvaro-unfinished"
"""Stands in a folder while it is being made, so that a killed `new` may be run again."""
YEARS_OF_A_NEW_POLICY = 3


@dataclass(frozen=True)
class NewProject:
    """A project folder that was just made; of a user's own tables how each column was understood."""

    folder: Path
    case: Case
    policy: Policy
    understood: tuple[UnderstoodColumn, ...] = ()
    choices: tuple[Note, ...] = ()
    """What was chosen when the user's own files were read."""


def new_from_scenario(folder: Path | str, scenario: str) -> NewProject:
    """Make a project folder from an embedded scenario.

    Raises
    ------
    SettingError
        If there is no such scenario.
    FolderError
        If the folder holds something else.
    """
    folder = Path(folder)
    require_free(folder)
    case, policy = sources.scenario(scenario)
    return _made(folder, case, policy)


def new_from_service(
    folder: Path | str, service: str, wish: Wish, supply: Supply, first_year: int | None = None
) -> NewProject:
    """Make a project folder of what an official service publishes, with a policy to start from.

    Parameters
    ----------
    folder
        The folder to make; looked at before anything is downloaded.
    service, wish, supply
        As in `narvaro.sources.from_service`.
    first_year
        First year of the policy; next year if left out.

    Raises
    ------
    SettingError
        If there is no such service, or it has not what is wished for.
    SourceError
        If the service does not answer, or its answer is not whole or not as it used to be.
    FolderError
        If the folder holds something else.
    """
    folder = Path(folder)
    require_free(folder)
    case, proposed = _with_proposed(sources.from_service(service, wish, supply), wish.wishes)
    made = _made(folder, case, starting_policy(case, first_year or next_year()))
    if wish.sites is None:
        return replace(made, choices=proposed)
    own = read_table(wish.sites, "sites", coordinate_system(wish.crs), wishes=wish.wishes)
    return replace(made, choices=(*own.choices, *proposed))


def new_from_tables(
    folder: Path | str,
    areas: Path | str,
    sites: Path | str,
    crs: Crs = None,
    first_year: int | None = None,
    money: MoneyUnit = UNNAMED,
    wishes: Wishes | None = None,
    lang: str = "en",
) -> NewProject:
    """Make a project folder from a user's own tables, with a policy to start from.

    Parameters
    ----------
    folder
        The folder to make.
    areas, sites, crs, money, wishes
        As in `narvaro.sources.tables.new_case`.
    first_year
        First year of the policy; next year if left out.
    lang
        Language of `understood.csv`.

    Raises
    ------
    TableError
        With every fault of both tables.
    SettingError
        If `crs` names no coordinate system.
    FolderError
        If the folder holds something else.
    """
    folder = Path(folder)
    faults: list[Fault] = []
    try:
        require_free(folder)
    except FolderError as error:
        faults += error.faults
    try:
        own = read_own(areas, sites, crs, folder.resolve().name, money, wishes)
    except (SettingError, InputError) as error:
        if faults:
            raise FolderError([*faults, *error.faults]) from None
        raise
    if faults:
        raise FolderError(faults)
    case, proposed = _with_proposed(own.case, wishes)
    policy = starting_policy(case, first_year or next_year())
    made = NewProject(folder, case, policy, own.understood, (*own.choices, *proposed))

    def save() -> None:
        save_case(made.case, folder, made.policy)
        write_table(understood_table(made.understood, lang), folder / UNDERSTOOD, lang)

    writing(folder, save)
    return made


def _with_proposed(case: Case, wishes: Wishes | None) -> tuple[Case, tuple[Note, ...]]:
    """Return the case with the candidates that are wished for, and how many they are; none where none is."""
    if wishes is None or not wishes.propose_sites:
        return case, ()
    more = with_proposed_sites(case, wishes.propose_sites)
    return more, (Note("app.proposed", {"n": len(more.sites) - len(case.sites), "km": WITHIN_KM}),)


def next_year() -> int:
    """Return the year after this one."""
    return dt.date.today().year + 1


def starting_policy(case: Case, first_year: int) -> Policy:
    """Return a policy that any case can start from: shortest ways for the people, and money for one more office.

    The money of each year is the opening cost and a full year's running cost of the dearest size.

    Examples
    --------
    >>> import pandas as pd
    >>> areas = pd.DataFrame({"id": ["a"], "name": ["A"], "lon": [18.0], "lat": [59.3], "people": [900]})
    >>> sites = pd.DataFrame({"id": ["s"], "name": ["S"], "lon": [18.1], "lat": [59.3]})
    >>> policy = starting_policy(Case("mini", areas, sites), 2027)
    >>> policy.years, policy.money.change
    ((2027, 2028, 2029), (7.4, 7.4, 7.4))
    """
    dearest = max(case.sizes, key=lambda size: size.opening + size.running_year)
    more = round(dearest.opening + dearest.running_year, 3)
    years = tuple(first_year + k for k in range(YEARS_OF_A_NEW_POLICY))
    return Policy(
        scenario=case.name,
        years=years,
        objective=Objective(kind="minutes", need_weighted=True),
        money=Money(change=(more,) * len(years)),
    )


def require_free(folder: Path) -> None:
    """Raise unless a project may be made in the folder: it is not there, is empty, or was left half-made.

    Raises
    ------
    FolderError
        If it is a file, a project, or holds other things.
    """
    if (folder / SETTINGS).exists():
        raise FolderError([Fault("project.there_already", {"folder": str(folder)})])
    if folder.exists() and not folder.is_dir():
        raise FolderError([Fault("project.is_a_file", {"folder": str(folder)})])
    if folder.is_dir() and not (folder / UNFINISHED).exists():
        found = sorted(path.name for path in folder.iterdir())
        if found:
            data = {"folder": str(folder), "count": len(found), "first": ", ".join(found[:3])}
            raise FolderError([Fault("project.not_empty", data)])


def _made(folder: Path, case: Case, policy: Policy) -> NewProject:
    writing(folder, lambda: save_case(case, folder, policy))
    return NewProject(folder, case, policy)


def writing(folder: Path, work: Callable[[], object]) -> None:
    """Make a folder under a sign that it is not finished; take away what was made if the work fails."""
    was_there = folder.exists()
    write_text(folder / UNFINISHED, "")
    try:
        work()
    except BaseException:
        if was_there:
            for name in (SETTINGS, POLICY, "areas.csv", "sites.csv", "events.csv", "decided.csv", UNDERSTOOD):
                (folder / name).unlink(missing_ok=True)
            shutil.rmtree(folder / "shapes", ignore_errors=True)
            (folder / UNFINISHED).unlink(missing_ok=True)
        else:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    (folder / UNFINISHED).unlink()
