"""What the terminal shows of a plan that was asked."""

from __future__ import annotations

from math import inf, nan
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from tests.plan.cases import LARGE, SEK, SMALL, case_of, policy_of

from narvaro.app.asking import PriceRow
from narvaro.app.asking_kept import KeptAnswers
from narvaro.app.views.asking_view import show_kept, show_prices, show_what_if, show_what_it_takes
from narvaro.errors import Fault
from narvaro.explain.what_if import WhatIfSaid
from narvaro.language import Note, say
from narvaro.plan.takes import MoneyItTakes
from narvaro.plan.takes_need import NeedItTakes

PLANNED: Any = SimpleNamespace(
    plan=SimpleNamespace(
        money=SEK, objective=SimpleNamespace(unit="person_minutes"), broken=(), policy=policy_of([0.0])
    ),
    case=case_of([9], ["must_stay"]),
    kept=None,
)


def asked(best: Any, broken: tuple[Fault, ...] = (), left_out: tuple[Note, ...] = ()) -> Any:
    row = {"value": 100.0, "worse_share": 0.0, "mean_min": 5.0, "offices": 3.0, "shorter": 0.0, "longer": 0.0}
    rows = {"plan": row, "mine": row | {"worse_share": nan}, **({"best": row} if best else {})}
    places = pd.DataFrame(
        {"people": [10.0], "shorter": [0.0], "longer": [4.0], "change_min": [1.5]}, index=["Åmål"]
    )
    said = WhatIfSaid(
        (Note("explain.asked.keep", {"site": "Åmål"}),),
        pd.DataFrame.from_dict(rows, orient="index"),
        tuple(Note(rule.key, rule.data) for rule in broken),
        (Note("explain.price.same"),),
        places,
        pd.DataFrame(),
        pd.DataFrame(
            {
                "name": ["Säffle"],
                "visits_before": [900.0],
                "visits_after": [nan],
                "share_of_room_before": [1.5],
                "share_of_room_after": [nan],
            }
        ),
    )
    clashes = () if best or left_out else (Fault("plan.ruled_other", {"site": "Åmål"}),)
    found = SimpleNamespace(broken=()) if best else None
    answer = SimpleNamespace(best=found, mine=SimpleNamespace(broken=broken), clashes=clashes)
    return SimpleNamespace(said=said, planned=PLANNED, answer=answer, left_out=left_out)


def test_no_broken_rule_is_told_as_none(shown, lang: str) -> None:
    """One and none have their forms; a figure that is none is a dash; the municipality stands below."""
    text = shown(show_what_if, asked(best=True))
    assert say("app.ask.keeps_rules", lang) in text
    assert say("app.ask.price", lang) in text
    assert "–" in text
    assert "Åmål" in text
    assert "Säffle" in text
    one = shown(show_what_if, asked(best=True, broken=(Fault("plan.ruled_other", {"site": "Åmål"}),)))
    assert say("app.ask.breaks", lang, n=1) in one


def test_a_rule_broken_in_many_years_has_one_line(shown, lang: str) -> None:
    """And is counted once, in the table too."""
    broken = tuple(
        Fault("plan.check_region", {"year": str(year), "column": "region", "code": "N"})
        for year in (2027, 2028)
    )
    text = shown(show_what_if, asked(best=True, broken=broken))
    assert say("app.ask.breaks", lang, n=1) in text
    assert "2027, 2028" in text


def test_what_a_list_leaves_out_is_told(shown, lang: str) -> None:
    """With the name of the place, and how the best plan is asked for."""
    note = Note("actions.left_out.unsure", {"n": 1, "names": ["Åmål"]})
    text = shown(show_what_if, asked(best=None, left_out=(note,)))
    assert note.sentence(lang) in text
    assert say("app.ask.mine_only", lang) in text


def test_what_the_answers_are_kept_as_is_told(shown, lang: str) -> None:
    """The best is what comes into force next; mine where there is no best."""
    best, mine = SimpleNamespace(rules_broken=0), SimpleNamespace(rules_broken=1)
    both = shown(show_kept, Path("x"), KeptAnswers("a", "a-mine"), best)
    assert say("app.ask.kept_both", lang, best="a", mine="a-mine") in both
    assert "narvaro adopt x a --by" in both
    text = shown(show_kept, Path("x"), KeptAnswers("", "a b"), mine)
    assert "narvaro adopt x 'a b' --by" in text
    assert say("kept.breaks", lang, name="a b", n=1) in text
    assert "a breaks" not in both


def test_where_no_plan_is_left_it_is_said(shown, lang: str) -> None:
    """And that it is proven."""
    assert say("app.ask.no_plan", lang) in shown(show_what_if, asked(best=None))


def why_of(**parts: Any) -> Any:
    """Return an answer to why, of a place without an office."""
    case = SimpleNamespace(existing={"s": False}, sizes=(SMALL, LARGE), provenance=())
    nothing = {"basis": (), "takes": None, "takes_need": None, "takes_as_is": None, "out_of_reach": False}
    planned = SimpleNamespace(plan=PLANNED.plan, case=case)
    return SimpleNamespace(**{"planned": planned, "site_id": "s", "end": "open", **nothing, **parts})


def plain(shown: Any, why: Any) -> str:
    return " ".join(shown(show_what_it_takes, why).split())


@pytest.mark.parametrize(
    ("takes", "key"),
    [(MoneyItTakes(1.0, 2.0, "small"), "takes"), (MoneyItTakes(40.0, inf), "takes_more"), (None, "")],
)
def test_the_money_it_would_take_has_its_forms(
    shown, lang: str, takes: MoneyItTakes | None, key: str
) -> None:
    """A bracket, more than was tried, or nothing."""
    what = say("explain.proof.what.opens", lang)
    text = plain(shown, why_of(takes=takes))
    assert (say("app.ask.takes_size", lang, size="small") in text) == (key == "takes")
    assert (say("app.ask.takes", lang, low=1.0, high=2.0, money=SEK.label, what=what) in text) == (
        key == "takes"
    )
    assert (say("app.ask.takes_more", lang, low=40.0, high=inf, money=SEK.label, what=what) in text) == (
        key == "takes_more"
    )


@pytest.mark.parametrize(
    ("low", "high", "areas", "key"),
    [
        (2.0, 3.0, ("a",), "need"),
        (1.0, 3.0, ("a",), "need_most"),
        (16.0, inf, ("a",), "need_never"),
        (4.0, inf, ("a",), "need_more"),
        (1.0, inf, ("a",), "need_unknown"),
        (1.0, inf, (), "need_nobody"),
    ],
)
def test_the_need_it_would_take_has_its_forms(
    shown, lang: str, low: float, high: float, areas: tuple[str, ...], key: str
) -> None:
    """A bracket, an end alone, none up to what was tried, proven or not, and nobody who would come nearer."""
    takes = NeedItTakes(low, high, areas, 900.0, 1.5, 16.0)
    what = say("explain.proof.what.opens", lang)
    data = {"low": low, "high": high, "most": 16.0, "people": 900.0, "need": 1.5, "weight": 1.5 * high}
    text = plain(shown, why_of(takes_need=takes))
    assert text == " ".join(say(f"app.ask.{key}", lang, what=what, **data).split())


@pytest.mark.parametrize(
    ("low", "high", "key"),
    [(4.0, 9.0, "takes_as_is"), (0.0, 9.0, "takes_as_is_most"), (4.0, inf, "takes_as_is_more")],
)
def test_what_the_office_as_it_is_would_take_is_told_beside_a_smaller_one(
    shown, lang: str, low: float, high: float, key: str
) -> None:
    """A plan that keeps a smaller office needs less, which may not be what was asked."""
    takes, as_is = MoneyItTakes(1.0, 2.0, "small"), MoneyItTakes(low, high, "large")
    text = plain(shown, why_of(takes=takes, takes_as_is=as_is))
    assert say(f"app.ask.{key}", lang, low=low, high=high, money=SEK.label) in text


def test_what_was_not_asked_is_told(shown, lang: str) -> None:
    """Where each answer would take as long as a plan."""
    assert plain(shown, why_of(out_of_reach=True)) == say("app.ask.takes_not_asked", lang)


def test_a_price_without_a_plan_says_why(shown, lang: str) -> None:
    """The row has dashes, and the clash stands below."""
    clash = Fault("plan.ruled_other", {"site": "Åmål"})
    rows = (
        PriceRow("the_plan", 0.0, 5.0, 100.0, 3, 0.0, ()),
        PriceRow("more_money", -0.01, 4.0, 90.0, 4, 0.002, ()),
        PriceRow("less_money", None, nan, nan, 0, nan, (clash,)),
    )
    counted = Note("explain.counted.way", {"limit": 30.0, "by": "hover"})
    text = shown(show_prices, SimpleNamespace(rows=rows, planned=PLANNED, counted=counted))
    assert counted.text(lang) in " ".join(text.split())
    assert say("app.ask.none", lang) in text
    assert clash.text(lang) in " ".join(text.split())
    lines = [line.strip() for line in text.splitlines()]
    off, on = (lines.index(say(f"app.price.{group}", lang)) for group in ("taken_off", "put_on"))
    assert off < on
