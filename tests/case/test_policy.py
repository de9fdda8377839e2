"""A policy is read with every fault named, in its own place, in both languages."""

from pathlib import Path

import pytest

from narvaro.case import Money, Policy, policy_from, read_policy, write_policy
from narvaro.case.policy import OBJECTIVE_KINDS
from narvaro.errors import PolicyError

GOOD = {"years": [2027], "money": {"change": [10.0]}}

FAULTS = [
    ({"years": [2027]}, "policy.toml, setting money: The setting is missing.", "Inställningen saknas."),
    (
        {**GOOD, "yeras": [1]},
        "policy.toml, setting yeras: There is no such setting. Here there are: scenario, definition, years,",
        "Det finns ingen sådan inställning. Här finns: scenario,",
    ),
    (
        {**GOOD, "limits": {"opening": 3}},
        "setting limits.opening: There is no such setting. Here there are: opening_month,",
        "inställning limits.opening: Det finns ingen",
    ),
    (
        {**GOOD, "objective": {"kind": "best"}},
        f"setting objective.kind: “best” is not known here. Use one of: {', '.join(OBJECTIVE_KINDS)}.",
        f"”best” är inte känt här. Använd något av: {', '.join(OBJECTIVE_KINDS)}.",
    ),
    (
        {**GOOD, "limits": {"opening_month": 13}},
        "setting limits.opening_month: 13 is too high. Give 12 or less.",
        "13 är för högt. Ange 12 eller mindre.",
    ),
    (
        {**GOOD, "limits": {"opening_month": 0}},
        "0 is too low. Give 1 or more.",
        "0 är för lågt. Ange 1 eller mer.",
    ),
    (
        {**GOOD, "objective": {"standard_min": 0}},
        "0 is too low. Give a number above 0.",
        "0 är för lågt. Ange ett tal över 0.",
    ),
    (
        {**GOOD, "solver": {"gap": 1}},
        "1 is too high. Give a number below 1.",
        "1 är för högt. Ange ett tal under 1.",
    ),
    (
        {**GOOD, "money": {"change": ["ten"]}},
        "setting money.change[1]: “ten” is not a number.",
        "”ten” är inte ett tal.",
    ),
    (
        {**GOOD, "money": {"change": [float("nan")]}},
        "“nan” is not a number.",
        "”nan” är inte ett tal.",
    ),
    ({**GOOD, "years": [2027.5]}, "“2027.5” is not a whole number.", "”2027.5” är inte ett heltal."),
    ({**GOOD, "years": 2027}, "“2027” is not a list.", "”2027” är inte en lista."),
    ({**GOOD, "years": []}, "The list is empty. Give at least one.", "Listan är tom."),
    ({**GOOD, "definition": 3}, "“3” is not a text.", "”3” är inte en text."),
    (
        {**GOOD, "objective": {"need_weighted": "much"}},
        "“much” is neither true nor false.",
        "”much” är varken true eller false.",
    ),
    ({**GOOD, "money": 15}, "“15” cannot stand here.", "”15” kan inte stå här."),
    (
        {**GOOD, "objective": {"extra_min": 3}},
        "setting objective.extra_min: “3” cannot stand here.",
        "kan inte stå här.",
    ),
    (
        {"years": [2027, 2028], "money": {"change": [1.0]}},
        "policy.toml: money.change must have one figure for each of the years.",
        "money.change ska ha ett tal för vart och ett av åren.",
    ),
    (
        {"years": [2027, 2029], "money": {"change": [1.0, 2.0]}},
        "The years must stand in order without a break",
        "Åren ska stå i ordning utan avbrott",
    ),
    (
        {"years": [2027], "money": {"change": [15e12]}},
        "A sum of money is above a million million, which is too much in any currency.",
        "vilket är för mycket i alla valutor",
    ),
    (
        {"years": [2027], "money": {"change": [1.0], "earmark": True}},
        "money.earmark needs a definition",
        "money.earmark kräver definition",
    ),
]


@pytest.mark.parametrize(("table", "english", "swedish"), FAULTS)
def test_a_fault_is_told_in_both_languages(table: dict[str, object], english: str, swedish: str) -> None:
    """The message names the setting and what would be right."""
    with pytest.raises(PolicyError) as caught:
        policy_from(table)
    assert english in caught.value.text("en")
    assert swedish in caught.value.text("sv")


def test_all_faults_are_told_at_once() -> None:
    """Three wrong settings give three lines."""
    with pytest.raises(PolicyError) as caught:
        policy_from({"years": [], "money": {"change": [1.0], "saving_pct": 120}, "limits": {"x": 1}})
    assert [fault.column for fault in caught.value.faults] == ["years", "money.saving_pct", "limits.x"]


def test_a_written_policy_is_read_back(tmp_path: Path) -> None:
    """Every setting comes back, also those with a value of none."""
    policy = Policy(
        scenario="try",
        definition="listed",
        years=(2027, 2028),
        money=Money(change=(1.0, -2.5), saving_pct=3.0, earmark=True),
    )
    write_policy(policy, tmp_path / "policy.toml")
    assert read_policy(tmp_path / "policy.toml") == policy


def test_the_defaults_are_those_of_the_expansion() -> None:
    """A mix of walking to an office and minutes by car, opening in July, moving and resizing allowed."""
    policy = policy_from(dict(GOOD))
    assert (policy.objective.kind, policy.objective.walk_standard_min) == ("mix", 20.0)
    assert (policy.limits.opening_month, policy.limits.leave_municipality) == (7, "yes")


def test_a_policy_cannot_be_changed() -> None:
    """A policy is frozen."""
    with pytest.raises(ValueError, match="frozen"):
        policy_from(dict(GOOD)).scenario = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"years = [", "policy.toml: The file is not valid TOML"),
        ("scenario = 'Övre'".encode("latin-1"), "policy.toml, row 1: The file is not UTF-8 (byte 12)."),
    ],
)
def test_a_file_that_cannot_be_read_is_told_of(tmp_path: Path, content: bytes, words: str) -> None:
    """Broken TOML and a broken encoding are faults of the file, with their place."""
    (tmp_path / "policy.toml").write_bytes(content)
    with pytest.raises(PolicyError) as caught:
        read_policy(tmp_path / "policy.toml")
    assert words in caught.value.text("en")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """Neither a missing file nor a folder in its place is a traceback."""
    for path in (tmp_path / "gone.toml", tmp_path):
        with pytest.raises(PolicyError) as caught:
            read_policy(path)
        assert f"{path}: The policy file is not there." in caught.value.text("en")
