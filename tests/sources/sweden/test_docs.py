from pathlib import Path

from narvaro.sources.sweden.areas import swedish_areas
from narvaro.sources.sweden.tables import rule_assumptions, table_file

PAGE = (Path(__file__).parents[3] / "docs" / "sweden.md").read_text(encoding="utf-8")


def written(value: float) -> str:
    whole = float(value).is_integer() and abs(value) >= 10_000
    return f"{value:,.0f}".replace(",", " ") if whole else f"{value:g}"


def test_every_rule_stands_in_the_documentation_with_its_figure() -> None:
    """The last table of docs/sweden.md has each rule with value, unit, origin and source as shipped."""
    for row in rule_assumptions():
        name = row.id.removeprefix("sweden_")
        line = f"| `{name}` | {written(float(row.value))} | {row.unit} | {row.origin} | {row.source} |"
        assert line in PAGE, name


def test_every_table_is_named_in_the_documentation() -> None:
    """A reader finds each shipped file on the page."""
    for entry in table_file("rules.toml").parent.iterdir():  # type: ignore[attr-defined]
        if entry.name.endswith((".csv", ".toml")):
            assert f"`{entry.name}`" in PAGE, entry.name


def test_the_people_by_kind_are_as_documented() -> None:
    """The three figures of people on the page are those of the areas."""
    people = swedish_areas().groupby("kind")["people"].sum()
    for kind in ("rural", "vulnerable", "locality"):
        assert f"{people[kind]:,.0f}".replace(",", " ") in PAGE, kind
