"""The plan's own check refuses a rule that finds nothing to hold, and says where one selects nothing."""

from dataclasses import replace

import pytest
from tests.plan.cases import SMALL, case_of, policy_of, question_of, times_of

from narvaro.errors import CheckError
from narvaro.plan import make_plan
from narvaro.plan.verify import verify
from narvaro.plan.verify_keys import holding_nothing

STATUS = ["may_close", "may_close", "candidate"]
CODES = ["1", "2", "2"]
MINUTES = [[1, 9, 9], [9, 1, 2], [9, 2, 1]]


def case_with(
    area_codes=CODES, site_codes=CODES, municipalities=CODES, poor=(True, False, False), people=(9, 8, 7)
):
    return case_of(
        people, STATUS, sizes=[SMALL],
        areas={"region": area_codes, "poor": list(poor)},
        sites={"region": site_codes, "municipality_code": municipalities},
    )  # fmt: skip


@pytest.fixture(scope="module")
def years():
    """A plan in which nothing is done, and so keeps any rule."""
    case = case_with()
    return make_plan(case, policy_of([0.0]), travel=times_of(case, MINUTES)).years


def refused(years, case, objective=(1.0, 1.0), **tables):
    question = question_of(case, policy_of([0.0], **tables), times_of(case, MINUTES))
    with pytest.raises(CheckError) as caught:
        verify(question, years, objective)
    assert all(fault.text(lang) for fault in caught.value.faults for lang in ("sv", "en"))
    return {fault.key for fault in caught.value.faults}


ROOM = {"room_in": "region", "visits_per_person": 1.0}
EARMARK = {"money": {"earmark": True}, "definition": "poor"}
KEEP = {"keep_one_in": "region"}
LEAVE = {"leave_municipality": "no"}
CONSENT = {"leave_municipality": "with_consent", "consent": ["01"]}
TWOS = ["2", "2", "2"]
NONE, SOME = "plan.check_key_none", "plan.check_key"
NOTHING_TO_HOLD = [
    ("room, no code on both sides", {"area_codes": ["a", "b", "b"]}, {"limits": ROOM}, NONE),
    ("room, a zero lost", {"site_codes": ["01", "2", "2"]}, {"limits": ROOM}, SOME),
    ("room, a zero lost in an area", {"area_codes": ["1", "2", "02"]}, {"limits": ROOM}, SOME),
    ("room, no column", {}, {"limits": {"room_in": "county"}}, NONE),
    ("keep, no office has a code", {"site_codes": ["", "", "2"]}, {"limits": KEEP}, NONE),
    ("keep, two spellings", {"area_codes": TWOS, "site_codes": ["2", "02", "2"]}, {"limits": KEEP}, SOME),
    ("leave, no office has a code", {"municipalities": ["", "", "2"]}, {"limits": LEAVE}, NONE),
    ("consent, no such code", {}, {"limits": CONSENT}, SOME),
    ("earmark, nobody in the definition", {"poor": [False] * 3}, EARMARK, NONE),
    ("within, nobody is near enough", {}, {"limits": {"within_min": 0.5}}, "plan.check_within"),
]


@pytest.mark.parametrize(
    ("name", "tables", "policy", "key"), NOTHING_TO_HOLD, ids=[row[0] for row in NOTHING_TO_HOLD]
)
def test_a_rule_that_finds_nothing_to_hold_is_refused(years, name, tables, policy, key):
    """The same plan, with tables that no longer match: each rule is refused and not called kept."""
    assert key in refused(years, case_with(**tables), **policy)


def test_a_plan_of_other_years_sites_or_sizes_is_refused(years):
    """Money, openings and what must last are reckoned by year; an action must fit the tables it acts on."""
    case = case_with()
    assert refused((), case) == {"plan.check_years"}
    assert refused((replace(years[0], year=2030),), case) == {"plan.check_years"}
    closing = make_plan(
        case, policy_of([-4.0], limits={"closing_month": 1}, money={"lasting": False}), travel=times_of(case, MINUTES)
    ).actions[0][1]  # fmt: skip
    assert closing.action == "close"
    for change in ({"site_id": "gone"}, {"from_size": "huge"}, {"action": "sell"}):
        acted = (replace(years[0], actions=(replace(closing, **change),)),)
        assert refused(acted, case) == {"plan.check_unknown"}
    for change in ({"site_id": "s2"}, {"action": "open", "size": "small", "from_size": ""}):
        acted = (replace(years[0], actions=(replace(closing, **change),)),)
        assert "plan.check_action" in refused(acted, case)


def test_a_missing_value_agrees_with_nothing(years):
    """A value that is no number is refused, on either side."""
    case = case_with()
    for pair in ((float("nan"), 1.0), (1.0, float("nan"))):
        assert refused(years, case, pair) == {"plan.check_objective"}


def test_keys_that_agree_but_select_nothing_are_told(years):
    """Each rule by name; where it holds something, nothing is said."""
    case = case_with()
    times = times_of(case, MINUTES)

    def told(change=0.0, **tables):
        policy = policy_of([change], **tables)
        found = holding_nothing(question_of(case, policy, times))
        assert all(note.text(lang) for note in found for lang in ("sv", "en"))
        return [note.data["rule"] for note in found]

    consent = {"leave_municipality": "with_consent", "consent": ["1", "2"]}
    assert told(limits=consent) == ["leave_municipality"]
    assert told(limits=consent | {"consent": ["1"]}) == []
    assert told(limits=ROOM) == told(limits={"keep_one_in": "region"}) == []
    assert told(9.0, objective={"walk_standard_min": 5.0}, **EARMARK) == ["earmark"]
    assert told(9.0, **EARMARK) == []
