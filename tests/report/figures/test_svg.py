"""From what matplotlib writes to SVG that can stand in a page."""

import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st
from tests.report.figures.seen import steps_of
from tests.report.reading import read

from narvaro.report.figures.canvas import Canvas
from narvaro.report.figures.svg import short_path


@given(
    st.lists(
        st.tuples(st.sampled_from("ML"), st.integers(-900, 900), st.integers(-900, 900)),
        min_size=1,
        max_size=9,
    )
)
def test_a_short_path_draws_the_same(steps: list[tuple[str, int, int]]) -> None:
    """The same points come in the same order by the same commands; a line to where one stands may be left out."""
    steps = [("M", *steps[0][1:]), *steps[1:]]
    long = " ".join(f"{command} {x / 10} {y / 10}" for command, x, y in steps)
    wanted = [(command, (x / 10, y / 10)) for command, x, y in steps]

    def without_rests(path: list[tuple[str, tuple[float, float]]]) -> list[tuple[str, tuple[float, float]]]:
        return [p for k, p in enumerate(path) if not (k and p[0] in "Lh" and p[1] == path[k - 1][1])]

    drawn = steps_of(short_path(long, 1))
    assert without_rests(drawn) == without_rests(wanted)
    assert len(short_path(long, 1)) <= len(long)


def test_a_picture_has_no_ids_and_no_styles_of_its_own() -> None:
    """Many pictures can stand in one page: no id, no style sheet, no metadata, nothing referred to."""
    canvas = Canvas(100, 50)
    canvas.dots([(10, 10), (20, 20)], 5, "#123456")
    canvas.text(5, 40, "text", name="halo")
    root = read(canvas.svg("One. Two."))
    names = {node.name for node in root.walk()} - {"root"}
    assert names == {"svg", "path", "text"}
    assert not [node for node in root.walk() if {"id", "style", "clip-path"} & set(node.attributes)]
    assert root.all("text")[0].attributes["class"] == "halo"


def test_a_picture_is_well_formed_xml_with_any_words() -> None:
    """Words with signs of markup, mathematics and foreign letters come through as they are."""
    words = '<b>&"$x_1$ 漢字 \N{NARROW NO-BREAK SPACE}å'
    canvas = Canvas(100, 50)
    canvas.text(5, 40, words)
    svg = canvas.svg(words)
    assert ET.fromstring(svg)[0].text == words
    assert ET.fromstring(svg).get("aria-label") == words
