"""Municipalities stand in the order of how many people's ways change there."""

from __future__ import annotations

from tests.explain.said.saying import said, with_findings

from narvaro.explain.said.facts import KnownFacts
from narvaro.explain.said.municipalities import municipalities, municipality_table, place_name


def changing(f: KnownFacts, **changed: tuple[float, float]) -> KnownFacts:
    """Return what is known where so many people in each municipality have a shorter and a longer way; nobody else."""
    gains = f.findings.gains.copy()
    here = (gains["mode"] == "car") & (gains["grouping"] == "municipality_code")
    for way in ("shorter", "longer", "newly_reached", "newly_unreached"):
        gains.loc[here, f"people_{way}"] = 0.0
    for code, people in changed.items():
        gains.loc[here & (gains["group"] == code[1:]), ["people_shorter", "people_longer"]] = people
    return with_findings(f, gains=gains)


def test_the_municipality_where_most_ways_change_stands_first(tall_facts: KnownFacts) -> None:
    """40 shorter and 5 longer are 45 changes, more than 44; the rest have none and are not shown."""
    f = changing(tall_facts, _02=(44.0, 0.0), _05=(40.0, 5.0))
    table = municipalities(f).tables["municipalities"]
    assert table["changed"].tolist() == [45.0, 44.0, 0.0, 0.0, 0.0, 0.0]
    assert table["place"].tolist()[:2] == ["Kommun <05>", "Kommun <02>"]
    assert table["shown"].tolist() == [True, True, *[False] * 4]
    assert said(municipalities, f, "title") == (
        "In two of six municipalities somebody's journey by car changes by a minute or more, for most people in "
        "Kommun <05>"
    )


def test_where_nobodys_way_changes_there_is_nothing_to_tell(
    tall_facts: KnownFacts, plain_facts: dict[str, KnownFacts]
) -> None:
    """Less than half a person is nobody; and a case without municipalities has none."""
    for f in (changing(tall_facts, _01=(0.4, 0.0)), plain_facts["open"]):
        section = municipalities(f)
        assert (section.said, len(section.tables["municipalities"])) == ({}, 0)


def test_first_ways_have_a_column_where_there_are_any(tall_facts: KnownFacts) -> None:
    """Nobody gets or loses a way: those columns are left out; three people who do count as changed."""
    f = changing(tall_facts, _01=(10.0, 0.0))
    assert "people_newly_reached" not in municipality_table(f, "municipality_code")
    gains = f.findings.gains.copy()
    row = (gains["mode"] == "car") & (gains["grouping"] == "municipality_code") & (gains["group"] == "01")
    gains.loc[row, "people_newly_reached"] = 3.0
    table = municipality_table(with_findings(f, gains=gains), "municipality_code")
    assert table[["people_newly_reached", "changed"]].iloc[0].tolist() == [3.0, 13.0]


def test_places_by_code(tall_facts: KnownFacts, plain_facts: dict[str, KnownFacts]) -> None:
    """A municipality is told by name where the case has one, else by its code."""
    assert place_name(tall_facts, "municipality_code", "01") == "Kommun <01>"
    assert place_name(tall_facts, "municipality_code", "99") == "99"
    assert place_name(plain_facts["open"], "municipality_code", "01") == "01"
