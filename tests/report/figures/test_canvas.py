"""A sheet measured in pixels from the top left corner."""

from tests.report.reading import read

from narvaro.report.figures.canvas import Canvas, text_width


def test_what_is_drawn_stands_where_it_was_told() -> None:
    """Pixels go right and down; the size of the sheet is its own."""
    canvas = Canvas(120, 80)
    canvas.rectangle(10, 20, 30, 40, "#ffffff")
    canvas.text(15, 70, "a", "right", 14, "#000000", bold=True)
    root = read(canvas.svg("x"))
    assert root.all("svg")[0].attributes["viewbox"] == "0 0 120 80"
    assert root.all("path")[0].attributes["d"] == "M10 20l30 0 0 40-30 0z"
    text = root.all("text")[0].attributes
    assert (text["x"], text["y"], text["text-anchor"], text["font-size"]) == ("15", "70", "end", "14")


def test_later_things_lie_on_top() -> None:
    """Things are drawn in the order they were told, texts and shapes alike."""
    canvas = Canvas(10, 10)
    canvas.text(1, 1, "first")
    canvas.line([(0, 0), (1, 1)])
    canvas.text(1, 1, "last")
    assert [node.name for node in read(canvas.svg("x")).walk()][2:] == ["text", "path", "text"]


def test_dots_are_one_short_path() -> None:
    """A thousand dots are one path of strokes without length and with round ends; none is lost."""
    canvas = Canvas(100, 100)
    canvas.dots([(k % 100, k // 100) for k in range(1000)], 3.0, "#000000")
    paths = read(canvas.svg("x")).all("path")
    assert len(paths) == 1
    assert str(paths[0].attributes["d"]).count("h0") == 1000
    assert paths[0].attributes["stroke-linecap"] == "round"


def test_drawing_nothing_leaves_nothing() -> None:
    """No dots and no rings make no element."""
    canvas = Canvas(10, 10)
    canvas.dots([], 3.0, "#000000")
    canvas.polygons([], "#000000")
    assert read(canvas.svg("x")).all("path") == []


def test_a_sheet_beside_a_word_is_silent() -> None:
    """It is hidden from those who listen, since the word says it."""
    attributes = read(Canvas(10, 10).silent()).all("svg")[0].attributes
    assert attributes["aria-hidden"] == "true"
    assert "role" not in attributes


def test_the_same_drawing_gives_the_same_bytes() -> None:
    """Nothing of the clock or of chance is in a picture."""

    def drawn() -> str:
        canvas = Canvas(50, 50)
        canvas.circle(20, 20, 5, "#111111", "#222222", 2)
        canvas.line([(0, 0), (50, 50)], dash=(4, 2), width=2)
        return canvas.svg("x")

    assert drawn() == drawn()


def test_widths_of_texts() -> None:
    """Longer, larger and bolder texts are wider."""
    assert (
        0
        == text_width("")
        < text_width("a")
        < text_width("aa")
        < text_width("aa", 14)
        < text_width("aa", 14, True)
    )
