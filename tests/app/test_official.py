"""`narvaro new --from`: a folder made of what an official service publishes, or an error that says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.sources.official.server import Mishap, Server, serving
from tests.sources.sweden.scb.world import World

from narvaro.app.official import official_wish
from narvaro.case import open_case, open_policy
from narvaro.errors import SettingError
from narvaro.sources.official.cache import VARIABLE
from narvaro.sources.sweden.scb.services import MAPS_VARIABLE, STATISTICS_VARIABLE


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    """A small Sweden where the program looks for the services, and an empty folder of downloads; nobody waits."""
    monkeypatch.setattr("narvaro.sources.official.fetch.Manners.wait_s", lambda *_: 0.0)
    with serving(World().answer) as told:
        monkeypatch.setenv(MAPS_VARIABLE, f"{told.address}/wfs")
        monkeypatch.setenv(STATISTICS_VARIABLE, f"{told.address}/api/v2")
        monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
        yield told


def test_a_folder_is_made_that_opens_and_has_a_policy_to_start_from(narvaro, served: Server) -> None:
    """Three areas of one county, their polygons, the offices of the county, and what to do next."""
    done = narvaro("new", "p", "--from", "scb", "--county", "09", "--year", "2025")
    assert (done.code, done.err) == (0, "")
    assert "3 areas with 32,060 people" in done.out
    assert "narvaro check p" in done.out
    case = open_case(Path("p"))
    assert len(case.shapes["areas"]) == 3
    assert open_policy(Path("p")).scenario == case.name == "scb-regso-2025"
    assert narvaro("check", "p").code == 0


def test_a_second_folder_is_made_without_the_service(narvaro, served: Server) -> None:
    """The service is asked once, and again only with --refresh."""
    narvaro("new", "one", "--from", "scb", "--county", "09")
    served.mishaps.append(Mishap("", status=404, times=9_999))
    served.asked.clear()
    assert narvaro("new", "two", "--from", "scb", "--county", "09").code == 0
    assert served.asked == []
    assert narvaro("new", "three", "--from", "scb", "--county", "09", "--refresh").code == 2
    assert served.asked != []
    assert not Path("three").exists()


def test_several_counties_may_be_said_with_commas_or_again(narvaro, served: Server) -> None:
    """09,20 and --county 09 --county 20 are the same."""
    first = narvaro("new", "one", "--from", "scb", "--county", "09, 20")
    second = narvaro("new", "two", "--from", "scb", "--county", "20", "--county", "09")
    assert first.code == second.code == 0
    assert open_case(Path("one")).checksum == open_case(Path("two")).checksum


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_dead_service_is_told_with_the_files_to_fetch(narvaro, served: Server, lang: str) -> None:
    """Exit code 2, the names of the files, no folder, and the faults as data for machines."""
    served.mishaps.append(Mishap("/wfs", status=503, times=9_999))
    done = narvaro("new", "p", "--from", "scb", "--lang", lang, "--json")
    assert done.code == 2
    assert "RegSO_2025.geojson" in done.err
    assert "--files" in done.err
    keys = [fault["key"] for fault in done.json["error"]["faults"]]
    assert keys == ["source.unreachable", "source.by_hand", "source.by_hand", "source.by_hand"]
    assert not Path("p").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("--from", "scb", "--scenario", "cut-2025"),
        ("--from", "scb", "--areas", "a.csv"),
        ("--county", "09"),
        ("--scenario", "cut-2025", "--year", "2025"),
        ("--refresh",),
    ],
)
def test_what_does_not_go_together_is_told(narvaro, words: tuple[str, ...]) -> None:
    """A service and a scenario, or a choice from a service that is not named."""
    done = narvaro("new", "p", *words)
    assert done.code == 2
    assert "--from SERVICE" in done.err


def test_an_unknown_service_is_told_with_those_there_are(narvaro) -> None:
    """The name, the option, and the known ones."""
    done = narvaro("new", "p", "--from", "insee")
    assert done.code == 2
    assert "--from" in done.err
    assert "insee" in done.err
    assert "scb" in done.err


def test_a_folder_of_files_that_is_not_there_is_told() -> None:
    """Before anything is done."""
    with pytest.raises(SettingError) as caught:
        official_wish("scb", None, None, (), Path("nowhere"), refresh=False)
    assert caught.value.faults[0].column == "--files"


def test_a_folder_with_other_things_is_refused_before_anything_is_asked(narvaro, served: Server) -> None:
    """Nothing is downloaded for a folder that cannot be made."""
    Path("p").mkdir()
    (Path("p") / "photo.jpg").write_bytes(b"x")
    assert narvaro("new", "p", "--from", "scb").code == 2
    assert served.asked == []


def test_an_interrupted_run_leaves_no_folder_and_a_cache_to_go_on_with(
    narvaro, served: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped at the second page of the areas: exit code 130, no folder, and the next run asks for the rest alone."""
    from narvaro.app.terminal import ShownStage

    def stop(_: ShownStage, name: str, done: int, __: int) -> None:
        if (name, done) == ("RegSO_2025", 2):
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(ShownStage, "part", stop)
        assert narvaro("new", "p", "--from", "scb").code == 130
    assert not Path("p").exists()
    served.asked.clear()
    assert narvaro("new", "p", "--from", "scb").code == 0
    assert len(served.asked) == 2
