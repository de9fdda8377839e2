"""The file of `narvaro access --csv`: whole counts, the marks of the language, and no folder out of nothing."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest


def rows(path: Path, separator: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened, delimiter=separator))


def test_counts_are_whole_and_marks_follow_the_language(narvaro, small: Path) -> None:
    """20 areas with 32,550 people, not 20.0; in Swedish semicolons and a decimal comma, the same figures."""
    read = {}
    for lang, separator in (("en", ","), ("sv", ";")):
        path = small / f"{lang}.csv"
        assert narvaro("access", small, "--by", "settlement", "--csv", path, "--lang", lang).code == 0
        read[lang] = rows(path, separator)
        everyone = read[lang][-1]
        assert (everyone["areas"], everyone["people"], everyone["people_unreached"]) == ("20", "32550", "0")
    for english, swedish in zip(read["en"], read["sv"], strict=True):
        assert "," in swedish["mean_min"]
        assert float(english["mean_min"]) == float(swedish["mean_min"].replace(",", "."))


def test_people_in_fractions_stay_fractions(narvaro, small: Path) -> None:
    """Half a person in one area: the column keeps its decimals."""
    path = small / "areas.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",5200.0,", ",5200.5,"), encoding="utf-8")
    assert narvaro("access", small, "--csv", small / "x.csv").code == 0
    (everyone,) = rows(small / "x.csv", ",")
    assert (everyone["areas"], everyone["people"]) == ("20", "32550.5")


@pytest.mark.parametrize("lang", ["en", "sv"])
def test_a_folder_that_is_not_there_is_a_fault(narvaro, small: Path, lang: str) -> None:
    """A slip in a path makes no folder: option and folder are named."""
    ran = narvaro("access", small, "--csv", small / "nodir" / "x.csv", "--lang", lang)
    assert ran.code == 2
    assert "--csv" in ran.err
    assert "nodir" in ran.err
    assert not (small / "nodir").exists()
