"""What every embedded country must bring: whatever is forgotten is asked for here, by the file it belongs in."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from narvaro.case import Case, Policy, Provenance, open_case, open_policy, save_case
from narvaro.case.money import DEFAULT_SIZE
from narvaro.errors import SettingError
from narvaro.explain.change import MOST_GROUPS
from narvaro.language import LANGUAGES, Names, edition, keys, placeholders, say, texts
from narvaro.language.names import KINDS
from narvaro.sources import (
    COUNTRIES,
    closing_decided_by,
    countries_of,
    from_service,
    scenario,
    scenario_names,
    service_names,
)
from narvaro.sources.countries import country
from narvaro.sources.official.supply import Supply
from narvaro.sources.official.wish import Wish

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src" / "narvaro" / "sources"
TOLD_FIELDS = ("edition", "note")
"""What a source says in sentences; names of publishers and licences are shown as they are written."""

NO_COUNTRIES = {"official", "reading"}
"""Folders of sources for all countries."""

EVERY = [(each, name) for each in COUNTRIES for name in country(each).SCENARIOS]


@cache
def made(name: str) -> tuple[Case, Policy]:
    return scenario(name)


def file_of(name: str) -> str:
    return f"src/narvaro/sources/{name}/texts.toml"


def lacking(name: str, wanted: Iterator[str] | list[str]) -> list[str]:
    """Return what to add: each key that is nowhere in the catalogue, with where it belongs."""
    return [
        f"add [{key}] to {file_of(name)}, in {' and '.join(LANGUAGES)}"
        for key in sorted(set(wanted))
        if key not in texts()
    ]


def unnamed(name: str, kind: str, things: Iterator[tuple[str, ...]] | list[tuple[str, ...]]) -> list[str]:
    """Return what to add so that each thing has a name, be it the country's or the house's."""
    names = Names((name,))
    wanted = [
        ".".join((name, kind, *thing)) for thing in things if names.known(kind, *thing, year="2000") is None
    ]
    return lacking(name, wanted)


def nothing(faults: list[str]) -> None:
    """Hold that nothing is to be added, and say all that is."""
    assert not faults, "\n" + "\n".join(faults)


def own_files(name: str) -> list[Path]:
    """Return the tables and settings that a country ships."""
    return sorted(path for path in (SOURCES / name / "tables").iterdir() if path.is_file())


# The folder and its line


def test_every_folder_has_its_line_and_every_line_its_folder() -> None:
    """A package beside countries.py is a country that COUNTRIES names, and none is named without one."""
    folders = {path.parent.name for path in SOURCES.glob("*/__init__.py")} - NO_COUNTRIES
    assert folders == set(COUNTRIES), "add the folder's name to COUNTRIES in src/narvaro/sources/countries.py"
    assert len(set(COUNTRIES)) == len(COUNTRIES)


@pytest.mark.parametrize("name", COUNTRIES)
def test_a_country_has_a_name_that_no_other_texts_begin_with(name: str) -> None:
    """Its name is a word in small letters, and only its own texts begin with it."""
    assert re.fullmatch(r"[a-z]+", name), "give the folder a name of small letters"
    ours = {key for key in keys() if key.split(".")[0] == name}
    assert ours, f"{file_of(name)} names nothing"
    assert not {key for key in ours if key.split(".")[1] not in KINDS}, (
        f"kinds of names are {', '.join(KINDS)}"
    )


@pytest.mark.parametrize("name", COUNTRIES)
def test_the_texts_of_a_country_are_its_own(name: str) -> None:
    """Its file has keys that begin with its name, and labels of its own assumptions and sources; no other file has."""
    prefixes = (f"{name}.", f"assumption.{name}_", f"provenance.{name}_")
    path = SOURCES / name / "texts.toml"
    assert path.exists(), f"add {file_of(name)}"
    written = set(re.findall(r"^\[(.+)\]$", path.read_text(encoding="utf-8"), re.MULTILINE))
    assert {key for key in written if not key.startswith(prefixes)} == set(), f"a key is one of {prefixes}"
    assert {key for key in keys() if key.startswith(prefixes)} - written == set(), (
        f"move it to {file_of(name)}"
    )


@pytest.mark.parametrize("name", COUNTRIES)
def test_a_name_needs_nothing_but_a_year(name: str) -> None:
    """Only a list and its areas may have {year} in their names; a name that needs more would never be used."""
    for key in (key for key in keys() if key.startswith(f"{name}.")):
        assert set(LANGUAGES) <= set(texts()[key]), (
            f"write [{key}] in {file_of(name)} in {' and '.join(LANGUAGES)}"
        )
        allowed = {"year"} if key.split(".")[1] in ("definition", "areas_of") else set()
        assert placeholders(key, "sv") | placeholders(key, "en") <= allowed, key


@pytest.mark.parametrize("name", COUNTRIES)
def test_a_country_has_a_page_that_the_readme_leads_to(name: str) -> None:
    """docs/<country>.md names every table and every scenario, and README.md links to it."""
    page = ROOT / "docs" / f"{name}.md"
    assert page.exists(), f"add docs/{name}.md: the tables, the rules, and where each comes from"
    text = page.read_text(encoding="utf-8")
    told = [path.name for path in own_files(name)] + list(country(name).SCENARIOS)
    assert [thing for thing in told if thing not in text] == [], f"name them in docs/{name}.md"
    assert f"docs/{name}.md" in (ROOT / "README.md").read_text(encoding="utf-8"), "add its line to README.md"


@pytest.mark.parametrize("name", COUNTRIES)
def test_each_module_of_a_country_has_its_tests(name: str) -> None:
    """tests/sources/<country>/test_<module>.py is there for every module."""
    tests = ROOT / "tests" / "sources" / name
    modules = [path.stem for path in (SOURCES / name).glob("*.py") if path.stem != "__init__"]
    missing = [module for module in modules if not (tests / f"test_{module}.py").exists()]
    assert missing == [], f"add tests/sources/{name}/test_<module>.py"


def test_the_registry_loads_no_tables() -> None:
    """The names of all scenarios are known without pandas or numpy, so that help answers at once."""
    code = (
        "import sys, narvaro.sources as s; s.scenario_names(); print({'pandas', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()", "import what a scenario needs inside the function `scenario`"


# Its scenarios


def test_scenarios_have_names_of_their_own() -> None:
    """No two countries use one name, each has a scenario, and another name is refused with all of them."""
    assert len(set(scenario_names())) == len(scenario_names()) == len(EVERY)
    assert {each for each, _ in EVERY} == set(COUNTRIES), "give the country a name in SCENARIOS"
    with pytest.raises(SettingError) as caught:
        scenario("no such scenario")
    assert all(name in caught.value.text("en") for name in scenario_names())


@pytest.mark.parametrize(("name", "of"), EVERY)
def test_a_scenario_is_known_by_its_name(name: str, of: str) -> None:
    """Case and policy carry the name, and the catalogue has it and what it is about."""
    case, policy = made(of)
    assert (case.name, policy.scenario) == (of, of)
    nothing(lacking(name, [f"{name}.scenario.{of}", f"{name}.about.{of}"]))


@pytest.mark.parametrize(("name", "of"), EVERY)
def test_a_case_knows_its_country_also_from_a_folder(name: str, of: str, tmp_path: Path) -> None:
    """Every table of its provenance is called <country>_..., and a folder gives the same case with the same country."""
    case, policy = made(of)
    wrong = [row.table for row in case.provenance if not row.table.startswith(f"{name}_")]
    assert wrong == [], f"call the tables of the provenance {name}_..."
    save_case(case, tmp_path / of, policy)
    again = open_case(tmp_path / of)
    assert countries_of(case) == countries_of(again) == (name,)
    assert (again.checksum, open_policy(tmp_path / of)) == (case.checksum, policy)


@pytest.mark.parametrize(("name", "of"), EVERY)
def test_a_scenario_is_the_same_every_time(name: str, of: str) -> None:
    """Made twice it has the same checksum."""
    assert scenario(of)[0].checksum == made(of)[0].checksum


# Where its tables come from


NOT_IN_PROVENANCE = {
    "events.csv": "each of its rows has its source, and no plan rests on it",
    "decided.csv": "each of its rows has its source, and no plan rests on it",
    "known_from.csv": "dates of the sources of offices.csv, for backtests",
}
"""Files that no plan rests on, each with its reason."""


@pytest.mark.parametrize("name", COUNTRIES)
def test_every_shipped_file_has_a_source(name: str) -> None:
    """Each file of tables/ but the list of sources stands in the provenance of a scenario, with its checksum."""
    sums = {row.checksum for of in country(name).SCENARIOS for row in made(of)[0].provenance}
    files = [path for path in own_files(name) if path.name != "sources.toml"]
    lost = {path.name for path in files if hashlib.sha256(path.read_bytes()).hexdigest() not in sums}
    assert lost - set(NOT_IN_PROVENANCE) == set(), (
        "add a row with the checksum of the file to the provenance of the case"
    )
    used = {path.name for path in files} & set(NOT_IN_PROVENANCE) - lost
    assert used == set(), "take what is in the provenance now off NOT_IN_PROVENANCE"


@pytest.mark.parametrize(("name", "of"), EVERY)
def test_every_source_is_told_in_both_languages(name: str, of: str) -> None:
    """A table has a name in the catalogue, and its edition and remark where it has one; a publisher is always said."""
    rows = made(of)[0].provenance
    assert rows, "a case says where each of its tables comes from"
    assert [row.table for row in rows if not row.publisher] == [], "give its Provenance a publisher"
    nothing(lacking(name, [key for row in rows for key in keys_of(row)]))
    for row in rows:
        assert not row.edition or say(f"provenance.{row.table}_edition", "en") == row.edition
        publisher = f"provenance.{row.table}_publisher"
        assert publisher not in texts() or say(publisher, "en") == row.publisher


def keys_of(row: Provenance) -> list[str]:
    return [f"provenance.{row.table}"] + [
        f"provenance.{row.table}_{field}" for field in TOLD_FIELDS if getattr(row, field)
    ]


@pytest.mark.parametrize(("name", "of"), EVERY)
def test_every_figure_has_a_label_and_a_reason(name: str, of: str) -> None:
    """An assumption of the case is called <country>_..., with a label and a source; those of a town have the town's."""
    rows = [row for row in made(of)[0].assumptions if Names((name,)).own_source(row.id) is None]
    assert [row.id for row in rows if not row.id.startswith(f"{name}_")] == [], f"call it {name}_..."
    nothing(lacking(name, [f"assumption.{row.id}{part}" for row in rows for part in ("", "_source")]))


# What its things are called


@pytest.mark.parametrize(("name", "of"), EVERY)
def test_every_size_has_its_names_and_its_source(name: str, of: str) -> None:
    """A size is told alone, as an office, and as an office with its article; why it costs so much in both languages.

    The English reason is word for word that of the data, so that a user's own is never replaced.
    """
    sizes = [size for size in made(of)[0].sizes if size != DEFAULT_SIZE]
    faults = [
        fault
        for kind in ("size", "office", "an_office")
        for fault in unnamed(name, kind, [(s.id,) for s in sizes])
    ]
    nothing(faults + unnamed(name, "size_source", [(size.id,) for size in sizes if size.source]))
    for size in sizes:
        told = Names((name,)).own_source(f"size.{size.id}.staff")
        assert told is None or told.text("en") == size.source, (
            f"[{name}.size_source.{size.id}] en is: {size.source}"
        )


@pytest.mark.parametrize(("name", "of"), EVERY)
def test_every_settlement_that_travels_is_one_of_the_areas(name: str, of: str) -> None:
    """A row of the towns is a settlement of the areas; why it has its figures stands in both languages."""
    case, _ = made(of)
    towns = [town for town in case.towns if town.source]
    assert {town.id for town in case.towns} <= set(case.areas.get("settlement", ()))
    nothing(unnamed(name, "town_source", [(town.id,) for town in towns]))
    for town in towns:
        told = Names((name,)).own_source(f"town.{town.id}.park_min")
        assert told is None or told.text("en") == town.source, (
            f"[{name}.town_source.{town.id}] en is: {town.source}"
        )


@pytest.mark.parametrize(("name", "of"), EVERY)
def test_every_group_has_a_name(name: str, of: str) -> None:
    """The groups of each column that sorts people into a few, and as a place those of the one that is told of first."""
    case, _ = made(of)
    few = {column: groups for column, groups in text_groups(case).items() if len(groups) <= MOST_GROUPS}
    faults = [
        f for column, groups in few.items() for f in unnamed(name, "group", [(column, g) for g in groups])
    ]
    first = "settlement" if "settlement" in few else next(iter(few), None)
    if first is not None:
        faults += unnamed(name, "within", [(first, group) for group in few[first]])
    nothing(faults)


def text_groups(case: Case) -> dict[str, list[str]]:
    """Return the groups of each column of texts that is no place: no codes, and not the names beside codes."""
    areas = case.areas
    return {
        column: sorted(set(areas[column]) - {""})
        for column in case.groupings()
        if areas[column].dtype != bool and not column.endswith("_code") and f"{column}_code" not in areas
    }


@pytest.mark.parametrize(("name", "of"), EVERY)
def test_every_list_has_its_publishers_name(name: str, of: str) -> None:
    """A yes/no column is a definition with a name, also for running text, or has the name of a grouping."""
    case, policy = made(of)
    columns = [column for column in case.groupings() if case.areas[column].dtype == bool]
    lists = [column for column in columns if edition(column) or column == policy.definition]
    called = [(found.list if (found := edition(column)) else column,) for column in lists]
    faults = unnamed(name, "definition", called) + unnamed(name, "areas_of", called)
    rest = [(column,) for column in columns if column not in lists]
    nothing(faults + unnamed(name, "grouping", rest))
    assert policy.definition is None or policy.definition in case.areas


@pytest.mark.parametrize(("name", "of"), EVERY)
def test_every_kind_of_region_and_every_standard_has_a_name(name: str, of: str) -> None:
    """The columns that the policy's rules go by, and the standards of the case."""
    case, policy = made(of)
    columns = [column for column in (policy.limits.keep_one_in, policy.limits.room_in) if column]
    faults = unnamed(name, "region", [(column,) for column in columns])
    nothing(faults + unnamed(name, "standard", [(rule.id,) for rule in case.standards]))


@pytest.mark.parametrize("name", COUNTRIES)
def test_who_decides_a_closing_is_told(name: str) -> None:
    """Each of those whom its rule names has a label for a list and a sentence that says why."""
    deciders = {country(name).closing_decided_by(leaves) for leaves in (True, False)} - {None}
    called = [(str(decider),) for decider in deciders]
    nothing(unnamed(name, "decider", called) + unnamed(name, "decided_by", called))


@pytest.mark.parametrize(("name", "of"), EVERY)
def test_who_decides_is_the_rule_of_the_cases_own_country(name: str, of: str) -> None:
    """A case of its tables has its rule; without their provenance the same tables are nobody's, and have none."""
    case, _ = made(of)
    for leaves in (True, False):
        assert closing_decided_by(case, leaves) == country(name).closing_decided_by(leaves)
        assert closing_decided_by(replace(case, provenance=()), leaves) is None


@pytest.mark.parametrize(("name", "of"), EVERY)
def test_every_service_has_a_name_in_both_languages(name: str, of: str) -> None:
    """The agencies of a case are called something in Swedish and in English."""
    assert [one.id for one in made(of)[0].services if not all(one.name(lang) for lang in LANGUAGES)] == [], (
        "name it"
    )


# Nobody else says its name

NAMED_ELSEWHERE = {
    "sources/countries.py": "the line of the registry",
    "case/money.py": "the source of the size that a case in SEK, the currency of one country, has without sizes",
    "language/texts/said_grounds.toml": "the same source, in both languages",
}
OWN_WORDS = {
    "sweden": r"sverige\b|police_|\bpolice\b|polisen|fa_region"
    r"|skatteverket|försäkringskass|arbetsförmedling|pensionsmyndighet|statens servicecenter|länsstyrelse|lantmäteri"
    r"|riksdag|regeringen|director.general|generaldirektör|\bscb\b|\bregso|\bdeso|msek|\bkronor\b|\bmnkr\b"
}
"""What tells a country besides its name and its scenarios: columns, lists, agencies and money of its own."""
OWN_WORDS_ELSEWHERE = {
    "language/more/fr.toml": "every text in a further language, those of countries too",
    "case/conform.py": "the columns that the table of sites has in every folder",
    "case/former.py": "files of format 1 counted in million SEK",
    "plan/former.py": "plans of format 1 did, and plans of every case once said who decides by one country's rule",
    "case/policy.py": "the former names of figures of money",
    "language/money.py": "examples of how a currency is told",
    "language/texts/money.toml": "what the currency is called",
    "sources/column_words.toml": "what people call the columns of their own tables",
}


@pytest.mark.parametrize("name", COUNTRIES)
def test_nobody_but_a_country_says_its_name(name: str) -> None:
    """No other file of the package names it, its scenarios, its lists or its columns, but those with a reason here."""
    said = "|".join(
        [rf"\b{name}(?!_year)", *map(re.escape, country(name).SCENARIOS), OWN_WORDS.get(name, r"(?!)")]
    )
    found = {
        path.relative_to(SOURCES.parent).as_posix()
        for path in sorted(SOURCES.parent.rglob("*"))
        if path.suffix in (".py", ".toml", ".css")
        and SOURCES / name not in path.parents
        and re.search(said, path.read_text(encoding="utf-8"), re.IGNORECASE)
    }
    allowed = set(NAMED_ELSEWHERE) | set(OWN_WORDS_ELSEWHERE)
    assert found - allowed == set(), "ask Names or the registry for it, or move it into the country's folder"
    assert name != "sweden" or allowed - found == set(), (
        "take the line of a file that says it no more off the list"
    )


@pytest.mark.parametrize("name", COUNTRIES)
def test_every_service_of_a_country_is_told_and_has_its_page(name: str) -> None:
    """No two countries use one name, the catalogue says what each offers, and docs/<service>.md is led to."""
    services = country(name).SERVICES
    nothing(lacking(name, [f"{name}.service.{service}" for service in services]))
    for service in services:
        assert (ROOT / "docs" / f"{service}.md").exists(), f"add docs/{service}.md"
        assert f"docs/{service}.md" in (ROOT / "README.md").read_text(encoding="utf-8"), (
            "add its line to README.md"
        )
    assert len(set(service_names())) == len(service_names())


def test_an_unknown_service_is_refused_with_those_there_are() -> None:
    """The option and every known name."""
    with pytest.raises(SettingError) as caught:
        from_service("no such service", Wish(), Supply())
    assert caught.value.faults[0].column == "--from"
    assert all(name in str(caught.value) for name in service_names())


@pytest.mark.parametrize("name", COUNTRIES)
def test_each_service_has_tests_in_a_folder_of_its_own(name: str) -> None:
    """tests/sources/<country>/<service>/ is there for every service."""
    folder = ROOT / "tests" / "sources" / name
    missing = [one for one in country(name).SERVICES if not list((folder / one).glob("test_*.py"))]
    assert missing == []
