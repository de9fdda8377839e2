"""Everything at once, on plans that the engine makes."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import narvaro.explain
from narvaro.case import Case, Money, Objective, Policy, Rules
from narvaro.explain import find
from narvaro.language import keys
from narvaro.plan import make_plan
from narvaro.plan.settle import places_of, settle
from narvaro.travel import straight_line

PACKAGE = Path(narvaro.explain.__file__).parent


@pytest.fixture
def user_case() -> Case:
    """A user's own tables: no municipality, no services, no groups but a yes/no column."""
    rng = np.random.default_rng(11)
    areas = pd.DataFrame(
        {
            "id": [f"a{i}" for i in range(20)],
            "name": [f"Area {i}" for i in range(20)],
            "lon": 15 + rng.random(20),
            "lat": 57 + rng.random(20) / 2,
            "people": rng.integers(50, 2000, 20),
            "vulnerable": rng.random(20) < 0.4,
        }
    )
    sites = areas.iloc[::4].drop(columns=["people", "vulnerable"]).assign(id=[f"s{i}" for i in range(5)])
    return Case("own", areas, sites.assign(status=["may_close"] * 2 + ["candidate"] * 3))


@pytest.mark.parametrize("kind", ["mix", "minutes", "beyond", "worst", "kolm_pollak"])
def test_every_objective_is_explained(user_case: Case, kind: str) -> None:
    """For each kind of objective the findings are there, and the plan's own reckoning agrees with them."""
    policy = Policy(
        definition="vulnerable",
        years=(2026, 2027),
        objective=Objective(kind=kind),
        money=Money(change=(8.0, 8.0)),
    )
    travel = straight_line(user_case)
    plan = make_plan(user_case, policy, travel=travel)
    found = find(user_case, plan, travel=travel)
    assert len(found.reasons) == len(plan.actions)
    by_year = found.by_year[found.by_year["mode"] == "car"].set_index("when")
    minutes = {part.name: part for part in plan.objective.parts}["person_minutes"]
    for year, figure in zip(policy.years, minutes.by_year, strict=True):
        assert by_year.loc[str(year), "person_minutes"] == pytest.approx(figure)
    assert found.to_json()


def test_walking_figures_are_those_of_the_plan(user_case: Case) -> None:
    """People of the definition without an office on foot are the plan's own figure, year by year."""
    policy = Policy(definition="vulnerable", years=(2026, 2027), money=Money(change=(8.0, 8.0)))
    plan = make_plan(user_case, policy)
    found = find(user_case, plan)
    walk = found.by_year[found.by_year["mode"] == "walk"].set_index("when")
    part = plan.objective.part("without_walk")
    assert walk.loc["before", "people_beyond_definition"] == pytest.approx(part.before)
    for year, figure in zip(policy.years, part.by_year, strict=True):
        assert walk.loc[str(year), "people_beyond_definition"] == pytest.approx(figure)


def test_a_proof_is_never_beaten(user_case: Case) -> None:
    """Forcing each place the other way and planning again is at least as much worse as was proven."""
    policy = Policy(years=(2027,), objective=Objective(kind="minutes"), money=Money(change=(8.0,)))
    plan = make_plan(user_case, policy, gap=0.0)
    plan = settle(plan, places_of(plan))
    found = find(user_case, plan)
    proven = [reason for reason in found.reasons if reason.proof == "worse"]
    assert proven
    for reason in proven:
        status = user_case.sites["status"].copy()
        # an opening forced away is a place that is not offered; a closing forced away must stay
        kept = user_case.sites.drop(reason.site_id) if reason.action == "open" else user_case.sites
        if reason.action == "close":
            status[reason.site_id] = "must_stay"
        other = Case("forced", user_case.areas, kept.assign(status=status.reindex(kept.index)))
        forced = make_plan(other, policy.model_copy(update={"money": _same(user_case, policy)}), gap=0.0)
        assert forced.objective.after >= plan.objective.after + reason.worse_by_at_least - 1e-6


def _same(case: Case, policy: Policy) -> Money:
    base = 5.9 * int(case.existing.sum())
    return policy.money.model_copy(update={"base": base})


def test_a_cut_is_explained(user_case: Case) -> None:
    """With less money the plan closes an office, and the findings say who gets further and which office stays."""
    policy = Policy(
        years=(2027,),
        objective=Objective(kind="minutes"),
        money=Money(change=(-2.0,)),
        limits=Rules(open_candidates=False),
    )
    found = find(user_case, make_plan(user_case, policy))
    assert found.reasons
    assert {reason.action for reason in found.reasons} == {"close"}
    assert sum(reason.people_longer + reason.people_newly_unreached for reason in found.reasons) > 0
    assert {place.action for place in found.why_not} <= {"close"}
    assert "said.everyone.no_office" in [note.key for note in found.said["answer"]]


def _keys_in_code() -> tuple[set[str], list[re.Pattern[str]]]:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.glob("*.py")))
    found = set(re.findall(r'f?"(explain\.[a-z_]+[^"\s]*)"', text))
    whole = {key for key in found if "{" not in key}
    made = [re.compile(re.sub(r"\\\{.*?\\\}", "[a-z_]+", re.escape(key))) for key in found - whole]
    return whole, made


def test_every_key_in_code_has_a_text() -> None:
    """A key that the room names whole stands in the catalogue."""
    whole, _ = _keys_in_code()
    assert sorted(key for key in whole if not {key, f"{key}.many"} & set(keys())) == []


def test_every_text_is_used() -> None:
    """A text of the room that no code can name is a dead text."""
    whole, made = _keys_in_code()
    mine = [re.sub(r"\.(zero|one|many)$", "", key) for key in keys() if key.startswith("explain.")]
    dead = [key for key in mine if key not in whole and not any(p.fullmatch(key) for p in made)]
    assert dead == []
