"""Option types: those that the limits of the whole country cannot tell apart, and sums of their numbers.

Money does not ask where an office lies. Options with the same states and the same use of such limits, at sites with the
same choice of them, are of one type h; a plan has n_h of each, and whether it keeps those limits follows from n alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from narvaro.siting.form.problem import Floats, Problem

__all__ = ["OptionTypes", "option_types_of"]

_WIDE = 0.9  # limits that touch more than this share of the sites with a choice are the whole country's
_FEWEST, _MOST = 4, 80  # types: fewer tell nothing that the limits do not, more make too many counts


@dataclass(frozen=True, eq=False)
class OptionTypes:
    """The types of a problem's options, and what their numbers keep.

    Parameters
    ----------
    of
        Type of each option of the problem, shape (K,).
    wide
        Limits that are counted.
    added
        Sums of limits that are counted, 0 or 1: each wide one alone, then those that hold everywhere together, (W, R).
    use
        What one option of each type uses of these sums, shape (W, H).
    member
        Which types the sites of each class choose from, 0 or 1, shape (G, H).
    size
        Sites of each class, shape (G,).
    sums
        Sums of types that are whole in every plan, 0 or 1, shape (B, H).
    """

    of: NDArray[np.int64]
    wide: NDArray[np.int64]
    added: Floats
    use: Floats
    member: Floats
    size: Floats
    sums: Floats

    @property
    def most(self) -> Floats:
        """Most options of each type that a plan can have, shape (H,)."""
        return np.asarray(self.size @ self.member)

    def rows(self) -> sparse.csr_array:
        """Return one row for each type, with a one where an option is of it, shape (H, K)."""
        options = np.arange(len(self.of))
        shape = (self.use.shape[1], len(self.of))
        return sparse.csr_array((np.ones(len(options)), (self.of, options)), shape=shape)


def option_types_of(problem: Problem, given: int | None = None) -> OptionTypes | None:
    """Return the types of the options, or None where counting them would tell nothing or too much.

    Parameters
    ----------
    given
        How many of the limits are the problem's own; those after them are made of these. Default: all.
    """
    matrix, site, state = problem.limits.matrix, problem.options.site, problem.options.state
    touched = [len(np.unique(site[part])) for part in np.split(matrix.indices, matrix.indptr[1:-1])]
    # sites that have no choice are of no moment: a cut has a thousand places where nothing may open
    choosing = int((np.bincount(site, minlength=problem.n_sites) > 1).sum())
    given = len(problem.limits) if given is None else given
    wide = np.flatnonzero(np.array(touched[:given]) > _WIDE * choosing)
    if len(wide) == 0:
        return None
    used = matrix[wide].toarray()
    alike = np.unique(np.column_stack([state, used.T]), axis=0, return_inverse=True)[1].ravel()
    if alike.max() + 1 > _MOST:
        return None  # before the sites are looked at: classes only make more types of these
    has = np.zeros((problem.n_sites, alike.max() + 1), bool)
    has[site, alike] = True
    _, first_site, group = np.unique(has, axis=0, return_index=True, return_inverse=True)
    group = np.argsort(np.argsort(first_site))[group.ravel()]  # in the order of their first site
    pairs, type_of = np.unique(np.column_stack([group[site], alike]), axis=0, return_inverse=True)
    if not _FEWEST <= len(pairs) <= _MOST:
        return None
    type_of = type_of.ravel()
    first = np.unique(type_of, return_index=True)[1]
    member = (pairs[:, 0] == np.arange(group.max() + 1)[:, None]).astype(np.float64)
    size = np.bincount(group).astype(np.float64)
    added = _added(problem, wide, type_of, first)
    use = np.asarray(added @ matrix[:, first].toarray())
    return OptionTypes(type_of, wide, added, use, member, size, _sums(state[first], member))


def _added(
    problem: Problem, wide: NDArray[np.int64], type_of: NDArray[np.int64], first: NDArray[np.int64]
) -> Floats:
    """Return the wide limits, and sums of others that together are: one office in each region is so many in all."""
    matrix = problem.limits.matrix
    alone = np.eye(matrix.shape[0])[wide]
    alike = np.unique(problem.options.state, axis=0, return_inverse=True)[1].ravel()
    groups: dict[bytes, list[int]] = {}
    for r in np.setdiff1d(np.arange(matrix.shape[0]), wide):
        touched = np.unique(alike[matrix.indices[matrix.indptr[r] : matrix.indptr[r + 1]]])
        groups.setdefault(touched.tobytes(), []).append(int(r))
    more = np.zeros((len(groups), matrix.shape[0]))
    for row, members in zip(more, groups.values(), strict=True):
        row[members] = 1.0
    total = np.asarray(more @ matrix)
    same = (total == total[:, first][:, type_of]).all(axis=1)
    return np.concatenate([alone, more[same]])


def _sums(state: NDArray[np.int8], member: Floats) -> Floats:
    """Return each type alone, all in a state in a year, all open in a year, and those of a class open in a year."""
    rows = [np.eye(len(state))]
    for year in state.T:
        rows.append(np.array([year == s for s in np.unique(state)], float))
        is_open = (year >= 0).astype(float)
        rows += [is_open[None, :], member * is_open]
    # the same sum may come up twice, as where one class is all sites; a split of either would be one of both
    sums = np.unique(np.concatenate(rows), axis=0)
    return np.asarray(sums[sums.any(axis=1)])
