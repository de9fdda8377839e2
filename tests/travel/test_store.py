"""What is stored is found again by what made it, and read as it was, in whatever blocks it lies."""

import itertools
import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.travel.one_manifest import SOUND

from narvaro.errors import TravelError
from narvaro.travel.blockfile import write_bytes
from narvaro.travel.engine import Columns
from narvaro.travel.store import (
    BLOCKS,
    FOLDER,
    Shelf,
    StoredColumn,
    StoredMinutes,
    block_name,
    column_key,
    off_street,
    open_travel_times,
    write_manifest,
)

NAN = np.nan


def put(folder, name, seconds, first=0, keys=(), possible=None):
    """Write a block of seconds, shape (areas, sites), NaN where unreachable."""
    columns = []
    for column in seconds.T:
        rows = np.flatnonzero(np.isfinite(column))
        columns.append((rows.astype(np.uint32), column[rows].astype(np.uint16)))
    found = Columns.join(columns)
    if possible is not None:
        found = replace(found, possible=possible.T[np.isfinite(seconds.T)].astype(np.uint8))
    part = slice(first, first + len(seconds))
    write_bytes(
        folder / name, found.pack("car", part, keys or [f"k{n}" for n in range(seconds.shape[1])], {})
    )


@st.composite
def stored(draw):
    """Seconds of areas and sites, cut into runs of areas, and the sites in an order of their own in each block."""
    areas, sites, seed = draw(st.integers(1, 12)), draw(st.integers(1, 5)), draw(st.integers(0, 10**6))
    rng = np.random.default_rng(seed)
    seconds = np.where(rng.random((areas, sites)) < 0.6, rng.integers(0, 65_536, (areas, sites)), NAN)
    cuts = sorted({0, areas, *draw(st.lists(st.integers(0, areas), max_size=2))})
    first = draw(st.integers(0, areas))
    return seconds, cuts, slice(first, draw(st.integers(first, areas))), rng


@settings(max_examples=60)
@given(stored())
def test_any_rows_are_read_as_they_were_stored(tmp_path_factory, case) -> None:
    """Whatever the blocks and the rows asked for: minutes, shares and the sparse matrix are those put in."""
    seconds, cuts, part, rng = case
    folder = tmp_path_factory.mktemp("blocks")
    shares = rng.integers(1, 256, seconds.shape)
    columns = [[] for _ in range(seconds.shape[1])]
    for number, (first, end) in enumerate(itertools.pairwise(cuts)):
        order = rng.permutation(seconds.shape[1])
        put(folder, f"{number}.block", seconds[first:end, order], first, possible=shares[first:end, order])
        for row, site in enumerate(order):
            columns[site].append(StoredColumn(f"{number}.block", row, first, end))
    source = StoredMinutes(folder, {"car": columns})
    right = (seconds / 60).astype(np.float32)
    np.testing.assert_allclose(source.rows("car", part), right[part], rtol=1e-6)
    share = np.where(np.isfinite(seconds), shares / 255, 0)
    np.testing.assert_allclose(source.possible("car", part), share[part], rtol=1e-6)
    sparse = source.sparse("car", len(seconds))
    assert sparse.nnz == np.isfinite(seconds).sum()
    np.testing.assert_allclose(sparse.toarray(), np.nan_to_num(right), rtol=1e-6)


def test_what_has_no_timetable_can_be_made_at_every_departure(tmp_path) -> None:
    """A block without shares: 1 where there is a way, 0 where there is none."""
    put(tmp_path, "a.block", np.array([[60.0], [NAN]]))
    source = StoredMinutes(tmp_path, {"car": [[StoredColumn("a.block", 0, 0, 2)]]})
    assert source.possible("car", slice(0, 2)).tolist() == [[1.0], [0.0]]


def test_a_block_with_fewer_columns_than_are_pointed_at_is_broken(tmp_path) -> None:
    """The second of one column is not there."""
    put(tmp_path, "a.block", np.array([[60.0]]))
    source = StoredMinutes(tmp_path, {"car": [[StoredColumn("a.block", 1, 0, 1)]]})
    with pytest.raises(TravelError, match=r"a\.block"):
        source.rows("car", slice(0, 1))


FACTS = st.fixed_dictionaries({"mode": st.sampled_from(["car", "walk"]), "max_min": st.integers(1, 9)})
PLACES = st.sampled_from([18.0, 18.000001, -18.0])


@given(st.tuples(FACTS, PLACES, PLACES), st.tuples(FACTS, PLACES, PLACES))
def test_a_column_has_the_name_of_what_it_depends_on(one, two) -> None:
    """Two columns have one name if and only if everything is equal; the order of the facts does not matter."""
    assert (column_key(*one) == column_key(*two)) == (one == two)
    turned = dict(reversed(one[0].items()))
    assert column_key(turned, *one[1:]) == column_key(*one)


def test_a_block_has_the_name_of_what_it_holds() -> None:
    """Another mode, other areas, other columns or another order of them is another file."""
    asked = [
        ("car", slice(0, 9), "kl"),
        ("walk", slice(0, 9), "kl"),
        ("car", slice(0, 8), "kl"),
        ("car", slice(1, 9), "kl"),
    ]
    names = [block_name(*one) for one in [*asked, ("car", slice(0, 9), "lk"), ("car", slice(0, 9), "k")]]
    assert len(set(names)) == len(names)
    assert block_name(*asked[0]) == names[0]
    assert all(name.startswith(("car-", "walk-")) and name.endswith(".block") for name in names)


def test_a_block_that_nobody_vouches_for_is_checked_whole(tmp_path) -> None:
    """One changed byte: a trusted block is taken as it is, any other goes; what is no block goes in any case."""
    put(tmp_path, "good.block", np.full((40, 1), 7.0), keys=["g"])
    put(tmp_path, "bad.block", np.full((40, 1), 7.0), keys=["b"])
    content = bytearray((tmp_path / "bad.block").read_bytes())
    content[-60] ^= 1
    (tmp_path / "bad.block").write_bytes(content)
    (tmp_path / "none.block").write_text("no block")
    assert set(Shelf(tmp_path).index(["bad.block"])) == {("g", 0, 40), ("b", 0, 40)}
    assert not (tmp_path / "none.block").exists()
    assert Shelf(tmp_path).index() == {("g", 0, 40): StoredColumn("good.block", 0, 0, 40)}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["good.block"]


def test_blocks_that_nothing_points_at_are_swept(tmp_path) -> None:
    """Of three blocks one is in use: two go, and other files stay."""
    for name in ("a.block", "b.block", "c.block", "note.txt"):
        (tmp_path / name).write_text("")
    assert Shelf(tmp_path).sweep(["b.block", "gone.block"]) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.block", "note.txt"]


def test_a_folder_is_opened_by_its_manifest(tmp_path) -> None:
    """Labels, minutes and points off the street are as it says; without a block that it names nothing is opened."""
    home = tmp_path / FOLDER
    (home / BLOCKS).mkdir(parents=True)
    assert open_travel_times(tmp_path) is None
    assert off_street(tmp_path).empty
    write_manifest(home, SOUND)
    assert json.loads((home / "manifest.json").read_text(encoding="utf-8")) == SOUND
    with pytest.raises(TravelError, match=r"b\.block"):
        open_travel_times(tmp_path)
    put(home / BLOCKS, "b.block", np.array([[60, 120], [NAN, 0], [90, NAN]]))
    times = open_travel_times(tmp_path)
    assert (times.area_ids, times.site_ids, times.modes, times.max_min) == (
        ("a", "b", "c"),
        ("s", "t"),
        ("car",),
        60,
    )
    np.testing.assert_array_equal(times.to_dense("car"), [[1, 2], [NAN, 0], [1.5, NAN]])
    assert off_street(tmp_path)[["mode", "kind", "id"]].to_numpy().tolist() == [["car", "site", "s"]]
