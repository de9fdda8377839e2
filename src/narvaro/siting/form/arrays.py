"""Arrays at birth: what a user gives is read as plain numbers, or refused where it holds more than it shows.

NumPy drops a mask, cuts 1.7 to 1, wraps 300 to 44 in a small integer and takes the rows of a table by position whatever
its labels say; SciPy pads some formats with zeros that are no costs. Each of these is a fault here, with what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import Any, TypeGuard

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from narvaro.errors import Fault

__all__ = [
    "cost_table",
    "indices",
    "is_number",
    "is_sparse",
    "marks",
    "numbers",
    "plain",
    "sparse_rows",
    "whole_numbers",
]

_EXACT = 2**53  # whole numbers above may not be exact as floats
_MOST_NAMED = 12  # of what is wrong, in a message that is read
# of float64 and int64: longer floats are read as float64, longer whole numbers there are none
_FLOAT_BYTES = 8
_COO: Any = sparse.coo_array  # the stubs of SciPy overload beyond use
_CSR: Any = sparse.csr_array
_PADDED = ("bsr", "dia")  # formats that hold zeros which nobody wrote


def is_sparse(values: object) -> bool:
    """Return whether a table is a SciPy sparse one; a plain bool, so that its type is not narrowed."""
    return bool(sparse.issparse(values))


def plain(values: Any, name: str, faults: list[Fault]) -> NDArray[np.number | np.bool_] | None:
    """Return values as a plain array of numbers or yes and no; None where they are refused."""
    if isinstance(values, np.ma.MaskedArray):
        hidden = int(np.ma.getmaskarray(values).sum())
        if hidden:
            faults.append(Fault("array.missing", {"name": name, "count": hidden}))
            return None
        values = values.data  # nothing is hidden, so the mask says nothing
    if hasattr(values, "iloc"):  # a pandas table or column
        if not _in_order(values):
            faults.append(Fault("array.labels", {"name": name}))
            return None
        # counted before the column becomes an array, where a missing yes or no can no longer be told
        missing = int(np.asarray(values.isna()).sum())
        values = (
            values.to_numpy(dtype=np.float64, na_value=np.nan) if _nullable(values) else values.to_numpy()
        )
        if missing and values.dtype.kind != "f":
            faults.append(Fault("array.missing", {"name": name, "count": missing}))
            return None
    try:
        array = np.asarray(values)
    except ValueError:
        array = np.asarray("ragged")  # a text, so that it is refused below with all that is no number
    if array.dtype.kind == "f" and array.dtype.itemsize > _FLOAT_BYTES:
        array = array.astype(np.float64)
    # an empty list is float64 whatever it was meant to hold, so only what has cells is asked for its kind
    if array.size and array.dtype.kind not in "fiub":
        faults.append(Fault("array.kind", {"name": name, "kind": str(array.dtype)}))
        return None
    # the engine counts in float64: a whole number that it cannot hold would be another one there
    if array.dtype.kind in "iu" and array.dtype.itemsize == _FLOAT_BYTES and array.size:
        lost = int((array > _EXACT).sum() + (array.astype(np.int64) < -_EXACT).sum())
        if lost and (array.astype(np.float64).astype(array.dtype) != array).any():
            faults.append(Fault("array.rounded", {"name": name, "count": lost}))
            return None
    return array


def _in_order(table: Any) -> bool:
    """Whether the labels of a pandas table are 0, 1, 2, ..., so that label and position say the same."""
    axes = [table.index, table.columns] if hasattr(table, "columns") else [table.index]
    return all(len(axis) == 0 or np.array_equal(axis, np.arange(len(axis))) for axis in axes)


def _nullable(table: Any) -> bool:
    kinds = list(table.dtypes) if hasattr(table, "columns") else [table.dtype]
    return any(hasattr(kind, "na_value") and getattr(kind, "_is_numeric", False) for kind in kinds)


def numbers(values: Any, name: str, faults: list[Fault]) -> NDArray[np.float64]:
    """Return values as a float64 array that cannot be written to; NaN in one of no cells where they are refused."""
    found = plain(values, name, faults)
    array = np.zeros(0) if found is None else np.array(found, np.float64)
    array.setflags(write=False)  # a frozen problem is not changed through its arrays either
    return array


def whole_numbers(values: Any, name: str, faults: list[Fault], kind: Any = np.int64) -> NDArray[Any]:
    """Return whole numbers as an array of an integer type that holds them all and cannot be written to."""
    found = plain(values, name, faults)
    given = np.zeros(0, kind) if found is None else found
    edge = np.iinfo(kind)  # NumPy would wrap 300 to 44 in int8 without a word
    good = given.dtype.kind in "fiu" and bool(
        (np.isfinite(given) & (np.floor(given) == given) & (given >= edge.min) & (given <= edge.max)).all()
    )
    if not good and given.size:
        faults.append(Fault("array.whole", {"name": name, "least": int(edge.min), "most": int(edge.max)}))
        given = np.zeros(0, kind)
    array = np.array(given, kind)
    array.setflags(write=False)
    return array


def marks(values: Any, name: str, faults: list[Fault]) -> NDArray[np.bool_]:
    """Return yes and no; numbers are refused, as [0, 2] may mean places or yes and no."""
    found = plain(values, name, faults)
    if found is not None and found.size and found.dtype.kind != "b":
        faults.append(Fault("array.marks", {"name": name}))
        found = None
    array = np.zeros(0, bool) if found is None else np.array(found, bool)
    array.setflags(write=False)
    return array


def _listed(values: Any, name: str, ordered: bool, faults: list[Fault]) -> Any:
    """Return what may be read as an array of indices: a set, a range or a generator as a list."""
    if isinstance(values, list | tuple | range) or hasattr(values, "__array__") or is_number(values):
        return values
    if isinstance(values, str | bytes | Mapping) or not isinstance(values, Iterable):
        data = {"name": name, "given": type(values).__name__}
        faults.append(Fault("array.indices", data))
        return []
    # a set of one has only one order
    if ordered and isinstance(values, Set) and len(values) > 1:
        faults.append(Fault("array.unordered", {"name": name, "given": type(values).__name__}))
        return []
    return list(values)


def indices(values: Any, name: str, faults: list[Fault], ordered: bool = False) -> NDArray[np.int64]:
    """Return numbers of sites or rows, each once, in the order given; their range is for the caller to hold.

    Any iterable of whole numbers is read: a list, a set, a range, an array. Where the order has a meaning, a set has
    none. A text is no list of numbers, nor is a mapping, whose numbers may be its keys or its values.

    Examples
    --------
    >>> faults = []
    >>> indices([0, 0, 0, 1], "fixed_open", faults), faults[0].key
    (array([], dtype=int64), 'array.repeated')
    """
    wrong: list[Fault] = []
    values = _listed(values, name, ordered, wrong)
    found = None if wrong else plain(values, name, wrong)
    if found is None:
        named = [str(x) for x in list(values)[:_MOST_NAMED]] if isinstance(values, list | tuple) else [name]
        # texts in a list are most often names of sites, so they are named as such
        no_numbers = wrong[0].key == "array.kind"
        faults.append(Fault("problem.site_index", {"sites": named}) if no_numbers else wrong[0])
        return np.zeros(0, np.int64)
    found = np.atleast_1d(found).ravel()
    # [True, False] read as numbers would be sites 1 and 0
    if found.size and found.dtype.kind == "b":
        faults.append(Fault("array.index_marks", {"name": name}))
        return np.zeros(0, np.int64)
    if found.size and found.dtype.kind not in "iu":
        faults.append(Fault("problem.site_index", {"sites": [str(x) for x in found[:_MOST_NAMED]]}))
        return np.zeros(0, np.int64)
    each, times = np.unique(found, return_counts=True)
    if (times > 1).any():
        again = [str(x) for x in each[times > 1][:_MOST_NAMED]]
        faults.append(Fault("array.repeated", {"name": name, "repeated": again}))
        return np.zeros(0, np.int64)
    return found.astype(np.int64)


def is_number(value: object) -> TypeGuard[float]:
    """Whether a value is one real number: no text, no array of several, nothing masked or missing."""
    return (
        isinstance(value, int | float | np.integer | np.floating)
        and not isinstance(value, bool)
        and not np.isnan(value)
    )


def cost_table(cost: Any, name: str, faults: list[Fault]) -> Any:
    """Return a table of costs as given where it is plain, else as canonical CSR; None where it is refused."""
    if is_sparse(cost):
        return _sparse_costs(cost, name, faults)
    if isinstance(cost, np.memmap) or (not isinstance(cost, np.ndarray) and not hasattr(cost, "iloc")):
        # what tells no type (a lazy table) is taken for floats and looked at when its blocks are read
        kind = getattr(getattr(cost, "dtype", None), "kind", "f")  # a table on disk is read block by block
        if kind not in "fiub":
            faults.append(Fault("array.kind", {"name": name, "kind": str(cost.dtype)}))
            return None
        return cost
    return plain(cost, name, faults)


def _sparse_costs(cost: Any, name: str, faults: list[Fault]) -> Any:
    if cost.format in _PADDED:
        faults.append(Fault("array.sparse_format", {"name": name, "format": cost.format}))
        return None
    if cost.dtype.kind not in "fiub":
        faults.append(Fault("array.kind", {"name": name, "kind": str(cost.dtype)}))
        return None
    if cost.format == "csr" and cost.has_canonical_format and isinstance(cost, sparse.csr_array):
        return cost  # as it is: copying a national table would double the memory
    table: Any = _COO(cost)  # holds explicit zeros, and entries that stand twice
    row, column = (np.asarray(at, np.int64) for at in table.coords)
    order = np.lexsort((column, row))
    row, column = row[order], column[order]
    # SciPy would add the two up, and 5 minutes twice are not 10
    twice = int(((np.diff(row) == 0) & (np.diff(column) == 0)).sum())
    if twice:
        faults.append(Fault("array.twice", {"name": name, "count": twice}))
        return None
    ptr = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=table.shape[0]))])
    return _CSR((np.asarray(table.data)[order], column, ptr), shape=table.shape)


def sparse_rows(matrix: Any, name: str, faults: list[Fault]) -> Any:
    """Return coefficients of rows as canonical CSR in float64; entries of one place that stand twice are added up.

    They are added as floats, so that no small integer overflows.
    """
    if not is_sparse(matrix):
        found = plain(matrix, name, faults)
        matrix = np.zeros((0, 0)) if found is None else np.atleast_2d(found).astype(np.float64)
    elif matrix.dtype.kind not in "fiub":
        faults.append(Fault("array.kind", {"name": name, "kind": str(matrix.dtype)}))
        matrix = np.zeros((0, 0))
    else:
        plain(_COO(matrix).data, name, faults)
        matrix = _COO(matrix).astype(np.float64)
    table: Any = _CSR(matrix)
    table.sum_duplicates()
    return table
