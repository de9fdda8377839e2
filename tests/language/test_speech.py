"""Figures, counts and lists as one says them."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narvaro.language import LANGUAGES, keys, texts
from narvaro.language.speech import (
    MILLION_FROM,
    WORDS_UP_TO,
    capital,
    listing,
    minutes,
    people,
    people_apart,
    sentences,
    share,
    share_apart,
    uncapital,
    words,
)

SPACE, THIN = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"


def figure(said: str) -> float:
    """Read the figure of an English text."""
    return float(re.sub(r"[^\d.]", "", said)) * (1e6 if "million" in said else 1)


@pytest.mark.parametrize(
    ("value", "english", "swedish"),
    [
        (0, "0", "0"),
        (99.4, "99", "99"),
        (995, "1,000", f"1{THIN}000"),
        (9_949, "9,900", f"9{THIN}900"),
        (41_500, "42,000", f"42{THIN}000"),
        (MILLION_FROM - 1, "999,000", f"999{THIN}000"),
        (MILLION_FROM, "1.00 million", "1,00 miljoner"),
        (9_995_000, "10.0 million", "10,0 miljoner"),
    ],
)
def test_people_are_told_with_the_figures_that_matter(value: float, english: str, swedish: str) -> None:
    """To one, ten, a hundred or a thousand, then millions; a half is rounded up, and no thousands are a million."""
    told = [people(value, lang).replace(SPACE, " ") for lang in ("en", "sv")]
    assert told == [english, swedish]


@given(st.integers(0, 20_000_000), st.integers(0, 20_000_000))
def test_two_counts_of_people_are_alike_only_where_they_are(one: int, other: int) -> None:
    """Rounding never hides a difference, and is never off by more than one part in ten."""
    assert (people_apart(one, other, "en") == people_apart(other, one, "en")) is (one == other)
    assert figure(people(one, "en")) == pytest.approx(one, rel=0.06, abs=0.5)


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_two_shares_are_alike_only_where_they_are(one: int, other: int) -> None:
    """Of ten thousand people each counts."""
    told = share_apart(one / 1e4, other / 1e4, "en"), share_apart(other / 1e4, one / 1e4, "en")
    assert (told[0] == told[1]) is (one == other)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.5, "50"),
        (0.0995, "10"),
        (0.0994, "9.9"),
        (0.03, "3"),
        (0.0094, "0.94"),
        (0.0096, "1.0"),
        (1.0, "100"),
    ],
)
def test_a_share_has_decimals_only_where_it_is_small(value: float, said: str) -> None:
    """None from ten per cent up or where it is whole; one from what rounds to one per cent; else two."""
    assert share(value, "en").replace(SPACE, " ") == f"{said} percent"
    assert share(value, "sv").replace(SPACE, " ") == f"{said.replace('.', ',')} procent"


@pytest.mark.parametrize(
    ("value", "said"), [(9.94, "9.9"), (9.95, "10"), (10.4, "10"), (0.04, "0.0"), (3.0, "3")]
)
def test_minutes_have_a_decimal_below_ten(value: float, said: str) -> None:
    """Unless they are whole; 9.95 would show as 10.0."""
    assert minutes(value, "en") == said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_small_counts_are_words(lang: str) -> None:
    """From none to twelve each its own word without a figure; 13 and what is below zero in figures."""
    said = [words(n, lang) for n in range(WORDS_UP_TO + 1)]
    assert len(set(said)) == 13
    assert not any(character.isdigit() for word in said for character in word)
    assert words(WORDS_UP_TO + 1, lang) == "13"
    assert words(-1, lang) == "\N{MINUS SIGN}1"


def test_a_list_counts_what_it_leaves_out() -> None:
    """One alone, two with a word between, three of five and how many more; as many as are shown need no count."""
    names = list("ABCDE")
    assert [listing(names[:k], "en") for k in range(4)] == ["", "A", "A and B", "A, B and C"]
    assert listing(names, "en", 3) == "A, B, C and two more"
    assert listing(names, "sv", 3) == "A, B, C och två till"
    assert listing(names[:3], "en", 3) == "A, B and C"


def test_clauses_become_sentences() -> None:
    """A capital first and one full stop last; the letters after the first stay."""
    assert sentences(["två stänger", "Åmål öppnar."]) == "Två stänger. Åmål öppnar."
    assert (capital("åUm"), uncapital("ÅUm"), capital(""), uncapital("")) == ("ÅUm", "åUm", "", "")


@pytest.mark.parametrize(
    ("heads", "of", "told"),
    [
        (19_650, 19_900, "19,700"),  # to the thousand it would be 20,000, where 19,900 live
        (19_900, 19_900, "19,900"),
        (19_400, 19_900, "19,000"),
        (9_960, 9_980, "9,960"),
        (8_127, 8_120, "8,100"),
        (996_400, 1_200_000, "996,000"),
        (1_307_600, 1_309_000, "1.308 million"),
        (10_327_589, 10_330_000, "10.3 million"),
        (10_351_000, 10_390_000, "10.35 million"),
        (19.6, 19.8, "20"),  # as the table has both
    ],
)
def test_a_rounded_part_never_passes_the_whole(heads: float, of: float, told: str) -> None:
    """It has more figures where rounding up would pass all that there are, and else as few as ever."""
    assert people(heads, "en", of) == told


@given(st.integers(0, 20_000_000), st.integers(0, 20_000_000))
def test_no_part_of_any_whole_passes_it(one: int, other: int) -> None:
    """Read back, what is said of a part is at most the whole, and as near as it was without one."""
    part, whole = sorted((one, other))
    heads = round(figure(people(part, "en", whole)))
    assert heads <= whole
    assert abs(heads - part) <= 50_000


def test_every_people_of_a_finding_knows_its_whole() -> None:
    """Each number of people that is said of a plan or a definition has the whole beside it, not to be passed."""
    faults = []
    for key in sorted(keys()):
        if key.startswith(("said.", "definitions.")):
            for lang in LANGUAGES:
                fields = string.Formatter().parse(texts()[key][lang])
                faults += [
                    f"write {{{name}:{form}<total}} in [{key}] {lang}, and give the note its total"
                    for _, name, form, _ in fields
                    if (form or "").startswith("people") and name != "total" and not form.endswith("<total")
                ]
    assert faults == []
