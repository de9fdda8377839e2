"""A project folder is made once, never over something else, and a killed making may be done again."""

from __future__ import annotations

from pathlib import Path

import pytest

from narvaro.app import project
from narvaro.app.project import (
    UNFINISHED,
    new_from_scenario,
    new_from_tables,
    starting_policy,
)
from narvaro.case import Case, Size, open_case, open_policy, read_policy
from narvaro.errors import FolderError, InputError, SettingError
from narvaro.sources.naming import Wishes
from narvaro.sources.tables import new_case


def test_a_new_folder_opens_with_what_the_tables_say(tables, tmp_path: Path) -> None:
    """The case of the folder is the case of the tables, and its policy is one that can be planned with."""
    made = new_from_tables(tmp_path / "p", *tables, first_year=2030)
    opened = open_case(tmp_path / "p")
    assert opened.checksum == made.case.checksum == new_case(*tables).checksum
    assert open_policy(tmp_path / "p") == made.policy
    assert made.policy.years == (2030, 2031, 2032)
    assert opened.name == "p"


def test_possible_places_are_proposed_where_they_are_wished_for(tables, tmp_path: Path) -> None:
    """They are candidates of the folder, told as a choice; nothing else of the tables changes."""
    plain = new_case(*tables)
    made = new_from_tables(tmp_path / "p", *tables, wishes=Wishes(propose_sites=3))
    opened = open_case(tmp_path / "p")
    added = opened.sites.loc[~opened.sites.index.isin(plain.sites.index)]
    (note,) = [one for one in made.choices if one.key == "app.proposed"]
    assert note.data["n"] == len(added)
    assert (added["status"] == "candidate").all()
    assert opened.areas.equals(plain.areas)


def test_the_first_policy_has_money_for_one_more_office_of_the_dearest_size(tables) -> None:
    """Opening and a year's running of the dearest size: 2 + 9 here, whatever the others cost."""
    base = new_case(*tables)
    sizes = (Size("little", 0, 3, 1, 0, 1, 1), Size("large", 1, 9, 2, 0, 1, 1))
    case = Case("c", base.areas, base.sites.assign(size=["little", "large", "", "", ""]), sizes)
    assert starting_policy(case, 2030).money.change == (11.0, 11.0, 11.0)


@pytest.mark.parametrize(
    ("prepare", "key"),
    [
        (lambda folder: (folder / "photo.jpg").write_bytes(b"x"), "project.not_empty"),
        (lambda folder: (folder / "narvaro.toml").write_text("format = 1"), "project.there_already"),
        (lambda folder: (folder.rmdir(), folder.write_text("a file")), "project.is_a_file"),
    ],
    ids=["other things", "a project", "a file"],
)
def test_nothing_is_written_over(tables, tmp_path: Path, prepare, key: str) -> None:
    """A folder with other things, a project, and a file of that name are refused and left as they are."""
    folder = tmp_path / "p"
    folder.mkdir()
    prepare(folder)
    before = sorted((path, path.read_bytes()) for path in tmp_path.rglob("*") if path.is_file())
    for make in (lambda: new_from_tables(folder, *tables), lambda: new_from_scenario(folder, "cut-2025")):
        with pytest.raises(FolderError) as caught:
            make()
        assert [fault.key for fault in caught.value.faults] == [key]
    assert sorted((path, path.read_bytes()) for path in tmp_path.rglob("*") if path.is_file()) == before


def test_the_folder_of_the_tables_themselves_is_refused(tables) -> None:
    """`narvaro new . --areas areas.csv` may not write over the tables it reads."""
    with pytest.raises(FolderError):
        new_from_tables(tables[0].parent, *tables)


def test_an_empty_folder_is_used(tables, tmp_path: Path) -> None:
    """A folder that was made by hand and holds nothing is fine."""
    (tmp_path / "p").mkdir()
    assert new_from_tables(tmp_path / "p", *tables).folder == tmp_path / "p"
    assert not (tmp_path / "p" / UNFINISHED).exists()


def test_faults_of_the_folder_and_of_the_tables_are_told_together(tables, tmp_path: Path) -> None:
    """One message for a folder in use and a number below zero."""
    folder = tmp_path / "p"
    folder.mkdir()
    (folder / "x").write_text("x")
    tables[0].write_text(tables[0].read_text(encoding="utf-8").replace("5200", "-5200"), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        new_from_tables(folder, *tables)
    assert [fault.key for fault in caught.value.faults] == ["project.not_empty", "table.negative"]


@pytest.mark.parametrize("there", [True, False])
def test_an_interrupted_making_leaves_nothing(
    tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    """Ctrl-C while the folder is written: no half project, and the folder is as it was."""
    folder = tmp_path / "p"
    if there:
        folder.mkdir()

    def half(case: Case, where: Path, policy: object) -> None:
        (where / "areas.csv").write_text("half")
        raise KeyboardInterrupt

    monkeypatch.setattr(project, "save_case", half)
    with pytest.raises(KeyboardInterrupt):
        new_from_tables(folder, *tables)
    assert folder.exists() == there
    assert not there or not list(folder.iterdir())


def test_a_killed_making_may_be_done_again(tables, tmp_path: Path) -> None:
    """A process that dies outright leaves the sign of an unfinished folder; `new` then goes on in it."""
    folder = tmp_path / "p"
    folder.mkdir()
    (folder / UNFINISHED).write_text("")
    (folder / "areas.csv").write_text("half")
    made = new_from_tables(folder, *tables)
    assert open_case(folder).checksum == made.case.checksum
    assert not (folder / UNFINISHED).exists()


def test_an_unknown_scenario_makes_no_folder(tmp_path: Path) -> None:
    """The message names the scenarios there are."""
    with pytest.raises(SettingError) as caught:
        new_from_scenario(tmp_path / "p", "cut-2052")
    assert "expansion-2020" in caught.value.text("en")
    assert not (tmp_path / "p").exists()


def test_the_example_policy_is_a_policy(small: Path) -> None:
    """The policy of the example is read without a fault and is about people of low income."""
    assert read_policy(small / "policy.toml").definition == "low_income"
