"""examples/france is drawn with its seed, read as a French office has it, and its page has nothing Swedish in it."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import typer
from tests.app.conftest import Run
from tests.app.test_communes import loaded

from narvaro.app.cli import cli
from narvaro.case import open_case

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "france"
AGAIN = "run scripts/build_france.py and look at what it changed"
SWEDISH = re.compile(r"\b(SEK|MSEK|kronor|kommun|länet|Sweden|Suède|suédoise?s?|styrelsen|Skatteverket)\b")
NEW = "--sites-crs EPSG:2154 --currency EUR --money-unit thousand"


def page() -> str:
    return (FOLDER / "README.md").read_text(encoding="utf-8")


def test_the_files_are_what_the_script_draws(tmp_path: Path) -> None:
    """The same seed, the same polygons and the same table; a library of another version may pack them otherwise."""
    loaded(FOLDER / "make.py").main(tmp_path)
    assert (tmp_path / "guichets.csv").read_bytes() == (FOLDER / "guichets.csv").read_bytes()
    drawn, kept = (gpd.read_file(f"zip://{folder / 'communes.zip'}") for folder in (tmp_path, FOLDER))
    assert drawn.crs.to_epsg() == 2154
    assert drawn.drop(columns="geometry").equals(kept.drop(columns="geometry"))
    assert drawn.geom_equals_exact(kept, tolerance=0.01).all()


def test_the_files_are_read_as_they_are(narvaro: Run, tmp_path: Path) -> None:
    """Polygons of Lambert 93, French headers and numbers: each commune and each office is where it was drawn."""
    folder = tmp_path / "france"
    tables = ["--areas", str(FOLDER / "communes.zip"), "--sites", str(FOLDER / "guichets.csv")]
    assert narvaro("new", folder, *tables, *NEW.split(), "--lang", "fr").code == 0
    case = open_case(folder)
    assert (len(case.areas), len(case.sites), len(case.existing_ids)) == (90, 17, 8)
    assert (case.money.currency, case.money.unit) == ("EUR", "thousand")
    assert case.polygons is not None
    assert case.areas["lon"].between(1.5, 4.0).all()
    assert case.areas["lat"].between(46.0, 47.5).all()
    drawn = gpd.read_file(f"zip://{FOLDER / 'communes.zip'}")
    assert case.areas["people"].sum() == drawn["POPULATION"].sum()


def test_what_the_page_shows_can_be_written_so() -> None:
    """Each command of the page has the options that there are, and all of them are answered in French."""
    program: Any = typer.main.get_command(cli)
    asked = [shlex.split(line)[2:] for line in re.findall(r"^\$ narvaro .*$", page(), re.MULTILINE)]
    assert [words[0] for words in asked] == [
        *("new", "check", "access", "plan", "what-if", "why", "report", "brief", "export"),
    ]
    for name, *words in asked:
        command = program.get_command(None, name)
        command.make_context(name, list(words), resilient_parsing=True)
    assert "optimalité prouvée" in page(), AGAIN


@pytest.mark.parametrize("file", ["README.md", "policy.toml", "narvaro.toml", "guichets.csv"])
def test_nothing_there_is_swedish(file: str) -> None:
    """No currency, agency, board or division of Sweden stands in what a French office reads."""
    text = (FOLDER / file).read_text(encoding="utf-8")
    found = SWEDISH.findall(re.sub(r"name_(sv|en)", "", text))
    assert found == [], AGAIN
