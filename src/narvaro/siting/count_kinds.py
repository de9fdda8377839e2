"""Kinds of options: those that the limits of the whole country cannot tell apart, and sums of their numbers.

Money does not ask where an office lies. Options with the same states and the same use of such limits, at sites with the
same choice of them, are of one kind h; a plan has n_h of each, and whether it keeps those limits follows from n alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from narvaro.siting.model import Model
from narvaro.siting.problem import Floats

__all__ = ["Kinds", "kinds_of"]

_WIDE = 0.5  # limits that touch more than this share of the sites are the whole country's
_FEWEST, _MOST = 4, 80  # kinds


@dataclass(frozen=True, eq=False)
class Kinds:
    """Kinds of options, and what their numbers keep.

    Parameters
    ----------
    of
        Kind of each option in the model's order, -1 where it is ruled out, shape (K,).
    wide
        Limits that are counted.
    use
        What one option of each kind uses of them, shape (n_wide, H).
    member
        Which kinds the sites of each class choose from, 0 or 1, shape (G, H).
    size
        Sites of each class, shape (G,).
    sums
        Sums of kinds that are whole in every plan, 0 or 1, shape (B, H).
    """

    of: NDArray[np.int64]
    wide: NDArray[np.int64]
    use: Floats
    member: Floats
    size: Floats
    sums: Floats

    @property
    def most(self) -> Floats:
        """Most options of each kind that a plan can have, shape (H,)."""
        return np.asarray(self.size @ self.member)

    def rows(self) -> sparse.csr_array:
        """Return one row for each kind, with a one where an option is of it, shape (H, K)."""
        at = np.flatnonzero(self.of >= 0)
        return sparse.csr_array(
            (np.ones(len(at)), (self.of[at], at)), shape=(self.use.shape[1], len(self.of))
        )


def kinds_of(model: Model) -> Kinds | None:
    """Return the kinds of the options that are left, or None where counting them would tell nothing or too much."""
    matrix = sparse.csr_array(model.problem.limits.matrix)[:, model.order].tocsr()
    site, allowed = model.choices.site, model.allowed
    touched = [len(np.unique(site[matrix.indices[a:b]])) for a, b in zip(matrix.indptr, matrix.indptr[1:], strict=False)]
    wide = np.flatnonzero(np.array(touched) > _WIDE * model.problem.n_sites)
    if len(wide) == 0:
        return None
    left = np.flatnonzero(allowed)
    used = matrix[wide][:, left].toarray()
    alike = np.unique(np.column_stack([model.state[left], used.T]), axis=0, return_inverse=True)[1].ravel()
    if alike.max() + 1 > _MOST:
        return None
    has = np.zeros((model.problem.n_sites, alike.max() + 1), bool)
    has[site[left], alike] = True
    _, first_site, group = np.unique(has, axis=0, return_index=True, return_inverse=True)
    group = np.argsort(np.argsort(first_site))[group.ravel()]  # in the order of their first site
    pairs, kind = np.unique(np.column_stack([group[site[left]], alike]), axis=0, return_inverse=True)
    kinds = len(pairs)
    if not _FEWEST <= kinds <= _MOST:
        return None
    of = np.full(len(allowed), -1, np.int64)
    of[left] = kind.ravel()
    first = np.unique(kind.ravel(), return_index=True)[1]
    member = (pairs[:, 0] == np.arange(group.max() + 1)[:, None]).astype(np.float64)
    size = np.bincount(group).astype(np.float64)
    return Kinds(of, wide, used[:, first], member, size, _sums(model.state[left][first], member))


def _sums(state: NDArray[np.int8], member: Floats) -> Floats:
    """Return each kind alone, all in a state in a year, all open in a year, and those of a class open in a year."""
    rows = [np.eye(len(state))]
    for year in state.T:
        rows.append(np.array([year == s for s in np.unique(state)], float))
        is_open = (year >= 0).astype(float)
        rows += [is_open[None, :], member * is_open]
    sums = np.unique(np.concatenate(rows), axis=0)
    return np.asarray(sums[sums.any(axis=1)])
