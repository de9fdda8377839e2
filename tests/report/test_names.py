"""Names are told in the language of the page; which names there are is tested with `narvaro.language.names`."""

from tests.report.countries import HOSTILE

from narvaro.report.material import Material


def told(text: str) -> str:
    """Return a text with plain spaces."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_names_are_told_in_the_language_of_the_page(
    material: Material, plain_material: dict[str, Material]
) -> None:
    """Areas, groups, modes and sizes in Swedish on a Swedish page, in English on an English one."""
    swedish, english = material.names, plain_material["open"].names
    assert told(swedish.areas_of("police_2025")) == "områden på Polisens lista 2025"
    assert (swedish.group("police_2019", "no"), swedish.group("by_sea", "yes")) == (
        "övriga områden",
        "by sea: ja",
    )
    assert (english.group("settlement", "rural"), english.group("by_sea", "yes")) == (
        "countryside",
        "by sea: yes",
    )
    assert (swedish.mode("walk"), english.mode("walk")) == ("till fots", "on foot")
    assert (swedish.size("small"), english.size("standard")) == ("litet kontor", "office")


def test_a_user_s_own_word_stands_as_it_is(material: Material) -> None:
    """What nobody has named keeps its name."""
    assert material.names.group("x", HOSTILE) == HOSTILE
