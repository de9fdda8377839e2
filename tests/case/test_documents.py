"""The reader of our own files: plain values or faults with their place, never another kind of error."""

from __future__ import annotations

from pathlib import Path

import pytest

from narvaro.case.documents import MOST_DIGITS, MOST_LETTERS, MOST_LEVELS, json_from, read_json, read_toml
from narvaro.errors import FolderError, PolicyError


@pytest.mark.parametrize(
    ("content", "keys", "place"),
    [
        ("", ["document.empty"], None),
        ("  \n", ["document.empty"], None),
        ('{"a": [1, 2', ["document.cut_short"], None),
        ('{"a" 1}', ["document.no_json"], None),
        ('{"a": {"b": [0, NaN]}}', ["document.not_finite"], "a.b[1]"),
        ('{"a": -Infinity}', ["document.not_finite"], "a"),
        ('{"a": 1e999}', ["document.not_finite"], "a"),
        ('{"a": ' + "9" * 6_000 + "}", ["document.long_number"], "a"),
        ('{"a": 0.' + "9" * 6_000 + "}", ["document.long_number"], "a"),
        ('{"a": 1, "a": 1}', ["document.twice"], "a"),
        ('{"x": [{"a": 1, "b": 2, "a": 3}]}', ["document.twice"], "x[0].a"),
        ('{"a": "\\u001b[2J"}', ["document.control"], "a"),
        ('{"a": "\\u0000"}', ["document.control"], "a"),
        ('{"a": "\\ud800"}', ["document.control"], "a"),
        ('{"a\\u0007": 1}', ["document.control"], None),
        ('{"a": "' + "x" * (MOST_LETTERS + 1) + '"}', ["document.long_text"], "a"),
        ("[" * (MOST_LEVELS + 1) + "]" * (MOST_LEVELS + 1), ["document.deep"], "[0]"),
        ("[" * 100_000 + "]" * 100_000, ["document.deep"], None),
        ('{"a":' * 100_000, ["document.deep"], None),
        ('{"a": NaN, "b": NaN}', ["document.not_finite"] * 2, "a"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_json_is_named_with_its_place(
    content: str, keys: list[str], place: str | None
) -> None:
    """Empty, cut, deep, long, endless, doubled, unprintable: each a fault of its own."""
    with pytest.raises(FolderError) as caught:
        json_from(content.encode(), "a.json")
    assert [fault.key for fault in caught.value.faults] == keys
    assert caught.value.faults[0].column == place
    assert all(fault.file == "a.json" for fault in caught.value.faults)


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b"\xef\xbb\xbf[1]", [1]),
        (b'{"a": {"a": 1}}', {"a": {"a": 1}}),
        (("[" * MOST_LEVELS + "]" * MOST_LEVELS).encode(), None),
        (("9" * MOST_DIGITS).encode(), int("9" * MOST_DIGITS)),
        ('"a\\tb\\nÅ \\ud83d\\ude00"'.encode(), "a\tb\nÅ 😀"),
    ],
)
def test_what_lies_within_the_limits_is_read(content: bytes, value: object) -> None:
    """A mark at the start, the deepest nesting and the longest number allowed, line ends, pairs of surrogates."""
    found = json_from(content, "a.json")
    assert value is None or found == value


@pytest.mark.parametrize(
    ("content", "key", "place"),
    [
        (b"a = " + b"9" * 6_000, "document.digits", None),
        (b"a = " + b"9" * 50, "document.digits", "a"),
        (b"a = nan", "document.not_finite", "a"),
        (b"a = [1.0, -inf]", "document.not_finite", "a[2]"),
        (b"a = " + b"[" * 5_000, "document.deep", None),
        (b"a." * 40 + b"a = 1", "document.deep", "a"),
        (b'a = "\\u001b[2J"', "document.control", "a"),
        (b"a = 2027-01-01", "document.date", "a"),
        (b"a = 1\na = 2", "policy.syntax", None),
        (b"\xff\xfe", "policy.encoding", None),
        (b"\0" * 100, "policy.syntax", None),
        (b"", "document.empty", None),
        (b"#" * 1_000_001, "document.large", None),
    ],
)
def test_what_is_wrong_with_toml_is_named_with_its_place(
    tmp_path: Path, content: bytes, key: str, place: str | None
) -> None:
    """The same limits, in the error of whoever asks."""
    path = tmp_path / "a.toml"
    path.write_bytes(content)
    with pytest.raises(PolicyError) as caught:
        read_toml(path, error=PolicyError)
    assert (caught.value.faults[0].key, caught.value.faults[0].column) == (key, place)


def test_many_faults_are_counted(tmp_path: Path) -> None:
    """Twenty are listed, the other eighty counted."""
    (tmp_path / "a.json").write_text("[" + ", ".join(["NaN"] * 100) + "]")
    with pytest.raises(FolderError) as caught:
        read_json(tmp_path / "a.json")
    assert len(caught.value.faults) == 21
    assert caught.value.faults[-1].data == {"count": 80}
