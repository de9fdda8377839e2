"""The command does one step, shows what came of it, and gives the same to a machine."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.app.test_commands import Heard

from narvaro.app import assumptions as step
from narvaro.app import commands_assumptions
from narvaro.app.views import assumptions_view


def test_what_is_found_is_shown_and_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of the plan and whether to plan anew reach the step."""
    found: Any = SimpleNamespace(to_json=lambda: {"a": 1})
    asked, shown = [], []
    monkeypatch.setattr(step, "assumptions_project", lambda folder, **given: asked.append(given) or found)
    monkeypatch.setattr(assumptions_view, "show", lambda _, one: shown.append(one))
    assert commands_assumptions.assumptions(Heard(), Path("x"), "mine", True) == {"a": 1}
    assert (asked[0]["name"], asked[0]["again"], shown) == ("mine", True, [found])
