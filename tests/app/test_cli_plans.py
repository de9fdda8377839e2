"""The commands on kept plans, as a person types them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from narvaro.app.cli import command_names
from narvaro.app.cli_plans import COMMANDS


@pytest.fixture
def closing(small: Path, tmp_path: Path) -> Path:
    """A list that closes one office of the example, by its name."""
    sites = pd.read_csv(small / "sites.csv")
    name = sites.loc[sites["status"] == "may_close", "name"].iloc[0]
    path = tmp_path / "mine.csv"
    path.write_text(f"site;year;action\n{name.upper()};2028;close\n", encoding="utf-8")
    return path


def test_the_commands_stand_in_the_order_of_the_work() -> None:
    """Decide, list, compare, adopt, undo, log; each is a command of the program."""
    assert [name for name in command_names() if name in COMMANDS] == list(COMMANDS)


def test_from_a_list_of_actions_to_a_plan_in_force_and_back(narvaro, small: Path, closing: Path) -> None:
    """One's own actions are kept, listed beside the plan, adopted, undone, and all of it stands in the log."""
    assert narvaro("plan", small, "--by", "Åsa").code == 0
    done = narvaro("decide", small, "--actions", closing, "--as", "mine", "--by", "Bo", "--reason", "to see")
    assert done.code == 0
    assert "the plan is given, so nothing is proven of it" in done.out
    listed = narvaro("plans", small)
    assert "by Bo: to see" in listed.out
    assert "100" not in [word.rstrip("%") for word in listed.out.split()]
    plans = narvaro("plans", small, "--json").json["plans"]
    assert [(one["name"] == "mine", one["in_force"], one["status"]) for one in plans] == [
        (False, True, "optimal"),
        (True, False, "given"),
    ]
    assert plans[1]["objective"]["gap"] is None
    assert narvaro("adopt", small, "mine", "--by", "Bo", "--reason", "decided").code == 0
    assert narvaro("report", small).code == 0
    assert narvaro("access", small, "--with-plan").code == 0
    assert "The plan in force is mine" in narvaro("check", small).out
    assert narvaro("undo", small, "--json").json["undone"] == "mine"
    events = narvaro("log", small, "--json").json["events"]
    assert [event["event"] for event in events] == ["made", "planned", "made", "adopted", "undone"]
    shown = narvaro("log", small, "--lang", "sv").out
    assert "satt i kraft" in shown
    assert "decided" in shown


def test_who_and_why_must_be_said_to_adopt(narvaro, small: Path) -> None:
    """A decision without a name or a reason is none."""
    narvaro("plan", small, "--as", "x")
    assert narvaro("adopt", small, "x").code == 2
    assert narvaro("adopt", small, "nowhere", "--by", "a", "--reason", "b").code == 2


def test_other_tables_are_told_and_the_plans_evaluated_again(narvaro, small: Path, closing: Path) -> None:
    """With twice the people the kept plans say so, and their value of now stands beside that of then."""
    narvaro("plan", small)
    narvaro("decide", small, "--actions", closing, "--as", "mine")
    areas = pd.read_csv(small / "areas.csv", dtype=str)
    doubled = areas.assign(people=areas["people"].astype(float) * 2)
    doubled.to_csv(small / "areas.csv", index=False)
    checked = narvaro("check", small)
    assert "2 plans were made from other tables" in checked.out.lower()
    assert (
        "The areas have changed: 20 areas with 32,550 people then, 20 areas with 65,100 people now."
        in checked.out
    )
    again = narvaro("plans", small, "--again", "--json").json["plans"]
    assert {one["tables"] for one in again} == {"other"}
    for one in again:
        assert one["again"]["objective"]["after"] == pytest.approx(2 * one["objective"]["after"])
    assert "The same actions then and now" in narvaro("plans", small, "--again").out


def test_a_fault_of_the_list_is_told_with_its_place(narvaro, small: Path, tmp_path: Path) -> None:
    """And nothing is kept."""
    path = tmp_path / "bad.csv"
    path.write_text("site,year,action\nNowhere at all,2028,close\n", encoding="utf-8")
    done = narvaro("decide", small, "--actions", path)
    assert done.code == 2
    assert "bad.csv, row 2, column site: There is no place called" in done.err
    assert not (small / "plans").exists()


def test_all_that_a_command_needs_is_told_at_once(narvaro, small: Path) -> None:
    """Who decides, and why; and only what is not given."""
    both = narvaro("adopt", small, "a")
    assert (both.code, "narvaro adopt needs --by and --reason." in both.err) == (2, True)
    one = narvaro("adopt", small, "a", "--reason", "so")
    assert (one.code, "narvaro adopt needs --by." in one.err) == (2, True)
    assert "narvaro adopt needs DIR, NAME, --by and --reason." in narvaro("adopt").err
