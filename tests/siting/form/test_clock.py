"""The clock of a run."""

from __future__ import annotations

import pytest

from narvaro.siting.form import clock as clocks
from narvaro.siting.form.clock import Clock


def test_a_clock_tells_what_is_left_until_its_limit_is_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit of 5 s: at 5 s nothing is left and the time is not over, at 6 s it is; without a limit it never is."""
    now = 100.0
    monkeypatch.setattr(clocks.time, "perf_counter", lambda: now)
    clock, endless = Clock(5.0), Clock()
    now = 105.0
    assert (clock.seconds, clock.left, clock.over) == (5.0, 0.0, False)
    now = 106.0
    assert (clock.left, clock.over, endless.over) == (-1.0, True, False)
