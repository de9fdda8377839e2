"""What the terminal shows of assumptions: moved, still and not tried, each where it belongs."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from tests.plan.cases import SEK, case_of, policy_of

from narvaro.app.assumptions import Assumed
from narvaro.app.views.assumptions_view import bar, show, value_of
from narvaro.case import Assumption
from narvaro.errors import Fault
from narvaro.language import say
from narvaro.language.names import Names, told
from narvaro.plan.sensitivity import SameActions, Sensitivity, Varied

BASE = SameActions(1_000.0, 50.0, 20_000, ())
CAR = Assumption("car_kmh", 60.0, "km/h", "assumed", "a guess")
COST = Assumption("size.standard.running_year", 5.9, "million SEK/year", "stated", "the books")
STAFF = Assumption("size.standard.staff", 7.0, "persons", "stated", "the books")
RULE = Assumption("rule.year_end", "", "", "assumed", "rule of the plan")


def side(
    value: float = 1_000.0, beyond: float = 50.0, spent: int = 20_000, broken: int = 0, **more: Any
) -> Varied:
    return Varied(1.0, SameActions(value, beyond, spent, (Fault("plan.check_lock"),) * broken), **more)


def assumed(again: bool = False, **more: Any) -> Assumed:
    rows = (
        Sensitivity(CAR, side(1_100.0, 80.0, **more), side(900.0)),
        Sensitivity(COST, side(spent=19_000), side(spent=21_000, broken=2)),
        Sensitivity(STAFF, side(), side()),
        Sensitivity(RULE),
    )
    plan: Any = SimpleNamespace(
        money=SEK,
        objective=SimpleNamespace(unit="person_minutes"),
        assumptions=[row.assumption for row in rows],
        actions=[],
    )
    question: Any = SimpleNamespace(case=case_of([1], ["candidate"]), policy=policy_of([0.0]))
    return Assumed(question, plan, BASE, rows, again)


def test_each_stands_where_it_belongs(shown, lang: str) -> None:
    """Speed in the tornado with both shares, the cost among what else moves, staff still, the rule not tried."""
    text = shown(show, assumed())
    lines = text.splitlines()
    tornado = next(line for line in lines if "│" in line and "60" in line)
    assert tornado.index("█") < tornado.index("│") < tornado.index("░")
    assert ("+10.00" if lang == "en" else "+10,00") in tornado
    cost = next(line for line in lines if ("+1.000" if lang == "en" else "+1,000") in line)
    assert cost.split()[-1] == "2"
    still = say("assumptions.still", lang, names="§").split("§")[0]
    assert sum(line.startswith(still) for line in lines) == 1
    assert next(line for line in lines if line.startswith(still)).count(";") == 0
    assert any(line.startswith("- a guess (") for line in lines)


def test_a_plan_made_anew_is_told_where_it_is_another(shown, lang: str) -> None:
    """Another plan with what it gains, none at all, or not settled."""
    better: Any = SimpleNamespace(objective=SimpleNamespace(after=880.0, bound=880.0), actions=[])
    open_yet: Any = SimpleNamespace(objective=SimpleNamespace(after=1_100.0, bound=990.0), actions=[])
    assert say("assumptions.otherwise", lang, n=0, gain="§")[:2] in shown(show, assumed(True, best=better))
    assert say("assumptions.open", lang) in shown(show, assumed(True, best=open_yet))
    none = assumed(True, clashes=(Fault("plan.clash"),))
    assert say("assumptions.no_plan", lang) in shown(show, none)


def test_values_have_their_unit(lang: str) -> None:
    """Money as the case counts it, speeds as the language writes them, a rule nothing."""
    terminal: Any = SimpleNamespace(lang=lang, say=lambda key, **data: say(key, lang, **data))
    plain = [
        value_of(terminal, one, SEK.label).replace("\N{NO-BREAK SPACE}", " ") for one in (CAR, COST, RULE)
    ]
    assert plain == (
        ["60 km/h", "5.900 MSEK/year", ""] if lang == "en" else ["60 km/tim", "5,900 mnkr/år", ""]
    )


def test_bars_stay_within_their_half() -> None:
    """The widest fills its half, the smallest shows at least one mark, nothing shows none."""
    assert bar(-1.0, 1.0, 1.0) == "░" * 9 + "│" + "█" * 9
    assert bar(-1e-6, 0.0, 1.0) == " " * 8 + "░│" + " " * 9
    assert {len(bar(a, b, 2.0)) for a in (-2.0, 0.0, 1.3) for b in (-0.2, 0.0, 2.0)} == {19}


def test_it_says_first_which_matter(shown, lang: str) -> None:
    """By name those that move the goal by more than half a percent, and that the others hardly do; or that none is."""
    first = " ".join(shown(show, assumed()).split()).partition(". ")[0]
    car = told(Names().assumption("car_kmh"), lang)
    assert first == say("assumptions.matter", lang, n=1, all=3, names=[car], least=0.005).partition(". ")[0]
    still = replace(assumed(), rows=(Sensitivity(STAFF, side(), side()),))
    none = say("assumptions.matter", lang, n=0, all=1, names=[], least=0.005)
    assert none in " ".join(shown(show, still).split())
