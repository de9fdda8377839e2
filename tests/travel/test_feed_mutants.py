"""Feeds broken at random are refused in words or used, never anything else."""

import random
import zipfile

import pytest
from tests.travel.one_line import TABLES

from narvaro.errors import NarvaroError
from narvaro.language import LANGUAGES
from narvaro.travel.feed_copy import write_copy
from narvaro.travel.feed_transfers import changing_rules
from narvaro.travel.timetable import check_timetable

WORDS = [
    *(
        "",
        "NA",
        "-1",
        "1",
        "9" * 400,
        "25:61:00",
        "999:59:59",
        "48:00:00",
        '"',
        "a,b",
        "\x00",
        "\u202e",
        "1e9",
        "nan",
    ),
    *("inf", "20261301", "99991231", "00010101", "S1", "T1", " ", "null", "3", "180.0", "\u0661\u0662"),
]
MORE = {
    "frequencies.txt": "trip_id,start_time,end_time,headway_secs,exact_times\nT1,10:00:00,11:00:00,600,0\n",
    "transfers.txt": "from_stop_id,to_stop_id,transfer_type,min_transfer_time\nS1,S2,2,60\n",
    "calendar_dates.txt": "service_id,date,exception_type\nW,20260310,1\n",
}


def mutant(seed):
    """The feed of one line with one to three cells, rows, columns or tables broken, and perhaps one bit."""
    rng = random.Random(seed)
    tables = {
        name: [line.split(",") for line in text.strip().split("\n")] for name, text in (TABLES | MORE).items()
    }
    for _ in range(rng.randint(1, 3)):
        name = rng.choice(sorted(tables))
        rows = tables[name] or [[""]]
        row = rng.randrange(len(rows))
        kind = rng.randrange(8)
        if kind < 3:
            rows[row][rng.randrange(len(rows[row]))] = rng.choice(WORDS)
        elif kind == 3:
            rows.insert(row, list(rng.choice(rows)))
        elif kind == 4:
            rows[row].append(rng.choice(WORDS))
        elif kind == 5:
            tables[name] = rows[:row]
        elif kind == 6:
            for one in rows:
                one[0] = rng.choice(WORDS)
        else:
            rng.shuffle(rows)
    found = {name: "\n".join(",".join(row) for row in rows).encode() for name, rows in tables.items()}
    name = rng.choice(sorted(found))
    if rng.random() < 0.2 and found[name]:
        content = bytearray(found[name])
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
        found[name] = bytes(content)
    return found


@pytest.mark.parametrize("seed", range(60))
def test_a_broken_feed_never_ends_in_something_else(tmp_path, seed) -> None:
    """Either an error of ours that can be told in both languages, or a feed that can be copied."""
    path = tmp_path / "feed.zip"
    with zipfile.ZipFile(path, "w") as feed:
        for name, content in mutant(seed).items():
            feed.writestr(name, content)
    try:
        found = check_timetable(path)
    except NarvaroError as error:
        told = [error.text(lang) for lang in LANGUAGES]
    else:
        told = [notice.text(lang) for notice in found.notices for lang in LANGUAGES]
        changing_rules([found])
        (tmp_path / "copy").mkdir()
        write_copy([found], tmp_path / "copy")
    assert all(told)
