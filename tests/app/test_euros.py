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


FRENCH = (
    "Saint-Brieuc",
    "Plérin",
    "Trégueux",
    "Langueux",
    "Yffiniac",
    "Hillion",
    "Pordic",
    "Binic",
    "Plouha",
)
FRENCH += ("Lanvollon", "Quintin", "Loudéac")
SWEDISH = re.compile(
    rf"{SWEDISH_MONEY.pattern}|kommun|\blän\b|\blänet|\bsweden|\bswedish|sverige|på svenska(?!:)|\bboard\b|styrelse|"
    r"director.general|generaldirekt|skatteverket|försäkringskass|statens service|arbetsförmedl|pensionsmynd|riksdag|"
    r"regering|\bscb\b|polis|\bpolice|fa-region|regso|\bdeso\b|lantmäteri",
    re.IGNORECASE,
)
"""Facts and words of Sweden. `kommun` is what a Swedish text calls a municipality, of which this case has none."""
ASKED: tuple[tuple[str, ...], ...] = (
    ("check", "."),
    ("access", "."),
    ("access", ".", "--by", "isole"),
    ("load", "."),
    ("definitions", "."),
    ("plan", "."),
    ("report", "."),
    ("brief", "."),
    ("check", "."),
    ("access", ".", "--with-plan"),
    ("load", ".", "--with-plan"),
    ("why", ".", "Maison Trégueux"),
    ("why", ".", "--area", "a3"),
    ("what-if", ".", "--close", "s0", "--as", "mine"),
    ("compare", ".", "today", "adopted", "--out", "compare"),
    ("prices", "."),
    ("assumptions", "."),
    ("plans", "."),
    ("log", "."),
    ("export", "."),
)
TEXTS = (".toml", ".csv", ".json", ".html")


def french(folder: Path, **more: list[str]) -> tuple[Path, Path]:
    """Write the same country with French names; `more` are columns of the places, each for two areas too."""
    paths = tables(folder)
    areas, sites = (pd.read_csv(path) for path in paths)
    areas = areas.assign(name=FRENCH).rename(columns={"isolated": "isole"})
    sites = sites.assign(name=[f"Maison {name}" for name in FRENCH[: len(sites)]])
    for name, values in more.items():
        sites[name] = values
        areas[name] = [values[i // 2] for i in range(len(areas))]
    for table, path in ((areas, paths[0]), (sites, paths[1])):
        table.to_csv(path, index=False)
    return paths


def foreign(text: str, where: str) -> None:
    """Hold that a text has no Swedish fact in it."""
    if where.endswith(".html"):
        text = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    found = SWEDISH.search(text)
    assert found is None, f"{where}: {text[max(0, found.start() - 80) : found.end() + 30]}"


def asked_of(narvaro: Run, folder: Path, lang: str, asked: tuple[tuple[str, ...], ...]) -> dict[str, str]:
    """Return what each command writes to the terminal, and then every file of the folder."""
    written = {}
    for command, _, *words in asked:
        words = [str(folder / word) if word == "compare" else word for word in words]
        ran = narvaro(command, folder, *words, "--lang", lang)
        assert ran.code == 0, ran.err
        written[f"narvaro {command} {' '.join(words)} in {lang}"] = ran.out + ran.err
    for path in sorted(folder.rglob("*")):
        if path.suffix in TEXTS:
            written[path.relative_to(folder).as_posix()] = path.read_text(encoding="utf-8-sig")
        elif path.suffix == ".xlsx":
            for name, sheet in pd.read_excel(path, sheet_name=None, header=None, engine="calamine").items():
                written[f"{path.name}, {name}"] = sheet.to_csv()
    return written


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_nobody_in_another_country_reads_a_fact_of_sweden(narvaro: Run, tmp_path: Path, lang: str) -> None:
    """A country of communes in euros is checked, planned, asked about and told in every form without any."""
    areas, sites = french(tmp_path)
    money = ("--currency", "EUR", "--money-unit", "thousand")
    made = narvaro("new", "armor", "--areas", areas, "--sites", sites, *money, "--lang", lang)
    assert made.code == 0, made.err
    folder = tmp_path / "armor"
    written = {"narvaro new": made.out + made.err, "the first policy": (folder / "policy.toml").read_text()}
    (folder / "policy.toml").write_text(POLICY.replace("isolated", "isole"))
    written |= asked_of(narvaro, folder, lang, ASKED)
    pages = {f"results/report.{lang}.html", f"results/brief.{lang}.html", f"compare/compare.{lang}.html"}
    assert {*pages, "results/plan.json", "results/findings.json"} <= written.keys()
    assert any(".xlsx" in name for name in written)
    for where, text in written.items():
        foreign(text, where)


def test_a_municipality_that_is_left_is_told_and_nobody_is_said_to_decide(
    narvaro: Run, tmp_path: Path
) -> None:
    """Two communes with offices of which one closes; its name is the user's, the board is nobody's."""
    codes = ["22278", "22278", "22187", "22187", "22055", "22055"]
    names = ["Saint-Brieuc", "Saint-Brieuc", "Plérin", "Plérin", "Binic", "Binic"]
    areas, sites = french(tmp_path, municipality_code=codes, municipality=names)
    rows = pd.read_csv(sites, dtype=str)
    rows.loc[0, "status"], rows.loc[1, "status"], rows.loc[1, "municipality_code"] = (
        "must_close",
        "must_stay",
        "22055",
    )
    rows.to_csv(sites, index=False)
    narvaro(
        "new", "armor", "--areas", areas, "--sites", sites, "--currency", "EUR", "--money-unit", "thousand"
    )
    folder = tmp_path / "armor"
    (folder / "policy.toml").write_text(POLICY.replace("isolated", "isole"))
    asked = (("plan", "."), ("why", ".", "s0"), ("report", "."), ("why", ".", "s0", "--json"))
    written = asked_of(narvaro, folder, "en", asked)
    plan = json.loads(written["results/plan.json"])
    (closed,) = (row for year in plan["years"] for row in year["actions"] if row["action"] == "close")
    assert (closed["site_id"], closed["decided_by"]) == ("s0", None)
    assert closed["leaves_municipality"] is not None
    for where, text in written.items():
        foreign(text, where)
