"""The finding follows from the bands alone, and what is not known is told."""

import pandas as pd
import pytest

from narvaro.access import History, measure_history
from narvaro.case import Case
from narvaro.explain.history import band_note, counts, drawn_groups, finding, notes, since_first
from narvaro.language import LANGUAGES
from narvaro.language.names import EVERYONE

AREAS = pd.DataFrame(
    {
        "id": ["a", "b"],
        "name": ["A", "B"],
        "lon": [18.0, 18.1],
        "lat": 59.3,
        "people": [10, 30],
        "kind": ["town", "country"],
    }
)
SITES = pd.DataFrame(
    {
        "id": ["s1", "s2"],
        "name": ["S1", "S2"],
        "lon": [18.0, 18.1],
        "lat": 59.3,
        "status": ["may_close", "candidate"],
        "assumed": [True, False],
    }
)
TIMES = pd.DataFrame({"s1": [5.0, 25.0], "s2": [30.0, 5.0]}, index=["a", "b"])


def case_of(*rows: tuple[str, str, str, str]) -> Case:
    events = pd.DataFrame(rows, columns=["site_id", "from", "to", "event"])
    counted = pd.DataFrame(
        {"date": ["2022-06"], "event": ["counted"], "offices": ["2"], "site_id": "", "from": "", "to": ""}
    )
    return Case("mini", AREAS, SITES, events=pd.concat([events.assign(date="", offices=""), counted]))


def history_of(case: Case) -> History:
    return measure_history(case.register, TIMES, case.areas["people"], groups=case.areas["kind"])


OPENED = ("s2", "2021", "2021", "opened")


@pytest.mark.parametrize(
    ("rows", "key"),
    [
        ([OPENED], "history.fell"),
        ([OPENED, ("s2", "2023", "2023", "closed")], "history.fell_rose"),
        (
            [
                ("s2", "2020", "2020", "opened"),
                ("s2", "2022", "2022", "closed"),
                ("s2", "2024", "2024", "opened"),
            ],
            "history.fell",
        ),
        ([("s2", "2021", "", "opened")], "history.level"),
    ],
)
def test_the_finding_is_told_by_what_the_bands_prove(rows: list[tuple[str, str, str, str]], key: str) -> None:
    """A fall, a fall and a rise; and an opening that may not have happened proves nothing."""
    assert finding(history_of(case_of(*rows))).key == key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_finding_has_its_years_and_minutes(lang: str) -> None:
    """20 minutes with s1 alone, 5 with both: (10·5 + 30·25)/40 and (10·5 + 30·5)/40."""
    text = finding(history_of(case_of(OPENED))).text(lang)
    mark = {"sv": ",", "en": "."}[lang]
    assert f"20{mark}0" in text
    assert f"5{mark}0" in text
    assert "2020" in text
    assert "2021" in text


def test_a_band_that_looks_like_one_figure_is_one() -> None:
    """By the decimals shown, in either order."""
    assert band_note(2.04, 1.96).text("en") == "2.0"
    assert band_note(2.0, 1.0, 0).text("en") == "1–2"


def test_the_change_since_the_first_year_is_a_band_of_its_own() -> None:
    """Nothing, then 15 minutes less or nothing, then 15 less; everyone comes first, then groups from town outwards."""
    history = history_of(case_of(("s2", "2021", "2022", "opened")))
    assert since_first(history, EVERYONE).to_numpy().tolist() == [[0.0, 0.0], [-15.0, 0.0], [-15.0, -15.0]]
    assert drawn_groups(history, 5) == (EVERYONE, "country", "town")
    assert drawn_groups(history, 1) == (EVERYONE, "country")


def test_counts_stand_beside_what_the_rows_give() -> None:
    """At the end of June 2022 two were counted; one or two stood."""
    found = counts(case_of(("s2", "2021", "2022", "opened")))
    assert found[["counted", "least", "most"]].to_numpy().tolist() == [[2, 1, 2]]


def test_what_is_not_known_is_told() -> None:
    """Undated events, assumed offices, people and travel times of one year; with people by year the years known."""
    case = case_of(("s2", "2021", "2022", "opened"))
    told = {note.key: note.data for note in notes(case, history_of(case))}
    assert told["history.note.undated"] == {"count": 1, "of": 1}
    assert told["history.note.assumed"] == {"offices": 1, "still": 1}
    assert {"history.note.people_unknown", "history.note.travel_unknown"} <= set(told)
    known = Case("mini", AREAS.assign(people_2020=[10, 30], people_2022=[20, 20]), SITES, events=case.events)
    people = pd.DataFrame(dict.fromkeys(known.register.years, known.areas["people_2020"]))
    told = {note.key: note.data for note in notes(known, measure_history(known.register, TIMES, people))}
    assert told["history.note.people_of"] == {"years": ["2020", "2022"]}
    assert known.groupings() == ()
