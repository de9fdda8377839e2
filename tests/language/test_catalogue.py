"""The catalogue holds every text in both languages, and the code asks for none that is not there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from narvaro.errors import Fault
from narvaro.language import FURTHER, LANGUAGES, catalogue, keys, number, placeholders, say, texts
from narvaro.language.catalogue import translated

SOURCE = Path(__file__).parents[2] / "src" / "narvaro"
SPEAKERS = {"say", "Fault", "Note"}


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Yield each call in the code that names a text of the catalogue first."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
                continue
            if node.func.id in SPEAKERS or node.func.id.endswith("Error"):
                yield f"{path.relative_to(SOURCE)}:{node.lineno}", node


def key_of(call: ast.Call) -> str | None:
    """Return the key that a call names outright, if it does and it looks like one."""
    first = call.args[0]
    if isinstance(first, ast.Constant) and isinstance(first.value, str) and "." in first.value:
        return first.value
    return None


def names_given(call: ast.Call) -> set[str] | None:
    """Return the names of the data of a call; None where they cannot be seen in the code."""
    assert isinstance(call.func, ast.Name)
    if call.func.id in ("Fault", "Note"):
        data = next((word.value for word in call.keywords if word.arg == "data"), None)
        data = call.args[1] if len(call.args) > 1 else data
        if data is None:
            return set()
        if not isinstance(data, ast.Dict) or not all(isinstance(name, ast.Constant) for name in data.keys):
            return None
        return {name.value for name in data.keys if isinstance(name, ast.Constant)}
    if any(word.arg is None for word in call.keywords):
        return None
    return {word.arg for word in call.keywords if word.arg is not None}


@pytest.mark.parametrize("key", keys())
def test_every_text_is_there_in_both_languages_with_the_same_names(key: str) -> None:
    """Swedish and English say the same: both are filled, and they expect the same data."""
    lacking = [lang for lang in LANGUAGES if not texts()[key].get(lang, "").strip()]
    assert not lacking, f"write [{key}] in {' and '.join(lacking)} too"
    assert placeholders(key, "sv") == placeholders(key, "en"), f"use the same data in both texts of [{key}]"


@pytest.mark.parametrize("lang", FURTHER)
def test_a_further_language_says_all_that_english_says(lang: str) -> None:
    """Its file has a line for each text, in the order of the catalogue, that expects the same data; and no other."""
    assert list(translated(lang)) == list(texts())
    assert {key: text for key, text in translated(lang).items() if not text.strip()} == {}
    apart = {key for key in texts() if placeholders(key, lang) != placeholders(key, "en")}
    assert apart == set()


@pytest.mark.parametrize("lang", FURTHER)
def test_what_is_not_translated_yet_is_english(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that somebody has just written is told all the same, and a language that nobody speaks is an error."""
    monkeypatch.setattr(catalogue, "translated", lambda _: {"name.everyone": "xx"})
    texts.cache_clear()
    assert (say("name.everyone", lang), say("name.elsewhere", lang)) == ("xx", say("name.elsewhere", "en"))
    texts.cache_clear()
    with pytest.raises(KeyError):
        say("name.everyone", "xx")


def test_every_key_that_the_code_names_exists() -> None:
    """No call asks for a text that the catalogue lacks, alone or in forms; one built in parts begins as one does."""
    wrong = []
    for place, call in calls():
        key, first = key_of(call), call.args[0]
        if key is not None and key not in keys() and f"{key}.many" not in keys():
            wrong.append(f"{place}: {key}")
        if isinstance(first, ast.JoinedStr) and isinstance(first.values[0], ast.Constant):
            start = str(first.values[0].value)
            if "." in start and not any(known.startswith(start) for known in keys()):
                wrong.append(f"{place}: {start}...")
    assert wrong == []


def test_every_text_is_given_the_data_it_expects() -> None:
    """Where the code shows the data of a text, each name that the text expects is among them."""
    wrong = []
    for place, call in calls():
        key, given = key_of(call), names_given(call)
        if key in keys() and given is not None and not placeholders(str(key), "en") <= given:
            wrong.append(f"{place}: {key} lacks {', '.join(sorted(placeholders(str(key), 'en') - given))}")
    assert wrong == []


def test_numbers_in_a_text_are_written_as_the_language_writes_them() -> None:
    """The same data gives a point or a comma; a text given as text is left alone."""
    assert say("table.negative", "en", value=-1234.5) == "−1,234.50 is below zero. Give zero or more."
    assert say("table.negative", "sv", value=-1234.5).startswith("−1\u202f234,50 är mindre")
    assert say("table.negative", "sv", value="-1234.5").startswith("-1234.5 är mindre")


def test_minutes_are_counted_as_one_would_say_it() -> None:
    """One minute, also after rounding, is one; any other number is many."""
    said = [say("explain.unknown.noticed", lang, minutes=n) for lang in LANGUAGES for n in (1, 0.6, 2)]
    assert [text.split("minst ")[-1].split("least ")[-1] for text in said] == [
        *("1 minut.", "1 minut.", "2 minuter."),
        *("1 minute.", "1 minute.", "2 minutes."),
    ]


def test_a_span_of_years_is_told_in_words() -> None:
    """One year stands alone, two have a dash between them, and an open end is said."""
    data = {"given": 1.0, "needed": 2.0}
    said = [
        say("plan.money_short_all", lang, when=when, money="million SEK", **data).partition(":")[0]
        for lang, when in (("en", "2027"), ("en", "2027-2029"), ("en", "2030-"), ("sv", "2030-"))
    ]
    assert said == ["2027", "2027–2029", "2030 and every year after", "2030 och alla år därefter"]


def test_a_list_in_a_text_is_written_part_by_part() -> None:
    """Each part of a list follows the language."""
    assert say("table.blank", "en") == "The cell is empty. Every row needs one."
    assert "a, b" in say("table.missing_column", "en", has=["a", "b"])
    assert number(1.5, "sv", 1) + ", 2" in say("table.missing_column", "sv", has=["1,5", 2])


def test_a_text_without_its_data_is_an_error() -> None:
    """A forgotten name is a fault of the code, not a gap in the sentence."""
    with pytest.raises(KeyError):
        say("fault.row", "en")


def test_counts_and_modes_are_put_into_words() -> None:
    """One area and two, a mode alone and three of them, in both languages; a mode without words as it stands."""
    made = {"areas": 1, "sites": 2, "minutes": 1.0}
    assert say("app.travel.made", "en", **made).startswith(
        "Travel times of 1 area to 2 sites within 1 minute "
    )
    assert say("app.travel.made", "sv", **made).startswith(
        "Restider från 1 område till 2 platser inom 1 minut "
    )
    told = [say("travel.reaches_nobody", lang, mode="walk", minutes=30) for lang in ("en", "sv")]
    assert "any site on foot within 30 minutes" in told[0]
    assert "någon plats till fots inom 30 minuter" in told[1]
    engines = {"plan": "straight line", "folder": "hover"}
    assert "andra restider (rak linje med omvägsfaktor)" in say("project.other_travel", "sv", **engines)
    assert "har nu (hover)" in say("project.other_travel", "sv", **engines)
    many = {"names": "A", "limit": 1, "modes": ["car", "walk", "hover"]}
    assert "att nå med bil, till fots eller hover: " in say("travel.far_area.one", "sv", **many)


@pytest.mark.parametrize(
    ("found", "claimed", "text"),
    [
        (3.14159, 7.0, "The plan costs 3.14, not 7."),
        (24.0004, 24.0, "The plan costs 24.0004, not 24."),
        (0.0012, 0.5, "The plan costs 0.0012, not 0.50."),
        (1.231, 1.2314, "The plan costs 1.231, not 1.2314."),
    ],
)
def test_two_figures_of_a_text_are_never_written_alike(found: float, claimed: float, text: str) -> None:
    """Two decimals do, save where they would hide a figure or its distance from another."""
    assert say("check.value", "en", found=found, claimed=claimed) == text


@pytest.mark.parametrize(
    ("key", "data", "plural"),
    [
        ("plan.code_alike", {"column": "c", "file": "a", "other": "b", "pairs": "1 / 01"}, "1 codes"),
        ("plan.code_alone", {"column": "c", "file": "a", "other": "b", "codes": "1", "rows": 1}, "1 rows"),
        ("plan.check_openings", {"year": "2027", "most": 1}, "1 offices"),
        ("plan.note.sites_alone", {"column": "c", "codes": "1"}, "1 codes"),
        ("plan.note.consent_idle", {"codes": "1"}, "1 municipalities"),
        ("access.unknown_sites", {"ids": "s"}, "1 sites"),
        ("access.no_such_site", {"ids": "s"}, "1 sites"),
        ("access.note.staff_unknown", {}, "1 offices"),
        ("plan.clash_openings", {"when": "2027", "most": 1}, "1 openings"),
    ],
)
def test_one_is_not_told_as_many(key: str, data: dict[str, object], plural: str) -> None:
    """A count of one in either language: no word in the plural right after it."""
    assert plural not in say(key, "en", count=1, **data)
    swedish = say(key, "sv", count=1, **data)
    assert not re.search(r"\b1 (koder|platser|rader|kommuner|öppnade)\b", swedish)


def test_an_empty_value_is_told_as_a_dash() -> None:
    """No sentence of a fault ends in nothing."""
    told = Fault("plan.differs", {"said": "x", "found": ""}).text("en")
    assert "it is –. Make" in told
