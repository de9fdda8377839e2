"""What is known of all plans in which one site goes the other way."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Literal, TypeAlias, get_args

import numpy as np

from narvaro.case import Case
from narvaro.errors import Fault
from narvaro.plan.options import States, sizes_of

End: TypeAlias = Literal["open", "closed", "unchanged"]
Standing: TypeAlias = Literal["worse", "equal", "ruled_out", "not_settled"]
ENDS, STANDINGS = get_args(End), get_args(Standing)


@dataclass(frozen=True)
class Difference:
    """What another plan does at a site that this one does not.

    Parameters
    ----------
    site_id
        The site.
    here, there
        Its size at the end of each year in this plan and in the other, empty where it is closed.
    """

    site_id: str
    here: tuple[str, ...]
    there: tuple[str, ...]


def differences(case: Case, here: States, there: States) -> tuple[Difference, ...]:
    """Return where another plan goes another way.

    Parameters
    ----------
    here, there
        Size of each site at the end of each year, -1 for closed, in this plan and in the other, shape
        (n_sites, n_years).
    """
    return tuple(
        Difference(str(case.sites.index[j]), tuple(sizes_of(case, here[j])), tuple(sizes_of(case, there[j])))
        for j in np.flatnonzero((here != there).any(axis=1)).tolist()
    )


@dataclass(frozen=True)
class SettledPlace:
    """What is known of all plans in which a site ends the other way.

    Parameters
    ----------
    site_id, end
        The question: the site is `open`, or `closed`, when the last year ends; or it is `unchanged` in all years.
    standing
        `worse`, `equal`, `ruled_out` or `not_settled`.
    at_least
        What every such plan costs at least, in the unit of the objective; infinite where there is none.
    at_most
        What one such plan costs, which is at hand; infinite where none is.
    differences
        What that plan does elsewhere, and at the site itself.
    rules
        Why no plan goes that way, where it is ruled out.
    """

    site_id: str
    end: End
    standing: Standing
    at_least: float
    at_most: float = inf
    differences: tuple[Difference, ...] = ()
    rules: tuple[Fault, ...] = ()
