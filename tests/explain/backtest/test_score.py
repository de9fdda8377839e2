"""Hits at equal numbers."""

from narvaro.explain.backtest.score import Score, score

PEOPLE = dict.fromkeys("abcdef", 100.0)


def test_a_plan_that_names_more_is_cut_to_the_number_decided():
    """Two were decided on: of the plan's five the first two count, and the rival's first two."""
    found = score("all", {"a", "e"}, ["b", "a", "c", "d", "e"], ["a", "e", "b"], set("abcdef"), PEOPLE)
    assert (found.equal, found.hits, found.hits_of_named, found.greedy) == (2, 1, 2, 2)
    assert found.alike.mean == 2 * 2 / 6


def test_a_plan_that_names_fewer_is_met_by_as_few():
    """One name against one name of the rival and one draw; what the rules forbid cannot be drawn."""
    found = score("all", {"a", "e", "z"}, ["a"], ["b", "a"], set("abcdef"), None)
    assert (found.equal, found.hits, found.greedy, found.allowed, found.decided) == (1, 1, 0, 2, 3)
    assert found.by_people is None


def test_a_plan_that_names_nothing_hits_nothing():
    """Nor does anybody else at equal numbers."""
    found = score("all", {"a"}, [], ["a"], {"a"}, PEOPLE)
    assert (found.hits, found.greedy, found.alike.mean) == (0, 0, 0.0)


def test_a_score_is_read_as_it_was_written():
    """From its plain tables."""
    found = score("all", {"a", "e"}, ["b", "a"], ["a"], set("abcdef"), PEOPLE)
    assert Score.from_json(found.to_json()) == found
