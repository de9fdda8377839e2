"""Figures come in pieces that the database gives, each held against what was asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from tests.sources.official.conftest import PUBLICATION
from tests.sources.official.server import Mishap, Server, serving
from tests.sources.official.services import Statistics, Table

from narvaro.errors import SourceError
from narvaro.sources.official import pxweb
from narvaro.sources.official.pxweb import Database, bring_figures, bring_metadata
from narvaro.sources.official.supply import Supply

REGIONS = [f"r{number}" for number in range(7)]
CHOSEN = {"Region": REGIONS[:5], "Kon": ["1+2"], "ContentsCode": ["N"], "Tid": ["2025"]}


def people() -> Table:
    """Region r3 has 30 men and 300 women in 2024, and one more of each in 2025."""
    codes = {
        "Region": {code: code for code in REGIONS},
        "Kon": {"1": "men", "2": "women", "1+2": "total"},
        "ContentsCode": {"N": "People"},
        "Tid": {"2024": "2024", "2025": "2025"},
    }
    figures = {}
    for place, region in enumerate(REGIONS):
        for later, year in enumerate(codes["Tid"]):
            men, women = 10.0 * place + later, 100.0 * place + later
            for sex, figure in (("1", men), ("2", women), ("1+2", men + women)):
                figures[region, sex, "N", year] = figure
    return Table("People", codes, figures)


@pytest.fixture
def statistics() -> Statistics:
    return Statistics({"T1": people()}, most_cells=3)


@pytest.fixture
def served(statistics: Statistics) -> Iterator[Server]:
    with serving(statistics.answer) as told:
        yield told


@pytest.fixture
def database(served: Server) -> Database:
    return Database(f"{served.address}/api/v2", PUBLICATION)


def test_figures_come_in_pieces_of_what_is_given_at_once(
    statistics: Statistics, database: Database, supply: Supply
) -> None:
    """Five regions with three figures at once: two questions of 3 and 2, one series in the order asked for."""
    table = bring_metadata(supply, database, "T1")
    found, records = bring_figures(supply, database, table, "Region", CHOSEN)
    assert found.to_dict() == {f"r{n}": 110.0 * n + 2 for n in range(5)}
    assert [len(asked["Region"]) for asked in statistics.asked] == [3, 2]
    assert len(records) == 2
    assert json.loads(records[1].body)["selection"][0] == {
        "variableCode": "Region",
        "valueCodes": ["r3", "r4"],
    }


def test_pieces_are_small_even_where_the_database_gives_much(
    statistics: Statistics, database: Database, supply: Supply, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two codes at once by our own measure: 2, 2 and 1."""
    monkeypatch.setattr(pxweb, "PIECE", 2)
    statistics.most_cells = 150_000
    bring_figures(supply, database, bring_metadata(supply, database, "T1"), "Region", CHOSEN)
    assert [len(asked["Region"]) for asked in statistics.asked] == [2, 2, 1]


def test_a_second_run_asks_nothing(served: Server, database: Database, supply: Supply) -> None:
    """Metadata, limits and figures are kept."""
    first, _ = bring_figures(supply, database, bring_metadata(supply, database, "T1"), "Region", CHOSEN)
    served.asked.clear()
    again, _ = bring_figures(supply, database, bring_metadata(supply, database, "T1"), "Region", CHOSEN)
    assert served.asked == []
    assert first.equals(again)


def test_a_withheld_figure_is_missing(statistics: Statistics, database: Database, supply: Supply) -> None:
    """Two dots in the database are no zero."""
    del statistics.tables["T1"].figures["r4", "1+2", "N", "2025"]
    found, _ = bring_figures(supply, database, bring_metadata(supply, database, "T1"), "Region", CHOSEN)
    assert found.isna().tolist() == [False, False, False, False, True]


def test_a_variable_that_may_be_left_out_is_left_out(
    statistics: Statistics, database: Database, supply: Supply
) -> None:
    """Without a choice of sex the database sums: men, women and the total of r1 are 220 with 4 more of 2025."""
    statistics.tables["T1"].removable = ("Kon",)
    chosen = {variable: codes for variable, codes in CHOSEN.items() if variable != "Kon"}
    found, _ = bring_figures(supply, database, bring_metadata(supply, database, "T1"), "Region", chosen)
    assert found["r1"] == 224


def test_a_new_variable_is_told_before_anything_is_asked(
    statistics: Statistics, database: Database, supply: Supply
) -> None:
    """A variable that must be chosen from, and is not among those known."""
    chosen = {variable: codes for variable, codes in CHOSEN.items() if variable != "Kon"}
    with pytest.raises(SourceError) as caught:
        bring_figures(supply, database, bring_metadata(supply, database, "T1"), "Region", chosen)
    assert [fault.key for fault in caught.value.faults] == ["source.new_variable"]
    assert "Kon" in str(caught.value)
    assert statistics.asked == []


def fewer(content: bytes) -> bytes:
    table = json.loads(content)
    table["value"] = table["value"][1:]
    return json.dumps(table).encode()


def other_code(content: bytes) -> bytes:
    return content.replace(b'"r4"', b'"r9"')


def one_more(content: bytes) -> bytes:
    table = json.loads(content)
    table["size"][0] += 1
    table["value"] += [1] * (len(table["value"]) // (table["size"][0] - 1))
    table["dimension"]["Region"]["category"]["index"]["r9"] = table["size"][0] - 1
    return json.dumps(table).encode()


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (fewer, "source.count"),
        (other_code, "source.no_code"),
        (one_more, "source.count"),
        (lambda content: content[:-25], "document.cut_short"),
        (lambda content: b'{"title": "Moved"}', "source.no_table"),
    ],
)
def test_a_piece_that_is_not_what_was_asked_for_is_refused_and_not_kept(
    served: Server, database: Database, supply: Supply, change, key: str
) -> None:
    """Too few figures, other codes, further codes, a body cut short; the next run is whole."""
    served.mishaps.append(Mishap('"r4"', change=change))
    table = bring_metadata(supply, database, "T1")
    with pytest.raises(SourceError) as caught:
        bring_figures(supply, database, table, "Region", CHOSEN)
    assert [fault.key for fault in caught.value.faults] == [key]
    assert len(bring_figures(supply, database, table, "Region", CHOSEN)[0]) == 5


def test_a_piece_that_fails_once_is_asked_for_again(
    served: Server, database: Database, supply: Supply, waits: list[float]
) -> None:
    """Too many calls (429) with a wait that the database asks for."""
    served.mishaps.append(Mishap('"r4"', status=429, retry_after="10"))
    table = bring_metadata(supply, database, "T1")
    assert len(bring_figures(supply, database, table, "Region", CHOSEN)[0]) == 5
    assert waits == [10.0]


def test_a_database_that_says_no_limit_is_refused(served: Server, database: Database, supply: Supply) -> None:
    """Without maxDataCells nothing is asked for blindly."""
    served.mishaps.append(Mishap("config", change=lambda _: b'{"maxDataCells": "many"}'))
    table = bring_metadata(supply, database, "T1")
    with pytest.raises(SourceError) as caught:
        bring_figures(supply, database, table, "Region", CHOSEN)
    assert [fault.key for fault in caught.value.faults] == ["source.no_limit"]


def test_a_browser_gets_a_table_at_one_address(database: Database) -> None:
    """The form of a GET question: code lists and choices by variable."""
    address = database.whole_table("T1", {"Region": "*", "Kon": "1+2", "Tid": "top(1)"}, {"Region": "vs_A"})
    assert address.removeprefix(database.address) == (
        "/tables/T1/data?lang=en&outputFormat=json-stat2&codelist[Region]=vs_A"
        "&valueCodes[Region]=*&valueCodes[Kon]=1%2B2&valueCodes[Tid]=top(1)"
    )
