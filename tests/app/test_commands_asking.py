"""Each command that asks a plan does one step, shows what came of it, and gives the same to a machine."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.app.test_commands import Heard

from narvaro.app import asking, commands_asking
from narvaro.app.views import asking_view
from narvaro.errors import SettingError


@pytest.mark.parametrize("name", ["why", "prices"])
def test_a_question_is_shown_and_given(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """What the step found is what is shown and what a machine gets."""
    found: Any = SimpleNamespace(to_json=lambda: {"asked": name})
    shown: list[Any] = []
    monkeypatch.setattr(asking, f"{name}_project", lambda *_, **__: found)
    monkeypatch.setattr(asking_view, f"show_{name}", lambda _, one: shown.append(one))
    more = ("harbour",) if name == "why" else (None,)
    assert getattr(commands_asking, name)(Heard(), Path("x"), *more) == {"asked": name}
    assert shown == [found]


def test_a_time_limit_of_nothing_is_refused() -> None:
    """Before anything is opened."""
    with pytest.raises(SettingError):
        commands_asking.prices(Heard(), Path("nowhere"), 0.0)
    with pytest.raises(SettingError):
        commands_asking.what_if(Heard(), Path("nowhere"), asking.Said(), best=True, time_limit=-1.0)
