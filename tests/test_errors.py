"""One error tree: every error carries data, speaks both languages, and has its exit code."""

import ast
import inspect
import json

import pytest

from narvaro import errors
from narvaro.errors import (
    CheckError,
    Fault,
    FolderError,
    InfeasibleError,
    InputError,
    NarvaroError,
    PolicyError,
    ProblemError,
    SettingError,
    SourceError,
    TableError,
    TravelError,
)

FAULT = Fault("table.negative", {"value": "-3"}, file="areas.csv", row=7, column="people")
EVERY = {
    name: kind for name, kind in vars(errors).items() if inspect.isclass(kind) and issubclass(kind, Exception)
}


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (InputError, 2),
        (TableError, 2),
        (FolderError, 2),
        (PolicyError, 2),
        (ProblemError, 2),
        (SettingError, 2),
        (InfeasibleError, 3),
        (SourceError, 2),
        (TravelError, 2),
        (CheckError, 2),
    ],
)
def test_the_exit_code_of_each_error(kind: type[NarvaroError], code: int) -> None:
    """The user's input and a result that does not hold are 2, no feasible plan is 3."""
    assert kind.exit_code == code


def test_everything_raised_on_purpose_is_one_tree() -> None:
    """Each error of the file is a NarvaroError and is named in the list of the file."""
    assert all(issubclass(kind, NarvaroError) for kind in EVERY.values())
    assert sorted([*EVERY, "Fault"]) == sorted(errors.__all__)


def test_the_tree_at_the_head_of_the_file_is_the_tree() -> None:
    """The drawing names every error and its exit code."""
    drawing = ast.get_docstring(ast.parse(inspect.getsource(errors))) or ""
    for name, kind in EVERY.items():
        line = next((line for line in drawing.splitlines() if f" {name} " in f" {line} "), "")
        assert line, f"{name} is not drawn"
        own = "exit_code" in vars(kind) and kind is not NarvaroError
        assert not own or f" {kind.exit_code} " in f"{line} ", f"{name}: {line}"


@pytest.mark.parametrize(
    "kind",
    [
        *(TableError, FolderError, PolicyError, ProblemError, SettingError, SourceError),
        *(InfeasibleError, CheckError),
    ],
)
def test_all_faults_stand_in_one_message(kind: type[InputError]) -> None:
    """A headline with their number, then a line for each, in both languages."""
    error = kind([FAULT, Fault("table.nobody", {})])
    assert [len(error.text(lang).splitlines()) for lang in ("sv", "en")] == [3, 3]
    assert "  - areas.csv, row 7, column people: -3 is below zero. Give zero or more." in str(error)
    assert "  - areas.csv, rad 7, kolumn people: -3 är mindre än noll. Ange noll eller mer." in error.text(
        "sv"
    )
    assert "2" in error.text("sv").splitlines()[0]


def test_a_fault_without_a_place_is_the_sentence_alone() -> None:
    """No comma and no colon stand before it."""
    assert Fault("table.nobody").text("sv").startswith("Ingen bor i något område.")


def test_a_fault_is_plain_data_for_machines() -> None:
    """Key, data and place can be written as JSON and read back."""
    told = json.loads(json.dumps(FAULT.to_json()))
    assert (told["key"], told["row"], told["column"]) == ("table.negative", 7, "people")
    assert told["data"] == {"value": "-3"}


def test_conflicts_of_an_infeasible_plan_are_its_faults() -> None:
    """The limits that clash are what the message lists."""
    assert InfeasibleError([FAULT]).conflicts == (FAULT,)


def test_an_error_with_a_key_speaks_both_languages() -> None:
    """A single error says what was asked for and what there is."""
    error = TravelError("travel.no_such_mode", mode="boat", modes="car, walk")
    assert "boat" in str(error)
    assert error.text("sv") != error.text("en")


def test_the_headline_counts_faults_that_are_not_named() -> None:
    """One fault by name, 30 further rows and 9 further faults of a file are 40."""
    named = Fault("table.negative", {"value": -3}, "areas.csv", 7, "people")
    more = Fault("table.and_more", {"count": 30}, "areas.csv", None, "people")
    others = Fault("document.more", {"count": 9}, "plan.json")
    assert (
        TableError([named, more, others])
        .text("en")
        .startswith("The tables cannot be used as they are. Faults found: 40.")
    )
    assert (
        TableError([named]).text("sv").startswith("Tabellerna går inte att använda som de är. Antal fel: 1.")
    )
