"""`narvaro history`: tables, files, picture and answer for machines say the same, and what lacks is told plainly."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pandas as pd
import pytest

from narvaro.app.travelling import MANIFEST
from narvaro.sources import scenario_names

from .conftest import EXAMPLE, Run

EVENTS = EXAMPLE / "events.csv"


@pytest.fixture
def small(narvaro: Run) -> Path:
    """The example as a project folder."""
    made = narvaro("new", "small", "--areas", EXAMPLE / "areas.csv", "--sites", EXAMPLE / "sites.csv")
    assert made.code == 0
    return Path("small")


def test_tables_picture_and_json_say_the_same(narvaro: Run, small: Path) -> None:
    """Three offices in 2020, two or three in 2021; the files hold what --json does."""
    ran = narvaro("history", small, "--events", EVENTS, "--by", "settlement", "--json")
    assert ran.code == 0
    assert ran.json["years"] == [2020, 2021, 2022, 2023, 2024]
    assert [(row["least"], row["most"]) for row in ran.json["offices"]] == [
        (3, 3),
        (2, 3),
        (3, 3),
        (3, 3),
        (2, 2),
    ]
    table = pd.read_csv(small / "results" / "history.csv").set_index(["year", "group"])
    assert len(table) == 5 * 4
    everyone = [row for row in ran.json["access"] if row["group"] == "everyone" and row["year"] == 2021]
    ends = sorted(row["mean_min"] for row in everyone)
    band = table.loc[(2021, "everyone"), ["mean_min_low", "mean_min_high"]].tolist()
    assert band == pytest.approx(ends, abs=1e-3)
    events = pd.read_csv(small / "results" / "history_events.csv")
    assert events["name"].tolist() == ["Glenfoot Shop", "Dock Street", "Abbey School", "Glenfoot Shop"]
    assert events["min_each_low"].tolist()[0] == -events["min_each_low"].tolist()[3]
    root = ET.fromstring((small / "results" / "history.en.svg").read_text(encoding="utf-8"))
    assert root.tag.endswith("svg")


def test_a_folder_with_events_needs_no_option(narvaro: Run, small: Path) -> None:
    """And gives the same; in Swedish the picture has its own file, the tables are the same bytes."""
    narvaro("history", small, "--events", EVENTS)
    first = (small / "results" / "history.csv").read_bytes()
    (small / "events.csv").write_bytes(EVENTS.read_bytes())
    ran = narvaro("history", small, "--lang", "sv")
    assert ran.code == 0
    assert "Medelvägen till ett kontor" in ran.out
    assert (small / "results" / "history.csv").read_bytes() == first
    assert (small / "results" / "history.sv.svg").exists()


def test_what_was_decided_stands_beside_the_history(narvaro: Run, small: Path) -> None:
    """A folder may hold decisions on places that never were offices; the history is the same with and without them."""
    narvaro("history", small, "--events", EVENTS)
    first = (small / "results" / "history.csv").read_bytes()
    candidate = pd.read_csv(small / "sites.csv").query("status == 'candidate'")["id"].iloc[0]
    (small / "decided.csv").write_text(f"decided,action,site_id\n2021,open,{candidate}\n", encoding="utf-8")
    assert narvaro("history", small, "--events", EVENTS).code == 0
    assert (small / "results" / "history.csv").read_bytes() == first


def test_an_embedded_scenario_has_its_history(narvaro: Run) -> None:
    """A folder fresh from the program, with all that it ships, is told of year by year."""
    assert narvaro("new", "fresh", "--scenario", scenario_names()[-1]).code == 0
    ran = narvaro("history", "fresh", "--json")
    assert ran.code == 0
    assert len(ran.json["years"]) > 1


def test_a_folder_without_events_says_what_to_write(narvaro: Run, small: Path) -> None:
    """One error with the file, its columns and an example, and nothing is written."""
    ran = narvaro("history", small)
    assert ran.code == 2
    for word in ("events.csv", "site_id, date and event", "--events"):
        assert word in ran.err
    assert not (small / "results").exists()
    assert "counted" in narvaro("history", "--help").out


def test_faults_of_a_table_given_name_it(narvaro: Run, small: Path, tmp_path: Path) -> None:
    """Its own file, with row and column; and an unknown grouping lists those that there are."""
    (tmp_path / "wrong.csv").write_text("site_id,date,event\ns1,soon,closed\n")
    ran = narvaro("history", small, "--events", "wrong.csv")
    assert ran.code == 2
    assert "wrong.csv, row 2, column date" in ran.err
    ran = narvaro("history", small, "--events", EVENTS, "--by", "colour")
    assert ran.code == 2
    assert "settlement" in ran.err


def test_times_on_streets_do_not_reach_a_site_of_the_events_alone(narvaro: Run, small: Path) -> None:
    """Which is told, with what to do; it is never measured along another kind of way."""
    (small / MANIFEST).parent.mkdir()
    (small / MANIFEST).write_text("{}")
    ran = narvaro("history", small, "--events", EVENTS)
    assert ran.code == 2
    assert "dock" in ran.err
    assert "narvaro travel" in ran.err


def test_people_of_several_years_are_a_part_of_the_change(narvaro: Run, small: Path) -> None:
    """With columns people_2020 and people_2024 the change has two parts, which sum to it; travel stays unknown."""
    areas = pd.read_csv(small / "areas.csv", dtype=str)
    areas["people_2020"] = areas["people"]
    areas["people_2024"] = [str(1.5 * float(p) if k % 2 else float(p)) for k, p in enumerate(areas["people"])]
    areas.to_csv(small / "areas.csv", index=False)
    ran = narvaro("history", small, "--events", EVENTS, "--json")
    assert ran.code == 0, ran.err
    assert (ran.json["people_known"], ran.json["travel_known"]) == (True, False)
    for row in ran.json["changes"]:
        assert row["decisions"] + row["people"] == pytest.approx(row["change_min"], abs=1e-9)
        assert row["travel"] is None
    assert max(abs(row["people"]) for row in ran.json["changes"]) > 0
    assert "What the change of the mean way is made of" in narvaro("history", small, "--events", EVENTS).out


def test_each_by_their_best_way(narvaro: Run, small: Path) -> None:
    """The mode person counts those without a car by theirs: their way is longer than everyone's by car."""
    car = narvaro("history", small, "--events", EVENTS, "--json").json["access"]
    settings = (small / "narvaro.toml").read_text()
    (small / "narvaro.toml").write_text(settings.replace("[travel]", "[travel]\nwithout_car = 0.2"))
    ran = narvaro("history", small, "--events", EVENTS, "--mode", "person", "--by", "settlement", "--json")
    assert ran.code == 0, ran.err
    person = {row["group"]: row for row in ran.json["access"] if row["year"] == 2020 and row["end"] == "most"}
    assert person["everyone"]["people"] == pytest.approx(car[0]["people"])
    assert person["everyone"]["mean_min"] > next(row["mean_min"] for row in car if row["year"] == 2020)


def test_a_plan_is_followed_up(narvaro: Run, small: Path) -> None:
    """The plan of 2027 on beside events of its years: one action done, others not, and a closing nobody planned."""
    (small / "policy.toml").write_bytes((EXAMPLE / "policy.toml").read_bytes())
    assert narvaro("plan", small).code == 0
    plan = pd.read_csv(small / "results" / "actions.csv")
    opened = plan[plan["action"] == "open"].iloc[0]
    rows = [f"{opened['site_id']},{opened['year']},opened", "s1,2028-03,closed"]
    Path("later.csv").write_text("\n".join(["site_id,date,event", *rows]) + "\n")
    ran = narvaro("history", small, "--events", "later.csv", "--with-plan", "--json")
    assert ran.code == 0, ran.err
    fates = [(row["site_id"], row["fate"]) for row in ran.json["plan"]["actions"]]
    assert (opened["site_id"], "there") in fates
    assert {fate for site, fate in fates if site != opened["site_id"]} == {"not"}
    assert ran.json["plan"]["others"] == ["s1"]
    text = narvaro("history", small, "--events", "later.csv", "--with-plan").out
    assert "What became of the plan's actions" in text
    assert "One opening or closing" in text


def test_a_plan_that_is_not_there_is_told(narvaro: Run, small: Path) -> None:
    """As by `access --with-plan`."""
    ran = narvaro("history", small, "--events", EVENTS, "--with-plan")
    assert ran.code == 2
    assert "narvaro plan" in ran.err
