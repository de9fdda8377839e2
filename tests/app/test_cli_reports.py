"""The report and the brief, as a person types them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.app.conftest import Run

from narvaro.app.cli import command_names
from narvaro.app.cli_reports import COMMANDS
from narvaro.language import LANGUAGES


def test_they_are_commands_of_the_program() -> None:
    """Under their own names."""
    assert set(COMMANDS) <= set(command_names())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_they_are_written_in_the_language_asked_for(narvaro: Run, small: Path, lang: str) -> None:
    """One page each with its language in its head; the first that is written saves the other what was found."""
    narvaro("plan", small)
    for shape in COMMANDS:
        done = narvaro(shape, small, "--lang", lang)
        assert done.code == 0
        page = (small / "results" / f"{shape}.{lang}.html").read_text(encoding="utf-8")
        assert f'<html lang="{lang}"' in page
        assert "Harbour Library" in page


def test_a_kept_plan_has_files_of_its_own(narvaro: Run, small: Path) -> None:
    """Beside those of the plan in force, which stay as they are; a plan that is not there is told."""
    narvaro("plan", small)
    narvaro("plan", small, "--as", "mine")
    narvaro("brief", small)
    kept = {path: path.read_bytes() for path in (small / "results").iterdir() if path.is_file()}
    done = narvaro("brief", small, "--plan", "mine", "--json")
    assert done.json["brief"] == str(small / "results" / "brief.mine.en.html")
    assert {path: path.read_bytes() for path in kept} == kept
    assert narvaro("brief", small, "--plan", "nowhere").code == 2
