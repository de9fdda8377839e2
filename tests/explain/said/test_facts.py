"""What is read off by those who decide what is said."""

from narvaro.explain.said.facts import KnownFacts, full_name


def test_pictures_sort_people_by_kind_of_settlement_where_there_is_one(
    tall_facts: KnownFacts, plain_facts: dict[str, KnownFacts]
) -> None:
    """Settlement comes first; names of places and yes/no columns are no kinds of place; else there is none."""
    assert tall_facts.kinds_of_place == "settlement"
    assert plain_facts["open"].kinds_of_place is None


def test_a_place_has_its_municipality_unless_the_name_says_it() -> None:
    """The municipality is added once."""
    assert full_name("Rosengård", "Malmö") == "Rosengård, Malmö"
    assert full_name("Malmö Rosengård", "Malmö") == "Malmö Rosengård"
