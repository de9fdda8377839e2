"""Files from before money said its currency are read as what they were: all in million SEK."""

from collections.abc import Callable
from pathlib import Path

import pytest

from narvaro.case import Case, MoneyUnit, open_case, policy_from, save_case
from narvaro.case.former import SIZE_NAMES, is_former, settings_as_now
from narvaro.case.policy import former_names
from narvaro.errors import FolderError, PolicyError

SEK = MoneyUnit("SEK", "million")
Make = Callable[..., Case]


def as_before(folder: Path) -> str:
    """Write the settings of a folder as format 1 did, and return them."""
    path = folder / "narvaro.toml"
    text = path.read_text().replace("format = 2", "format = 1")
    head, _, rest = text.partition("[money]")
    text = head + rest[rest.index("[travel]") :]
    for old, new in SIZE_NAMES.items():
        text = text.replace(f"\n{new} = ", f"\n{old} = ")
    path.write_text(text)
    return text


def test_a_folder_of_format_1_is_read_as_million_sek(tmp_path: Path, make_case: Make) -> None:
    """The same case comes back, costs and all, and is saved in the form of now."""
    case = make_case(money=SEK)
    save_case(case, tmp_path)
    text = as_before(tmp_path)
    assert "running_msek_year" in text
    assert "money" not in text
    again = open_case(tmp_path)
    assert (again.money, again.sizes, again.checksum) == (SEK, case.sizes, case.checksum)
    save_case(again, tmp_path)
    assert 'currency = "SEK"' in (tmp_path / "narvaro.toml").read_text()


def test_units_of_assumptions_are_those_of_now() -> None:
    """MSEK a year is million SEK a year; other units stay."""
    rows = [{"id": "a", "unit": "MSEK/year"}, {"id": "b", "unit": "km/h"}, 3]
    found = settings_as_now({"format": 1, "assumptions": rows}, "narvaro.toml")
    assert found["assumptions"] == [{"id": "a", "unit": "million SEK/year"}, {"id": "b", "unit": "km/h"}, 3]


@pytest.mark.parametrize("lang", ["en", "sv"])
def test_a_former_name_under_other_money_is_refused(lang: str) -> None:
    """5.9 was a figure in million SEK; a project in thousand EUR cannot mean it."""
    table = {
        "format": 2,
        "money": {"currency": "EUR", "unit": "thousand"},
        "sizes": [{"id": "s", "running_msek_year": 5.9}],
    }
    with pytest.raises(FolderError) as caught:
        settings_as_now(table, "narvaro.toml")
    said = caught.value.text(lang)
    assert "running_msek_year" in said
    assert "running_year" in said


def test_both_names_at_once_are_a_fault() -> None:
    """Which of two figures counts, nobody can say."""
    table = {"years": [2027], "money": {"change_msek": [5.0], "change": [6.0]}}
    with pytest.raises(PolicyError) as caught:
        policy_from(table)
    assert "change_msek is the former name of change, and both are given" in caught.value.text("en")
    size = {"id": "s", "opening_msek": 1.0, "opening": 1.0}
    with pytest.raises(FolderError):
        settings_as_now({"format": 1, "sizes": [size]}, "narvaro.toml")


def test_a_former_policy_is_the_policy_of_now(tmp_path: Path) -> None:
    """The names give the same settings and the same checksum, are written anew, and are told."""
    now = policy_from({"years": [2027], "money": {"change": [5.0], "base": 20.0}})
    before = policy_from({"years": [2027], "money": {"change_msek": [5.0], "base_msek": 20.0}})
    assert (before, before.checksum) == (now, now.checksum)
    path = tmp_path / "policy.toml"
    path.write_text("years = [2027]\n[money]\nchange_msek = [5.0]\n")
    assert former_names(path) == ("change_msek",)


def test_only_million_sek_is_what_was_meant() -> None:
    """Another currency or another unit is not."""
    assert is_former({"currency": "SEK", "unit": "million"})
    assert not is_former({"currency": "SEK", "unit": "thousand"})
    assert not is_former({"currency": "EUR", "unit": "million"})
    assert not is_former(None)
