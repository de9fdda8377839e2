"""What a kept plan is called: as a person writes it where that can be a folder, or by the date and what differs."""

from __future__ import annotations

import datetime as dt
import re
import shlex
import unicodedata
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from narvaro.case.settings_apart import settings_apart
from narvaro.errors import Fault, SettingError
from narvaro.plan import Plan

LONGEST = 80
MOST_SETTINGS = 2
"""Settings that a name tells of, where they differ from those of the plan before."""
LEAST_ALIKE = 0.6
"""How alike a name must be to one that no plan has, to be offered in its place; 1 is the same."""
_NO_FOLDER = r'"*/:<>?|\\\x00-\x1f\x7f'
"""What a folder may not be called on every system, beside blanks other than a space between words."""
_NAME = re.compile(rf"\w(?:[^\s{_NO_FOLDER}]| (?=[^\s{_NO_FOLDER}]))*")


def require_name(plans: Path, name: str) -> None:
    """Raise unless a new plan may be called so.

    Raises
    ------
    SettingError
        If it cannot be the name of a folder on every system, with one like it that can; or is taken: no plan is
        overwritten.

    Examples
    --------
    >>> require_name(Path("nowhere"), "Styrelsens förslag 2")
    """
    if not _may_be_folder(name):
        like = _like(name)
        key = "kept.bad_name_like" if like else "kept.bad_name"
        raise SettingError([Fault(key, {"name": name, "like": like}, None, None, "--as")])
    if (plans / name).exists():
        raise SettingError([Fault("kept.taken", {"name": name}, None, None, "--as")])


def _may_be_folder(name: str) -> bool:
    return _NAME.fullmatch(name) is not None and len(name) <= LONGEST and not name.endswith(".")


def _like(name: str) -> str:
    """Return a name like one that cannot be a folder's; empty where no letter or digit is left.

    Examples
    --------
    >>> _like(" Budget 2026/27: förslag "), _like("../b"), _like("...")
    ('Budget 2026-27- förslag', 'b', '')
    """
    plain = re.sub(rf"[{_NO_FOLDER}]", "-", re.sub(r"\s+", " ", unicodedata.normalize("NFC", name)))
    like = re.sub(r"^\W+", "", plain)[:LONGEST].rstrip(" .-")
    return like if _may_be_folder(like) else ""


def as_typed(text: str) -> str:
    """Return a name or a path as it is typed in a shell: in quotes where it has blanks or signs.

    Examples
    --------
    >>> as_typed("skäggetorp-2"), as_typed("Styrelsens förslag")
    ('skäggetorp-2', "'Styrelsens förslag'")
    """
    return text if re.fullmatch(r"[\w./-]+", text) else shlex.quote(text)


def nearest_name(name: str, names: Sequence[str]) -> str | None:
    """Return the name that is spelled nearest to one that no plan has; None where none is alike.

    Examples
    --------
    >>> nearest_name("Bord-2025", ["2026-11-28-north", "board-2025"]), nearest_name("x", ["board-2025"])
    ('board-2025', None)
    """
    folded = {one.casefold(): one for one in names}
    near = get_close_matches(name.casefold(), folded, n=1, cutoff=LEAST_ALIKE)
    return folded[near[0]] if near else None


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
