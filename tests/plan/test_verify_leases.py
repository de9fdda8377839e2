"""The check of notice and lease: month by month, by code that shares nothing with the paths."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.test_leases import YEARS, case_of, policy_of, random_case

from narvaro.plan import Edit, evaluate, evaluator
from narvaro.plan.question import Question
from narvaro.plan.verify_leases import rent_in
from narvaro.plan.verify_tables import Tables
from narvaro.travel import along_lines


def test_closing_before_it_may_is_told_by_the_check() -> None:
    """The date compared as texts, by code that shares nothing with the paths; a year later is fine."""
    ready = evaluator(case_of(earliest_close="2028-05"), policy_of(0.0, 0.0, 0.0))
    early = evaluate(ready, [Edit("a0", 2027, "")])
    assert [fault.key for fault in early.broken] == ["plan.check_notice"]
    assert evaluate(ready, [Edit("a0", 2028, "")]).broken == ()


def test_rent_month_by_month() -> None:
    """Closed at the end of July with a lease to March: August to December, then January to March."""
    case = case_of(lease_end="2028-03", rent_year=6.0)
    tables = Tables(Question(case, policy_of(0.0), along_lines(case, ("car",))))
    months = [len(list(rent_in(tables, {"a0": "2027-07"}, year))) for year in (2026, 2027, 2028, 2029)]
    assert months == [0, 5, 3, 0]
    assert {rent for _, rent in rent_in(tables, {"a0": "2027-07"}, 2027)} == {6_000_000}


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1))
def test_ledger_and_replay_agree(seed: int) -> None:
    """The money of any plan by hand, also of one that breaks rules, is what the replay month by month says."""
    case, policy, travel = random_case(seed)
    rng = np.random.default_rng(seed)
    ready = evaluator(case, policy, travel=travel)
    edits = [Edit(f"a{i}", int(rng.choice(YEARS)), "") for i in range(3) if rng.random() < 0.7]
    found = evaluate(ready, edits)
    assert "plan.check_ledger" not in {fault.key for fault in found.broken}
