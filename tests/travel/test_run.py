"""Runs in a folder: what is worked out again, what is kept, what happens when things go wrong."""

import errno
import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from narvaro.errors import TravelError
from narvaro.travel import RunSettings, blockfile, off_street, open_travel_times, straight_line, travel_times
from narvaro.travel.lock import only_run
from narvaro.travel.streets import StreetTask

GRID = {10 * x + y: (200.0 * x, 200.0 * y) for x in range(8) for y in range(8)}
STREETS = [([10 * x + y for y in range(8)], {"highway": "residential"}) for x in range(8)]
STREETS += [([10 * x + y for x in range(8)], {"highway": "residential"}) for y in range(8)]
RNG = np.random.default_rng(3)
AREAS = RNG.uniform(0, 1400, (40, 2))
SITES = RNG.uniform(0, 1400, (150, 2))


@pytest.fixture
def grid(write_osm):
    return write_osm(GRID, STREETS, "grid.osm.pbf")


def blocks(folder):
    found = sorted((Path(folder) / "travel" / "blocks").glob("*.block"))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def counted(monkeypatch):
    """Counts the columns that are worked out."""
    done = []
    run = StreetTask.run
    monkeypatch.setattr(
        StreetTask, "run", lambda task: (done.append((task.mode, len(task.sites))), run(task))[1]
    )
    return done


def test_a_second_run_works_nothing_out(grid, make_case, tmp_path, monkeypatch) -> None:
    """The same run again reads what is there: no column, the same figures, the same files."""
    case = make_case(AREAS, SITES)
    first = travel_times(case, tmp_path, RunSettings(osm=grid))
    before = blocks(tmp_path)
    done = counted(monkeypatch)
    second = travel_times(case, tmp_path, RunSettings(osm=grid))
    assert done == []
    assert blocks(tmp_path) == before
    for mode in ("car", "walk", "bicycle"):
        np.testing.assert_array_equal(first.to_dense(mode), second.to_dense(mode))


def test_a_moved_site_has_only_its_own_column_worked_out(grid, make_case, tmp_path, monkeypatch) -> None:
    """One site moved: one column a mode, and the figures are those of a run from nothing."""
    travel_times(make_case(AREAS, SITES), tmp_path / "p", RunSettings(osm=grid))
    moved = SITES.copy()
    moved[70] += 111
    case = make_case(AREAS, moved)
    done = counted(monkeypatch)
    times = travel_times(case, tmp_path / "p", RunSettings(osm=grid))
    assert done == [("car", 1), ("walk", 1), ("bicycle", 1)]
    fresh = travel_times(case, tmp_path / "q", RunSettings(osm=grid))
    for mode in times.modes:
        np.testing.assert_array_equal(times.to_dense(mode), fresh.to_dense(mode))


def test_a_changed_timetable_changes_only_transit(
    helsinki, feed_tables, write_feed, make_case, tmp_path, monkeypatch
) -> None:
    """With another feed no street column is worked out again."""
    case = make_case([[24.9376, 60.1662], [24.9446, 60.1741]], [[24.9421, 60.1709]], metres=False)
    asked = {"osm": helsinki, "max_minutes": 60, "max_walk_min": 4}
    first = travel_times(case, tmp_path / "p", RunSettings(gtfs=[write_feed(feed_tables)], **asked)).to_dense(
        "transit"
    )
    done = counted(monkeypatch)
    # In the new feed the trams run on Sundays only.
    tables = {**feed_tables, "trips.txt": feed_tables["trips.txt"].replace("T1,week,", "T1,holiday,")}
    second = travel_times(case, tmp_path / "p", RunSettings(gtfs=[write_feed(tables, "other.zip")], **asked))
    assert done == []
    assert np.isfinite(first[0, 0])
    assert np.isnan(second.to_dense("transit")[0, 0])


def test_a_run_for_some_modes_keeps_the_others(grid, make_case, tmp_path) -> None:
    """Asking for one mode more leaves the earlier ones in place; moving a site drops those not redone."""
    case = make_case(AREAS, SITES[:5])
    walk = travel_times(case, tmp_path, RunSettings(osm=grid, modes=["walk"])).to_dense("walk")
    both = travel_times(case, tmp_path, RunSettings(osm=grid, modes=["car"]))
    assert both.modes == ("car", "walk")
    np.testing.assert_array_equal(both.to_dense("walk"), walk)
    moved = SITES[:5] + np.array([0.0, 100.0])
    assert travel_times(make_case(AREAS, moved), tmp_path, RunSettings(osm=grid, modes=["car"])).modes == (
        "car",
    )


def test_a_killed_run_goes_on_where_it_stopped(grid, make_case, tmp_path, monkeypatch) -> None:
    """After a stop in the middle the next run works out the rest, and ends with the same bytes."""
    case = make_case(AREAS, SITES)
    whole = travel_times(case, tmp_path / "whole", RunSettings(osm=grid, modes=["car"]))

    def stop(key, done, total):
        if done >= 64:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        travel_times(case, tmp_path / "p", RunSettings(osm=grid, modes=["car"]), progress=stop)
    assert open_travel_times(tmp_path / "p") is None
    done = counted(monkeypatch)
    again = travel_times(case, tmp_path / "p", RunSettings(osm=grid, modes=["car"]))
    assert sum(count for _, count in done) == len(SITES) - 64
    assert blocks(tmp_path / "p") == blocks(tmp_path / "whole")
    np.testing.assert_array_equal(whole.to_dense("car"), again.to_dense("car"))


def test_a_broken_leftover_is_not_believed(grid, make_case, tmp_path) -> None:
    """A block without a manifest whose content was changed is worked out anew."""
    case = make_case(AREAS, SITES[:70])
    good = travel_times(case, tmp_path, RunSettings(osm=grid, modes=["car"])).to_dense("car")
    victim = sorted((tmp_path / "travel" / "blocks").glob("*.block"))[0]
    content = bytearray(victim.read_bytes())
    content[-70] ^= 0xFF
    victim.write_bytes(content)
    (tmp_path / "travel" / "manifest.json").unlink()
    np.testing.assert_array_equal(
        travel_times(case, tmp_path, RunSettings(osm=grid, modes=["car"])).to_dense("car"), good
    )


def test_a_far_site_stays_reported(grid, make_case, tmp_path) -> None:
    """A site off the street is named in every run, also when its column is not worked out again."""
    sites = [*SITES[:3], (700.0, 2_100.0)]
    for _ in range(2):
        times = travel_times(
            make_case(AREAS, sites),
            tmp_path,
            RunSettings(osm=grid, modes=["car"], snap_limit_m=600, partial=True),
        )
        assert np.isnan(times.to_dense("car")[:, 3]).all()
        far = off_street(tmp_path)
        assert far[["kind", "id"]].to_numpy().tolist() == [["site", "s3"]]
        assert far["off_m"].iloc[0] == pytest.approx(700, abs=5)


def test_unused_blocks_are_swept(grid, make_case, tmp_path) -> None:
    """When all sites have gone elsewhere, the blocks of the old places are taken away."""
    travel_times(make_case(AREAS, SITES[:3]), tmp_path, RunSettings(osm=grid, modes=["car"]))
    before = set(blocks(tmp_path))
    travel_times(make_case(AREAS, SITES[3:6]), tmp_path, RunSettings(osm=grid, modes=["car"]))
    assert before.isdisjoint(blocks(tmp_path))


def test_two_sites_at_one_place_share_a_column(grid, make_case, tmp_path, monkeypatch) -> None:
    """Equal places are worked out once and read twice."""
    done = counted(monkeypatch)
    times = travel_times(
        make_case(AREAS, [SITES[0], SITES[0]]), tmp_path, RunSettings(osm=grid, modes=["car"])
    )
    assert done == [("car", 1)]
    dense = times.to_dense("car")
    np.testing.assert_array_equal(dense[:, 0], dense[:, 1])


def test_stored_blocks_read_alike_in_every_way(grid, make_case, tmp_path) -> None:
    """Dense, blocks of any height, sparse and selected figures agree; two bytes a pair beyond the index."""
    times = travel_times(
        make_case(AREAS, SITES), tmp_path, RunSettings(osm=grid, modes=["walk"], max_minutes=12)
    )
    dense = times.to_dense("walk")
    assert 0.2 < np.isnan(dense).mean() < 0.9
    for rows in (1, 7, 39, 40, 41):
        np.testing.assert_array_equal(np.vstack([b for _, b in times.blocks("walk", rows)]), dense)
    pairs = times.sparse("walk")
    assert pairs.nnz == np.isfinite(dense).sum()
    np.testing.assert_array_equal(pairs.toarray(), np.nan_to_num(dense))
    picked = times.select(times.area_ids[::-3], times.site_ids[5:9])
    np.testing.assert_array_equal(picked.to_dense("walk"), dense[::-3, 5:9])
    for path in (tmp_path / "travel" / "blocks").glob("*.block"):
        arrays, header = blockfile.read_block(path, check=True)
        assert arrays["seconds"].itemsize == 2
        assert header["made_of"]["max_min"] == 12


def test_the_straight_line_behind_the_same_door(make_case, tmp_path) -> None:
    """Without a network the stored figures are those of the straight line, to the half second."""
    case = make_case(AREAS * 100, SITES[:9] * 100)
    times = travel_times(case, tmp_path, RunSettings(modes=["car", "walk"], max_minutes=90))
    assert times.engine == "straight line"
    assert times.origin == "assumed"
    expected = straight_line(case).to_dense("walk")
    near = expected <= 89
    np.testing.assert_allclose(times.to_dense("walk")[near], expected[near], atol=0.51 / 60)
    assert np.isnan(times.to_dense("walk")[expected > 91]).all()


def test_a_full_disk_loses_nothing(grid, make_case, tmp_path, monkeypatch) -> None:
    """The disk full in the middle: a clear message, no half file, and the next run goes on."""
    case = make_case(AREAS, SITES)
    write, written = blockfile.write_atomically, []

    def full(path):
        if path.suffix == ".block" and path.parent.name == "blocks":
            written.append(path)
            if len(written) > 1:
                raise OSError(errno.ENOSPC, "No space left on device")
        return write(path)

    monkeypatch.setattr(blockfile, "write_atomically", full)
    with pytest.raises(TravelError, match="The disk is full") as error:
        travel_times(case, tmp_path, RunSettings(osm=grid, modes=["car"]))
    assert error.value.exit_code == 2
    assert len(blocks(tmp_path)) == 1
    assert not list((tmp_path / "travel").rglob("*.part"))
    monkeypatch.setattr(blockfile, "write_atomically", write)
    done = counted(monkeypatch)
    assert np.isfinite(
        travel_times(case, tmp_path, RunSettings(osm=grid, modes=["car"])).to_dense("car")
    ).all()
    assert sum(count for _, count in done) == len(SITES) - 64


def test_two_runs_at_once(grid, make_case, tmp_path) -> None:
    """A second run in a folder at work is turned away, and can go ahead when the first is done."""
    case = make_case(AREAS, SITES[:2])
    with only_run(tmp_path / "travel"), pytest.raises(TravelError, match="Another run is working"):
        travel_times(case, tmp_path, RunSettings(osm=grid))
    travel_times(case, tmp_path, RunSettings(osm=grid))


def test_the_manifest_says_what_was_used(grid, make_case, tmp_path) -> None:
    """Roads by checksum, rules, speeds, limits and areas stand in the manifest."""
    travel_times(make_case(AREAS, SITES[:2]), tmp_path, RunSettings(osm=grid, modes=["car"], max_minutes=45))
    manifest = json.loads((tmp_path / "travel" / "manifest.json").read_text())
    made_of = manifest["modes"]["car"]["made_of"]
    assert made_of["roads"] == hashlib.sha256(grid.read_bytes()).hexdigest()
    assert made_of["max_min"] == 45
    assert made_of["pace"] == {"mode": "car", "walk_kmh": 4.8}


def test_the_credit_of_the_streets_goes_with_the_times(grid, make_case, tmp_path) -> None:
    """OpenStreetMap's contributors and licence stand once, whatever the modes, and stay with a selection."""
    times = travel_times(make_case(AREAS, SITES[:2]), tmp_path, RunSettings(osm=grid, modes=["car", "walk"]))
    [source] = times.sources
    assert (source.publisher, source.licence) == ("© OpenStreetMap contributors", "ODbL 1.0")
    assert source.checksum == hashlib.sha256(grid.read_bytes()).hexdigest()
    assert times.select(times.area_ids[:1]).sources == times.sources


def test_a_lost_or_cut_block_is_named(grid, make_case, tmp_path) -> None:
    """A block that is gone, cut short, or no block at all is named, never read as empty."""
    travel_times(make_case(AREAS, SITES[:2]), tmp_path, RunSettings(osm=grid, modes=["car"]))
    block = next((tmp_path / "travel" / "blocks").glob("*.block"))
    content = block.read_bytes()
    block.write_bytes(content[:-64])
    times = open_travel_times(tmp_path)
    assert times is not None
    with pytest.raises(TravelError, match="cut short"):
        times.to_dense("car")
    block.unlink()
    with pytest.raises(TravelError, match="is gone"):
        open_travel_times(tmp_path)
    (tmp_path / "travel" / "manifest.json").write_text("{")
    with pytest.raises(TravelError, match="broken or of another version"):
        open_travel_times(tmp_path)


def test_no_travel_folder_is_no_error(tmp_path) -> None:
    """A folder where nothing was made gives None."""
    assert open_travel_times(tmp_path) is None


def test_the_forecast_comes_before_the_work(grid, make_case, tmp_path) -> None:
    """It is told before the first column, bounds pairs and disk, and knows what is there already."""
    said = []
    case = make_case(AREAS, SITES)

    def note(forecast):
        said.append((forecast, len(blocks(tmp_path))))

    travel_times(case, tmp_path, RunSettings(osm=grid, modes=["car"]), on_forecast=note)
    travel_times(case, tmp_path, RunSettings(osm=grid, modes=["car"]), on_forecast=note)
    (first, before), (second, _) = said
    assert before == 0
    assert (first.columns, first.reused) == (150, 0)
    assert first.pairs >= 150 * 40
    assert (second.columns, second.reused, second.pairs) == (0, 150, 0)
    assert "150 columns to work out, 0 are there already" in first.text("en")
    assert first.memory_mb > 0
