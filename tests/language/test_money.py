"""Money is said by the currency and the unit of the case, as each language does."""

import pytest

from narvaro.language import say
from narvaro.language.money import MONEY_WORDS, decimals_of, scaled, seen

SAID = [
    (
        "million SEK",
        "en",
        {"unit": "million SEK", "short": "MSEK", "currency": "SEK", "step": "the thousand SEK"},
    ),
    (
        "million SEK",
        "sv",
        {"unit": "miljoner kronor", "short": "mnkr", "currency": "kronor", "to_the": "på kronan"},
    ),
    ("thousand SEK", "sv", {"unit": "tusen kronor", "short": "tkr", "step": "hela kronor"}),
    ("SEK", "sv", {"unit": "kronor", "short": "kr"}),
    ("thousand EUR", "en", {"unit": "thousand EUR", "short": "thousand EUR", "step": "whole EUR"}),
    ("million EUR", "sv", {"unit": "miljoner euro", "short": "miljoner euro", "to_the": "på euron"}),
    ("EUR", "en", {"unit": "EUR", "currency": "EUR", "to_the": "to the euro"}),
    ("million PLN", "sv", {"unit": "miljoner PLN", "to_the": "exakt"}),
    ("million XXX", "en", {"unit": "million units of currency", "to_the": "exactly"}),
]


@pytest.mark.parametrize(("money", "lang", "words"), SAID)
def test_what_money_counts_is_said_as_the_language_does(money: str, lang: str, words: dict[str, str]) -> None:
    """Kronor have their own short forms; a currency without a name is told by its code."""
    assert {form: MONEY_WORDS[form](money, lang) for form in words} == words


def test_figures_have_the_decimals_of_their_unit() -> None:
    """Millions have one in text and three in a ledger; whole units of a currency have none."""
    units = ("million EUR", "thousand EUR", "EUR")
    assert [(decimals_of(money), decimals_of(money, exact=True)) for money in units] == [
        (1, 3),
        (0, 3),
        (0, 0),
    ]
    assert [seen(money) for money in units] == [0.05, 0.5, 0.5]


def test_a_figure_beside_its_money_leaves_the_currency_out() -> None:
    """Millions and thousands keep their word; a plain figure has none."""
    figures = [scaled(2_214.0, money, "en") for money in ("million SEK", "thousand EUR", "EUR")]
    assert figures == ["2,214.0 million", "2,214 thousand", "2,214"]


def test_a_text_takes_its_money_from_the_data() -> None:
    """The same text says kronor of one case and euros of another."""
    said = {money: say("explain.why.saves", "sv", cost=4.25, money=money) for money in ("million SEK", "EUR")}
    assert said == {
        "million SEK": "Det sparar 4,3 miljoner kronor ett helt år.",
        "EUR": "Det sparar 4 euro ett helt år.",
    }
