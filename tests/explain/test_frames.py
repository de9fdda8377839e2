"""Tables as plain JSON and back."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from narvaro.explain.frames import frame_from_json, frame_to_json, rounded

NUMBERS = st.lists(st.one_of(st.floats(), st.just(float("nan")), st.just(float("inf"))), max_size=6)


@given(NUMBERS)
def test_numbers_come_back_as_they_were(values: list[float]) -> None:
    """Missing and infinite numbers survive being written as JSON, which has neither."""
    table = pd.DataFrame({"x": np.array(values, dtype=float)})
    text = json.dumps(frame_to_json(table), allow_nan=False)
    pd.testing.assert_frame_equal(frame_from_json(json.loads(text)), table)


def test_every_kind_of_column_comes_back() -> None:
    """Texts, yes/no, whole numbers, fractions and the index keep their kind."""
    table = pd.DataFrame(
        {"t": ["a", ""], "b": [True, False], "n": [1, 2], "x": [1.0, np.nan]},
        index=pd.Index(["p", "q"], name="id"),
    )
    table = rounded(table)
    pd.testing.assert_frame_equal(frame_from_json(frame_to_json(table)), table)


def test_an_empty_table_keeps_its_columns() -> None:
    """A table without rows comes back with its columns."""
    assert list(frame_from_json(frame_to_json(pd.DataFrame(columns=["a", "b"]))).columns) == ["a", "b"]


def test_rounding_leaves_no_minus_zero() -> None:
    """A hair below zero is zero, not minus zero, so that bytes repeat."""
    assert str(rounded(pd.DataFrame({"x": [-1e-12]}))["x"].iloc[0]) == "0.0"
