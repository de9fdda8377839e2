"""Each section tells the figures it was given."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from tests.report.countries import HOSTILE
from tests.report.reading import Node, read

from narvaro.explain import with_said
from narvaro.explain.proof import tells_of_proof
from narvaro.language import Note, say
from narvaro.report.figures.terrain import offices_on, terrain_of
from narvaro.report.html import el
from narvaro.report.material import Material
from narvaro.report.sections.answer import small_print
from narvaro.report.sections.fact_box import fact_box_section
from narvaro.report.sections.gains import gains_section
from narvaro.report.sections.grounds import assumptions_section, sources_section, unknown_section
from narvaro.report.sections.load import load_section
from narvaro.report.sections.maps import maps_section
from narvaro.report.sections.money import money_section
from narvaro.report.sections.not_chosen import not_chosen_section
from narvaro.report.sections.others import others_section
from narvaro.report.sections.places import places_section
from narvaro.report.sections.road import road_section
from narvaro.report.sections.rules import rules_section
from narvaro.report.sections.section import Section
from narvaro.report.sections.standards import elsewhere_section
from narvaro.report.sections.sureness import sureness_section
from narvaro.report.voice import Voice
from narvaro.travel.basis import basis_of


def shown(section: Section | None) -> Node:
    """Return a section as a tree."""
    assert section is not None
    return read(el("div", section.html()))


def told(root: Node) -> str:
    """Return the text of a tree with plain spaces."""
    return root.text().replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def rows(root: Node, table: int = 0) -> list[list[str]]:
    """Return the cells of a table's body."""
    body = root.all("tbody")[table]
    return [[cell.text() for cell in row.all("th") + row.all("td")] for row in body.all("tr")]


def with_plan(m: Material, lang: str = "en", **plan: Any) -> Material:
    """Return the material with other tables in its plan, in a language."""
    tables = copy.deepcopy(dict(m.plan)) | plan
    return Material(m.case, tables, with_said(m.case, tables, m.findings), Voice(lang, m.case.money.label))


def with_findings(m: Material, lang: str = "en", **findings: Any) -> Material:
    """Return the material with other findings, in a language."""
    told_of = with_said(m.case, m.plan, replace(m.findings, **findings))
    return Material(m.case, m.plan, told_of, Voice(lang, m.case.money.label))


def figure(text: str) -> float:
    """Return a figure that a Swedish or English table writes."""
    plain = text.replace("\N{NARROW NO-BREAK SPACE}", "").replace("\N{MINUS SIGN}", "-").replace(",", ".")
    return float(plain)


def test_the_table_behind_the_map_counts_everybody_once(material: Material) -> None:
    """People by class of minutes sum to all people, before and after, and the change is their difference."""
    body = rows(shown(maps_section(material)))
    before, after, change = (sum(figure(row[k]) for row in body) for k in (1, 2, 3))
    assert before == after == material.case.people_total
    assert change == 0
    assert all(figure(row[2]) - figure(row[1]) == figure(row[3]) for row in body)


def test_the_fullest_offices_stand_with_their_visits_and_room(material: Material) -> None:
    """A row for each that is shown, as the findings have it; without any office afterwards there is no section."""
    body = rows(shown(load_section(material)))
    table = material.findings.tables["load"]
    first = table[table["shown"]].iloc[0]
    assert len(body) == int(table["shown"].sum())
    assert [figure(body[0][k]) for k in (2, 3)] == [round(first["visits_after"]), first["room_after"]]
    empty = replace(material.findings, tables={**material.findings.tables, "load": table.assign(shown=False)})
    assert load_section(replace(material, findings=empty)) is None


def test_every_year_has_its_row(material: Material) -> None:
    """Today and each year, with the offices that there are when it ends."""
    body = rows(shown(road_section(material)))
    years = material.plan["years"]
    assert [row[0] for row in body][1:] == [str(year["year"]) for year in years]
    assert [figure(row[3]) for row in body[1:]] == [year["offices"] for year in years]


def test_the_map_of_a_tall_country_shows_its_cities(material: Material) -> None:
    """Two maps of the whole and two of each city, all named; new offices are named on the later ones."""
    root = shown(maps_section(material))
    assert len(root.all("div", "sheet")) == 2 + 6
    assert len(root.all("div", "window")) == 6
    earlier, later = (sheet.all("svg")[0] for sheet in root.all("div", "sheet")[:2])
    assert len(later.all("path")) > len(earlier.all("path"))


def test_a_city_s_own_map_does_not_repeat_its_name(material: Material) -> None:
    """On the map of a city an office goes by the rest of its name; on others by all of it."""
    terrain = terrain_of(material.case, material.findings.definition or None, material.states)
    named = replace(terrain, offices=tuple(replace(o, name="Umeå Ersboda") for o in terrain.offices))
    assert {o.name for o in offices_on(named, "after", "Umeå")} == {"Ersboda"}
    assert {o.name for o in offices_on(named, "before")} == {"Umeå Ersboda"}


def with_reach(m: Material, lang: str, **people: float) -> Material:
    """Return the material with other figures of who gains, by its mode."""
    gains = m.findings.gains.copy()
    rows = (gains["mode"] == m.findings.shown_mode) & (gains["grouping"] == "everyone")
    for name, heads in people.items():
        gains.loc[rows, f"people_{name}"] = heads
    return with_findings(m, lang, gains=gains)


GAINS = {"shorter": 0.0, "longer": 0.0, "newly_reached": 0.0, "newly_unreached": 0.0}


@pytest.mark.parametrize(
    ("kind", "people", "lang", "said"),
    [
        ("open", {"newly_reached": 70.0}, "en", "70 people who had no way by car an office that they can reach"),
        ("open", {"newly_reached": 70.0}, "sv", "70 personer som inte nådde något med bil ett kontor som de når"),
        ("open", {"shorter": 30.0, "newly_reached": 70.0}, "en",
         "people a shorter journey by car; 70 people who had no way by car to an office get one"),
        ("close", {"newly_unreached": 40.0}, "en", "; 40 people no longer have any way by car to an office"),
        ("close", {"longer": 30.0, "newly_unreached": 40.0}, "sv",
         "30 personer får längre väg med bil; 40 personer når inte längre något kontor med bil"),
    ],
)  # fmt: skip
def test_who_had_no_way_is_told_apart(
    plain_material: dict[str, Material], kind: str, people: dict[str, float], lang: str, said: str
) -> None:
    """A first way and a lost way are neither shorter nor longer: headline, answer and title count them apart."""
    m = with_reach(plain_material[kind], lang, **(GAINS | people))
    assert said in m.say("headline").replace("\N{NO-BREAK SPACE}", " ")
    told_of = " ".join(m.each("answer"))
    for number in {str(int(heads)) for heads in people.values()}:
        assert number in told_of
    assert ("Nobody's journey" in told_of, "Ingens väg" in told_of) == (False, False)


def test_means_of_different_people_are_not_called_a_shorter_way(plain_material: dict[str, Material]) -> None:
    """Where 70 people have a first way, the mean may fall though nobody's way is shorter: inequality alone is told."""
    assert "become shorter" in told(shown(gains_section(with_findings(plain_material["open"]))))
    said = told(shown(gains_section(with_reach(plain_material["open"], "en", newly_reached=70.0))))
    assert "become shorter" not in said
    assert "70 people who had no way by car to an office get one" in said


def standards(m: Material, *kinds: tuple[str, str, str]) -> Material:
    """Return the material with standards of these modes, statuses and reasons, otherwise like the first of its own."""
    first = m.findings.elsewhere.iloc[[0]]
    made = [
        first.assign(id=f"rule {n}", mode=mode, status_before=status, status_after=status, reason=reason)
        for n, (mode, status, reason) in enumerate(kinds)
    ]
    return with_findings(m, standards=pd.concat(made, ignore_index=True))


NO_WAY, NO_COLUMN = "access.standard.no_way", "access.standard.no_column"


def test_standards_that_are_not_measured_are_named_with_the_reason(material: Material) -> None:
    """Two of two met, and three left out: the title says so, and each stands with its own reason."""
    m = standards(
        material,
        ("distance", "met", ""),
        ("car", "not_measurable", NO_WAY),
        ("distance", "met", ""),
        ("car", "not_measurable", NO_WAY),
        ("distance", "not_measurable", NO_COLUMN),
    )
    said = told(shown(gains_section(m)))
    assert "Two of the two standards of access that are measured are met; three are not measured" in said
    assert "since the plan does not look at journeys by car: rule 1 and rule 3." in said
    assert "since the areas lack the column that the rule is about: rule 4." in said


def test_only_standards_that_are_not_measured_are_told_too(material: Material) -> None:
    """None can be measured: that is the title, without a table, and the reason follows."""
    m = standards(material, ("car", "not_measurable", NO_WAY))
    section = shown(gains_section(m))
    assert "No standard of access can be measured here" in told(section)
    assert "does not look at journeys by car: rule 0." in told(section)


def test_how_others_measure_stands_apart_without_a_verdict(material: Material) -> None:
    """Shares before and after by the rules of others, and no word of what is met."""
    section = shown(elsewhere_section(material))
    said, lang = told(section), material.lang
    assert say("said.elsewhere.title", lang) in said
    assert say("name.standard.france_30min", lang) in said
    verdicts = ("access.standard.met", "access.standard.missed", "report.col.verdict")
    assert not [key for key in verdicts if say(key, lang) in said]


def test_the_ledger_adds_up_to_the_thousand(material: Material) -> None:
    """Running, opening and other costs sum to what is spent in each year; the sum is marked."""
    root = shown(money_section(material))
    body = {row[0]: [figure(cell) for cell in row[1:]] for row in rows(root)}
    parts = [name for name in ("Driftskostnad", "Etableringskostnad", "Avvecklingskostnad") if name in body]
    for year in range(2):
        assert sum(body[name][year] for name in parts) == pytest.approx(
            body["Utgifter i allt"][year], abs=1e-9
        )
    assert root.all("tr", "bold")[0].all("th")[0].text() == "Utgifter i allt"


def test_an_earmark_has_its_own_picture(material: Material, plain_material: dict[str, Material]) -> None:
    """The pot is drawn where there is one and not where there is none."""
    assert [n.attributes["id"] for n in shown(money_section(material)).all("figure")] == ["ledger", "earmark"]
    assert [n.attributes["id"] for n in shown(money_section(plain_material["open"])).all("figure")] == [
        "ledger"
    ]


def test_each_place_has_its_reasons_and_its_proof(material: Material) -> None:
    """Every reason is told once: sentences in the text, the proof on a line of its own."""
    root = shown(places_section(material))
    places = root.all("li", "place")
    assert len(places) == len(material.findings.reasons)
    for place, reason in zip(places, material.findings.reasons, strict=True):
        text = told(place)
        assert len(place.all("p", "proof")) == (reason.proof != "none")
        for note in reason.why:
            if not tells_of_proof(note):
                assert told(read(el("p", note.text("sv")))) in text


def test_what_is_not_proven_has_a_hollow_mark(material: Material) -> None:
    """The line on what is known of a place carries its standing, by which it is drawn."""
    note = Note("explain.proof.worse", {"least": 0.012, "what": Note("explain.proof.what.opens")})
    for standing, shown_as in (
        ("worse", "worse"),
        ("ruled_out", "ruled-out"),
        ("not_settled", "not-settled"),
    ):
        reasons = tuple(replace(reason, proof=standing, why=(note,)) for reason in material.findings.reasons)
        root = shown(places_section(with_findings(material, reasons=reasons)))
        assert {node.text() for node in root.all("p", shown_as)} == {
            "Proven: every plan that opens an office here is at least 1.2 percent worse."
        }


def test_services_that_all_new_offices_share_are_told_once(material: Material) -> None:
    """They stand above the places; where they differ each place has its own."""
    assert told(shown(places_section(material))).count("Skatteverket") == 1
    years = copy.deepcopy(material.plan["years"])
    years[0]["actions"][0]["services"] = ["odd"]
    reasons = tuple(
        replace(reason, services=("odd",) if k == 0 else ("tax",))
        for k, reason in enumerate(material.findings.reasons)
    )
    mixed = with_plan(with_findings(material, reasons=reasons), "sv", years=years)
    assert told(shown(places_section(mixed))).count("Skatteverket") == len(reasons) - 1


def test_places_not_chosen(material: Material) -> None:
    """At most six of a kind are shown, the file has all; without any there is no section."""
    some = material.findings.why_not
    assert some
    assert 0 < len(shown(not_chosen_section(material)).all("li", "place")) <= 6
    assert not_chosen_section(with_findings(material, why_not=())) is None


def test_other_plans_stand_side_by_side(material: Material) -> None:
    """Each other plan has a picture with today, the plan and itself, and its own finding."""
    root = shown(others_section(material))
    heads = [[cell.text() for cell in table.all("thead")[0].all("th")] for table in root.all("table")[:2]]
    assert [head[3].replace("\N{NO-BREAK SPACE}", " ") for head in heads] == [
        "Utan öronmärkning",
        "Polisens lista 2025",
    ]
    assert all(head[1:3] == ["I dag", "Planen"] for head in heads)


def test_means_of_plans_are_drawn_only_of_the_same_people(material: Material) -> None:
    """Where one of three plans leaves 40 without a way, the means are not drawn; the people stand in the table."""
    drawn = shown(others_section(material)).all("svg")
    comparison = material.findings.comparison.copy()
    comparison["people_unreached"] = [40.0] + [0.0] * (len(comparison) - 1)
    section = shown(others_section(with_findings(material, "sv", comparison=comparison)))
    assert len(section.all("svg")) == len(drawn) - (len(comparison) - 2)
    assert "Personer utan väg" in told(section)
    assert "Personer utan väg" not in told(shown(others_section(material)))


def test_the_bound_stands_beside_the_value(material: Material) -> None:
    """Value, bound, gap, status and the reason for stopping are five rows, never merged."""
    labels = [row[0] for row in rows(shown(sureness_section(with_plan(material))))]
    assert labels == [
        "Unit", "Today's network", "The plan", "Bound", "Gap", "Status", "The search ended because",
    ]  # fmt: skip


def test_the_word_optimal_is_only_said_of_a_proven_plan(plain_material: dict[str, Material]) -> None:
    """A feasible plan is nowhere called optimal or the best."""
    for kind in ("open", "close"):
        m = plain_material[kind]
        goal = m.plan["objective"]
        nearly = {**goal, "bound": 0.99 * goal["after"], "gap": 0.01}
        m = with_plan(m, status="feasible", stopped_by="gap", objective=nearly)
        text = told(shown(sureness_section(m))).casefold()
        assert "optimal" not in text
    still = told(shown(sureness_section(plain_material["still"])))
    assert "No plan within the same money and rules is better, and that is proven" in still


def test_a_check_that_differs_is_not_hidden(plain_material: dict[str, Material]) -> None:
    """The title of the checks says so, and so does the line of the check."""
    m = plain_material["open"]
    root = shown(sureness_section(with_plan(m, checks={**m.plan["checks"], "money": False})))
    assert "A recount differs from the plan" in told(root)
    assert "Within the money in every year, to the krona: differs" in told(root)


def test_the_fact_box(material: Material, plain_material: dict[str, Material]) -> None:
    """Money by year, what an office gives, the agencies, offices before and after, what opens when."""
    terms = [n.text() for n in shown(fact_box_section(material)).all("dt")]
    assert terms == ["Pengarna", "Det ger ett kontor", "Myndigheterna", "Kontoren", "Öppnar"]
    text = told(shown(fact_box_section(material)))
    assert "2021: 6,0 miljoner kronor mer" in text
    assert "Ett litet kontor har 5 anställda" in text
    plain = [n.text() for n in shown(fact_box_section(plain_material["still"])).all("dt")]
    assert plain == ["The money", "What an office gives", "The offices"]


def test_the_rules_are_those_of_the_policy(material: Material, plain_material: dict[str, Material]) -> None:
    """What is made small, the money, the months, and who fixed what; nothing that the policy does not say."""
    text = told(shown(rules_section(with_plan(material))))
    assert "plus 60 minutes for each person in areas on the Police list 2019" in text
    assert "At most 3 percent of a year's money may be saved to the next" in text
    assert "The added money may only pay for new offices within 20 minutes on foot" in text
    assert "Offices open in July" in text
    still = told(shown(rules_section(plain_material["still"])))
    assert "Five offices must stay." in still
    assert "Offices open in" not in still
    assert "close" not in still


def test_assumptions_and_sources(material: Material) -> None:
    """Sizes are one table, other figures another, each with its origin; hostile sources are shown as text."""
    root = shown(assumptions_section(material))
    assert rows(root)[0][0] == "Flexikontor"
    assert "2 av" not in told(root)
    assert HOSTILE in root.text()
    sources = shown(sources_section(material))
    assert rows(sources)[0][1] == HOSTILE
    assert sources.all("h2")[0].text() == "Planen är gjord av två tabeller: en belagd och en antagen"


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "median of departures 07:30–08:29 on 10 March 2026, with 20 minutes on foot at most"),
        ("sv", "medianen av avgångar 07:30–08:29 den 10 mars 2026, med högst 20 minuter till fots"),
    ],
)
def test_ways_by_timetable_are_told_at_the_top(material: Material, lang: str, said: str) -> None:
    """Date, departures, the median and the longest walk stand beside the answer; without a timetable nothing does."""
    trip = {"depart": "2026-03-10T07:30:00", "window_min": 60, "max_walk_min": 20.0}
    rows = [row.to_json() for row in basis_of("transit", {"max_min": 90.0, "trip": trip})]
    told_of = small_print(with_plan(material, lang, assumptions=rows))
    assert said in str(told_of).replace("\N{NO-BREAK SPACE}", " ")
    assert "media" not in str(small_print(with_plan(material, lang)))


def test_what_is_not_known(material: Material) -> None:
    """Each note once, counted in the title; without notes no section."""
    items = shown(unknown_section(material)).all("li")
    assert len(items) == len({note.text("sv") for note in material.findings.notes})
    assert unknown_section(with_findings(material, notes=())) is None
