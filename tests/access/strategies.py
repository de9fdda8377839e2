"""Made-up minutes and people for the laws that every measure must keep."""

from __future__ import annotations

import pandas as pd
from hypothesis import strategies as st

MINUTES = st.floats(0.0, 600.0, allow_nan=False).map(lambda x: round(x, 3))
PEOPLE = st.integers(0, 5_000)


@st.composite
def inhabited(draw: st.DrawFn, min_size: int = 1, positive: bool = False) -> tuple[pd.Series, pd.Series]:
    """Minutes and people of a few areas, somebody living in at least one."""
    low = st.floats(0.5, 600.0, allow_nan=False).map(lambda x: round(x, 3)) if positive else MINUTES
    pairs = draw(st.lists(st.tuples(low, PEOPLE), min_size=min_size, max_size=12))
    people = [heads for _, heads in pairs]
    people[0] = max(1, people[0])
    index = [f"a{i}" for i in range(len(pairs))]
    return (
        pd.Series([minutes for minutes, _ in pairs], index=index, dtype=float),
        pd.Series(people, index=index, dtype=float),
    )
