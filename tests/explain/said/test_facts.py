"""What is read off by those who decide what is said."""

from tests.explain.said.saying import with_findings

from narvaro.explain.said.facts import KnownFacts, full_name
from narvaro.language import told


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


def test_what_the_plan_is_about_on_foot_or_by_car(
    tall_facts: KnownFacts, plain_facts: dict[str, KnownFacts]
) -> None:
    """A mix with a definition is about walks there; all else about the objective's mode; each has its standard."""
    assert (tall_facts.target_mode, tall_facts.mode) == ("walk", "car")
    assert (tall_facts.limit_min("walk"), tall_facts.limit_min("car")) == (20.0, 30.0)
    plain = plain_facts["open"]
    assert (plain.target_mode, plain.mode, plain.definition) == ("car", "car", None)


def test_minutes_are_shown_by_a_mode_that_is_known(tall_facts: KnownFacts) -> None:
    """The policy's mode where ways by it are known, else the first that is."""
    found = tall_facts.findings
    assert (found.modes, found.shown_mode) == (("car", "walk"), "car")
    on_foot = found.groups[found.groups["mode"] == "walk"]
    assert with_findings(tall_facts, groups=on_foot).mode == "walk"


def test_an_office_has_a_size_where_there_are_several(
    tall_facts: KnownFacts, plain_facts: dict[str, KnownFacts]
) -> None:
    """Where all are of one size it is an office."""
    assert told(tall_facts.an_office("small"), "sv") == "ett litet kontor"
    assert told(plain_facts["open"].an_office("standard"), "en") == "an office"


def test_services_have_the_names_that_the_case_gives_them(tall_facts: KnownFacts) -> None:
    """In the language; one that the case does not name goes by its id."""
    labels = tall_facts.services(["tax", "post"])
    assert [told(label, "sv") for label in labels] == ["Skatteverket", "post"]
    assert told(labels[0], "en") == "Swedish Tax Agency"
