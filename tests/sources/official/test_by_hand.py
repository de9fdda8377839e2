"""What a service does not give may be fetched by hand, under the names that the error tells."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from narvaro.errors import Fault, SourceError
from narvaro.sources.official.by_hand import HandFile, checksum, record_of, require_files, with_files
from narvaro.sources.official.cache import Record

FILES = (
    HandFile(("areas.geojson", "areas.gpkg"), "https://a.example/areas"),
    HandFile(("people.json",), "https://a.example/people"),
    HandFile(("cars.json",), "https://a.example/cars", needed=False),
)


def test_a_file_may_have_either_name(tmp_path: Path) -> None:
    """The first name that is there; none where there is none."""
    assert FILES[0].within(tmp_path) is None
    (tmp_path / "areas.gpkg").write_text("x")
    assert FILES[0].within(tmp_path) == tmp_path / "areas.gpkg"


def test_every_missing_file_is_told_with_its_address(tmp_path: Path) -> None:
    """Both that are needed, not the one that there is a case without."""
    with pytest.raises(SourceError) as caught:
        require_files(tmp_path, FILES)
    told = caught.value.text("sv")
    for word in (str(tmp_path), "areas.geojson", "https://a.example/areas", "people.json", "--files"):
        assert word in told
    assert "cars.json" not in told
    (tmp_path / "areas.geojson").write_text("x")
    (tmp_path / "people.json").write_text("x")
    require_files(tmp_path, FILES)


def test_an_error_tells_the_way_by_hand_too() -> None:
    """The fault of the service first, then each file."""
    error = with_files(SourceError([Fault("source.no_offer", {"address": "a"})]), FILES)
    assert [fault.key for fault in error.faults] == ["source.no_offer", *["source.by_hand"] * 3]


def test_a_file_is_known_by_its_content(tmp_path: Path) -> None:
    """Name, length and SHA-256; of several downloads the checksum of their checksums, in order."""
    (tmp_path / "a.json").write_bytes(b"true")
    record = record_of(tmp_path / "a.json")
    assert (record.address, record.length) == ("a.json", 4)
    assert record.sha256 == checksum([record]) == hashlib.sha256(b"true").hexdigest()
    other = Record("b", "", "", "", "", "", "0" * 64, 1)
    both = hashlib.sha256(f"{record.sha256}\n{other.sha256}".encode()).hexdigest()
    assert checksum([record, other]) == both != checksum([other, record])
