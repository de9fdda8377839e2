"""SCB's services make a case: every area with its people and its polygon, or an error that says what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shapely.geometry import box
from tests.sources.official.server import Mishap, Server
from tests.sources.sweden.scb.world import CORNERS, DESO, MORE_EACH_YEAR, PEOPLE, World

from narvaro.case import open_case, save_case
from narvaro.errors import SettingError, SourceError, TableError
from narvaro.language import say, texts
from narvaro.sources.countries import countries_of
from narvaro.sources.official.supply import Supply
from narvaro.sources.official.wish import Wish
from narvaro.sources.sweden.municipalities import border_of
from narvaro.sources.sweden.scb.case import case_from

GOTLAND = ("09",)


def keys(error: SourceError | SettingError) -> list[str]:
    return [fault.key for fault in error.faults if fault.key != "source.by_hand"]


def test_the_whole_country_becomes_a_case(supply: Supply) -> None:
    """Five RegSO with the people of the last year, to the person, and the sites that are embedded."""
    case = case_from(Wish(), supply)
    assert case.name == "scb-regso-2025"
    assert case.areas["people"].to_dict() == {code: n + 2 * MORE_EACH_YEAR for code, n in PEOPLE.items()}
    assert case.areas.loc["2021R002", ["name", "municipality", "county_code"]].tolist() == [
        "Äppelbo",
        "Vansbro",
        "20",
    ]
    assert case.areas.loc["0980R001", "cars_per_person"] == round(12_500 / 25_020, 3)
    assert len(case.existing_ids) == 148


def test_counties_can_be_chosen(supply: Supply, served: Server) -> None:
    """Gotland alone: its areas, its sites, and no question about others."""
    case = case_from(Wish(counties=GOTLAND), supply)
    assert case.areas.index.tolist() == ["0980R001", "0980R002", "0980R003"]
    assert set(case.sites["municipality_code"]) == {"0980"}
    assert not any("2021R" in asked for asked in served.asked)


def test_an_area_has_its_polygon_in_the_folder(supply: Supply, tmp_path: Path) -> None:
    """shapes/areas.parquet holds each area by its code; a square ends at the shore, and the folder opens again."""
    case = case_from(Wish(counties=GOTLAND), supply)
    save_case(case, tmp_path / "p")
    again = open_case(tmp_path / "p")
    assert again.checksum == case.checksum
    shapes = again.shapes["areas"].to_crs(3006).set_index("code")
    assert shapes.index.tolist() == case.areas.index.tolist()
    west, south = CORNERS["0980R002"]
    ashore = border_of("0980").intersection(box(west, south, west + 20_000, south + 20_000))
    assert 2e8 < ashore.area < 4e8
    assert shapes.geometry["0980R002"].symmetric_difference(ashore).area < 100


def test_deso_have_no_names_and_are_called_by_their_code(supply: Supply) -> None:
    """Municipality and code; no cars, as this table of cars has none for DeSO."""
    case = case_from(Wish(detail="deso"), supply)
    assert case.areas["name"].to_dict() == {
        code: f"{'Vansbro' if code[:4] == '2021' else 'Gotland'} {code}" for code in sorted(DESO)
    }
    assert "cars_per_person" not in case.areas


def test_older_years_are_counted_by_the_older_areas(supply: Supply, served: Server) -> None:
    """2023: RegSO of 2020, codes without a suffix, and the older table of cars."""
    case = case_from(Wish(year=2023), supply)
    assert case.areas["people"].to_dict() == PEOPLE
    assert any("stat:RegSO_2020" in asked for asked in served.asked)
    assert any("TAB6091" in asked for asked in served.asked)


def test_a_site_stands_in_the_area_that_holds_it(supply: Supply) -> None:
    """Every site within a square names it; the office of Visby lies in the first."""
    case = case_from(Wish(counties=GOTLAND), supply)
    offices = case.sites[case.sites["name"].str.contains("Visby|Gotland") & case.existing]
    assert set(offices["area_id"]) == {"0980R001"}


def test_every_table_says_where_it_came_from(supply: Supply) -> None:
    """Publisher, licence, day, checksum and address of areas, people and cars; the catalogue names each."""
    case = case_from(Wish(counties=GOTLAND), supply)
    rows = {row.table: row for row in case.provenance}
    assert countries_of(case) == ("sweden",)
    for table, layer in (("areas", "RegSO_2025"), ("people", "TAB6574, 2025"), ("cars", "TAB6589, 2025")):
        row = rows[f"sweden_scb_{table}"]
        assert (row.publisher, row.licence, row.origin) == ("SCB (Statistics Sweden)", "CC0 1.0", "stated")
        assert row.edition.startswith(layer)
        assert len(row.checksum) == 64
        assert row.date > "2026"
        assert row.note.startswith("http://127.0.0.1")
        assert {f"provenance.{row.table}", f"provenance.{row.table}_publisher"} <= set(texts())
        assert say(f"provenance.{row.table}_publisher", "en") == row.publisher
    for assumption in case.assumptions:
        assert f"assumption.{assumption.id}" in texts()


def test_a_second_run_works_without_the_services(supply: Supply, served: Server) -> None:
    """The same case, to the checksum, and nothing is asked."""
    first = case_from(Wish(), supply)
    served.asked.clear()
    again = case_from(Wish(), supply)
    assert again.checksum == first.checksum
    assert served.asked == []


def test_a_failing_service_is_asked_again_and_costs_nothing(
    supply: Supply, served: Server, waits: list[float]
) -> None:
    """A page of areas with 503, half a piece of figures: a second each, and the case is there."""
    served.mishaps += [Mishap("startIndex=2", status=503), Mishap("TAB6574/data", keep=0.5)]
    assert len(case_from(Wish(), supply).areas) == 5
    assert waits == [1.0, 1.0]


def test_a_dead_service_is_told_with_the_files_to_fetch(supply: Supply, served: Server) -> None:
    """The address, and each file by name with where a browser gets it."""
    served.mishaps.append(Mishap("/wfs", status=503, times=99))
    with pytest.raises(SourceError) as caught:
        case_from(Wish(year=2025), supply)
    told = caught.value.text("sv")
    assert keys(caught.value) == ["source.unreachable"]
    for word in ("RegSO_2025.geojson", "TAB6574.json", "TAB6589.json", "--files", "vs_RegSO2025"):
        assert word in told


def by_hand(served: Server, folder: Path, *names: str) -> Path:
    """Save what a browser would get at the addresses that an error tells."""
    folder.mkdir(exist_ok=True)
    world: World = served.route.__self__  # type: ignore[attr-defined]
    world.maps.most = 1_000
    layer = {"service": "WFS", "version": "2.0.0", "request": "GetFeature", "typeNames": "stat:RegSO_2025"}
    contents = {
        "RegSO_2025.geojson": world.maps.answer("/wfs", layer, b"")[2],
        **{
            f"{table}.json": of.json(table, {variable: list(codes) for variable, codes in of.codes.items()})
            for table, of in world.statistics.tables.items()
        },
    }
    for name in names:
        (folder / name).write_bytes(contents[name])
    return folder


def test_files_fetched_by_hand_make_the_same_case(supply: Supply, served: Server, tmp_path: Path) -> None:
    """The same areas and people as from the services, and nothing is asked."""
    first = case_from(Wish(counties=GOTLAND), supply)
    supply.files = by_hand(served, tmp_path / "f", "RegSO_2025.geojson", "TAB6574.json", "TAB6589.json")
    served.asked.clear()
    again = case_from(Wish(counties=GOTLAND), supply)
    assert again.checksum == first.checksum
    assert served.asked == []
    assert {row.note for row in again.provenance} >= {"RegSO_2025.geojson", "TAB6574.json", "TAB6589.json"}
    assert [row.edition for row in again.provenance] == [row.edition for row in first.provenance]


def test_a_case_can_be_made_without_the_file_of_cars(supply: Supply, served: Server, tmp_path: Path) -> None:
    """Areas and people are needed, cars are not."""
    supply.files = by_hand(served, tmp_path / "f", "RegSO_2025.geojson", "TAB6574.json")
    case = case_from(Wish(counties=GOTLAND), supply)
    assert "cars_per_person" not in case.areas
    assert "sweden_scb_cars" not in {row.table for row in case.provenance}


def test_files_that_are_missing_are_told_by_name(supply: Supply, tmp_path: Path) -> None:
    """Both that are needed, before anything is read."""
    (tmp_path / "f").mkdir()
    supply.files = tmp_path / "f"
    with pytest.raises(SourceError) as caught:
        case_from(Wish(), supply)
    assert "RegSO_2025.geojson" in str(caught.value)
    assert "TAB6574.json" in str(caught.value)


def drop_region(world: World) -> None:
    world.statistics.tables["TAB6574"].codes["Region"].pop("0980R003_RegSO2025")


def drop_area(world: World) -> None:
    del world.maps.layers["stat:RegSO_2025"][0]


def withhold(world: World) -> None:
    del world.statistics.tables["TAB6574"].figures["0980R003_RegSO2025", "totalt", "1+2", "000007Y7", "2025"]


def rename_column(world: World) -> None:
    for row, _ in world.maps.layers["stat:RegSO_2025"]:
        row["regso"] = row.pop("regsonamn")


def drop_total(world: World) -> None:
    world.statistics.tables["TAB6574"].codes["Alder"].pop("totalt")


def second_content(world: World) -> None:
    world.statistics.tables["TAB6574"].codes["ContentsCode"]["000009ZZ"] = "Mean age"


def new_variable(world: World) -> None:
    world.statistics.tables["TAB6574"].codes["Civil"] = {"G": "married"}


def drop_layer(world: World) -> None:
    world.maps.layers["stat:RegSO_2028"] = world.maps.layers.pop("stat:RegSO_2025")


def new_suffix(world: World) -> None:
    codes = world.statistics.tables["TAB6574"].codes
    codes["Region"] = {
        code.replace("_RegSO2025", "_RegSO2028"): name for code, name in codes["Region"].items()
    }


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (drop_region, "source.no_figure"),
        (drop_area, "source.no_polygon"),
        (withhold, "source.withheld"),
        (rename_column, "source.columns"),
        (drop_total, "source.no_code"),
        (second_content, "source.new_contents"),
        (new_variable, "source.new_variable"),
        (drop_layer, "source.no_layer"),
        (new_suffix, "source.no_areas"),
    ],
)
def test_what_has_changed_at_scb_is_refused_by_name(supply: Supply, world: World, change, key: str) -> None:
    """A missing area, polygon or figure, a renamed column, another form of a table: never a case with some of it."""
    change(world)
    with pytest.raises(SourceError) as caught:
        case_from(Wish(), supply)
    assert keys(caught.value) == [key]
    assert caught.value.text("sv") != caught.value.text("en")


@pytest.mark.parametrize(
    ("wish", "key", "option", "word"),
    [
        (Wish(detail="block"), "source.no_detail", "--detail", "regso, deso"),
        (Wish(detail="grid1km"), "source.detail_not_yet", "--detail", "regso, deso"),
        (Wish(counties=("09", "99")), "source.no_county", "--county", "09 Gotlands län"),
        (Wish(year=1999), "source.no_year", "--year", "2023 to 2025"),
    ],
)
def test_a_wish_that_cannot_be_met_says_what_can(
    supply: Supply, wish: Wish, key: str, option: str, word: str
) -> None:
    """The option, and what there is to choose from."""
    with pytest.raises(SettingError) as caught:
        case_from(wish, supply)
    assert keys(caught.value) == [key]
    assert caught.value.faults[0].column == option
    assert word in str(caught.value)


def test_a_users_own_sites_may_stand_in_their_place(supply: Supply, tmp_path: Path) -> None:
    """Two sites in metres: they become the sites, with the costs of the country's size where they name one."""
    (tmp_path / "s.csv").write_text(
        "id,name,lon,lat,status,size\na,A,697000,6391000,may_close,small\nb,B,720000,6390000,,small\n"
    )
    case = case_from(Wish(counties=GOTLAND, sites=tmp_path / "s.csv", crs="EPSG:3006"), supply)
    assert case.sites.index.tolist() == ["a", "b"]
    assert case.size("small").running_year == 4.3
    assert not any(row.table == "sweden_offices" for row in case.provenance)


def test_faults_of_a_users_sites_are_told_with_their_rows(supply: Supply, tmp_path: Path) -> None:
    """The file and the row, as for tables of one's own."""
    (tmp_path / "s.csv").write_text("id,name,lon,lat\na,A,18.3,57.6\na,B,18.4,57.6\n")
    with pytest.raises(TableError) as caught:
        case_from(Wish(counties=GOTLAND, sites=tmp_path / "s.csv"), supply)
    assert "s.csv, row 3" in str(caught.value)


def test_progress_names_what_is_being_fetched(supply: Supply) -> None:
    """The layer and the tables, in parts."""
    told: list[tuple[str, int, int]] = []
    supply.progress = lambda *step: told.append(step)
    case_from(Wish(), supply)
    assert {name for name, _, _ in told} == {"TAB6574", "TAB6589", "RegSO_2025"}
    assert ("RegSO_2025", 4, 5) in told


def test_a_stopped_run_leaves_a_cache_that_goes_on(supply: Supply, served: Server) -> None:
    """Stopped in the middle of the areas: what came is kept, and the next run asks only for the rest."""

    def stop(name: str, done: int, _: int) -> None:
        if (name, done) == ("RegSO_2025", 2):
            raise KeyboardInterrupt

    supply.progress = stop
    with pytest.raises(KeyboardInterrupt):
        case_from(Wish(), supply)
    for path in (supply.cache.folder / "requests").iterdir():
        record = json.loads(path.read_text())
        assert (supply.cache.folder / "answers" / record["sha256"]).stat().st_size == record["length"]
    served.asked.clear()
    supply.progress = lambda *_: None
    assert len(case_from(Wish(), supply).areas) == 5
    assert [asked.partition("startIndex=")[2][:1] for asked in served.asked] == ["2", "4"]
