"""What was understood of a user's tables is printed once, kept in the folder and given to machines."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from narvaro.app.understood import HEADS, understood_table
from narvaro.language import Note, say
from narvaro.sources.understood import UnderstoodColumn

AREAS = "Namn;N;E;Folkmängd;Inkomst\nAla;59,30;18,00;5 200;1\nBro;59,31;18,05;987;2\n"
SITES = "nom;latitude;longitude;statut\nEtt;59,30;18,00;ouvert\n"


def made(folder: Path) -> tuple[Path, Path]:
    (folder / "a.csv").write_text(AREAS, encoding="utf-8")
    (folder / "s.csv").write_text(SITES, encoding="utf-8")
    return folder / "a.csv", folder / "s.csv"


def test_what_was_understood_is_shown_kept_and_given_to_machines(narvaro, tmp_path: Path) -> None:
    """The same rows in each; the file opens in a spreadsheet of the language."""
    areas, sites = made(tmp_path)
    done = narvaro("new", "p", "--areas", areas, "--sites", sites)
    assert done.code == 0
    assert done.out.count(say("understood.title", "en")) == 1
    kept = pd.read_csv(tmp_path / "p" / "understood.csv")
    assert "-".join(kept["Column"]) == "Namn-N-E-Folkmängd-Inkomst-Namn-nom-latitude-longitude-statut-nom"
    assert all(column in done.out for column in kept["Column"])
    told = narvaro("new", "q", "--areas", areas, "--sites", sites, "--json").json["understood"]
    assert [row["column"] for row in told] == list(kept["Column"])
    narvaro("new", "r", "--areas", areas, "--sites", sites, "--lang", "sv")
    swedish = pd.read_csv(tmp_path / "r" / "understood.csv", sep=";")
    assert list(swedish.columns) == [say(f"understood.head.{head}", "sv") for head in HEADS]
    assert narvaro("check", "p").code == 0


def test_the_options_say_what_the_words_do_not(narvaro, tmp_path: Path) -> None:
    """Which column is which, what marks thousands and which numbers are groups."""
    areas, sites = made(tmp_path)
    areas.write_text(AREAS.replace("Folkmängd", "Boende i dag").replace("5 200", "5.200"), encoding="utf-8")
    words = ("new", "p", "--areas", areas, "--sites", sites)
    refused = narvaro(*words)
    assert refused.code == 2
    assert '--map "people=Boende i dag"' in refused.err
    options = ("--map", "people=Boende i dag", "--thousands", ".", "--groups", "inkomst")
    done = narvaro(*words, *options, "--json")
    assert done.json["people"] == 6187
    assert "Inkomst" in (tmp_path / "p" / "areas.csv").read_text(encoding="utf-8")


def test_each_column_is_one_row_in_the_language() -> None:
    """Names of columns stand as they are; what was done is told."""
    note = Note("understood.read", {"n": 2, "examples": ["x → 1", "…"]})
    row = UnderstoodColumn("sites", "s.csv", "Läge", Note("understood.group"), "x", (note,))
    assert understood_table([row], "sv").iloc[0].tolist() == [
        "platser",
        "s.csv",
        "Läge",
        "en gruppering",
        "x",
        "2 celler tolkade: x → 1, …",
    ]
