"""A project folder gives back what was saved, and tells every fault of what people edited in it."""

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from narvaro.case import (
    Assumption,
    Case,
    Money,
    Policy,
    Provenance,
    Service,
    Size,
    Standard,
    TownTravel,
    TravelSettings,
    open_case,
    open_policy,
    save_case,
)
from narvaro.case import folder as folder_module
from narvaro.errors import FolderError, InputError, TableError

Make = Callable[..., Case]
POLICY = Policy(years=(2027, 2028), money=Money(change=(1.5, 2.0)))


def full(make_case: Make) -> Case:
    """A case that uses every part of the folder."""
    rows = {
        "id": ["a1", "a2"],
        "name": ["N", "S"],
        "lon": [18.0, 18.2],
        "lat": [59.3, 59.4],
        "people": [900, 100],
    }
    return make_case(
        areas=pd.DataFrame(rows | {"kind": ["yes", "x"]}),
        sizes=(Size("small", 0, 3.0, 1.0, 0.5, 3.0, 9e3, "stated", "x"), Size("large", 1, 6, 2, 1, 7, 2e4)),
        services=(Service("tax", "Skatt", "Tax"),),
        sites=pd.DataFrame(
            {
                "id": ["s1", "s2"],
                "name": ["A", "B"],
                "lon": [18.123456789012345, 18.2],
                "lat": [59.1, 0.1 + 0.2],
                "status": ["must_stay", "candidate"],
                "size": ["large", ""],
                "municipality_code": ["0180", ""],
                "assumed": [True, False],
            }
        ),
        travel=TravelSettings(walk_kmh=5.1, origin="stated", source="s"),
        standards=(Standard("own", "walk", 20.0, 0.9, "kind", (True, "x"), source="us"),),
        provenance=(Provenance("areas", "SCB", "2023", "2024-02-21", "CC0", "ab" * 32, "derived", "n"),),
        assumptions=(Assumption("x", 1.5, "km", "assumed", "me"),),
        towns=(TownTravel("town", 4, 20, 3, 6, 8, 20, "derived", "us"),),
        shapes={
            "municipality": gpd.GeoDataFrame({"code": ["0180"]}, geometry=[box(17, 59, 18, 60)], crs=4326)
        },
    )


def test_a_saved_case_comes_back_whole(tmp_path: Path, make_case: Make) -> None:
    """Tables, settings, shapes and checksum are the same after a save and an open."""
    case = full(make_case)
    back = open_case(save_case(case, tmp_path / "p", POLICY))
    pd.testing.assert_frame_equal(back.areas, case.areas)
    pd.testing.assert_frame_equal(back.sites, case.sites)
    for part in (
        "name",
        "sizes",
        "services",
        "travel",
        "towns",
        "standards",
        "provenance",
        "assumptions",
        "checksum",
    ):
        assert getattr(back, part) == getattr(case, part), part
    assert back.shapes["municipality"].geometry.iloc[0].bounds == (17, 59, 18, 60)
    assert open_policy(tmp_path / "p") == POLICY


@given(
    people=st.lists(st.floats(0.001, 1e7, allow_nan=False), min_size=2, max_size=2),
    lon=st.lists(st.floats(-180, 180), min_size=2, max_size=2),
    names=st.lists(st.text("aåÖ ,;\"'", min_size=1).filter(str.strip), min_size=2, max_size=2),
)
def test_no_figure_and_no_name_changes_on_the_way_through_a_file(
    tmp_path_factory: pytest.TempPathFactory, people: list[float], lon: list[float], names: list[str]
) -> None:
    """Whatever the numbers and names, the checksum of the opened folder is that of the case."""
    areas = pd.DataFrame({"id": ["a", "b"], "name": names, "lon": lon, "lat": [0.0, 1.0], "people": people})
    sites = pd.DataFrame({"id": ["s"], "name": ["S"], "lon": [0.0], "lat": [0.0]})
    case = Case("case", areas, sites)
    assert open_case(save_case(case, tmp_path_factory.mktemp("p"))).checksum == case.checksum


def test_saving_twice_gives_the_same_bytes(tmp_path: Path, make_case: Make) -> None:
    """Each file of the folder is the same, byte for byte."""
    for name in ("one", "two"):
        save_case(full(make_case), tmp_path / name, POLICY)
    files = sorted(
        path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file()
    )
    assert len(files) == 5
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_a_killed_save_leaves_no_half_project(
    tmp_path: Path, make_case: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Settings come last: a save that dies before them is seen as no project, and no part file stays."""

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(folder_module, "write_text", die)
    with pytest.raises(KeyboardInterrupt):
        save_case(make_case(), tmp_path / "p")
    with pytest.raises(FolderError) as caught:
        open_case(tmp_path / "p")
    assert [fault.key for fault in caught.value.faults] == ["folder.none"]
    assert not list(tmp_path.rglob("*.part"))


def test_no_folder_says_how_to_make_one(tmp_path: Path) -> None:
    """A folder without settings, or no folder, is told of with the command that makes one."""
    with pytest.raises(FolderError) as caught:
        open_case(tmp_path / "none")
    assert f"{tmp_path / 'none'} is not a project folder" in caught.value.text("en")
    assert "Skapa en med narvaro new" in caught.value.text("sv")


def test_a_folder_of_another_format_is_refused(tmp_path: Path, make_case: Make) -> None:
    """The message names both formats."""
    save_case(make_case(), tmp_path)
    settings = tmp_path / "narvaro.toml"
    settings.write_text(settings.read_text().replace("format = 2", "format = 9"))
    with pytest.raises(FolderError) as caught:
        open_case(tmp_path)
    assert "The folder has format 9; this version of Närvaro reads format 1, 2." in str(caught.value)


SETTINGS_FAULTS = [
    ("x = = 1", "narvaro.toml: The file is not valid TOML"),
    ("format = 1\nsizes = 3", "narvaro.toml, setting sizes: “3” is not a list."),
    ("format = 1\ntravel = 3", "narvaro.toml, setting travel: “3” cannot stand here."),
    (
        "format = 1\n[travel]\nspeed = 3",
        "setting travel.speed: There is no such setting. Here there are: detour_factor",
    ),
    ("format = 1\n[travel]\ncar_kmh = 'fast'", "setting travel.car_kmh: “fast” is not a number."),
    ("format = 1\n[travel]\nsource = 3", "setting travel.source: “3” is not a text."),
    (
        "format = 1\n[travel]\norigin = 'guess'",
        "“guess” is not known here. Use one of: stated, derived, assumed.",
    ),
    ("format = 1\n[[services]]\nid = 'x'", "setting services[1].name_sv: The setting is missing."),
    (
        "format = 1\n[[standards]]\nid = 'x'\nmode = 'boat'\nlimit = 1.0\nshare = 1.0",
        "setting standards[1].mode: “boat” is not known here. Use one of: car, walk, distance.",
    ),
    (
        "format = 1\n[[standards]]\nid = 'x'\nmode = 'car'\nlimit = -1.0\nshare = 95.0",
        "setting x.share: 95.0 is not a share. Give more than 0 and at most 1; 0.95 is 95 percent.",
    ),
    (
        "format = 1\n[[standards]]\nid = 'x'\nmode = 'car'\nlimit = 30.0\nshare = 1.0\nvalues = 'rural'",
        "setting standards[1].values: “rural” is not a list.",
    ),
]


@pytest.mark.parametrize(("content", "words"), SETTINGS_FAULTS)
def test_a_fault_of_the_settings_names_its_place(
    tmp_path: Path, make_case: Make, content: str, words: str
) -> None:
    """Whatever was written into narvaro.toml, the answer is a sentence on what would be right."""
    save_case(make_case(), tmp_path)
    (tmp_path / "narvaro.toml").write_text(content)
    with pytest.raises(FolderError) as caught:
        open_case(tmp_path)
    assert words in caught.value.text("en")
    assert caught.value.text("sv") != caught.value.text("en")


def test_settings_in_another_encoding_are_refused_and_a_mark_at_the_start_is_not(
    tmp_path: Path, make_case: Make
) -> None:
    """What Notepad writes is read; what an old editor writes is told of."""
    save_case(make_case(), tmp_path, POLICY)
    for name in ("narvaro.toml", "policy.toml"):
        path = tmp_path / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert (open_case(tmp_path).name, open_policy(tmp_path)) == ("mini", POLICY)
    (tmp_path / "narvaro.toml").write_bytes("name = 'Övre'".encode("latin-1"))
    with pytest.raises(FolderError) as caught:
        open_case(tmp_path)
    assert "narvaro.toml, row 1: The file is not UTF-8 (byte 8). Save it again as UTF-8." in str(caught.value)


def test_both_tables_are_missed_at_once(tmp_path: Path, make_case: Make) -> None:
    """Two files that are not there give two faults."""
    save_case(make_case(), tmp_path)
    (tmp_path / "areas.csv").unlink()
    (tmp_path / "sites.csv").write_bytes(b"")
    with pytest.raises(InputError) as caught:
        open_case(tmp_path)
    assert [fault.key for fault in caught.value.faults] == ["table.absent", "table.empty"]


def test_faults_of_an_edited_table_carry_row_and_column(tmp_path: Path, make_case: Make) -> None:
    """A negative number typed into areas.csv is found on its row."""
    save_case(make_case(), tmp_path)
    path = tmp_path / "areas.csv"
    path.write_text(path.read_text().replace("100", "-100"))
    with pytest.raises(TableError) as caught:
        open_case(tmp_path)
    assert [(fault.file, fault.row, fault.column) for fault in caught.value.faults] == [
        ("areas.csv", 3, "people")
    ]


def test_broken_shapes_are_told_of(tmp_path: Path, make_case: Make) -> None:
    """A damaged file of polygons is named, and the message says that maps work without it."""
    save_case(full(make_case), tmp_path)
    (tmp_path / "shapes" / "municipality.parquet").write_bytes(b"nonsense")
    with pytest.raises(FolderError) as caught:
        open_case(tmp_path)
    assert "shapes/municipality.parquet: The shapes cannot be read" in caught.value.text("en")
    assert "Byt ut filen eller ta bort den" in caught.value.text("sv")
