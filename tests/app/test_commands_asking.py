"""Each command that asks a plan does one step, shows what came of it, and gives the same to a machine."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.app.test_commands import Heard

from narvaro.app import asking, asking_why, commands_asking
from narvaro.app.views import asking_view
from narvaro.errors import SettingError


def test_prices_are_shown_and_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the step found is what is shown and what a machine gets."""
    found: Any = SimpleNamespace(to_json=lambda: {"asked": "prices"})
    shown: list[Any] = []
    monkeypatch.setattr(asking, "prices_project", lambda *_, **__: found)
    monkeypatch.setattr(asking_view, "show_prices", lambda _, one: shown.append(one))
    assert commands_asking.prices(Heard(), Path("x"), None) == {"asked": "prices"}
    assert shown == [found]


def test_why_is_shown_before_what_it_takes_is_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    """The search takes its time, so what is known stands there first; a machine gets all of it."""
    found: Any = SimpleNamespace(to_json=lambda: {"asked": "why"})
    more: Any = SimpleNamespace(to_json=lambda: {"asked": "why", "takes": 1})
    done: list[Any] = []
    monkeypatch.setattr(asking_why, "why_project", lambda *_, **__: found)
    monkeypatch.setattr(asking_why, "with_what_it_takes", lambda one: done.append(one) or more)
    monkeypatch.setattr(asking_view, "show_why", lambda _, one: done.append(("why", one)))
    monkeypatch.setattr(asking_view, "show_what_it_takes", lambda _, one: done.append(("takes", one)))
    assert commands_asking.why(Heard(), Path("x"), "harbour") == {"asked": "why", "takes": 1}
    assert done == [("why", found), found, ("takes", more)]


def test_a_time_limit_of_nothing_is_refused() -> None:
    """Before anything is opened."""
    with pytest.raises(SettingError):
        commands_asking.prices(Heard(), Path("nowhere"), 0.0)
    with pytest.raises(SettingError):
        commands_asking.what_if(Heard(), Path("nowhere"), asking.Said(), best=True, time_limit=-1.0)
