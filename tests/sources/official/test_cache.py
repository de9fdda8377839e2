"""What was downloaded is kept with where it came from, and is what it was or is refused."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from tests.sources.official.conftest import PUBLICATION

from narvaro.errors import SourceError
from narvaro.sources.official.cache import VARIABLE, Cache, cache_folder

ADDRESS = "https://a.example/layer?page=1"


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def test_a_record_says_whose_where_when_and_which_bytes(cache: Cache) -> None:
    """Publisher, edition, licence, address, time in UTC, checksum and length."""
    record = cache.keep(ADDRESS, "{}", "öl".encode(), PUBLICATION)
    assert (record.publisher, record.edition, record.licence) == ("A bureau", "first", "CC0 1.0")
    assert (record.address, record.body, record.length) == (ADDRESS, "{}", 3)
    assert record.sha256 == hashlib.sha256("öl".encode()).hexdigest()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", record.fetched)
    assert cache.find(ADDRESS, "{}") == record
    assert cache.content(record) == "öl".encode()


def test_one_content_is_kept_once_and_two_questions_are_two(cache: Cache) -> None:
    """The file of an answer is named by its content; a question is its address and its body."""
    first, second = (cache.keep(ADDRESS, body, b"same", PUBLICATION) for body in ("", "{}"))
    assert first.sha256 == second.sha256
    assert len(list((cache.folder / "answers").iterdir())) == 1
    assert len(list((cache.folder / "requests").iterdir())) == 2
    assert cache.find(ADDRESS + "0", "") is None


def test_a_newer_answer_takes_the_place_of_an_older(cache: Cache) -> None:
    """The record leads to the newer; the older stays for those who hold its record."""
    old = cache.keep(ADDRESS, "", b"old", PUBLICATION)
    new = cache.keep(ADDRESS, "", b"new", PUBLICATION)
    assert cache.find(ADDRESS, "") == new
    assert (cache.content(old), cache.content(new)) == (b"old", b"new")


@pytest.mark.parametrize(
    "spoil", [lambda path: path.write_bytes(b"other"), lambda path: path.unlink()], ids=["changed", "gone"]
)
def test_a_changed_answer_is_refused_with_its_file_and_the_remedy(cache: Cache, spoil) -> None:
    """The checksum no longer holds: the file is named, and --refresh."""
    record = cache.keep(ADDRESS, "", b"true", PUBLICATION)
    spoil(cache.answer(record))
    with pytest.raises(SourceError) as caught:
        cache.content(record)
    assert record.sha256 in str(caught.value)
    assert "--refresh" in caught.value.text("sv")


@pytest.mark.parametrize("text", ["{", "{}", '{"address": 3}', "[]"])
def test_a_spoilt_record_is_refused_with_its_file(cache: Cache, text: str) -> None:
    """No JSON, or another kind of table, is a fault that names the file; never a traceback."""
    cache.keep(ADDRESS, "", b"true", PUBLICATION)
    (path,) = (cache.folder / "requests").iterdir()
    path.write_text(text)
    with pytest.raises(SourceError) as caught:
        cache.find(ADDRESS, "")
    assert path.name[:8] in str(caught.value)


def test_a_run_that_is_stopped_leaves_whole_answers_only(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped while a record is written: the answer is there, nothing leads to it, and no half file is left."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("narvaro.sources.official.cache.write_text", stop)
    with pytest.raises(KeyboardInterrupt):
        cache.keep(ADDRESS, "", b"true", PUBLICATION)
    assert cache.find(ADDRESS, "") is None
    assert [path.name for path in cache.folder.rglob("*") if path.is_file()] == [
        hashlib.sha256(b"true").hexdigest()
    ]


def test_the_folder_is_the_users_to_choose(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """NARVARO_CACHE, else a folder of the system called narvaro."""
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv(VARIABLE)
    assert cache_folder().name == "narvaro"
