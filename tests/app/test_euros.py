"""A project that counts in thousand euros goes the whole way in both languages, and nobody reads a word of kronor."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from tests.app.conftest import Run

from narvaro.case import open_case

SWEDISH_MONEY = re.compile(r"sek\b|msek|ksek|kron(a|or)|mnkr|\btkr\b|\bkr\b", re.IGNORECASE)
POLICY = """
scenario = "communes"
definition = "isolated"
years = [2027, 2028]

[money]
change = [1300.0, 1400.0]
saving_pct = 5.0
credit_pct = 2.0
earmark = true

[objective]
kind = "mix"
mode = "car"

[solver]
gap = 0.0
"""


def tables(folder: Path) -> tuple[Path, Path]:
    """Write a made-up country of twelve areas on two lines of 4 km steps, with two offices and four places for one."""
    n = range(12)
    areas = pd.DataFrame(
        {
            "id": [f"a{i}" for i in n],
            "name": [f"Commune {i}" for i in n],
            "lon": [4.0 + 0.05 * (i % 6) for i in n],
            "lat": [46.0 + 0.05 * (i // 6) for i in n],
            "people": [400 + 90 * i for i in n],
            "isolated": ["yes" if i % 6 in (2, 3) else "no" for i in n],
        }
    )
    sites = pd.DataFrame(
        {
            "id": [f"s{j}" for j in range(6)],
            "name": [f"Place {j}" for j in range(6)],
            "lon": [4.0, 4.25, 4.1, 4.15, 4.1, 4.15],
            "lat": [46.0, 46.05, 46.0, 46.0, 46.05, 46.05],
            "status": ["may_close", "may_close", *["candidate"] * 4],
            "size": ["little", "big", *["little"] * 4],
        }
    )
    paths = folder / "a.csv", folder / "s.csv"
    areas.to_csv(paths[0], index=False)
    sites.to_csv(paths[1], index=False)
    return paths


def clean(text: str, where: str) -> None:
    found = SWEDISH_MONEY.search(text)
    assert found is None, f"{where}: {text[max(0, found.start() - 60) : found.end() + 20]}"


@pytest.fixture
def euros(narvaro: Run, tmp_path: Path) -> Path:
    """A project of the two tables that counts in thousand euros."""
    areas, sites = tables(tmp_path)
    made = narvaro(
        "new", "communes", "--areas", areas, "--sites", sites, "--currency", "EUR", "--money-unit", "thousand"
    )
    assert made.code == 0
    clean(made.out + made.err, "narvaro new")
    assert "1,250 thousand EUR more a year" in made.out
    return tmp_path / "communes"


def test_a_euro_project_is_told_in_euros_throughout(narvaro: Run, euros: Path) -> None:
    """Terminal, machine answers, every file and the report in Swedish and English."""
    assert open_case(euros).money.label == "thousand EUR"
    (euros / "policy.toml").write_text(POLICY)
    for lang in ("sv", "en"):
        for words in (("check",), ("plan",), ("report",), ("check", "--json"), ("plan", "--json")):
            ran = narvaro(words[0], euros, *words[1:], "--lang", lang)
            assert ran.code == 0, ran.err
            clean(ran.out + ran.err, f"narvaro {' '.join(words)} in {lang}")
    files = [path for path in euros.rglob("*") if path.suffix in (".toml", ".csv", ".json", ".html")]
    assert len(files) >= 10
    for path in files:
        clean(path.read_text(encoding="utf-8-sig"), path.name)
    report = (euros / "results" / "report.en.html").read_text()
    assert "thousand EUR" in report
    assert "tusen euro" in (euros / "results" / "report.sv.html").read_text()
    plan = json.loads((euros / "results" / "plan.json").read_text())
    assert plan["money"] == {"currency": "EUR", "unit": "thousand"}
    assert plan["years"][0]["actions"], "a plan that does nothing would say too little of money"


FAULTS = {
    "too much in a year": ("change = [1300.0, 1400.0]", "change = [7e9, 1400.0]"),
    "a cut larger than the base": ("change = [1300.0, 1400.0]", "change = [-70000.0, 1400.0]"),
    "no way to pay": ("change = [1300.0, 1400.0]", "base = 1.0\nchange = [0.0, 0.0]"),
}


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("fault", FAULTS)
def test_faults_of_money_are_told_in_euros(narvaro: Run, euros: Path, fault: str, lang: str) -> None:
    """What is wrong with a sum, or which sum would do, is said in thousand euros."""
    (euros / "policy.toml").write_text(POLICY.replace(*FAULTS[fault]))
    if fault == "no way to pay":
        sites = pd.read_csv(euros / "sites.csv", dtype=str, keep_default_na=False)
        sites.loc[sites["status"] == "may_close", "status"] = "must_stay"
        sites.to_csv(euros / "sites.csv", index=False)
    ran = narvaro("plan", euros, "--lang", lang)
    assert ran.code in (2, 3)
    clean(ran.out + ran.err, fault)
    assert ("thousand EUR" if lang == "en" else "tusen euro") in ran.err


def test_a_size_in_whole_euros_is_seen(narvaro: Run, euros: Path) -> None:
    """2,000,000,000 thousand euros a year for an office are whole euros: 2,000,000 would be right."""
    settings = euros / "narvaro.toml"
    settings.write_text(settings.read_text().replace("running_year = 1000.0", "running_year = 2e9", 1))
    ran = narvaro("check", euros)
    assert ran.code == 2
    assert "Give thousand EUR; if the figure is in EUR, write 2,000,000.000" in ran.err


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (("--currency", "euro"), "--currency"),
        (("--currency", "EUR", "--money-unit", "billion"), "--money-unit"),
    ],
)
def test_money_that_is_none_is_refused_by_its_option(
    narvaro: Run, tmp_path: Path, words: tuple[str, ...], place: str
) -> None:
    """The fault names the option, and nothing is made."""
    areas, sites = tables(tmp_path)
    ran = narvaro("new", "x", "--areas", areas, "--sites", sites, *words)
    assert (ran.code, (tmp_path / "x").exists()) == (2, False)
    assert f"option {place}" in ran.err


def test_without_a_currency_none_is_named_and_that_is_said(narvaro: Run, tmp_path: Path) -> None:
    """`new` and `check` tell what to write; no currency is made up."""
    areas, sites = tables(tmp_path)
    made = narvaro("new", "x", "--areas", areas, "--sites", sites)
    checked = narvaro("check", "x")
    for ran in (made, checked):
        assert "No currency is given" in ran.out
        clean(ran.out + ran.err, "no currency")


def test_a_former_policy_is_told_and_in_euros_refused(narvaro: Run, euros: Path, tmp_path: Path) -> None:
    """In million SEK `change_msek` is read with a notice; in thousand euros it cannot be meant."""
    before = POLICY.replace("change =", "change_msek =").replace("1300.0, 1400.0", "7.0, 9.0")
    (euros / "policy.toml").write_text(before)
    refused = narvaro("check", euros)
    assert refused.code == 2
    assert "Write change, and the figure in thousand EUR" in refused.err
    areas, sites = tables(tmp_path)
    narvaro("new", "kronor", "--areas", areas, "--sites", sites, "--currency", "SEK")
    Path("kronor/policy.toml").write_text(before)
    checked, planned = narvaro("check", "kronor"), narvaro("plan", "kronor")
    said = "money.change_msek is now called money.change"
    assert (checked.code, planned.code) == (0, 0)
    assert said in checked.out
    assert said in planned.err
