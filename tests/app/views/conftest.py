"""A terminal whose words are kept, to read what a view shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from narvaro.app.terminal import Terminal

Shown = Callable[..., str]


@pytest.fixture(params=["en", "sv"])
def lang(request: pytest.FixtureRequest) -> str:
    """Both languages."""
    return str(request.param)


@pytest.fixture
def shown(lang: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shown:
    """Return what a view writes to a pipe of 160 columns."""
    monkeypatch.setenv("COLUMNS", "160")

    def show(view: Callable[..., Any], *given: Any) -> str:
        view(Terminal(lang), *given)
        return capsys.readouterr().out

    return show
