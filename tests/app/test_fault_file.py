"""All faults stand in a file where the message names the first rows alone."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from narvaro.app.fault_file import FAULTS, write_faults
from narvaro.errors import Fault

MANY = [Fault("table.blank", {}, "a.csv", row, "name") for row in range(2, 82)]


def test_eighty_rows_are_one_line_and_eighty_rows_of_a_file(narvaro, tables, tmp_path: Path) -> None:
    """The message says where the file is; it is in the working folder, as no folder was made."""
    rows = "".join(f"x{k},X{k},-3.4,56.3,12 kr\n" for k in range(80))
    tables[0].write_text("id,name,lon,lat,people\n" + rows, encoding="utf-8")
    done = narvaro("new", "p", "--areas", tables[0], "--sites", tables[1])
    assert done.code == 2
    assert "areas.csv, 80 rows (2, 3, 4, …), column people: “12 kr” has a unit (kr)" in done.err
    assert len(done.err.splitlines()) == 3
    assert str(tmp_path / FAULTS) in done.err
    kept = pd.read_csv(tmp_path / FAULTS)
    assert kept["Row"].tolist() == list(range(2, 82))
    assert not (tmp_path / "p").exists()


def test_machines_are_given_all_and_no_file(narvaro, tables, tmp_path: Path) -> None:
    """With --json each fault stands in the answer."""
    rows = "".join(f"x{k},X{k},-3.4,56.3,12 kr\n" for k in range(80))
    tables[0].write_text("id,name,lon,lat,people\n" + rows, encoding="utf-8")
    done = narvaro("new", "p", "--areas", tables[0], "--sites", tables[1], "--json")
    assert len(done.json["error"]["faults"]) == 80
    assert not (tmp_path / FAULTS).exists()


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_file_of_ours_is_written_over_and_another_is_not(tmp_path: Path, lang: str) -> None:
    """Whatever the language of the run before; few faults need no file."""
    assert write_faults(MANY[:5], tmp_path, lang) is None
    assert write_faults(MANY, tmp_path, "sv") == write_faults(MANY[:9], tmp_path, lang) == tmp_path / FAULTS
    assert len((tmp_path / FAULTS).read_text(encoding="utf-8").splitlines()) == 10
    (tmp_path / FAULTS).write_text("mine", encoding="utf-8")
    assert write_faults(MANY, tmp_path, lang) is None
    assert (tmp_path / FAULTS).read_text(encoding="utf-8") == "mine"
