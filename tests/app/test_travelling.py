"""Travel times are kept in the folder, used from then on, and refused when a point has moved."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from narvaro.app.travelling import travel_times_of
from narvaro.case import open_case
from narvaro.errors import FolderError
from narvaro.travel import straight_line


def test_without_kept_travel_times_the_straight_line_answers(small: Path) -> None:
    """A folder without a travel folder is measured as the crow flies."""
    case = open_case(small)
    times = travel_times_of(small, case)
    assert times.engine == "straight line"
    assert (times.to_dense("car") == straight_line(case).to_dense("car")).all()


def test_made_times_are_kept_and_used(narvaro, small: Path) -> None:
    """The command says what it will take and what it made; the folder then answers with those times."""
    done = narvaro("travel", small, "--mode", "car,bicycle", "--max-minutes", "30")
    assert done.code == 0
    assert "Travel times of 20 areas to 5 sites within 30 minutes" in done.out
    assert "columns to work out" in done.err
    case = open_case(small)
    times = travel_times_of(small, case)
    assert times.modes == ("car", "bicycle")
    minutes, line = times.to_dense("car"), straight_line(case).to_dense("car")
    near = line <= 29.9
    assert np.allclose(minutes[near], line[near], atol=0.02)
    assert np.isnan(minutes[line > 30.1]).all()


def test_a_machine_is_told_of_the_modes(narvaro, small: Path) -> None:
    """Engine, modes with what they are made of, and points far from any street, as JSON."""
    told = narvaro("travel", small, "--mode", "car", "--json").json
    assert (told["engine"], list(told["modes"]), told["off_street"]) == ("straight line", ["car"], [])


def test_a_site_that_moved_is_found_out(narvaro, small: Path) -> None:
    """Times to where a site was are not used for where it is; the command to run is named."""
    narvaro("travel", small)
    path = small / "sites.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("-3.215,", "-3.4,"), encoding="utf-8")
    with pytest.raises(FolderError) as caught:
        travel_times_of(small, open_case(small))
    assert "Make the times again with: narvaro travel." in caught.value.text("en")
    assert "Ta fram dem på nytt med: narvaro travel." in caught.value.text("sv")
    assert narvaro("travel", small).code == 0
    assert narvaro("access", small).code == 0


@pytest.mark.parametrize(
    "words",
    [
        ["--mode", "boat"],
        ["--osm", "gone.osm.pbf"],
        ["--gtfs", "gone.zip"],
        ["--window", "0"],
        ["--depart", "noon"],
    ],
)
def test_bad_settings_are_answered_in_words(narvaro, small: Path, words: list[str]) -> None:
    """A mode nobody knows, files that are not there, a window of nothing: exit code 2, and nothing is kept."""
    done = narvaro("travel", small, *words)
    assert done.code == 2
    assert "Traceback" not in done.err
    assert not (small / "travel" / "manifest.json").exists()


def test_by_person_is_asked_for_like_any_mode(narvaro, small: Path) -> None:
    """Refused in words where no share is known; the mean over both groups where one is."""
    refused = narvaro("access", small, "--mode", "person")
    assert refused.code == 2
    assert "set without_car under [travel]" in refused.err
    settings = small / "narvaro.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("[travel]", "[travel]\nwithout_car = 0.25"), encoding="utf-8")
    modes = ("with_car", "person", "without_car")
    fast, both, slow = (narvaro("access", small, "--mode", mode, "--json").json["total"] for mode in modes)
    assert both["people"] == pytest.approx(fast["people"])
    assert both["mean_min"] == pytest.approx(0.75 * fast["mean_min"] + 0.25 * slow["mean_min"])
    assert "of the people have no car" in narvaro("access", small, "--mode", "person").out


def test_the_straight_line_answers_for_bicycles_where_they_are_asked_for(narvaro, small: Path) -> None:
    """At 15 km/h and 60 by car every way takes four times as long; a plan by bicycle is made, checked and measured."""
    means = {
        mode: narvaro("access", small, "--mode", mode, "--json").json["total"]["mean_min"]
        for mode in ("car", "bicycle")
    }
    assert means["bicycle"] == pytest.approx(4 * means["car"], rel=1e-5)
    path = small / "policy.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('kind = "mix"', 'kind = "minutes"\nmode = "bicycle"'),
        encoding="utf-8",
    )
    for command in (("check",), ("plan",), ("access", "--with-plan", "--mode", "bicycle")):
        assert narvaro(command[0], small, *command[1:]).code == 0


def test_a_mode_without_times_is_told_with_what_to_do(narvaro, small: Path) -> None:
    """Public transport needs a timetable: the message names option, setting and command."""
    ran = narvaro("access", small, "--mode", "transit")
    assert ran.code == 2
    assert all(word in ran.err for word in ("car", "walk", "--mode", "narvaro travel"))
    path = small / "policy.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('kind = "mix"', 'kind = "minutes"\nmode = "transit"'),
        encoding="utf-8",
    )
    told = narvaro("check", small).err
    assert all(word in told for word in ("car", "walk", "[objective]", "narvaro travel"))
