"""How a backtest looks in a terminal: in both languages, no wider than it is, with the figures of the answer."""

import math
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from narvaro.app.backtest import Backtested, Held
from narvaro.app.terminal import Terminal
from narvaro.app.views import backtest_view
from narvaro.case import Case, Money, Policy
from narvaro.explain.backtest import check_regions, hold, trials
from narvaro.explain.evidence import gather
from narvaro.language import LANGUAGES
from narvaro.plan import make_plan
from narvaro.travel import along_lines


def country(rows: dict[str, list[str]], status: str) -> Case:
    """Return six towns in a row with an office in every second one, and what was decided of them."""
    areas = pd.DataFrame(
        {
            "id": [f"a{k}" for k in range(6)],
            "name": [f"Town {k}" for k in range(6)],
            "lon": [18 + k / 4 for k in range(6)],
            "lat": 59.0,
            "people": [600, 500, 400, 300, 200, 100],
            "poor": [True, True] * 3,
            "settlement": ["small_town", "rural"] * 3,
            "municipality_code": [f"0{k}" for k in range(6)],
        }
    )
    areas.loc[0, "poor"] = False
    sites = areas.drop(columns=["people", "poor", "settlement"]).assign(
        status=[status, "candidate"] * 3, municipality=areas["name"]
    )
    return Case("row", areas, sites, decided=pd.DataFrame(rows))


def held(case: Case, year: int, action: str, money: float) -> Held:
    """Return the plan of a year held against a decision."""
    rows = case.decided[case.decided["decided"].str[:4] == str(year)]
    earlier = case.decided[case.decided["decided"].str[:4] < str(year)]
    policy = Policy(definition="poor", years=(year,), money=Money(change=(money,)))
    trial = trials(case, policy, action)[0]
    travel = along_lines(case, ("car", "walk"))
    plan = make_plan(case, policy, travel=travel)
    tried = hold(gather(case, plan, travel), trial, "as_given", rows, earlier)
    return Held(year, action, rows, {}, (tried,), ())


@pytest.fixture
def openings() -> Backtested:
    """Two offices decided on, of which one is only announced."""
    rows = {"decided": ["2021"] * 2, "action": ["open"] * 2, "municipality_code": ["01", "05"]}
    case = country(rows | {"status": ["done", "announced"], "reason": ["need", "need"]}, "must_stay")
    return Backtested(case, (held(case, 2021, "open", 10.0),), (Path("results/backtest.json"),))


@pytest.fixture
def closings() -> Backtested:
    """An office that a decision opened and the next one closed."""
    rows = {"decided": ["2021", "2025"], "action": ["open", "close"], "site_id": ["a4", "a4"]}
    case = country(rows | {"date": ["2022", "2025-06"]}, "may_close")
    return Backtested(case, (held(case, 2025, "close", -4.0),), (Path("results/backtest.json"),))


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Return what a person sees of a backtest."""

    def show(done: Backtested, lang: str = "en", width: int = 120) -> str:
        monkeypatch.setenv("COLUMNS", str(width))
        backtest_view.show(Terminal(lang), done)
        return capsys.readouterr().out

    return show


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [80, 120])
def test_every_part_is_there_and_no_table_is_wider_than_the_terminal(
    lang: str, width: int, openings: Backtested, closings: Backtested, shown: Callable[..., str]
) -> None:
    """Whatever the language; sentences in a pipe are one line, tables keep to the width."""
    for done in (openings, closings):
        text = shown(done, lang, width)
        rules = [line for line in text.splitlines() if set(line) == {"─"}]
        assert len(rules) >= 4
        assert all(len(line) <= width for line in rules)


def test_hits_and_what_is_told_apart(openings: Backtested, shown: Callable[..., str]) -> None:
    """One was carried out and one announced; the row has the figures of the score."""
    text = shown(openings)
    (score,) = [one for one in openings.decisions[0].tried[0].scores if one.reason == "all"]
    assert "announced 1" in text
    row = next(line for line in text.splitlines() if line.startswith("as it is")).split()
    assert [str(score.equal), str(score.hits), str(score.greedy)] == row[-7:-4]
    assert "Town 5" in text


def test_signs_and_regret_of_a_closing(closings: Backtested, shown: Callable[..., str]) -> None:
    """Town 4 opened in 2022 and closed in June 2025: 2.4 to 3.5 years."""
    text = shown(closings)
    assert "fewest minutes lost" in text
    row = next(line for line in text.splitlines() if line.startswith("Town 4") and "2.4–3.5" in line)
    assert not math.isnan(closings.decisions[0].tried[0].regret["least_cost"].iloc[0])
    assert row


def test_a_consistency_check_is_called_one(shown: Callable[..., str]) -> None:
    """It says that it is no test of a plan."""
    case = country(
        {"decided": ["2020"], "action": ["open"], "site_id": ["a0"], "reason": ["municipality_code"]},
        "must_stay",
    )
    check = check_regions(case, case.decided, "municipality_code")
    text = shown(Backtested(case, (Held(2020, "open", case.decided, {"as_given": check}, (), ()),), ()))
    assert "no test of a plan" in text
    assert "Town 0" in text
