"""The command that writes files, as a person types it."""

from __future__ import annotations

from pathlib import Path

from narvaro.app.cli import command_names
from narvaro.app.cli_export import COMMANDS


def test_it_is_a_command_of_the_program() -> None:
    """Under its own name."""
    assert set(COMMANDS) <= set(command_names())


def test_files_in_the_language_of_the_run(narvaro, small: Path) -> None:
    """One line says where they lie; CSV files are one folder; `--only` takes several with commas."""
    narvaro("plan", small, "--as", "mine")
    done = narvaro(
        "export", small, "--plan", "mine", "--to", "out", "--only", "workbook, csv", "--lang", "sv"
    )
    assert done.code == 0
    assert done.out.split() == ["Skrivet", "i", "out:", "plan.sv.xlsx,", "csv.sv"]
    assert Path("out/csv.sv/answer.csv").read_text(encoding="utf-8-sig").startswith("mått;värde;enhet")
    assert narvaro("export", small, "--only", "xls").code == 2
