"""Compiled loop of iterated local search: a promising option is forced in, the plan is mended and improved."""
# numba compiles the arguments per type, so they carry none here
# mypy: disable-error-code="no-untyped-def"
# ruff: noqa: ANN001, ANN201, ANN202

from __future__ import annotations

from numba import njit

from narvaro.siting.search.local_kernels import best_step, count_broken, descend, repair, shift

__all__ = ["perturb"]

_PRICED = 4  # changes that mend a plan by the prices of the multipliers, before repair mends it at any price
_MENDS = 50
_FALLS = 200


@njit(cache=True, nogil=True)
def _force(k, lists, choices, lam, s):
    """Let an option in and mend the limits that it breaks; return the change of value. Parameters as in `perturb`."""
    a = choices.site[k]
    change = shift(a, k, lists, choices, s)
    for _ in range(_PRICED):
        if count_broken(choices, s.used) == 0:
            return change
        b, other = best_step(a, choices, lam, s)
        if b < 0:
            break
        change += shift(b, other, lists, choices, s)
    return change + repair(_MENDS, lists, choices, s)


@njit(cache=True, nogil=True)
def perturb(starts, window, small, lists, choices, lam, s, best, at, lowest):
    """Perturb a plan once for each option of `starts`; return `at` and `lowest` as they then are.

    Each time the option is forced in, what it breaks is mended, and best single changes follow until none pays. The
    search goes on from there if the plan keeps its limits and costs at most `window` more than the best one, and else
    from where it stood (Lourenco, Martin and Stutzle 2003).

    Parameters
    ----------
    starts
        Options to force in, one after the other.
    window
        How much more than the best plan one may cost and still be gone on from.
    small
        How much less a plan must cost to be a better one: the rest is rounding.
    lists, choices
        Of the model (`layout`).
    lam
        Prices of the limits, by which a change that mends one is chosen.
    s
        The search's `PlanState`, changed in place: the plan in hand.
    best
        The option that each site picks in the best plan so far, changed in place.
    at, lowest
        How much the values of the plan in hand and of the best one have changed since the first plan of the path.
    """
    here = s.pick.copy()
    for k in starts:
        if k == s.pick[choices.site[k]]:
            continue
        value = at + _force(k, lists, choices, lam, s)
        keeps_limits = count_broken(choices, s.used) == 0
        if keeps_limits:
            value += descend(_FALLS, small, lists, choices, s)
            if value < lowest - small:
                lowest = value
                best[:] = s.pick
        if keeps_limits and value <= lowest + window:
            at = value
            here[:] = s.pick
        else:
            for j in range(len(here)):
                if s.pick[j] != here[j]:
                    shift(j, here[j], lists, choices, s)
    return at, lowest
