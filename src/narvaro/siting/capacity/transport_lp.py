"""The cheapest flows of a large layer by HiGHS, made to fit exactly before they are believed.

HiGHS fills rooms to within 1e-9. The best flows of whole numbers are whole, so they are rounded to what all weights and
rooms are multiples of; what then does not fit is moved on along paths, in whole numbers.
"""

# highspy has no complete types
# mypy: disable-error-code="no-untyped-call, unused-ignore"

from __future__ import annotations

import highspy
import numpy as np
from scipy import sparse

from narvaro.siting.capacity.transport import Flow, Transport, load_of, mended, own_sum
from narvaro.siting.form.problem import Floats
from narvaro.siting.form.rounding import passed, quantum
from narvaro.siting.mip.scaling import Scaled, scaled
from narvaro.siting.mip.solver import Mip, lp_of, new_solver

__all__ = ["lp_flows"]

_DUST = 1e-10  # a smaller share is rounding
# where the dearest column is so much dearer than all that is paid, prices are looked at closer
_DROWNED = 2.0**20


def _layout(transport: Transport) -> Mip:
    """Return the linear program.

    Columns: shares of the pairs, shares left unserved, weight above each room. Rows: areas, then the sites with an
    end to their room.
    """
    lost, held = np.flatnonzero(np.isfinite(transport.reach)), np.flatnonzero(np.isfinite(transport.room))
    soft = held if np.isfinite(transport.overload) else held[:0]
    n, pairs = len(transport.weight), len(transport.cost)
    row_of = np.full(len(transport.room), -1, np.int64)
    row_of[held] = n + np.arange(len(held))
    inside = np.flatnonzero(row_of[transport.site] >= 0)
    row = np.concatenate([transport.area, lost, row_of[transport.site[inside]], n + np.arange(len(soft))])
    column = np.concatenate([np.arange(pairs), pairs + np.arange(len(lost)), inside])
    column = np.concatenate([column, pairs + len(lost) + np.arange(len(soft))])
    data = np.concatenate(
        [np.ones(pairs + len(lost)), transport.weight[transport.area[inside]], -np.ones(len(soft))]
    )
    columns = pairs + len(lost) + len(soft)
    cost = [
        transport.weight[transport.area] * transport.cost,
        transport.weight[lost] * transport.reach[lost],
        np.full(len(soft), transport.overload),
    ]
    matrix = sparse.csr_array((data, (row, column)), shape=(n + len(held), columns))
    top = np.ones(columns)
    top[pairs + len(lost) :] = np.inf
    return Mip(
        np.zeros(0, np.int64),
        np.concatenate(cost),
        top,
        0,
        matrix,
        np.concatenate([np.ones(n), np.full(len(held), -np.inf)]),
        np.concatenate([np.ones(n), transport.room[held]]),
        0.0,
        False,
    )


def _solved(own: Scaled, pairs: int) -> Floats | None:
    """Return the shares of the pairs at the optimum, or None."""
    solver = new_solver(0, np.inf)
    solver.passModel(lp_of(own.mip, relaxed=True))
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    values = np.asarray(solver.getSolution().col_value) * own.column
    return np.asarray(np.clip(values[:pairs], 0.0, 1.0))


def _cleaned(transport: Transport, share: Floats) -> Floats:
    """Take dust out: flows in multiples of what the figures are multiples of, and who is served nearly whole is."""
    share = np.where(share < _DUST, 0.0, share)
    unit = quantum(np.concatenate([transport.weight, transport.room[np.isfinite(transport.room)]]))
    weight = transport.weight[transport.area]
    if unit > 0:  # with whole weights and rooms some cheapest flows are whole, so rounding leads to them
        share = np.rint(weight * share / unit) * unit / weight
    total = np.bincount(transport.area, share, len(transport.weight))
    whole = (total > 1.0 - _DUST) | (np.isinf(transport.reach) & (total > 0))
    return np.asarray(
        np.where(whole[transport.area], share / np.where(total > 0, total, 1.0)[transport.area], share)
    )


def _fits(transport: Transport, share: Floats) -> bool:
    """Return whether all who must be served are, and no hard room is passed by more than rounding."""
    served = np.bincount(transport.area, share, len(transport.weight))
    if (np.isinf(transport.reach) & (served < 1.0 - _DUST)).any():
        return False
    return (
        np.isfinite(transport.overload)
        or not passed(load_of(transport, share), transport.room, transport.weight).any()
    )


def lp_flows(transport: Transport) -> Flow | None:
    """Return the cheapest flows, or None where HiGHS has none that can be made to fit; that proves nothing."""
    mip, pairs = _layout(transport), len(transport.cost)
    share = _solved(scaled(mip), pairs)
    if share is None:
        return None
    share = _cleaned(transport, share)
    own = own_sum(transport, share)
    # prices of a million millions drown the way in HiGHS's digits; measured in what is paid they no longer do
    if mip.cost.max(initial=0.0) > _DROWNED * own:
        closer = _solved(scaled(mip, own), pairs)
        closer = None if closer is None else _cleaned(transport, closer)
        if closer is not None and own_sum(transport, closer) < own:
            share = closer
    if not _fits(transport, share):
        fitting = mended(transport, share)
        if fitting is None:
            return None
        share = fitting
    return Flow(share, own_sum(transport, share))
