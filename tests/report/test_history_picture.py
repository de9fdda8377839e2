"""The picture of the network through time stands alone, with the finding as its title and each group by its name."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pandas as pd
import pytest

from narvaro.language import LANGUAGES, Names, Note
from narvaro.report.history_picture import Line, history_picture, write_history_picture

YEARS = [2020, 2021]
FIGURE = Note("history.figure", {"low": 12.25, "high": 12.25, "decimals": 1})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_a_file_of_its_own(lang: str, tmp_path: Path) -> None:
    """Well-formed, with title, subtitle, groups and levels in the language."""
    change = pd.DataFrame({"low": [0.0, -3.0], "high": [0.0, -2.0]}, index=YEARS)
    lines = [Line(group, change, FIGURE, FIGURE) for group in ("everyone", "rural")]
    title = Note(
        "history.fell",
        {"mode": "car", "first_year": "2020", "last_year": "2021"} | {"first": FIGURE, "last": FIGURE},
    )
    write_history_picture(
        history_picture(lines, "settlement", "car", title, Names(), lang), tmp_path / "h.svg"
    )
    root = ET.fromstring((tmp_path / "h.svg").read_text(encoding="utf-8"))
    text = " ".join("".join(root.itertext()).split())
    assert title.text(lang) in text
    for word in {"sv": ("Alla", "Landsbygd", "12,3"), "en": ("Everyone", "Countryside", "12.3")}[lang]:
        assert word in text
