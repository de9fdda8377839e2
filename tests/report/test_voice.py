"""How the report says its own words and figures."""

from narvaro.report.voice import Voice

SV, EN = Voice("sv"), Voice("en")


def test_a_text_of_the_whole_catalogue_or_the_fallback() -> None:
    """The first key that exists is said; without any the fallback."""
    assert EN.any(["no.such.key", "report.yes"], "x") == "yes"
    assert EN.any(["no.such.key"], "x") == "x"


def test_a_text_of_the_whole_catalogue_with_what_it_names() -> None:
    """A word of ours may stand in another."""
    assert EN.ours("said.unit_millions", unit=EN.ours("said.unit.persons")) == "million persons"


def test_a_share_of_a_table_is_a_per_cent_with_its_decimals() -> None:
    """An eighth is 12.5 per cent, written as the language does."""
    assert EN.pct_table(0.125).replace("\N{NO-BREAK SPACE}", " ") == "12.5 %"
    assert SV.pct_table(0.125, 2).replace("\N{NO-BREAK SPACE}", " ") == "12,50 %"
