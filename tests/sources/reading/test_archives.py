"""An archive is looked over before it is unpacked, and nothing of it stays."""

import os
import tempfile
import zipfile
from pathlib import Path

import pytest
from tests.sources.reading.written import ROWS, locked, workbook

from narvaro.errors import TableError
from narvaro.sources.reading import archives
from narvaro.sources.reading.archives import archive_faults, require_safe, unpacked
from narvaro.sources.reading.found import TableAsked

ASKED = TableAsked("areas", "a.zip")
SUFFIXES = (".csv", ".xlsx", ".shp")


def packed(path: Path, **files: bytes | str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def refused(path: Path, asked: TableAsked = ASKED) -> str:
    with pytest.raises(TableError) as caught, unpacked(path, asked, SUFFIXES):
        pass
    return caught.value.faults[0].key


@pytest.mark.parametrize("name", ["../a.csv", "/tmp/a.csv", "x/../../a.csv", "..\\a.csv", "C:\\a.csv"])
def test_a_path_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    """As is a link, whatever it is called; and nothing is written."""
    assert refused(packed(tmp_path / "a.zip", **{name: "id\na"})) == "table.unsafe_path"
    link = zipfile.ZipInfo("a.csv")
    link.external_attr = 0o120777 << 16
    assert [fault.key for fault in archive_faults([link], "a.zip")] == ["table.unsafe_path"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip"]


def test_an_archive_that_swells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the ratio of one file, or by all of them together; so is a workbook, which is an archive too."""
    zeros = packed(tmp_path / "zeros.zip", **{"a.csv": b"0" * 3_000_000})
    assert refused(zeros) == "table.bomb"
    with pytest.raises(TableError, match="200 times"):
        require_safe(zeros, "a.xlsx")
    monkeypatch.setattr(archives, "MOST_BYTES", 100)
    assert (
        refused(packed(tmp_path / "b.zip", **{"a.csv": os.urandom(60), "b.txt": os.urandom(60)}))
        == "table.bomb"
    )


def test_the_claimed_size_is_all_that_comes_out(tmp_path: Path) -> None:
    """A head that claims less than there is does not unpack more."""
    path = packed(tmp_path / "a.zip", **{"a.csv": b"id\n" + b"a\n" * 500_000})
    data = path.read_bytes()
    size = (1_000_003).to_bytes(4, "little")
    path.write_bytes(data.replace(size, (9).to_bytes(4, "little")))
    assert refused(path) in ("table.unreadable", "table.bomb")


def test_what_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    """A password, a file that is no archive, and an archive without tables."""
    assert refused(locked(packed(tmp_path / "a.zip", **{"a.csv": "id"}))) == "table.locked"
    (tmp_path / "b.zip").write_bytes(b"PK")
    assert refused(tmp_path / "b.zip") == "table.unreadable"
    inner = {"a.pdf": "x", "__MACOSX/._a.csv": "x", "b.dbf": "x"}
    assert refused(packed(tmp_path / "c.zip", **inner)) == "table.no_table_in_archive"


def test_a_shapefile_comes_with_its_parts_and_all_is_gone_afterwards(tmp_path: Path) -> None:
    """Nothing else is unpacked."""
    names = ["x/a.shp", "x/a.dbf", "x/a.shx", "x/a.prj", "x/read me.txt", "y/a.cpg"]
    path = packed(tmp_path / "a.zip", **dict.fromkeys(names, "x"))
    with unpacked(path, ASKED, SUFFIXES) as inside:
        folder = inside.file.parent
        assert sorted(file.name for file in folder.iterdir()) == ["a.dbf", "a.prj", "a.shp", "a.shx"]
        assert folder.parent == Path(tempfile.gettempdir())
        assert (inside.asked.label, inside.choices) == ("a.zip (x/a.shp)", ())
    assert not folder.exists()


def test_of_several_tables_one_is_named(tmp_path: Path) -> None:
    """By its name, with or without its folder, with the sheet after a second mark; or it is called `areas`."""
    book = workbook(tmp_path / "b.xlsx", {"1": ROWS, "2": ROWS}).read_bytes()
    path = packed(tmp_path / "a.zip", **{"x/a.csv": "id\na", "x/b.xlsx": book})
    assert refused(path) == "table.many_parts"
    for part, name, inner in [
        ("a.csv", "x/a.csv", None),
        ("x/a.csv", "x/a.csv", None),
        ("b.xlsx#2", "x/b.xlsx", "2"),
    ]:
        with unpacked(path, TableAsked("areas", "a.zip", part), SUFFIXES) as inside:
            assert (inside.asked.label, inside.asked.part) == (f"a.zip ({name})", inner)
    one = packed(tmp_path / "one.zip", **{"b.xlsx": book})
    with unpacked(one, TableAsked("areas", "a.zip", "2"), SUFFIXES) as inside:
        assert inside.asked.part == "2"
    both = packed(tmp_path / "both.zip", **{"areas.csv": "id\na", "sites.csv": "id\na"})
    with unpacked(both, ASKED, SUFFIXES) as inside:
        assert inside.file.name == "areas.csv"
