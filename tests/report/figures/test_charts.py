"""Charts that answer: what they write is what they were given, at both widths."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report.reading import Node, read

from narvaro.report.figures.bars import Bar, draw_bars
from narvaro.report.figures.bound import ProofFigures, ProofText, draw_proof
from narvaro.report.figures.canvas import Canvas, text_width
from narvaro.report.figures.colours import ACCENT, BEFORE, LONGER
from narvaro.report.figures.curve import CurveText, Reach, draw_reach, people_unit
from narvaro.report.figures.dumbbell import DumbbellText, Pair, draw_dumbbells
from narvaro.report.figures.ledger import PARTS_COLOURS, LedgerText, YearBar, draw_ledger
from narvaro.report.figures.scales import Scale, bottom_axis, decimals_of, round_steps
from narvaro.report.pictures import NARROW, WIDE

BOTH = pytest.mark.parametrize("width", [WIDE, NARROW])
PROOF = ProofText("today", "plan", "bound", "closed", "unknown:", "enlarged")
MONEY = LedgerText("MSEK", "appropriation", ("running", "opening", "closing"))


def words(root: Node) -> list[str]:
    return [node.text() for node in root.all("text")]


def boxes(root: Node, fill: str) -> list[tuple[float, float, float, float]]:
    """Return the rectangles of a colour: left, top, width, height."""
    found = []
    for node in root.all("path"):
        if node.attributes.get("fill") == fill:
            x = [float(v) for v in re.findall(r"-?[\d.]+", str(node.attributes["d"]))]
            if len(x) == 8:
                found.append(
                    (min(x[::2]), min(x[1::2]), max(x[::2]) - min(x[::2]), max(x[1::2]) - min(x[1::2]))
                )
    return found


@BOTH
def test_a_dumbbell_names_its_groups_and_figures(width: float) -> None:
    """Each group stands with its figures; teal where it falls, orange where it rises, grey where it is the same."""
    pairs = [Pair("falls", 40, 20), Pair("rises", 10, 30), Pair("same", 25, 25)]
    root = read(draw_dumbbells(pairs, DumbbellText("%", "before", "after", 1), "en", width).svg("x"))
    assert {"falls", "rises", "same", "40.0", "20.0", "10.0", "30.0", "25.0", "before", "after", "%"} <= set(
        words(root)
    )
    fills = [node.attributes.get("fill") for node in root.all("path")]
    assert {ACCENT, LONGER, BEFORE} <= set(fills)


@BOTH
@given(values=st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), min_size=1, max_size=9))
def test_nothing_of_a_dumbbell_leaves_the_sheet(width: float, values: list[tuple[float, float]]) -> None:
    """Dots lie between zero and the end of the axis for any figures."""
    pairs = [Pair(f"group {k}", a, b) for k, (a, b) in enumerate(values)]
    canvas = draw_dumbbells(pairs, DumbbellText("%", "before", "after"), "sv", width)
    root = read(canvas.svg("x"))
    numbers = [
        float(x) for node in root.all("path") for x in re.findall(r"-?[\d.]+", str(node.attributes["d"]))
    ]
    assert min(numbers) >= 0
    assert max(numbers[::2]) <= width
    assert all(0 <= float(str(node.attributes["x"])) <= width for node in root.all("text"))


@BOTH
def test_bars_of_money_start_at_zero_and_add_up(width: float) -> None:
    """The height of a part is its share of the axis; the sum stands above; a part that nobody uses is not named."""
    bars = [YearBar("2021", (60.0, 20.0, 0.0), 100.0), YearBar("2022", (90.0, 0.0, 0.0), 100.0)]
    root = read(draw_ledger(bars, MONEY, "en", width).svg("x"))
    running = [box for box in boxes(root, PARTS_COLOURS[0]) if box[2] > 20]
    opening = [box for box in boxes(root, PARTS_COLOURS[1]) if box[2] > 20]
    assert running[1][3] / running[0][3] == pytest.approx(1.5, rel=0.01)
    assert opening[0][3] / running[0][3] == pytest.approx(1 / 3, rel=0.01)
    assert opening[0][1] + opening[0][3] == pytest.approx(running[0][1], abs=0.2)
    assert {"80.0", "90.0", "2021", "2022", "appropriation", "running", "opening"} <= set(words(root))
    assert "closing" not in words(root)


@BOTH
def test_a_curve_names_its_lines_at_their_ends(width: float) -> None:
    """Before and after are named beside the lines, at least a line's height apart, also where they coincide."""
    minutes = tuple(float(x) for x in range(0, 61, 5))
    people = tuple(100.0 * x for x in minutes)
    text = CurveText("minutes", "people", "before", "after")
    root = read(draw_reach(Reach(minutes, people, people), text, "en", width, 20.0).svg("x"))
    ends = [float(str(n.attributes["y"])) for n in root.all("text") if n.text() in ("before", "after")]
    assert len(ends) == 2
    assert abs(ends[0] - ends[1]) >= 15.9
    assert "20 min" in words(root)


@pytest.mark.parametrize(("most", "unit"), [(900, "one"), (41_000, "thousand"), (10_500_000, "million")])
def test_people_are_counted_in_what_is_short(most: float, unit: str) -> None:
    """Persons, thousands or millions, by the largest figure."""
    assert people_unit(Reach((0.0, 10.0), (0.0, 0.0), (0.0, most))) == unit


@BOTH
def test_the_bound_stands_beside_the_value(width: float) -> None:
    """Value and bound are both written, and what is unknown between them, as a share of the value."""
    root = read(draw_proof(ProofFigures(120.0, 100.0, 99.5), PROOF, "en", width).svg("x"))
    assert "bound 100" in words(root) or "bound 99" in words(root)
    assert "unknown: 0.50\N{NO-BREAK SPACE}%" in words(root)
    assert "closed" not in words(root)


@BOTH
def test_a_closed_gap_is_said_in_words(width: float) -> None:
    """Where value and bound are one, there is no stretch to enlarge."""
    root = read(draw_proof(ProofFigures(None, 100.0, 100.0), PROOF, "en", width).svg("x"))
    assert "closed" in words(root)
    assert not [word for word in words(root) if word.startswith(("unknown", "today"))]


@given(st.floats(0, 1e9), st.floats(0, 1))
def test_the_bound_can_be_drawn_for_any_figures(value: float, share: float) -> None:
    """No figure stops the picture, zero among them."""
    assert (
        draw_proof(ProofFigures(value * 2, value, value * share), PROOF, "sv", NARROW)
        .svg("x")
        .startswith("<svg")
    )


def test_bars_of_plans_are_in_proportion() -> None:
    """A bar of half the figure is half as long; the plan of the report has the accent."""
    bars = [Bar("today", 200.0), Bar("the plan", 100.0, chosen=True), Bar("none", 0.0)]
    root = read(draw_bars(bars, "en", NARROW).svg("x"))
    today, plan = boxes(root, BEFORE)[0], boxes(root, ACCENT)[0]
    assert plan[2] / today[2] == pytest.approx(0.5, abs=0.01)
    assert {"today", "the plan", "none", "200", "100", "0"} == set(words(root))


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6), st.integers(2, 8))
def test_steps_of_an_axis_are_round_even_and_enough(low: float, span: float, most: int) -> None:
    """The steps enclose the figures, are evenly apart, and are not many more than asked for."""
    steps = round_steps(low, low + span, most)
    assert steps[0] <= low + 1e-6 * max(abs(low), 1)
    assert steps[-1] >= low + span - 1e-6 * max(abs(low + span), 1)
    assert 2 <= len(steps) <= most + 3
    gaps = [b - a for a, b in pairwise(steps)]
    assert max(gaps) - min(gaps) <= 1e-6 * max(abs(low), span, 1)


def test_decimals_of_an_axis() -> None:
    """As many as the steps need."""
    assert [decimals_of(steps) for steps in ([0, 5], [0, 2.5], [0.25, 0.5])] == [0, 1, 2]
    assert Scale(0, 0, 5, 9).px(3) == 5


def test_the_unit_of_an_axis_stands_within_the_picture() -> None:
    """At the width of a telephone a long unit begins where the picture does; one that is wider is written smaller."""
    for unit in (
        "min",
        "procent med mer än 20 minuter till fots",
        "procent med mer än 20 minuter till fots " * 3,
    ):
        canvas = Canvas(328, 300)
        bottom_axis(canvas, [0.0, 50.0, 100.0], Scale(0.0, 100.0, 8.0, 220.0), 10, 250, "sv", unit)
        drawn = re.search(
            rf'<text x="([0-9.]+)"[^>]*font-size="([0-9.]+)"[^>]*>{unit.strip()}', str(canvas.svg("x"))
        )
        assert drawn is not None
        end, size = float(drawn[1]), float(drawn[2])
        assert end <= 328
        assert end - text_width(unit, size) >= 0
