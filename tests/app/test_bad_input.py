"""Whatever is given, the answer is a message with its place, an exit code, and nothing half-written."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from narvaro.app.cli import main

Spoil = Callable[[pd.DataFrame], pd.DataFrame]


def assign(**columns: object) -> Spoil:
    return lambda table: table.assign(**columns)


def at(row: int, column: str, value: object) -> Spoil:
    def spoil(table: pd.DataFrame) -> pd.DataFrame:
        table = table.astype({column: object})
        table.loc[row, column] = value
        return table

    return spoil


TABLES: list[tuple[str, str, Spoil, str, str]] = [
    (
        "missing columns",
        "areas",
        lambda table: table.drop(columns=["lat", "people"]),
        "areas.csv, row 1, column people: The column is missing. The table has: id, name, lon, settlement, low_income.",
        "areas.csv, rad 1, kolumn lat: Kolumnen saknas.",
    ),
    (
        "duplicate ids",
        "sites",
        assign(id="s1"),
        "sites.csv, row 3, column id: The id s1 already stands in row 2.",
        "sites.csv, rad 3, kolumn id: Id s1 står redan på rad 2.",
    ),
    (
        "NaN",
        "areas",
        at(4, "people", ""),
        "areas.csv, row 6, column people: The number is missing. A missing number is not zero",
        "areas.csv, rad 6, kolumn people: Talet saknas. Ett tal som saknas är inte noll",
    ),
    (
        "negative people",
        "areas",
        at(0, "people", -7),
        "areas.csv, row 2, column people: -7 is below zero.",
        "areas.csv, rad 2, kolumn people: -7 är mindre än noll.",
    ),
    (
        "coordinates outside the world",
        "areas",
        at(3, "lat", 156.2),
        "areas.csv, row 5, column lon, lat: The point (-3.441, 156.2) lies outside the world.",
        "areas.csv, rad 5, kolumn lon, lat: Punkten (-3.441, 156.2) ligger utanför världen.",
    ),
    (
        "swapped coordinates",
        "areas",
        lambda table: table.rename(columns={"lon": "lat", "lat": "lon"}),
        "areas.csv, column lon, lat: Longitude and latitude look swapped",
        "areas.csv, kolumn lon, lat: Longitud och latitud verkar ha bytt plats",
    ),
    (
        "metres",
        "sites",
        assign(lon=313_000, lat=724_000),
        "sites.csv, column lon, lat: The coordinates (313000.0, 724000.0) are not degrees.",
        "sites.csv, kolumn lon, lat: Koordinaterna (313000.0, 724000.0) är inte i grader.",
    ),
    (
        "an unknown status",
        "sites",
        at(1, "status", "shut"),
        "sites.csv, row 3, column status: “shut” is not known here. Use one of: must_stay, may_close,",
        "sites.csv, rad 3, kolumn status: ”shut” är inte känt här.",
    ),
    (
        "an empty table",
        "areas",
        lambda table: table.iloc[:0],
        "areas.csv: The table has no rows. Give at least one.",
        "areas.csv: Tabellen har inga rader. Ange minst en.",
    ),
]


@pytest.mark.parametrize(
    ("name", "which", "spoil", "english", "swedish"), TABLES, ids=[row[0] for row in TABLES]
)
def test_a_bad_table_is_refused_by_new(
    narvaro, tables, tmp_path: Path, name: str, which: str, spoil: Spoil, english: str, swedish: str
) -> None:
    """Exit code 2, the place and what would be right in both languages, no traceback and no folder."""
    path = dict(zip(("areas", "sites"), tables, strict=True))[which]
    spoil(pd.read_csv(path)).to_csv(path, index=False)
    for lang, words in (("en", english), ("sv", swedish)):
        done = narvaro("new", "p", "--areas", tables[0], "--sites", tables[1], "--lang", lang)
        assert (done.code, done.out) == (2, "")
        assert words in done.err
        assert "Traceback" not in done.err
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize(
    ("name", "which", "spoil", "english", "swedish"), TABLES, ids=[row[0] for row in TABLES]
)
def test_the_same_fault_in_a_folder_is_found_by_check_and_by_plan(
    narvaro, small: Path, name: str, which: str, spoil: Spoil, english: str, swedish: str
) -> None:
    """A table that was edited into a fault is refused by each command with the same words."""
    path = small / f"{which}.csv"
    raw = pd.read_csv(path)
    spoil(raw[[column for column in raw.columns if column != "need"]]).to_csv(path, index=False)
    for command in ("check", "plan", "access"):
        done = narvaro(command, small)
        assert done.code == 2
        assert english.partition(" The table has")[0] in done.err


def test_an_unknown_service_of_a_folder_is_named(narvaro, small: Path) -> None:
    """Once the services of a case are settled, another name in the table is a fault of its row."""
    path = small / "sites.csv"
    path.write_text(path.read_text().replace("service,", "post,", 1), encoding="utf-8")
    done = narvaro("check", small)
    assert done.code == 2
    assert "The service “post” is not known. Use: service, separated by semicolons." in done.err
    asked = narvaro("access", small, "--service", "post", "--lang", "sv")
    assert asked.code == 2


def test_an_unknown_service_asked_for_is_named(narvaro, small: Path) -> None:
    """The message lists the services there are."""
    done = narvaro("access", small, "--service", "bank")
    assert done.code == 2
    assert "No office gives a service named bank. The services are: service." in done.err


@pytest.mark.parametrize(
    ("before", "after", "english", "swedish"),
    [
        (
            "[4.5, 6.0, 6.0]",
            "[4_500_000.0, 6.0, 6.0]",
            "policy.toml, setting money.change: 4,500,000 million SEK is more than any year of offices costs.",
            "Projektet räknar i miljoner kronor: om talet är i kronor, skriv 4,500.",
        ),
        (
            "opening_month = 7",
            "opening_month = 17",
            "policy.toml, setting limits.opening_month: 17 is too high. Give 12 or less.",
            "17 är för högt. Ange 12 eller mindre.",
        ),
        (
            'definition = "low_income"',
            'definition = "lowincome"',
            "policy.toml, setting definition:",
            "policy.toml, inställning definition:",
        ),
    ],
)
def test_a_bad_policy_is_refused(
    narvaro, small: Path, before: str, after: str, english: str, swedish: str
) -> None:
    """Money in the wrong unit, an impossible month and a column that is not there, before anything is solved."""
    path = small / "policy.toml"
    assert before in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    for command in ("check", "plan"):
        done = narvaro(command, small)
        assert done.code == 2
        assert english in done.err
        assert swedish in narvaro(command, small, "--lang", "sv").err
    assert not (small / "results").exists()


def test_costs_in_the_wrong_unit_are_refused(narvaro, small: Path) -> None:
    """A running cost in SEK is seen, and the figure that would be right is said."""
    path = small / "narvaro.toml"
    path.write_text(path.read_text().replace("running_year = 5.9", "running_year = 5900000.0"))
    done = narvaro("check", small)
    assert done.code == 2
    assert "if the figure is in SEK, write 5.900." in done.err


def test_money_far_above_every_site_is_pointed_out(narvaro, small: Path) -> None:
    """Thousands of SEK given as MSEK are no fault of form, so `check` asks."""
    path = small / "policy.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("[4.5, 6.0, 6.0]", "[4500.0, 6000.0, 6000.0]"),
        encoding="utf-8",
    )
    done = narvaro("check", small)
    assert done.code == 0
    assert "Is it in another unit?" in done.out


def test_an_old_encoding_is_told_with_a_word_to_see_it_by(narvaro, tables) -> None:
    """What an old spreadsheet writes is read and told; what fits no encoding is refused with the way out."""
    areas = tables[0]
    text = areas.read_text(encoding="utf-8")
    areas.write_bytes(text.replace("Abbey", "Åby").encode("cp1252"))
    done = narvaro("new", "p", "--areas", areas, "--sites", tables[1])
    assert done.code == 0
    assert "areas.csv is read as Windows-1252: is “Åby” spelt right?" in done.out
    assert "Åby" in (Path("p") / "areas.csv").read_text(encoding="utf-8")
    areas.write_bytes(text.replace("Abbey", "Łódź").encode("cp1250"))
    done = narvaro("new", "q", "--areas", areas, "--sites", tables[1], "--lang", "sv")
    assert done.code == 2
    assert "areas.csv, rad 9: " in done.err
    assert "Spara filen på nytt som ”CSV UTF-8”" in done.err


def test_no_feasible_plan_is_exit_code_three(narvaro, small: Path) -> None:
    """A cut below what the locked office costs: says what clashes and the smallest budget that works."""
    path = small / "policy.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("[4.5, 6.0, 6.0]", "[-8.0, -8.0, -8.0]"), encoding="utf-8"
    )
    done = narvaro("plan", small)
    assert (done.code, done.out) == (3, "")
    assert "No plan meets all the limits." in done.err
    assert "2027" in done.err
    swedish = narvaro("plan", small, "--lang", "sv")
    assert swedish.code == 3
    assert "Ingen plan klarar alla villkor." in swedish.err
    assert not (small / "results").exists()


def test_a_machine_gets_the_error_as_json(narvaro, tables) -> None:
    """With --json the faults stand on standard output with key, place and text, and the exit code is the same."""
    table = pd.read_csv(tables[0])
    at(0, "people", -7)(table).to_csv(tables[0], index=False)
    done = narvaro("new", "p", "--areas", tables[0], "--sites", tables[1], "--json")
    assert done.code == 2
    (fault,) = done.json["error"]["faults"]
    assert (fault["key"], fault["file"], fault["row"], fault["column"]) == (
        "table.negative",
        "areas.csv",
        2,
        "people",
    )
    assert done.json["error"]["exit_code"] == 2


USAGE = [
    (["plan"], "narvaro plan needs DIR. See: narvaro plan --help.", "narvaro plan behöver DIR."),
    (
        ["plan", "p", "--gapp", "1"],
        "narvaro plan has no option --gapp. Perhaps: --gap.",
        "har inget val --gapp. Kanske: --gap.",
    ),
    (
        ["plan", "p", "--gap", "small"],
        "narvaro plan: --gap needs a number",
        "narvaro plan: --gap behöver ett tal",
    ),
    (
        ["plan", "p", "--gap"],
        "--gap needs a value after it.",
        "--gap behöver ett värde efter sig.",
    ),
    (
        ["plam", "p"],
        "There is no command plam. Perhaps: plan.",
        "Det finns inget kommando plam. Kanske: plan.",
    ),
    (["plan", "p", "q"], "narvaro plan:", "narvaro plan:"),
    (
        ["new", "p"],
        "Say either --scenario NAME, or both --areas and --sites",
        "Ange antingen --scenario NAME, eller både",
    ),
    (["new", "p", "--areas", "a.csv"], "Say either --scenario NAME", "Ange antingen"),
    (["new", "p", "--scenario", "x", "--areas", "a.csv"], "Say either --scenario NAME", "Ange antingen"),
    (["new", "p", "--scenario", "cut-2052"], "cut-2052", "cut-2052"),
    (["demo", "--scenario", "cut-2052"], "cut-2052", "cut-2052"),
    (["check", "p", "--policy", "gone.toml"], "p is not a project folder", "p är ingen projektmapp"),
    (["report", "p"], "p is not a project folder", "p är ingen projektmapp"),
]


@pytest.mark.parametrize(("words", "english", "swedish"), USAGE, ids=[" ".join(row[0]) for row in USAGE])
def test_a_command_written_wrong_is_answered_in_words(
    narvaro, words: list[str], english: str, swedish: str
) -> None:
    """Exit code 2 and what would be right, in both languages."""
    done = narvaro(*words)
    assert (done.code, done.out) == (2, "")
    assert english in done.err
    assert swedish in narvaro("--lang", "sv", *words).err


def test_an_unknown_language_is_refused(narvaro) -> None:
    """Danish is not spoken here."""
    done = narvaro("check", "p", "--lang", "da")
    assert done.code == 2
    assert "“da” is not a language here. Use sv, en or fr." in done.err


def test_a_grouping_that_is_not_there_names_those_that_are(narvaro, small: Path) -> None:
    """The message lists the columns that can be used."""
    done = narvaro("access", small, "--by", "county")
    assert done.code == 2
    assert "settlement, low_income" in done.err


@pytest.mark.parametrize(("option", "value"), [("--gap", "-1"), ("--time-limit", "0")])
def test_limits_of_the_search_are_checked(narvaro, small: Path, option: str, value: str) -> None:
    """A gap below zero and no time at all are refused."""
    assert narvaro("plan", small, option, value).code == 2


def test_a_folder_that_cannot_be_written_is_told_of(
    narvaro, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk is a sentence and exit code 2, and nothing half-written is left."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "plan.json")

    monkeypatch.setattr("narvaro.case.files.os.fsync", full)
    done = narvaro("plan", small)
    assert done.code == 2
    assert "No space left on device" in done.err
    assert not [path for path in small.rglob("*") if path.name.endswith(".part")]


def test_what_nobody_foresaw_is_a_sentence_and_a_traceback_only_for_those_who_ask(
    narvaro, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error of the program itself is exit code 1; --debug or NARVARO_DEBUG shows where it arose."""

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("here")

    monkeypatch.setattr("narvaro.app.steps.check_project", broken)
    done = narvaro("check", small)
    assert done.code == 1
    assert "Something went wrong inside Närvaro (ZeroDivisionError: here)." in done.err
    assert "Traceback" not in done.err
    assert "Traceback" in narvaro("check", small, "--debug").err
    monkeypatch.setenv("NARVARO_DEBUG", "1")
    assert "Traceback" in narvaro("check", small).err


def test_an_interrupt_is_clean(narvaro, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while a folder is read: one line, the exit code of an interrupt, no traceback."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("narvaro.app.steps.check_project", interrupted)
    done = narvaro("check", small)
    assert (done.code, done.out) == (130, "")
    assert done.err == "Interrupted. Nothing half-written was left behind.\n"


def test_a_reader_who_leaves_early_is_no_error(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`narvaro check | head -1` ends quietly."""
    read, write = os.pipe()
    os.close(read)
    process = os.fork()
    if process == 0:  # in the child, whose standard output is a pipe that nobody reads
        os.dup2(write, 1)
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 2)
        code = 1
        try:
            main(["check", str(small), "--json"])
        except SystemExit as left:
            code = int(left.code or 0)
        finally:
            os._exit(code)
    os.close(write)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0


def test_an_error_never_hides_its_key(narvaro) -> None:
    """What a machine reads can be told apart by key."""
    told = json.loads(narvaro("check", "nowhere", "--json").out)["error"]
    assert [fault["key"] for fault in told["faults"]] == ["folder.none"]


def test_a_bad_answer_and_a_bad_share_are_refused_by_new_and_check(narvaro, small: Path, tables) -> None:
    """One cell that is neither yes nor no, and 30 for 0.3: row, column and value, before a policy asks for them."""
    for path, words in (
        (tables[0], ("new", "p", "--areas", tables[0], "--sites", tables[1])),
        (small / "areas.csv", ("check", small)),
    ):
        rows = path.read_text(encoding="utf-8").splitlines()
        at = rows[0].split(",").index("low_income")
        cells = rows[2].split(",")
        cells[at] = "maybe"
        rows[2] = ",".join(cells)
        rows = [row + (",without_car" if n == 0 else ",30" if n == 3 else ",") for n, row in enumerate(rows)]
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        ran = narvaro(*words)
        assert ran.code == 2
        assert "areas.csv, row 3, column low_income: “maybe” is neither yes nor no" in ran.err
        assert "areas.csv, row 4, column without_car: “30” is no share. Give 0 to 1" in ran.err
