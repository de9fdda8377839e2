"""Names for a reader."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from narvaro.language import Names, edition, names, told
from narvaro.language.catalogue import keys, texts

SWEDEN = Names(("sweden",))
NOBODY = Names()


@pytest.mark.parametrize(
    ("label", "swedish"),
    [
        (names.mode("car"), "med bil"),
        (names.engine("straight line"), "rak linje med omvägsfaktor"),
        (SWEDEN.size("small"), "litet"),
        (SWEDEN.size("own size"), "own size"),
        (SWEDEN.office("flexible"), "flexikontor"),
        (SWEDEN.an_office("medium"), "ett mellanstort kontor"),
        (SWEDEN.an_office("huge"), "ett kontor av storleken huge"),
        (SWEDEN.definition("police_2025"), "Polisens lista 2025"),
        (SWEDEN.definition("own_list"), "listan ”own_list”"),
        (SWEDEN.definition(None), ""),
        (SWEDEN.areas_of("police_2025"), "områden på Polisens lista 2025"),
        (SWEDEN.areas_of("own_list"), "områden på listan ”own_list”"),
        (SWEDEN.grouping("police_2025"), "Polisens lista 2025"),
        (SWEDEN.grouping("settlement"), "slag av ort"),
        (SWEDEN.grouping("by_sea"), "by sea"),
        (SWEDEN.group("settlement", "rural"), "landsbygd"),
        (SWEDEN.group("settlement", "valley"), "valley"),
        (SWEDEN.group("kind", "vulnerable"), "utsatt område"),
        (SWEDEN.group("police_2019", "yes"), "Polisens lista 2019"),
        (SWEDEN.group("police_2019", "no"), "övriga områden"),
        (SWEDEN.group("island", "yes"), "island: ja"),
        (SWEDEN.group("everyone", ""), "alla"),
        (SWEDEN.group("settlement", ""), "inte angivet"),
        (SWEDEN.group("county_code", "01", "Stockholms län"), "Stockholms län"),
        (SWEDEN.within("settlement", "rural"), "på landsbygden"),
        (SWEDEN.within("hill", "Top"), "i gruppen ”Top”"),
        (SWEDEN.within("police_2019", "yes"), "i områden på Polisens lista 2019"),
        (SWEDEN.region("fa_region_code"), "funktionell analysregion (FA-region)"),
        (SWEDEN.region("municipality_code"), "kommun"),
        (SWEDEN.region("parish"), "region enligt parish"),
        (SWEDEN.standard("finland_60min"), "alla inom en timme med bil (Finland)"),
        (SWEDEN.standard("mine"), "mine"),
        (SWEDEN.scenario("cut-2025", "x"), "Neddragningen 2025: mindre pengar till kontoren"),
        (SWEDEN.scenario("mine", "x"), "x"),
        (SWEDEN.assumption("policy.extra_min.small").key, "assumption.policy.extra_min"),  # type: ignore[union-attr]
        (SWEDEN.assumption("queue.minutes"), "queue.minutes"),
    ],
)
def test_a_name_where_there_is_one_else_the_value(label: names.Label, swedish: str) -> None:
    """What a country or the house names is named; what nobody names is shown as the user wrote it."""
    assert told(label, "sv").replace("\N{NO-BREAK SPACE}", " ") == swedish


def test_a_countrys_words_are_used_only_where_it_is_asked_for() -> None:
    """Without a country the house has no word for a Swedish size or list, and its own words all the same."""
    assert (NOBODY.size("small"), told(NOBODY.definition("police_2019"), "en")) == (
        "small",
        "the list “police_2019”",
    )
    assert NOBODY.own_source("size.small.staff") is None
    assert told(NOBODY.group("settlement", "rural"), "en") == "countryside"


def test_the_first_country_that_has_a_word_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two countries with a name for a size the first counts; what it lacks comes from the second."""
    more = dict(texts()) | {"elsewhere.size.small": {"sv": "pytteliten", "en": "tiny"}}
    monkeypatch.setattr(names, "texts", lambda: more)
    for asks in ("catalogue", "writer"):
        monkeypatch.setattr(f"narvaro.language.{asks}.texts", lambda: more)
    both = Names(("elsewhere", "sweden"))
    assert told(both.size("small"), "en") == "tiny"
    assert told(both.size("medium"), "en") == "medium"
    assert told(Names(("sweden", "elsewhere")).size("small"), "en") == "small"


@pytest.mark.parametrize(
    ("column", "found"),
    [
        ("police_2019", ("police", "2019")),
        ("my_list_2019", ("my_list", "2019")),
        ("Lista 1_2020", ("Lista 1", "2020")),
        ("police", None),
        ("_2019", None),
        ("police_19", None),
        ("police_20191", None),
        ("police_2019_b", None),
    ],
)
def test_an_edition_is_a_list_and_four_figures(column: str, found: tuple[str, str] | None) -> None:
    """The year stands last, after an underscore; all before it is the list."""
    assert edition(column) == found


def test_a_list_without_its_year_is_not_named_by_a_text_that_needs_one() -> None:
    """A column `police` is the user's own list, not an edition of the Police's without a year."""
    assert told(SWEDEN.definition("police"), "en") == "the list “police”"
    assert told(SWEDEN.group("police", "yes"), "en") == "police: yes"


@pytest.mark.parametrize("thing", ["own_office", "", "a.b", "{x}", "size.staff", "travel.kmh"])
def test_no_word_of_a_user_breaks_a_name(thing: str) -> None:
    """A size, group or definition may be called anything, also as a key of the catalogue is."""
    told(SWEDEN.office(thing), "sv")
    told(SWEDEN.definition(thing), "sv")
    told(SWEDEN.group(thing, thing), "sv")
    told(SWEDEN.assumption(f"size.{thing}.staff"), "sv")
    told(SWEDEN.assumption(thing), "sv")


@pytest.mark.parametrize(
    ("label", "sv"),
    [
        ("free flow", "fritt flöde"),
        ("free flow, there and back", "fritt flöde, fram och tillbaka"),
        ("straight line", "fågelvägen"),
        ("my table.csv, sun 07", "my table.csv, sön 07"),
        ("2026-03-10 10:00 + 60 min, there and back", "2026-03-10 10:00 + 60 min, fram och tillbaka"),
        ("", ""),
    ],
)
def test_what_a_mode_was_made_of_is_told_in_either_language(label: str, sv: str) -> None:
    """The words of the product are put into Swedish, names of files and times stay; English is as it stands."""
    assert names.made_of(label, "sv") == sv
    assert names.made_of(label, "en") == label


def test_every_name_of_the_house_is_asked_for() -> None:
    """A text `name.…` is of a kind that things are named by, or stands whole in the module that names."""
    code = Path(names.__file__).read_text(encoding="utf-8")
    kinds = (*names.KINDS, *re.findall(r'f"\{HOUSE\}\.(\w+)\.', code))
    assert {"mode", "engine", "made_of"} <= set(kinds)
    whole = set(re.findall(r'"(name\.\w+)"', code)) | {"name.yes", "name.no"}
    unused = [key for key in keys() if key.startswith("name.") and key not in whole]
    assert [key for key in unused if key.split(".")[1] not in kinds] == []
