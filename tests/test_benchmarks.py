"""The benchmark itself: instances that repeat, a table that never flatters, rows that all have a measurement."""

import ast
import doctest
import importlib
import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from benchmarks import siting_classic as classic
from benchmarks import siting_embedded as embedded
from benchmarks import siting_instances as instances
from benchmarks import siting_medians as medians
from benchmarks import siting_money as money
from benchmarks.siting_children import Part, collect, side_by_side
from benchmarks.siting_process import Ended, run_process
from benchmarks.siting_rows import APART, GROUPS, ROWS, chosen
from benchmarks.siting_run import Run
from benchmarks.siting_store import CLOSE, OPEN, is_current, kept, save, write_page
from benchmarks.siting_table import Measured, Result, Target, markdown, shown, verdict
from hypothesis import given
from hypothesis import strategies as st

from narvaro.siting import check, solve

ROOT = Path(__file__).parents[1]
HEAD = {"date": "2026-01-01 00:00 UTC", "machine": "two cores"}
SPEED = Target("seconds", "seconds", 10.0, unit="s", digits=1)
SHARE = Target("share", "share", 0.9, "at least", "%", 0, 100.0)


def test_a_country_is_the_same_each_time_it_is_drawn() -> None:
    """One seed gives one country, to the last bit; another seed gives another."""
    first, again = (instances.draw_country(500, 60, offices=9, regions=3) for _ in range(2))
    for name in ("area_km", "people", "site_km", "region", "office"):
        assert np.array_equal(getattr(first, name), getattr(again, name)), name
    other = instances.draw_country(500, 60, offices=9, regions=3, seed=1)
    assert not np.array_equal(first.area_km, other.area_km)


def test_a_country_has_what_was_asked_for() -> None:
    """Nine offices, an office and a site in each region, whole people in every area."""
    country = instances.draw_country(500, 60, offices=9, regions=3)
    assert country.shape == (500, 60)
    assert int((country.office >= 0).sum()) == 9
    assert set(country.region[country.office >= 0].tolist()) == {0, 1, 2}
    assert (country.people >= 1).all()
    assert np.array_equal(country.people, np.round(country.people))


def test_blocks_and_matrix_hold_the_same_minutes() -> None:
    """Row blocks, the matrix and the formula agree; a cut-off leaves out what is at or beyond it."""
    country = instances.draw_country(1_500, 40)
    whole = instances.matrix(country)
    assert whole.dtype == np.float32
    assert np.array_equal(np.concatenate([block for _, block in instances.time_blocks(country)()]), whole)
    way = np.hypot(*(country.area_km[7] - country.site_km[3])) * instances.MINUTES_PER_KM
    assert whole[7, 3] == pytest.approx(way, rel=1e-6)
    near = np.concatenate([block.toarray() for _, block in instances.time_blocks(country, within=60.0)()])
    assert np.array_equal(near[whole < 60], whole[whole < 60])
    assert (near[whole >= 60] == 0).all()


def test_paths_change_a_site_once_and_today_fits_the_money_of_today() -> None:
    """No path changes twice, and today's network costs what it is given when nothing changes."""
    country = instances.draw_country(300, 40, offices=6, regions=2)
    problem = money.plan_problem(country, (0.0, 0.0, 0.0))
    assert ((np.diff(problem.options.state, axis=1) != 0).sum(axis=1) <= 1).all()
    same = (problem.options.state == country.office[problem.options.site][:, None]).all(axis=1)
    used = problem.limits.matrix[:3] @ same.astype(float)
    assert used == pytest.approx(problem.limits.upper[:3], rel=1e-12)
    assert int(same.sum()) == 40


def test_money_that_is_carried_over_is_counted_in_each_run_of_years() -> None:
    """With 10 % carry-over of 100, 200 and 300: six runs of years, each with saving before and credit after it."""
    ceilings = money._ceilings(np.array([100.0, 200.0, 300.0]), 0.1)
    assert ceilings.tolist() == [110.0, 320.0, 630.0, 230.0, 540.0, 350.0]


def test_a_small_plan_is_solved_and_accepted() -> None:
    """The generated plan has a solution that the independent check accepts, with money and without carry-over."""
    country = instances.draw_country(200, 30, offices=5, regions=2)
    problem = money.plan_problem(country, money.EXPANSION_MSEK)
    solution = solve(problem, gap=0.2, threads=1)
    assert check(problem, solution).value == pytest.approx(solution.value)


def test_the_equivalent_of_equal_minutes_is_those_minutes() -> None:
    """Everybody 20 minutes away: the equally-distributed equivalent is 20 minutes, whatever the aversion."""
    for kappa in (0.01, 0.05, 0.2):
        assert money.equal_minutes(7 * np.exp(kappa * 20), 7.0, kappa) == pytest.approx(20.0)


def test_the_last_of_two_edges_counts(tmp_path: Path) -> None:
    """An edge given twice has the last length, and ways are the shortest ones."""
    (tmp_path / "pmed1.txt").write_text(" 3 3 1\n 1 2 5\n 2 3 4\n 1 2 2\n")
    (tmp_path / "optima.csv").write_text("instance,optimum\npmed1,6\n")
    graph = instances.read_graph(tmp_path, 1)
    assert graph.cost.tolist() == [[0, 2, 6], [2, 0, 4], [6, 4, 0]]
    assert (graph.p, graph.median, graph.centre) == (1, 6.0, 127.0)


def test_a_missed_target_is_not_reached() -> None:
    """A hair too slow is not reached and never printed as the limit itself; the limit itself is reached."""
    late = Measured(figures={"seconds": 10.0000001})
    assert verdict(SPEED, late) == "not reached"
    text = markdown([Result("row", "work", (SPEED,))], {"row": late}, HEAD, quick=False)
    assert "| 10.1 s | at most 10 s | 1.01 | **no** |" in text
    assert "0 of 1 targets reached, 1 not." in text
    assert verdict(SPEED, Measured(figures={"seconds": 10.0})) == "reached"


def test_a_share_is_rounded_down() -> None:
    """89.99 % of 90 % wanted is printed as 89 % and is not reached."""
    low = Measured(figures={"share": 0.8999})
    assert verdict(SHARE, low) == "not reached"
    assert "| 89 % | at least 90 % | 0.99 | **no** |" in markdown(
        [Result("row", "work", (SHARE,))], {"row": low}, HEAD, quick=False
    )


def test_a_part_of_a_rival_is_told_as_a_part() -> None:
    """A seventh is wanted: 0.1429 misses it, 0.1428 holds it; 1/6.9 is told as one sixth, never as a seventh."""
    part = Target("ratio", "ratio", 1 / 7, digits=4)
    for value, words in (
        (0.1429, "| 0.1429 (1/6) | at most 1/7 | 1.01 | **no** |"),
        (0.1428, "| 0.1428 (1/7) | at most 1/7 | 1.00 | yes |"),
    ):
        text = markdown(
            [Result("row", "work", (part,))], {"row": Measured(figures={"ratio": value})}, HEAD, quick=False
        )
        assert words in text


def test_a_rival_that_fails_gives_no_ratio() -> None:
    """A rival stopped at its cap gives a ratio (at most); one that fails, or our own unproven answer, gives none."""
    good = {"how": "ok", "status": "optimal", "at_cap": False}
    late = {"how": "stopped at 9 s", "at_cap": True}
    failed = {"how": "failed: no module", "at_cap": False}
    assert classic._unlike([good], [late]) == ""
    assert classic._unlike([good], [good, failed]) == "spopt failed: no module"
    assert classic._unlike([failed], [good]) == "our side failed: no module"
    assert classic._unlike([good | {"status": "feasible"}], [good]) == "our side did not prove its answer"
    assert classic._unlike([good], []).startswith("the rival is not installed")


@given(st.floats(0, 1e9), st.integers(0, 6))
def test_rounding_never_helps(value: float, digits: int) -> None:
    """What is printed is no better than what was measured, and off by less than one unit of the last decimal."""
    step = 10.0**-digits
    for sense, better in (("at most", -1), ("at least", 1)):
        printed = float(shown(value, digits, sense).replace(",", ""))
        assert (printed - value) * better <= 1e-9 * max(1.0, value)
        assert abs(printed - value) < step + 1e-9 * max(1.0, value)


@pytest.mark.parametrize(
    "measured",
    [
        Measured(),
        Measured(figures={"seconds": float("nan")}),
        Measured(figures={"seconds": 1.0}, checks=["refused: plan: the value differs"], promised=1),
        Measured(figures={"seconds": 1.0}, promised=1),
    ],
    ids=["missing", "nan", "refused", "unchecked"],
)
def test_what_is_missing_or_not_checked_is_not_reached(measured: Measured) -> None:
    """No figure, no number, a refused solution or a check that never came back: not reached."""
    assert verdict(SPEED, measured) == "not reached"


def test_a_crash_is_a_row_with_its_reason(tmp_path: Path) -> None:
    """A process that fails keeps what it wrote before, and the table says how it ended."""
    lines = tmp_path / "row.jsonl"
    lines.write_text('{"figure": "share", "value": 0.95}\n{"figure": "sec')
    ended = Ended("crashed", 3.0, 1, 1, "Traceback\nMemoryError: no room")
    measured = collect(lines, ended, 10.0, judged=True)
    text = markdown([Result("row", "work", (SPEED, SHARE))], {"row": measured}, HEAD, quick=False)
    assert "none: failed: MemoryError: no room" in text
    assert "1 of 2 targets reached, 1 not." in text


def test_a_process_is_stopped_at_its_cap(tmp_path: Path) -> None:
    """A child that never ends is stopped, and says that it was time; a failing one gives its last words."""
    log = tmp_path / "log"
    ended = run_process(
        [sys.executable, "-c", "import time; time.sleep(600)"], cap_s=0.2, log=log, own_group=True
    )
    assert (ended.how, ended.reason(0.2)) == ("time", "stopped at 0 s")
    ended = run_process([sys.executable, "-c", "raise SystemExit('no graphs here')"], cap_s=60, log=log)
    assert (ended.how, ended.reason(60)) == ("crashed", "failed: no graphs here")
    ended = run_process([sys.executable, "-c", "pass"], cap_s=60, log=log)
    assert (ended.how, ended.code) == ("ok", 0)
    assert ended.peak_bytes > 1_000_000


def test_small_sizes_are_not_judged() -> None:
    """A quick run prints figures and judges none, whatever they are."""
    fast = Measured(figures={"seconds": 0.1}, judged=False)
    text = markdown([Result("row", "work", (SPEED,))], {"row": fast}, HEAD, quick=True)
    assert "| row, small | seconds | 0.1 s | at most 10 s | 0.01 | not judged |" in text
    assert "targets reached" not in text


def test_the_json_holds_everything_and_is_json(tmp_path: Path) -> None:
    """Figures, verdicts, machine and details are saved; an infinity becomes null."""
    mine = Measured(figures={"seconds": 4.0}, details={"trail": [[0.1, float("inf")]]})
    _, path = save(tmp_path, "siting", [Result("row", "work", (SPEED,))], {"row": mine}, HEAD, quick=False)
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert kept["machine"] == HEAD
    assert kept["rows"][0]["targets"][0]["verdict"] == "reached"
    assert kept["rows"][0]["details"]["trail"] == [[0.1, None]]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["siting.json", "siting.md"]


def head(date: str, source: str = "aaa", commit: str = "c0ffee1") -> dict[str, str]:
    return {
        "date": date,
        "commit": commit,
        "source": source,
        "machine": "two cores",
        "threads": "2 threads",
        "versions": "python 3.11",
        "rival": "spopt 0.8",
    }


RESULTS = [Result("one", "the first work", (SPEED,)), Result("two", "the second work", (SHARE,))]


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    """A row saved and read is the same row; saving one more leaves it; nothing is kept where nothing was saved."""
    assert kept(tmp_path, "siting") == {}
    one = Measured(
        {"seconds": 4.0}, ["accepted: one"], ["a note"], {"x": 1}, promised=1, head=head("2026-01-01")
    )
    save(tmp_path, "siting", RESULTS, {"one": one}, one.head, quick=False)
    assert kept(tmp_path, "siting") == {"one": one}
    two = Measured({"share": 0.5}, head=head("2026-01-02"))
    save(tmp_path, "siting", RESULTS, kept(tmp_path, "siting") | {"two": two}, two.head, quick=False)
    assert kept(tmp_path, "siting") == {"one": one, "two": two}


def test_a_row_is_measured_again_on_another_source_or_where_it_failed() -> None:
    """The same source and an end or a cap: kept. Another source, a failure of the row or of a part: measured again."""
    same = head("2026-01-01")
    assert is_current(Measured(head=same), "aaa")
    assert is_current(Measured(head=same, why_missing="stopped at 40 s"), "aaa")
    assert not is_current(None, "aaa")
    assert not is_current(Measured(head=same), "bbb")
    assert not is_current(Measured(head=same, why_missing="failed: no graphs"), "aaa")
    assert not is_current(Measured(head=same, why_missing="stopped by signal 9"), "aaa")
    assert not is_current(Measured(head=same, details={"part": {"why_missing": "failed: x"}}), "aaa")


def test_rows_of_another_source_are_marked() -> None:
    """Each row says when and on which commit; the one whose source is not that of the newest is marked and named."""
    measured = {
        "one": Measured({"seconds": 4.0}, head=head("2026-01-01 10:00 UTC", "bbb", "0ld")),
        "two": Measured({"share": 0.95}, head=head("2026-01-02 10:00 UTC")),
    }
    text = markdown(RESULTS, measured, measured["two"].head, quick=False)
    assert (
        "| the first work | seconds | 4.0 s | at most 10 s | 0.40 | yes | 2026-01-01 10:00 UTC, 0ld **other"
        in text
    )
    assert "| yes | 2026-01-02 10:00 UTC, c0ffee1 |" in text
    assert "Measured on another state of the source than the newest row: one." in text


def test_the_table_goes_between_the_marks_of_a_page(tmp_path: Path) -> None:
    """What stands around the marks stays, what stood between them is replaced; a page without marks is refused."""
    page = tmp_path / "page.md"
    page.write_text(f"above\n{OPEN}\nold\n{CLOSE}\nbelow\n")
    measured = {"one": Measured({"seconds": 4.0}, seconds=90.0, head=head("2026-01-01 10:00 UTC"))}
    write_page(page, RESULTS, measured)
    text = page.read_text()
    assert text.startswith(f"above\n{OPEN}\nMeasured between 2026-01-01 10:00 UTC and")
    assert text.endswith(f"{CLOSE}\nbelow\n")
    assert "old\n" not in text
    assert "1 of 1 targets reached, 0 not. Not measured yet: two." in text
    write_page(page, RESULTS, measured)
    assert page.read_text() == text
    with pytest.raises(ValueError, match="no row is kept"):
        write_page(page, RESULTS, {})
    page.write_text("no marks")
    with pytest.raises(ValueError, match=r"page\.md has not one"):
        write_page(page, RESULTS, measured)


def test_the_page_has_its_marks() -> None:
    """docs/siting.md has one place for the table."""
    text = (ROOT / "docs" / "siting.md").read_text(encoding="utf-8")
    assert (text.count(OPEN), text.count(CLOSE)) == (1, 1)


def a_run(folder: Path, cap_s: float) -> Run:
    return Run("row", folder / "row.jsonl", True, 2, time.time(), cap_s, folder, folder, folder / "none")


def test_parts_are_measured_in_processes_of_their_own(tmp_path: Path) -> None:
    """Their figures come back by label; checks and reasons stand in the row; what fails is told, the others go on."""
    (tmp_path / "tsplib").mkdir()
    (tmp_path / "tsplib" / "line.tsp").write_text("NODE_COORD_SECTION\n1 0 0\n2 1.5 0\n3 9.0 0\nEOF\n")
    run = a_run(tmp_path, 600.0)
    part = {"instance": "line", "p": 2, "seconds": 500.0}
    parts = [
        Part("good", "siting_medians:median_part", part),
        Part("bad", "siting_medians:median_part", part | {"instance": "nowhere"}),
    ]
    found = side_by_side(run, parts)
    assert (found["good"].figures["value"], found["good"].figures["proven"]) == (1.0, 1.0)
    assert found["bad"].figures == {}
    row = collect(run.out, Ended("ok", 1.0, 1, 0, ""), 600.0, judged=False)
    assert (row.accepted, row.promised) == (True, 1)
    assert row.notes[0].startswith("bad: failed: FileNotFoundError")
    assert not is_current(row, "")


def test_a_part_whose_row_is_over_is_not_begun(tmp_path: Path) -> None:
    """No second left: nothing is started, and the row says so."""
    found = side_by_side(a_run(tmp_path, 2.0), [Part("late", "siting_medians:median_part")])
    assert found["late"].why_missing == "was not started: the time of the row was over"


def test_points_have_distances_rounded_down(tmp_path: Path) -> None:
    """Three points on a line, 1.5 and 7.5 apart: 1, 7 and 9."""
    (tmp_path / "line.tsp").write_text("DIMENSION : 3\nNODE_COORD_SECTION\n1 0 0\n2 1.5e0 0\n3 9.0 0\nEOF\n")
    assert instances.read_points(tmp_path, "line").tolist() == [[0, 1, 9], [1, 0, 7], [9, 7, 0]]


def test_a_graph_is_the_same_each_time_and_others_differ() -> None:
    """One seed gives one graph; another seed, or other nodes, another; the benchmark's ten are ten."""
    assert np.array_equal(instances.draw_graph(50, 1), instances.draw_graph(50, 1))
    assert not np.array_equal(instances.draw_graph(50, 1), instances.draw_graph(50, 2))
    assert len(medians.GRAPHS) == 10
    assert sum(len(changes) for changes in embedded.CHANGES_MSEK.values()) == 16


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_row_has_a_measurement_that_records_its_figures(row) -> None:
    """Each row names a function that exists, and every figure it is judged by is written somewhere in its module."""
    module, _, function = row.measure.partition(":")
    assert callable(getattr(importlib.import_module(f"benchmarks.{module}"), function))
    source = (ROOT / "benchmarks" / f"{module}.py").read_text(encoding="utf-8")
    words = {node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)}
    for target in row.result.targets:
        ends = {target.figure, " " + target.figure.split(" ")[-1], target.figure.split(" ")[0] + " "}
        ends.add(target.figure.rstrip("0123456789"))
        assert ends & {word for word in words if isinstance(word, str)}, target.figure


def test_the_caps_of_a_group_are_forty_minutes_and_of_a_whole_run_sixty() -> None:
    """A run ends within its time even if every row is stopped at its cap."""
    for group in GROUPS:
        assert 0 < sum(row.cap_s for row in chosen(groups=group)) <= 2_400.0, group
    assert sum(row.cap_s for row in chosen()) <= 3_600.0
    assert {row.group for row in ROWS} == set(GROUPS)


def test_rows_are_chosen_by_name_and_by_group_in_the_order_of_the_table() -> None:
    """All but those apart without a list, every one for a quick run; those named with one; an unknown name refused."""
    assert chosen(quick=True) == ROWS
    assert {row.group for row in chosen()} == set(GROUPS) - set(APART)
    names = [row.name for row in ROWS]
    assert len(set(names)) == len(names)
    assert [row.name for row in chosen(f"{names[3]}, {names[1]}")] == [names[1], names[3]]
    assert [row.name for row in chosen("graphs", "equity")] == ["graphs", "equity_expansion", "equity_cut"]
    with pytest.raises(ValueError, match=f"no row is named speed; the rows are {names[0]}"):
        chosen("speed")
    with pytest.raises(ValueError, match="no group is named speed; the groups are classic"):
        chosen(groups="speed")


def test_quick_knows_every_row_by_name() -> None:
    """`--quick --help` lists each row and group, and each row has a cap of its own for the quick run."""
    command = [sys.executable, "benchmarks/siting.py", "--quick", "--help"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    words = set(told.replace(",", " ").split())
    assert {row.name for row in ROWS} | set(GROUPS) <= words
    assert all(0 < row.quick_cap_s <= 60 for row in ROWS)


@pytest.mark.parametrize("name", ["siting_instances", "siting_money", "siting_table", "siting_growth"])
def test_examples_in_the_benchmark_run(name: str) -> None:
    """Every example in a docstring gives what it says."""
    done = doctest.testmod(
        importlib.import_module(f"benchmarks.{name}"), optionflags=doctest.NORMALIZE_WHITESPACE
    )
    assert done.attempted > 0
    assert done.failed == 0


def test_the_readme_describes_every_row() -> None:
    """Each row and each group stands in the tables of the README."""
    text = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    assert [name for name in [*(row.name for row in ROWS), *GROUPS] if f"`{name}`" not in text] == []
