"""What chance names: both draws against counting every draw there is."""

from itertools import combinations, permutations

import pytest

from narvaro.explain.backtest.null import Null, alike, by_people


def test_alike_is_what_counting_every_draw_gives():
    """Of 7 municipalities 3 are right and 4 are drawn: 35 draws, their mean and the ends of their middle."""
    hits = sorted(len({0, 1, 2} & set(draw)) for draw in combinations(range(7), 4))
    found = alike(7, 3, 4)
    assert found.mean == pytest.approx(sum(hits) / len(hits))
    assert (found.low, found.high) == (hits[int(0.025 * 35)], hits[int(0.975 * 35)])


def test_by_people_draws_one_after_the_other_in_proportion():
    """Of people 5, 3 and 2, two drawn: the chance of each order is worked out by hand and summed."""
    people = {"a": 5.0, "b": 3.0, "c": 2.0}
    mean = 0.0
    for first, second in permutations(people, 2):
        chance = people[first] / 10 * people[second] / (10 - people[first])
        mean += chance * len({first, second} & {"a", "c"})
    assert by_people(people, {"a", "c"}, 2).mean == pytest.approx(mean, abs=0.02)


def test_the_seed_gives_the_same_every_time_and_nobody_is_never_drawn():
    """A municipality without people has no chance; where nobody lives nothing is drawn."""
    people = {"a": 1.0, "b": 0.0}
    assert by_people(people, {"b"}, 2) == by_people(people, {"b"}, 2) == Null(0.0, 0, 0)
    assert by_people({}, {"b"}, 2) == Null(0.0, 0, 0)
