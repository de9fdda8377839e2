"""What is known of a place is plain data: frozen, comparable, and without a plan until one is at hand."""

from math import inf

from narvaro.plan.settled import ENDS, STANDINGS, SettledPlace


def test_without_a_plan_at_hand_the_most_is_without_end() -> None:
    """A bound alone says at least so much, and no more."""
    one = SettledPlace("s0", "open", "worse", 12.0)
    assert (one.at_most, one.differences, one.rules) == (inf, (), ())
    assert one == SettledPlace("s0", "open", "worse", 12.0)


def test_the_words_are_few() -> None:
    """Three ends, four standings."""
    assert ENDS == ("open", "closed", "unchanged")
    assert STANDINGS == ("worse", "equal", "ruled_out", "not_settled")
