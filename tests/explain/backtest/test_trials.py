"""What is tried against a decision: each differs from the policy, and from the others, in what its name says."""

from narvaro.case import Case, Policy
from narvaro.explain.backtest.trials import other_definitions, trials
from narvaro.sources.sweden.scenarios import scenario


def test_openings_are_tried_under_each_definition_with_and_without_one_each(
    case: Case, policy: Policy
) -> None:
    """Own list and the other yes/no column, each twice; no earmark to lift here."""
    found = trials(case, policy, "open")
    assert [(one.name, one.definition, one.one_each) for one in found] == [
        ("as_it_is", "listed", False),
        ("as_it_is", "listed", True),
        ("definition", "listed_later", False),
        ("definition", "listed_later", True),
    ]
    assert len({one.key for one in found}) == len({one.policy.checksum for one in found}) == 4
    assert all((one.policy.limits.one_opening_in == "municipality_code") == one.one_each for one in found)


def test_sweden_is_tried_by_the_next_edition_types_and_index() -> None:
    """Of six editions only the one after 2019 is set beside it; types and the own index are."""
    case, policy = scenario("expansion-2020")
    assert other_definitions(case, policy) == ["police_2021", "area_types_1_2", "own_index"]
    assert [one.name for one in trials(case, policy, "open")].count("without_earmark") == 2


def test_a_cut_is_tried_by_other_aims_and_rules_only_where_they_differ() -> None:
    """The Swedish cut has a rule of room and lets offices shrink; every trial changes something."""
    case, policy = scenario("cut-2025")
    found = trials(case, policy, "close")
    assert [one.name for one in found] == [
        "as_it_is",
        "no_resize",
        "no_room",
        "no_room_no_resize",
        "no_days",
        "car_unweighted",
        "beyond",
    ]
    assert len({one.policy.checksum for one in found}) == len(found)
    bare = next(one.policy for one in found if one.name == "car_unweighted")
    assert [one.name for one in trials(case, bare, "close")] == ["as_it_is", "beyond"]
