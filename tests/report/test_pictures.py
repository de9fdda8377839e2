"""A picture with its words and its figures."""

from tests.report.reading import read

from narvaro.report.figures.canvas import Canvas
from narvaro.report.pictures import NARROW, WIDE, both_widths, picture
from narvaro.report.tables import Column, Numbers


def draw(width: float) -> Canvas:
    canvas = Canvas(width, 10)
    canvas.line([(0, 5), (width, 5)])
    return canvas


def test_a_chart_is_drawn_for_a_screen_and_for_a_phone() -> None:
    """Two drawings with the same words, each at its own width."""
    root = read(both_widths(draw, "What. It is."))
    assert [svg.attributes["width"] for svg in root.all("svg")] == [f"{WIDE:g}", f"{NARROW:g}"]
    assert {svg.attributes["aria-label"] for svg in root.all("svg")} == {"What. It is."}
    assert [len(root.all("div", name)) for name in ("wide", "narrow")] == [1, 1]


def test_a_picture_has_its_table_behind() -> None:
    """Title and subtitle above; table and file in a part that can be folded; the name is its anchor."""
    numbers = Numbers((Column("a"), Column("b", "number")), [["x", 1.0]])
    root = read(picture("name", "Finding", "what", draw(10).svg("A. B."), numbers, "en", open_table=False))
    figure = root.all("figure")[0]
    assert figure.attributes["id"] == "name"
    assert (figure.all("h3")[0].text(), figure.all("p", "subtitle")[0].text()) == ("Finding", "what")
    behind = figure.all("details")[0]
    assert "open" not in behind.attributes
    assert behind.all("caption")[0].text() == "Finding"
    assert behind.all("a", "csv")[0].attributes["download"] == "name.csv"
