"""The answer says what the figures say, for better and worse, one and many, none and all."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from tests.explain.said.saying import said as said_at
from tests.explain.said.saying import with_findings, with_plan

from narvaro.explain.said.answer import answer, joined
from narvaro.explain.said.facts import KnownFacts
from narvaro.language import Note


def headline(f: KnownFacts, lang: str = "en") -> str:
    """Return the headline."""
    return said_at(answer, f, "headline", lang)


def sentences(f: KnownFacts, lang: str = "en") -> list[str]:
    """Return the five sentences."""
    return [note.sentence(lang) for note in answer(f).said["answer"]]


def changed(f: KnownFacts, plan: dict[str, Any] | None = None, **gains: float) -> KnownFacts:
    """Return what is known with other figures of who gains, for everybody and every group alike, or another plan."""
    return with_findings(with_plan(f, **(plan or {})), gains=f.findings.gains.assign(**gains))


def acted(m: KnownFacts, *actions: str) -> dict[str, Any]:
    """Return years in which only these actions are done, all in the first."""
    template = m.plan["years"][0]["actions"][0]
    years = copy.deepcopy(m.plan["years"])
    for year in years:
        year["actions"] = []
    years[0]["actions"] = [{**template, "action": action} for action in actions]
    return {"years": years}


@pytest.mark.parametrize(
    ("shorter", "longer", "said"),
    [
        (2000, 0, "With the plan 2,000 people get a shorter journey by car to the nearest office, by 5 minutes on "
                  "average; nobody's becomes longer by a minute or more."),
        (0, 300, "With the plan 300 people get a longer journey by car to the nearest office, by 7 minutes on average; "
                 "nobody's becomes shorter by a minute or more."),
        (2000, 300, "With the plan 2,000 people get a shorter journey by car to the nearest office, by 5 minutes on "
                    "average, and 300 people a longer one, by 7 minutes."),
        (0, 0, "Nobody's journey by car to the nearest office changes by a minute or more."),
    ],
)  # fmt: skip
def test_who_has_a_shorter_and_who_a_longer_way(
    plain_facts: dict[str, KnownFacts], shorter: float, longer: float, said: str
) -> None:
    """Each of the four cases has its own sentence, with the mean only of those it is about."""
    m = changed(
        plain_facts["open"],
        people_shorter=shorter, people_longer=longer, mean_saved_min=5.0, mean_lost_min=7.0,
    )  # fmt: skip
    assert sentences(m)[2] == said


@pytest.mark.parametrize(
    ("newly", "lost", "left", "begins"),
    [
        (
            900,
            0,
            100,
            "With the plan 900 people in areas on the Police list 2019 get an office within 20 minutes",
        ),
        (
            900,
            0,
            0,
            "With the plan 900 people in areas on the Police list 2019 get an office within 20 minutes",
        ),
        (0, 50, 100, "With the plan 50 people in areas on the Police list 2019 lose their office"),
        (
            900,
            50,
            100,
            "With the plan 900 people in areas on the Police list 2019 get an office within 20 minutes",
        ),
        (0, 0, 100, "The plan does not change how many in areas on the Police list 2019 have an office"),
        (
            0,
            0,
            0,
            "people in areas on the Police list 2019 have an office within 20 minutes on foot, before and",
        ),
    ],
)
def test_what_changes_for_the_areas_of_the_decision(
    tall_facts: KnownFacts, newly: float, lost: float, left: float, begins: str
) -> None:
    """Gained, lost, both, unchanged, all have one: each has its own sentence and says how many are left without."""
    m = changed(tall_facts, people_newly_within=newly, people_newly_beyond=lost)
    groups = m.findings.groups.assign(people_beyond_after=left)
    told = sentences(with_findings(m, groups=groups))[2]
    told = told.replace("\N{NO-BREAK SPACE}", " ")
    assert begins in told
    assert ("have none" in told) == (left > 0)
    assert ("lose" in told) == (lost > 0)


@pytest.mark.parametrize(
    ("actions", "said"),
    [
        (["open"], "opens one office"),
        (["open", "open"], "opens two offices"),
        (["close"], "closes one office"),
        (["resize", "resize"], "changes the size of two offices"),
        (["open", "close"], "opens one office and closes one"),
        (["open", "open", "close", "resize"], "opens two offices, closes one and changes the size of one"),
        (["close", "close", "resize"], "closes two offices and changes the size of one"),
    ],
)
def test_what_is_done(plain_facts: dict[str, KnownFacts], actions: list[str], said: str) -> None:
    """Openings, closings and changes of size are told together; the word office once."""
    m = plain_facts["open"]
    told = sentences(changed(m, plan=acted(m, *actions)))[1]
    assert told.startswith(f"The plan for 2027–2028 {said}, so the number of offices goes from 1 to 3")


def test_a_number_of_offices_that_stays_is_no_change(plain_facts: dict[str, KnownFacts]) -> None:
    """One opens and one closes: there are as many before as after, and the text says so."""
    m = plain_facts["open"]
    counts = {**m.plan["counts"], "offices_before": 5, "offices_after": 5}
    told = sentences(changed(m, plan=acted(m, "open", "close") | {"counts": counts}))[1]
    assert told.endswith("; there are 5 offices before and 5 after.")


@pytest.mark.parametrize(
    ("actions", "gains", "said"),
    [
        (["open"], {"people_shorter": 420}, "One new office gives 420 people a shorter journey by car"),
        (["open"] * 2, {"people_shorter": 0},
         "Two new offices give nobody a shorter journey by car by a minute or more"),
        (["close"], {"people_longer": 7}, "One office closes, and 7 people get a longer journey by car"),
        (["close"] * 13, {"people_longer": 0},
         "13 offices close, and nobody gets a journey by car that is longer by a minute or more"),
        (["open", "close"], {"people_shorter": 50, "people_longer": 60},
         "One office opens and one office closes: 50 people get a shorter journey by car and 60 a longer one"),
        (["resize"], {}, "One office changes size; none opens and none closes"),
        ([], {}, "The plan changes nothing: today's office stays as it is"),
    ],
)  # fmt: skip
def test_the_headline(
    plain_facts: dict[str, KnownFacts], actions: list[str], gains: dict[str, float], said: str
) -> None:
    """The headline tells what is done and for whom that is a change, with the forms of one, many and none."""
    m = plain_facts["open"]
    assert headline(changed(m, plan=acted(m, *actions), **gains)) == said


def test_the_first_and_the_last_office(plain_facts: dict[str, KnownFacts]) -> None:
    """Where there is no office before or after, minutes that nobody has are not spoken of."""
    first = changed(plain_facts["first"])
    assert sentences(first)[0] == "Today there is no office."
    assert "before there was none" in sentences(first)[2]
    assert "where there was none" in headline(first)
    m = plain_facts["close"]
    none = changed(m, plan={"counts": {**m.plan["counts"], "offices_after": 0}})
    assert sentences(none)[2] == "With the plan nobody has an office."
    assert headline(none).endswith("and none is left")


@pytest.mark.parametrize(
    ("status", "gap", "said"),
    [
        ("optimal", 0.0, "It is proven that no plan within the same money and rules is better."),
        ("feasible", 0.0016, "It is proven that no plan within the same money and rules can be more than "
         "0.16 percent better."),
        ("feasible", 3.0, "How much better another plan could be is not known: the proof does not reach far enough."),
    ],
)  # fmt: skip
def test_how_sure(plain_facts: dict[str, KnownFacts], status: str, gap: float, said: str) -> None:
    """Proven best, proven within a gap, or not known."""
    m = plain_facts["open"]
    objective = {**m.plan["objective"], "gap": gap}
    assert sentences(changed(m, plan={"status": status, "objective": objective}))[4] == said


def test_money_of_a_cut_an_earmark_and_a_credit(
    tall_facts: KnownFacts, plain_facts: dict[str, KnownFacts]
) -> None:
    """Less money names the cut; an earmark its pot; a credit drawn is told, else that the money holds."""
    assert "7.0 million SEK lower in 2028" in sentences(changed(plain_facts["close"]))[3]
    assert (
        "öronmärkta för nya kontor 2021–2022 och håller sig inom pengarna" in sentences(tall_facts, "sv")[3]
    )
    m = plain_facts["open"]
    years = [dict(year) for year in m.plan["years"]]
    years[0]["carried"] = -1.25
    assert "draws at most 1.3 million SEK ahead" in sentences(changed(m, plan={"years": years}))[3]


def test_unevenness_between_town_and_country(
    tall_facts: KnownFacts, plain_facts: dict[str, KnownFacts]
) -> None:
    """With settlements the countryside by car and the city on foot are told; without, everybody."""
    assert "På landsbygden" in sentences(tall_facts, "sv")[0]
    assert "i innerstaden" in sentences(tall_facts, "sv")[0]
    m = plain_facts["open"]
    assert sentences(m)[0].startswith("Today ")
    groups = m.findings.groups.assign(people_beyond_before=0.0)
    nobody = with_findings(m, groups=groups)
    assert sentences(nobody)[0] == "Today nobody has more than 30 minutes by car to the nearest office."


def test_what_is_assumed_is_said_at_once(tall_facts: KnownFacts, plain_facts: dict[str, KnownFacts]) -> None:
    """Assumed offices are counted, with the form of one; services and definition only where there are any."""
    told = said_at(answer, tall_facts, "fine", "sv")
    assert "Ett av dagens 5 kontor är antaget" in told
    assert "Skatteverket" in told
    assert said_at(answer, plain_facts["open"], "fine").count(".") == 2


def test_clauses_make_one_sentence() -> None:
    """One clause alone is itself; several have semicolons between them and one capital."""
    one, other = Note("said.offices_open", {"n": 1}), Note("said.offices_close", {"n": 2})
    assert joined(one) is one
    assert joined(one, other).sentence("en") == "One office opens; two offices close"
