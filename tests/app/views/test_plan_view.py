"""A plan in the terminal."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from tests.plan.cases import SEK, case_of

from narvaro.app.terminal import Terminal
from narvaro.app.views.plan_view import (
    ASSUMED,
    LEAVES,
    MOST_NAMES,
    action_table,
    broken_lines,
    ledger_tables,
    locked_lines,
    mark_lines,
    proof_line,
    show,
)
from narvaro.case import Size, on_days
from narvaro.errors import Fault
from narvaro.explain.unknown import assumed_offices
from narvaro.language import Names, number, say


@pytest.fixture(autouse=True)
def _without_the_road(monkeypatch: pytest.MonkeyPatch) -> None:
    """The years one by one and the load are tested with their own views, which ask for a real plan."""
    for view in ("road_view.show", "load_view.show_filling"):
        monkeypatch.setattr(f"narvaro.app.views.{view}", lambda *_: None)


MONEY = dict.fromkeys(
    ("appropriation", "running", "opening", "closing", "resizing", "spent", "carried", "lapsed"), 0.0
)


def action(kind: str, **more: Any) -> Any:
    given = {
        "site_id": "s0",
        "name": "Site 0",
        "municipality": "",
        "from_size": "",
        "size": "",
        "cost_milli": 0.0,
        "assumed": False,
    }
    return SimpleNamespace(**given | {"action": kind, "leaves_municipality": False, "decided_by": ""} | more)


def plan_of(*actions: Any, locked: Any = (), **money: float) -> Any:
    """Return what the view asks of a plan: one year, a value of 120 with 119.4 as its bound, two offices."""
    year = SimpleNamespace(year=2025, offices=3, money=MONEY | money, earmark=None)
    part = SimpleNamespace(name="person_minutes", unit="persons", before=1500.0, after=120.0, last_year=90.0)
    objective = SimpleNamespace(parts=(part,), unit="persons", after=120.0, bound=119.4, gap=0.005)
    counts = {"offices_before": 2, "offices_after": 3, "offices_assumed": 1}
    return SimpleNamespace(
        scenario="small", years=(year,), actions=[(2025, one) for one in actions], counts=counts, locked=locked,
        policy=SimpleNamespace(
            money=SimpleNamespace(change=(0.0,), credit_pct=3.0), limits=SimpleNamespace(closing_month=5)
        ),
        objective=objective, status="feasible", stopped_by="gap", money=SEK, broken=(), bound_rests_on="highs",
    )  # fmt: skip


def planned(plan: Any) -> Any:
    return SimpleNamespace(plan=plan, case=case_of((1,), ["must_stay"]))


def cells(table: Any) -> list[list[str]]:
    """Return the cells of a table, column by column, the heading first."""
    return [[str(column.header), *map(str, column.cells)] for column in table.columns]


def test_ledger_actions_and_proof_stand_in_that_order(shown, lang: str) -> None:
    """With the assumed offices told in the report's own words before the proof."""
    text = shown(show, planned(plan_of(action("open", name="Åmål"), running=4500.0, appropriation=5000.0)))
    (assumed,) = assumed_offices(1, 2)
    wanted = [
        say("app.plan.ledger", lang, money=SEK.label),
        number(4.5, lang, 3),
        "Åmål",
        assumed.text(lang),
        number(119, lang),
    ]
    where = [text.index(words) for words in wanted]
    assert where == sorted(where)


def test_that_offices_may_close_though_the_money_rises_is_said_first(shown, lang: str) -> None:
    """Right after the headline, where the money rises and an office may close; not where all must stay, or it falls."""
    rises = plan_of(action("close"))
    rises.policy.money.change = (5.0,)
    free = SimpleNamespace(plan=rises, case=case_of((1,), ["may_close"]))
    said = say("said.road.though_money_rises.one", lang, closes=say("said.road.closes.one", lang))
    assert said in shown(show, free).splitlines()[1]
    assert said not in shown(show, planned(rises))
    rises.policy.money.change = (-5.0,)
    assert said not in shown(show, free)


def test_a_plan_that_does_nothing_says_so(shown, lang: str) -> None:
    """In place of an empty table."""
    assert say("app.plan.no_actions", lang) in shown(show, planned(plan_of()))


def test_what_never_arises_has_no_row(lang: str) -> None:
    """Of running, opening, closing and resizing only what some year pays; money that lapses only where some does."""
    (table,) = ledger_tables(Terminal(lang), plan_of(running=1000.0))
    names = cells(table)[0]
    for name, there in (("running", True), ("opening", False), ("resizing", False), ("lapsed", False)):
        assert (say(f"app.ledger.{name}", lang) in names) is there
    (lapsed,) = ledger_tables(Terminal(lang), plan_of(lapsed=1.0))
    assert say("app.ledger.lapsed", lang) in cells(lapsed)[0]


def years_of(plan: Any, count: int) -> Any:
    """Return the plan with its year so many times, 2025 and on; in each 10 are given, and 11 spent in the first."""
    money = MONEY | {"appropriation": 10_000_000, "spent": 10_000_000}
    first = money | {"spent": 10_100_000, "carried": -100_000}
    figures = [first, *([money | {"carried": -100_000}] * (count - 1))]
    plan.years = tuple(
        SimpleNamespace(year=2025 + k, offices=3, money=one, earmark=None) for k, one in enumerate(figures)
    )
    return plan


def test_a_column_of_the_ledger_adds_up_from_above(lang: str) -> None:
    """Brought over and given, less spent, is carried over; 3 percent may be drawn ahead, none in the last year."""
    (table,) = ledger_tables(Terminal(lang), years_of(plan_of(), 2))
    by_name = {row[0]: row[1:] for row in zip(*(column[1:] for column in cells(table)), strict=True)}

    def row(name: str, first: float, second: float) -> None:
        assert by_name[say(f"app.ledger.{name}", lang)] == (number(first, lang, 3), number(second, lang, 3))

    row("brought", 0.0, -100.0)
    row("appropriation", 10_000.0, 10_000.0)
    row("spent", 10_100.0, 10_000.0)
    row("carried_or_drawn", -100.0, -100.0)
    row("credit", 300.0, 0.0)


@pytest.mark.parametrize("count", [1, 3, 12])
def test_no_head_of_the_ledger_is_broken_at_80_columns(
    monkeypatch: pytest.MonkeyPatch, lang: str, count: int
) -> None:
    """Millions in thousands with all decimals: years that have no room stand in a table below."""
    monkeypatch.setenv("COLUMNS", "80")
    tables = ledger_tables(Terminal(lang), years_of(plan_of(running=1.0, opening=1.0, lapsed=1.0), count))
    assert sum(len(table.columns) - 1 for table in tables) == count
    for table in tables:
        assert sum((column.width or 0) + 2 for column in table.columns) - 2 <= 80
        for head, *column in cells(table)[1:]:
            assert max(map(len, [head, *column])) <= 12
        assert all(len(name) <= (table.columns[0].width or 0) for name in cells(table)[0])


def test_an_action_names_its_place_once_with_its_marks(lang: str) -> None:
    """The municipality only where the name lacks it; a year once; a change of size as from and to."""
    plan = plan_of(
        action("open", name="Centrum", municipality="Åmål", size="large"),
        action(
            "close",
            name="Åmål torg",
            municipality="Åmål",
            from_size="small",
            assumed=True,
            leaves_municipality=True,
        ),
        action("resize", from_size="small", size="large"),
    )
    years, _, places, sizes, _ = (column[1:] for column in cells(action_table(Terminal(lang), plan, Names())))
    assert years == ["2025", "", ""]
    assert places == ["Centrum (Åmål)", f"Åmål torg{ASSUMED}{LEAVES}", "Site 0"]
    assert sizes == ["large", "small", "small → large"]


def test_the_same_staff_on_other_days_is_told_by_the_days(lang: str) -> None:
    """Fewer days, more days and a change of size that is more than that."""
    small = Size("small", 2, 4.0, 1.0, 0.5, 4, 10_000, days=5)
    sizes = [on_days(small, 3, rank=1), small, Size("large", 3, 8.0, 2.0, 1.0, 8, 20_000, days=5)]
    plan = plan_of(
        action("resize", from_size="small", size="small-3"),
        action("resize", from_size="small-3", size="small"),
        action("resize", from_size="small", size="large"),
    )
    table = action_table(Terminal(lang), plan, Names(), sizes)
    _, doing, _, told, _ = (column[1:] for column in cells(table))
    assert doing == [say(f"action.{each}", lang) for each in ("fewer_days", "more_days", "resize")]
    assert told == ["5 → 3", "3 → 5", "small → large"]


def test_marks_are_explained_with_how_many_there_are(lang: str) -> None:
    """Two assumed, one that leaves its municipality, whom the board decides; without marks no line."""
    plan = plan_of(
        action("close", assumed=True, leaves_municipality=True, decided_by="board"),
        action("close", assumed=True, decided_by="director_general"),
    )
    names = Names(("sweden",))
    deciders = {
        "en": "the board (1) and the director-general (1)",
        "sv": "styrelsen (1) och generaldirektören (1)",
    }
    assert mark_lines(Terminal(lang), plan, names) == [
        f"{ASSUMED} {say('app.plan.mark_assumed', lang, count=2)}",
        f"{LEAVES} {say('app.plan.mark_leaves', lang, count=1)}",
        say("app.plan.deciders", lang, deciders=[deciders[lang]]),
    ]
    assert mark_lines(Terminal(lang), plan_of(action("open")), names) == []


def locked(count: int, status: str = "must_stay", by: str = "") -> list[Any]:
    return [SimpleNamespace(status=status, locked_by=by, name=f"Office {k}") for k in range(count)]


def test_what_was_locked_is_told_by_status_and_person(lang: str) -> None:
    """One line each; by the table where nobody is named; up to five by name, more as a number with five names."""
    rows = [*locked(1), *locked(MOST_NAMES + 1, by="the board")]
    few, many = locked_lines(Terminal(lang), plan_of(locked=rows))
    assert say("app.plan.by_the_table", lang) in few
    assert "Office 0" in few
    assert "the board" in many
    assert f"Office {MOST_NAMES - 1}" in many
    assert f"Office {MOST_NAMES}" not in many
    assert locked_lines(Terminal(lang), plan_of()) == [say("app.plan.nothing_locked", lang)]


def test_value_bound_gap_and_why_the_search_stopped_are_one_line(lang: str) -> None:
    """In the words that the report's table of proof has."""
    line = proof_line(Terminal(lang), plan_of())
    for words in (
        number(120.0, lang, 1),
        number(119.4, lang, 1),
        say("status.feasible", lang),
        say("stopped_by.gap", lang),
    ):
        assert words in line
    assert "\n" not in line


def test_a_rule_broken_alike_in_several_years_has_one_line() -> None:
    """The years stand before it; what names another figure each year has a line each."""
    rules = [
        Fault("plan.check_region", {"year": year, "column": "county", "code": "1"})
        for year in ("2025", "2026")
    ]
    rules += [Fault("plan.check_openings", {"year": "2025", "count": n, "most": 1}) for n in (2, 3)]
    lines = broken_lines(SimpleNamespace(broken=tuple(rules)), "en")  # type: ignore[arg-type]
    assert lines[0] == "- 2025, 2026: county 1 has lost its last office (limits.keep_one_in)."
    assert len(lines) == 3
