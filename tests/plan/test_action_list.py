"""A list of actions is read as its writer meant it, and all that cannot be meant is told at once, with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.plan.cases import LARGE, SMALL, case_of, policy_of

from narvaro.errors import TableError
from narvaro.plan import Edit
from narvaro.plan.action_list import MONEY_ALONE, read_actions
from narvaro.sources import scenario

STATUS = ["may_close", "may_close", "candidate", "candidate"]
CASE = case_of(
    [300, 100],
    STATUS,
    sizes=[SMALL, LARGE],
    sites={
        "name": ["Växjö Araby", "Växjö city", "Åby", "Torp"],
        "size": ["small", "large", "small", ""],
        "municipality": ["Växjö", "Växjö", "Norrköping", "Torsby"],
        "municipality_code": ["0780", "0780", "0581", "1737"],
    },
)
POLICY = policy_of([0.0, 0.0])


def read(tmp_path: Path, text: str):
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    return read_actions(CASE, POLICY, path)


def faults(tmp_path: Path, text: str) -> list[tuple[int | None, str | None, str]]:
    with pytest.raises(TableError) as refused:
        read(tmp_path, text)
    return [(fault.row, fault.column, fault.key) for fault in refused.value.faults]


def test_names_years_and_sizes_are_read_as_written(tmp_path: Path) -> None:
    """A name, a day, Swedish words, and the size that the table of sites has where none is given."""
    found = read(
        tmp_path,
        "plats;kommun;datum;åtgärd;storlek\n"
        "araby;Växjö;2025-05-30;avveckla;\n"
        "åby;;våren 2026;öppna;\n"
        "Torsby torp;;2026;Open;LARGE\n"
        "Växjö city;;2024-12-31/2025-01;resize;small\n",
    )
    assert found.edits == (
        Edit("s0", 2025, ""),
        Edit("s2", 2026, "small"),
        Edit("s3", 2026, "large"),
        Edit("s1", 2025, "small"),
    )
    assert [(note.key, note.data["names"]) for note in found.notes[:-1]] == [
        ("actions.counted.span", ["Växjö city"])
    ]


def test_what_is_only_announced_is_counted_and_told(tmp_path: Path) -> None:
    """By its status, or by a word in its date; what opens or closes for certain is not told of."""
    found = read(
        tmp_path,
        "site,status,date,action\nAraby,announced,2025,close\nÅby,,2026 (announced),open\nVäxjö city,done,2026,close\n",
    )
    assert [edit.site_id for edit in found.edits] == ["s0", "s2", "s1"]
    assert [(note.key, note.data["names"]) for note in found.notes[:-1]] == [
        ("actions.counted.announced", ["Växjö Araby", "Åby"])
    ]


def test_the_list_is_followed_row_by_row(tmp_path: Path) -> None:
    """What opened further up may close further down."""
    found = read(tmp_path, "site,year,action\nÅby,2025,open\nÅby,2026,close\n")
    assert found.edits == (Edit("s2", 2025, "small"), Edit("s2", 2026, ""))


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    """Each with its row and its column as the file calls it."""
    text = (
        "name,municipality,date,action,size\n"
        "Araby,Växjö,2030,close,\n"
        "Åby,,2025,close,\n"
        "Växjö city,,2025,open,\n"
        "Nowhere,,2025,close,\n"
        "Växjö,,2025,close,\n"
        "Torp,Luleå,2025,open,small\n"
        "Torp,,2025,open,\n"
        "Araby,,2025,sell,\n"
        "Araby,,2025,resize,small\n"
    )
    assert faults(tmp_path, text) == [
        (2, "date", "actions.no_year"),
        (3, "name", "actions.not_open"),
        (4, "name", "actions.open"),
        (5, "name", "written.none"),
        (6, "name", "written.several"),
        (7, "municipality", "actions.no_municipality"),
        (8, "size", "actions.no_size"),
        (9, "action", "actions.no_action"),
        (10, "size", "actions.same_size"),
    ]


def test_columns_that_are_needed_are_asked_for(tmp_path: Path) -> None:
    """All that are missing, in one message."""
    assert [fault[1] for fault in faults(tmp_path, "where,what\na,b\n")] == ["site", "year", "action"]


def test_what_was_done_before_is_left_out_only_where_it_is_so(tmp_path: Path) -> None:
    """Before the plan begins nothing can be done: today's network agrees, or the list is wrong."""
    found = read(tmp_path, "site,year,action\nAraby,2020,open\nÅby,2025,open\n")
    assert found.edits == (Edit("s2", 2025, "small"),)
    assert [note.key for note in found.notes] == ["actions.left_out.before", "actions.money_alone"]
    assert faults(tmp_path, "site,year,action\nAraby,2020,close\nÅby,2020,open\n") == [
        (2, "site", "actions.open_then"),
        (3, "site", "actions.not_open_then"),
    ]


def test_a_municipality_alone_names_its_only_office(tmp_path: Path) -> None:
    """As in a table of decisions that names no site; where it has two, the choices are told."""
    text = "decided,action,municipality_code,site_id\n2025,open,0581,\n"
    assert read(tmp_path, text).edits == (Edit("s2", 2025, "small"),)
    assert faults(tmp_path, "decided,action,kommun,site\n2025,close,Växjö,\n") == [
        (2, "kommun", "written.several")
    ]


def test_what_was_really_decided_is_a_list_of_actions(tmp_path: Path) -> None:
    """The decisions of the embedded case, as the folder writes them: fifteen closings within the years of the cut."""
    case, policy = scenario("cut-2025")
    assert case.decided is not None
    case.decided.to_csv(tmp_path / "decided.csv", index=False)
    found = read_actions(case, policy, tmp_path / "decided.csv")
    closed = {str(case.sites.loc[edit.site_id, "name"]) for edit in found.edits if not edit.size}
    assert {"Filipstad", "Växjö Araby", "Norrköping city", "Åmål"} <= closed
    assert all(edit.year in policy.years for edit in found.edits)
    *rows, money = found.notes
    assert money == MONEY_ALONE
    told = {note.key: note.data["names"] for note in rows}
    assert told["actions.counted.announced"] == ["Haninge Brandbergen", "Eslöv", "Trelleborg"]
    assert "Norrköping city" in told["actions.counted.span"]
