"""Kinds of arrays, each under one name in the whole room."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Int32s = npt.NDArray[np.int32]
"""Junctions, roads and milliseconds of a network: half the memory of `Ints`, and a search waits for memory."""
Bools = npt.NDArray[np.bool_]
