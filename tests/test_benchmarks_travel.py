"""The benchmark of travel times: networks that repeat, rows that all have figures, and what is stopped is told."""

import inspect
from pathlib import Path

import numpy as np
import pytest
from benchmarks import travel as entry
from benchmarks import travel_rows as rows
from benchmarks.siting_table import Measured, Target, markdown, told, verdict

ROOT = Path(__file__).parents[1]


def bench(folder: Path, cap_s: float = 60.0) -> rows.Bench:
    return rows.Bench(folder, None, True, cap_s)


@pytest.mark.parametrize("row", rows.ROWS, ids=lambda row: row.name)
def test_every_figure_of_a_row_is_measured_somewhere(row) -> None:
    """Each figure that stands in the table is written by the function of its row."""
    source = inspect.getsource(row.measure) + inspect.getsource(rows._linear)
    for target in row.result.targets:
        step, _, kind = target.figure.partition("_")
        assert f'"{target.figure}"' in source or (f'"{step}"' in source and f"_{kind}" in source), (
            target.figure
        )


def test_the_caps_of_all_rows_together_are_twenty_minutes() -> None:
    """A full run ends within its time even if every row is stopped at its cap; a quick row within a minute."""
    assert sum(row.cap_s for row in rows.ROWS) <= entry.FULL_S == 1_200.0
    assert all(row.quick_cap_s <= 60 for row in rows.ROWS)


def test_rows_are_chosen_by_name_and_described() -> None:
    """All without a list, some with one, an unknown name refused; each stands in the README."""
    assert entry.chosen(None) == rows.ROWS
    assert [row.name for row in entry.chosen("growth, helsinki")] == ["helsinki", "growth"]
    with pytest.raises(ValueError, match="no such row: speed; there are helsinki"):
        entry.chosen("speed")
    text = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    assert [row.name for row in rows.ROWS if f"| `{row.name}` |" not in text] == []


def test_what_is_not_measured_is_told_and_not_reached(tmp_path: Path) -> None:
    """A child that could not begin, or failed, leaves a note and no figure; its target is not reached."""
    late = bench(tmp_path, 0.5)
    assert late.child("Ours", "ours") == {}
    assert late.measured.notes == ["Ours was not started: the 0 s of the row were over."]
    broken = bench(tmp_path)
    assert broken.child("Ours", "stored", tmp_path / "nothing") == {}
    assert "Ours failed" in broken.measured.notes[0]
    assert rows._over({}, {"seconds": 2.0}) is None
    assert rows._over({"seconds": 1.0}, {}) is None
    target = Target("seconds", "seconds", 10.0)
    assert verdict(target, late.measured) == "not reached"
    assert told(target, late.measured) == "none: not measured"


def test_a_fault_of_a_row_is_a_row(tmp_path: Path) -> None:
    """A row that breaks says so in the table, and the next one is still measured."""

    def broken(_: rows.Bench) -> None:
        raise OSError("no space")

    row = rows.Row(rows.ROWS[0].result, broken, 60.0)
    given = type("Given", (), {"quick": False, "rivals": None})()
    found = entry.measure(row, given, tmp_path, 100.0)
    assert found.why_missing == "failed: OSError: no space"
    text = markdown([row.result], {row.name: found}, {}, quick=False, title="Travel times, measured")
    assert text.startswith("# Travel times, measured\n")
    assert "**no**" in text
    over = entry.measure(row, given, tmp_path, 0.0)
    assert over.why_missing == "was not started: the 20 minutes of the run were over"
    assert isinstance(over, Measured)


def test_a_network_is_the_same_each_time_it_is_drawn(tmp_path: Path) -> None:
    """One seed gives one network, with about as many points as asked for, and places near its junctions."""
    pytest.importorskip("osmium", reason="the network extra is not installed")
    from benchmarks.travel_networks import generate, places

    from narvaro.travel.osm import read_osm

    first, again = tmp_path / "a.osm.pbf", tmp_path / "b.osm.pbf"
    generate(first, 2_000)
    generate(again, 2_000)
    one, two = read_osm(first), read_osm(again)
    assert np.array_equal(one.node_lon, two.node_lon)
    assert np.array_equal(one.tail, two.tail)
    assert 1_000 < len(one.node_lon) < 6_000
    assert np.array_equal(places(first, 50, 3), places(again, 50, 3))
