"""What a kept plan is called: a name that can be a folder, or one made of the date and of what differs."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from narvaro.case.settings_apart import settings_apart
from narvaro.errors import Fault, SettingError
from narvaro.plan import Plan

LONGEST = 80
MOST_SETTINGS = 2
"""Settings that a name tells of, where they differ from those of the plan before."""
_NAME = re.compile(r"\w[\w.-]*")


def require_name(plans: Path, name: str) -> None:
    """Raise unless a new plan may be called so.

    Raises
    ------
    SettingError
        If it is no name of a folder, or is taken: no plan is overwritten.

    Examples
    --------
    >>> require_name(Path("nowhere"), "skäggetorp-kvar")
    """
    if not _NAME.fullmatch(name) or len(name) > LONGEST or name.endswith("."):
        raise SettingError([Fault("kept.bad_name", {"name": name}, None, None, "--as")])
    if (plans / name).exists():
        raise SettingError([Fault("kept.taken", {"name": name}, None, None, "--as")])


def free_name(plans: Path, plan: Plan | None, hint: str, former: Plan | None) -> str:
    """Return a name that is free: the date, then a hint or what differs from the plan before.

    Examples
    --------
    >>> free_name(Path("nowhere"), None, "My list (2)", None) == f"{dt.date.today()}-my-list-2"
    True
    """
    said = _slug(hint) or ("plan" if plan is None else _what_differs(plan, former))
    name = f"{dt.date.today().isoformat()}-{said}"[: LONGEST - 4].rstrip("-.")
    number, free = 1, name
    while (plans / free).exists():
        number += 1
        free = f"{name}-{number}"
    return free


def _what_differs(plan: Plan, former: Plan | None) -> str:
    own = _slug(plan.policy_file.removesuffix(".toml").removesuffix("/policy"))
    if own and own != "policy":
        return own
    if former is None:
        return _slug(plan.scenario) or "plan"
    apart = [_slug(one.setting) for one in settings_apart(former.policy, plan.policy)]
    if apart:
        return "-".join(apart[:MOST_SETTINGS])
    return "again" if former.case_checksum == plan.case_checksum else "new-tables"


def _slug(text: str) -> str:
    """Return a text as a part of a name: small letters, digits and hyphens."""
    return re.sub(r"[\W_]+", "-", text.casefold()).strip("-")
