"""How the network through time looks in a terminal: no wider than it is, spans as spans, and what is cut is told of."""

from pathlib import Path

import pandas as pd
import pytest
from tests.app.conftest import EXAMPLE

from narvaro.app.history import history_project
from narvaro.app.project import new_from_tables
from narvaro.app.terminal import Terminal
from narvaro.app.views import history_view
from narvaro.language import LANGUAGES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example with its events."""
    new_from_tables(tmp_path / "small", EXAMPLE / "areas.csv", EXAMPLE / "sites.csv", first_year=2027)
    (tmp_path / "small" / "events.csv").write_bytes((EXAMPLE / "events.csv").read_bytes())
    return tmp_path / "small"


def shown(folder: Path, lang: str, width: int, capsys: pytest.CaptureFixture[str]) -> str:
    terminal = Terminal(lang)
    terminal.out.width = width
    history_view.show(terminal, history_project(folder, by="settlement", lang=lang))
    return capsys.readouterr().out


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [80, 120])
def test_tables_keep_within_the_terminal(
    folder: Path, lang: str, width: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every line of a table; sentences are left whole in a pipe."""
    lines = shown(folder, lang, width, capsys).splitlines()
    rules = [line for line in lines if set(line.strip()) == {"─"}]
    assert len(rules) == 5
    assert max(map(len, rules)) <= width


def test_spans_are_spans_and_dates_are_dates(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As the table of events writes them; minutes have a sign."""
    text = shown(folder, "en", 120, capsys)
    assert "2021 to 2022  opened  Glenfoot Shop" in text
    assert "2021-04-30    closed  Dock Street" in text
    assert "−9.1" in text
    assert "+9.1" in text
    assert "3 days a week" in text


def test_many_events_are_cut_and_told_of(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Fifteen of eighteen, and where all are."""
    rows = [("s4", f"20{10 + k}", ("opened", "closed")[k % 2]) for k in range(18)]
    pd.DataFrame(rows, columns=["site_id", "date", "event"]).to_csv(folder / "events.csv", index=False)
    assert "Shown are 15 of 18 events; results/history_events.csv has all." in shown(folder, "en", 80, capsys)
