"""A picture is whole whatever its texts hold."""

import pytest

from narvaro.report.figures.canvas import Canvas


@pytest.mark.parametrize(
    "text", ["a\x00b", "a\x1b[2Jb", "a\ud800b", "a\u202eb", "<script>alert('x')</script>", "$x_1$"]
)
def test_no_text_breaks_a_picture(text: str) -> None:
    """Control characters, halves of characters and markup neither end the picture nor stand in it raw."""
    canvas = Canvas(200, 50)
    canvas.text(2, 20, text)
    drawn = canvas.svg(text)
    assert drawn.endswith("</svg>")
    drawn.encode()
    assert not {"\x00", "\x1b", "\ud800"} & set(drawn)
    assert "<script" not in drawn
