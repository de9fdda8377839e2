"""Our own files, spoilt in a few hundred seeded ways: each ends in faults that are told, or in a sound result."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unicodedata import category

import numpy as np
import pytest
from tests.app.conftest import EXAMPLE

from narvaro.app import steps
from narvaro.app.plans import open_planned
from narvaro.app.travelling import travel_times_of
from narvaro.case import open_case, read_policy
from narvaro.errors import InputError, NarvaroError
from narvaro.explain.findings import Findings, read_findings
from narvaro.plan.form import checksum_of

EACH = 25
"""Mutations of each kind of each file."""
STRANGE: list[Any] = [
    None,
    True,
    False,
    -1,
    0,
    3.5,
    1e308,
    10**39,
    "",
    "inf",
    "\x1b[2J",
    "a\u0000b",
    "x" * 50_000,
    "2027",
    [],
    {},
    [[]],
    [None],
    {"a": 1},
]
RAW = [
    b"NaN",
    b"-Infinity",
    b"1e999",
    b"9" * 6_000,
    b"[" * 5_000,
    b'{"a":' * 5_000,
    b"\\ud800",
    b"\xff\xfe",
    b"\0",
]


def spoil_bytes(content: bytes, draw: random.Random) -> bytes:
    """Flip, take away, double, cut short, or put in something raw."""
    at, to = sorted(draw.randrange(len(content)) for _ in range(2))
    lines = content.splitlines(keepends=True)
    line = draw.randrange(len(lines))
    return draw.choice(
        [
            content[:at] + bytes([content[at] ^ 1 << draw.randrange(8)]) + content[at + 1 :],
            content[:at] + content[at + 1 :],
            content[:at] + content[to:],
            content[:at],
            b"".join(lines[:line] + lines[line + 1 :]),
            b"".join([*lines[:line], lines[line], *lines[line:]]),
            content[:at] + draw.choice(RAW) + content[at:],
            content[:at] + draw.choice(RAW) + content[to:],
            b"\xef\xbb\xbf" + content,
            b"",
        ]
    )


def places(value: Any) -> list[tuple[Any, Any]]:
    """Return every table or list within a value, with each of its keys."""
    found: list[tuple[Any, Any]] = []
    todo = [value]
    while todo:
        here = todo.pop()
        if isinstance(here, dict | list):
            keys = list(here) if isinstance(here, dict) else range(len(here))
            found += [(here, key) for key in keys]
            todo += [here[key] for key in keys]
    return found


def spoil_values(table: Any, draw: random.Random) -> Any:
    """Put something strange in a place, take it away, add to it, double it, or nest it."""
    table = json.loads(json.dumps(table))
    inside, key = draw.choice(places(table))
    kind = draw.randrange(6)
    if kind == 0:
        del inside[key]
    elif kind == 1 and isinstance(inside, dict):
        inside["unknown"] = draw.choice(STRANGE)
    elif kind == 2 and isinstance(inside, list):
        inside.insert(key, inside[key])
    elif kind == 3:
        inside[key] = [inside[key]]
    else:
        inside[key] = draw.choice(STRANGE)
    return table


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with kept travel times, a plan and its findings."""
    folder = tmp_path_factory.mktemp("whole") / "small"
    steps.new_from_tables(folder, EXAMPLE / "areas.csv", EXAMPLE / "sites.csv", None)
    shutil.copy(EXAMPLE / "policy.toml", folder / "policy.toml")
    steps.travel_project(folder)
    steps.findings_of(steps.plan_project(folder))
    return folder


def read_times(folder: Path) -> object:
    """Open the kept travel times and read every figure."""
    case = open_case(folder)
    times = travel_times_of(folder, case, "car")
    minutes = times.to_dense("car")
    assert not np.nanmin(minutes) < 0
    return minutes.tolist()


READERS: dict[str, Callable[[Path], object]] = {
    "narvaro.toml": open_case,
    "policy.toml": lambda folder: read_policy(folder / "policy.toml"),
    "results/plan.json": lambda folder: open_planned(folder).plan.to_json(),
    "results/certificate.json": open_planned,
    "results/findings.json": lambda folder: read_findings(folder / "results" / "findings.json"),
    "travel/manifest.json": read_times,
    "travel/points.json": read_times,
}


def told_or_sound(read: Callable[[], object]) -> object | None:
    """Return what was read, or None where faults were told, in both languages, with no control character in them."""
    try:
        return read()
    except NarvaroError as error:
        caught = error
    for lang in ("sv", "en"):
        text = caught.text(lang)
        assert not any(category(letter) in ("Cc", "Cs") for letter in text.replace("\n", ""))
        assert len(text) < 20_000
    assert not isinstance(caught, InputError) or caught.faults
    return None


@pytest.fixture
def spoilt(whole: Path, tmp_path: Path) -> Path:
    """A copy that may be spoilt."""
    return Path(shutil.copytree(whole, tmp_path / "small"))


@pytest.mark.parametrize("file", READERS)
def test_spoilt_bytes_end_in_faults_or_in_a_sound_result(spoilt: Path, file: str) -> None:
    """Bits, bytes and lines; most are told, and a plan that is still read says what it said before."""
    draw = random.Random(file)
    path = spoilt / file
    content = path.read_bytes()
    read = READERS[file]
    before = read(spoilt)
    told = 0
    for _ in range(EACH):
        path.write_bytes(spoil_bytes(content, draw))
        found = told_or_sound(lambda: read(spoilt))
        told += found is None
        if file == "results/plan.json" and found is not None:
            assert found == before
    assert told > EACH / 3


@pytest.mark.parametrize("file", [file for file in READERS if file.endswith(".json")])
@pytest.mark.parametrize("forged", [False, True])
def test_spoilt_values_end_in_faults_or_in_a_sound_result(spoilt: Path, file: str, forged: bool) -> None:
    """Types, keys, lengths and nesting; also where the file's own checksum is reckoned anew."""
    draw = random.Random(f"{file} {forged}")
    path = spoilt / file
    table = json.loads(path.read_bytes())
    told = 0
    for _ in range(2 * EACH):
        other = spoil_values(table, draw)
        if forged and isinstance(other, dict) and "checksum" in other:
            other["checksum"] = checksum_of({key: x for key, x in other.items() if key != "key"})
        path.write_text(json.dumps(other), encoding="utf-8")
        told += told_or_sound(lambda: READERS[file](spoilt)) is None
    assert told > EACH / 3


def test_spoilt_findings_are_found_anew(spoilt: Path) -> None:
    """A cache that does not fit its form or its checksum is rebuilt, to the byte."""
    path = spoilt / "results" / "findings.json"
    planned = open_planned(spoilt)
    content = path.read_bytes()
    draw = random.Random(1)
    for _ in range(4):
        path.write_bytes(spoil_bytes(content, draw))
        assert isinstance(steps.findings_of(planned), Findings)
        assert path.read_bytes() == content


def test_spoilt_blocks_end_in_faults_or_in_figures(spoilt: Path) -> None:
    """The head of a file of travel times says how much of it is read as what; nonsense there is told."""
    path = next((spoilt / "travel" / "blocks").glob("car*.block"))
    content = path.read_bytes()
    head = 16 + int.from_bytes(content[8:16], "little")
    draw = random.Random(2)
    for _ in range(2 * EACH):
        path.write_bytes(spoil_bytes(content[:head], draw) + content[head:])
        told_or_sound(lambda: read_times(spoilt))
