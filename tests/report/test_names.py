"""Names of definitions, groups, sizes and places for a reader."""

from tests.report.countries import HOSTILE

from narvaro.report.material import Material


def test_a_list_has_the_name_of_its_publisher_and_edition(material: Material) -> None:
    """A column named after a list and a year is told by the publisher's name; any other as the user wrote it."""
    names = material.names
    assert names.definition("police_2025").replace("\N{NO-BREAK SPACE}", " ") == "Polisens lista 2025"
    assert (
        names.areas_of("police_2025").replace("\N{NO-BREAK SPACE}", " ") == "områden på Polisens lista 2025"
    )
    assert names.definition("poor access") == "listan ”poor access”"


def test_groups_of_yes_and_no(material: Material) -> None:
    """Listed areas have the name of the list, the rest are the other areas; other columns say yes or no."""
    names = material.names
    assert names.group("police_2019", "no") == "övriga områden"
    assert (names.group("by_sea", "yes"), names.group("by_sea", "no")) == ("by sea: ja", "by sea: nej")
    assert (names.group("x", ""), names.group("x", HOSTILE)) == ("inte angivet", HOSTILE)


def test_a_group_as_a_place(material: Material) -> None:
    """Kinds of settlement have their own preposition; an unknown group is named as a group."""
    names = material.names
    assert names.within_group("settlement", "rural") == "på landsbygden"
    assert names.within_group("hill", "Top") == "i gruppen Top"
    assert names.within_group("police_2019", "yes").startswith("i områden på Polisens lista")


def test_sizes_and_services(material: Material, plain_material: dict[str, Material]) -> None:
    """Known sizes and services have names; where offices are all of one size none is told."""
    names, plain = material.names, plain_material["open"].names
    assert (names.a_size("small"), names.service("tax")) == ("ett litet kontor", "Skatteverket")
    assert names.a_size("huge") == "ett kontor av storleken huge"
    assert (names.has_sizes, names.has_services) == (True, True)
    assert plain.a_size("standard") == "an office"
    assert (plain.has_sizes, plain.has_services) == (False, False)


def test_places_by_code(material: Material, plain_material: dict[str, Material]) -> None:
    """A municipality is told by name where the case has one, else by its code."""
    assert material.names.place("municipality_code", "01") == "Kommun <01>"
    assert material.names.place("municipality_code", "99") == "99"
    assert plain_material["open"].names.place("municipality_code", "01") == "01"
