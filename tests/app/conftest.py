"""Running the command line inside the tests, on the smallest useful case."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from narvaro.app.cli import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "small"


@dataclass(frozen=True)
class Ran:
    """What a command left: its exit code and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The answer for machines."""
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def narvaro(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run `narvaro` with some words, in an empty folder, in English, at 100 columns, through a pipe."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "NARVARO_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NARVARO_LANG", "en")
    monkeypatch.setenv("COLUMNS", "100")

    def run(*words: object) -> Ran:
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(word) for word in words])
        out, err = capfd.readouterr()
        return Ran(int(left.value.code or 0), out, err)

    return run


@pytest.fixture
def tables(tmp_path: Path) -> tuple[Path, Path]:
    """The two tables of the example, in a folder where they may be spoilt."""
    folder = tmp_path / "tables"
    folder.mkdir()
    for name in ("areas.csv", "sites.csv"):
        shutil.copy(EXAMPLE / name, folder / name)
    return folder / "areas.csv", folder / "sites.csv"


@pytest.fixture
def small(narvaro: Run, tables: tuple[Path, Path], tmp_path: Path) -> Path:
    """A project folder of the example with its policy."""
    areas, sites = tables
    words = ("--areas", areas, "--sites", sites, "--currency", "SEK")
    assert narvaro("new", tmp_path / "small", *words).code == 0
    shutil.copy(EXAMPLE / "policy.toml", tmp_path / "small" / "policy.toml")
    return tmp_path / "small"
