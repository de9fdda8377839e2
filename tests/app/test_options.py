"""Numbers of options that can mean nothing: one fault that names the option, before any work is done."""

from __future__ import annotations

from pathlib import Path

import pytest

REFUSED = [
    *(("access", "--within", value) for value in ("nan", "inf", "-inf", "-5", "0", "1e400")),
    *(("plan", "--gap", value) for value in ("nan", "inf", "-0.1", "1", "5", "1e400")),
    *(("plan", "--time-limit", value) for value in ("nan", "inf", "-5", "0")),
    *(("travel", "--max-minutes", value) for value in ("nan", "inf", "-5", "0")),
    *(("travel", "--window", value) for value in ("-5", "0", "nan", "1.5")),
    *(("travel", "--workers", value) for value in ("-5", "0", "nan", "1.5")),
]


@pytest.mark.parametrize(("command", "option", "value"), REFUSED)
def test_a_number_that_can_mean_nothing_is_one_fault(narvaro, small: Path, command, option, value) -> None:
    """Exit code 2, one fault, the option by its name, and nothing written; in both languages."""
    for lang in ("en", "sv"):
        ran = narvaro(command, small, f"{option}={value}", "--json", "--lang", lang)
        assert ran.code == 2
        assert len(ran.json["error"]["faults"]) == 1
        assert option in ran.err
        assert "valid integer" not in ran.err
    assert not (small / "results").exists()
    assert not (small / "travel").exists()


def test_several_options_are_told_at_once(narvaro, small: Path) -> None:
    """A gap of 5 and no time: both are named."""
    ran = narvaro("plan", small, "--gap=5", "--time-limit=0", "--json")
    assert [fault["column"] for fault in ran.json["error"]["faults"]] == ["--time-limit", "--gap"]
    assert "option --gap: 5 is too high. Give a number below 1." in ran.err


@pytest.mark.parametrize("value", ["nan", "inf", "-inf"])
def test_a_setting_that_is_no_number_is_one_fault_of_its_file(narvaro, small: Path, value: str) -> None:
    """TOML can write nan and inf: they are named where they stand, in settings and policy."""
    for file, old, key in (
        ("policy.toml", "saving_pct = 3.0", "saving_pct"),
        ("narvaro.toml", "car_kmh = 60.0", "car_kmh"),
    ):
        path = small / file
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(old, f"{key} = {value}"), encoding="utf-8")
        ran = narvaro("check", small)
        path.write_text(text, encoding="utf-8")
        assert ran.code == 2
        assert f"{file}, setting " in ran.err
        assert key in ran.err
