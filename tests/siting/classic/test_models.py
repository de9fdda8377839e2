"""The classic models against brute force and published optima."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from narvaro.errors import InfeasibleError, ProblemError
from narvaro.siting import check, max_cover, p_center, p_median, set_cover


@st.composite
def towns(draw):
    """Draw costs with ties and holes, weights with zeros, a count, fixed and forbidden sites, and a radius."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    areas, sites = draw(st.integers(1, 14)), draw(st.integers(1, 8))
    cost = np.round(rng.uniform(0, 9, (areas, sites)), draw(st.sampled_from([0, 2])))
    if draw(st.booleans()):
        cost[rng.random(cost.shape) < 0.3] = np.inf
    weights = np.floor(rng.uniform(0, 5, areas)) if draw(st.booleans()) else None
    if weights is not None:
        weights[rng.integers(areas)] += 1.0  # somebody lives somewhere
    p = draw(st.integers(1, sites))
    roles = rng.permutation(sites)
    fixed, shut = roles[: draw(st.integers(0, min(p, 1)))], roles[sites - draw(st.integers(0, sites // 3)) :]
    return cost, weights, p, np.setdiff1d(fixed, shut), shut, float(rng.integers(1, 8))


def choices(sites, p, fixed, shut):
    """Return every set of at most p open sites that holds the fixed ones and none of the forbidden."""
    free = [j for j in range(sites) if j not in set(shut.tolist())]
    sets = itertools.chain.from_iterable(itertools.combinations(free, n) for n in range(p + 1))
    return [list(s) for s in sets if set(fixed.tolist()) <= set(s)]


def paid(cost, chosen):
    return cost[:, chosen].min(axis=1, initial=np.inf)


def one_word(answer, best, sign=1.0):
    """Hold value, bound, gap and status of a finished answer, and the check of what it rests on."""
    assert answer.value == pytest.approx(best, rel=1e-9, abs=1e-9)
    assert answer.status == "optimal"
    assert answer.stopped_by == "proven"
    assert sign * answer.bound <= sign * best + 1e-7 * max(1.0, abs(best))
    assert answer.gap == 0
    for pair in ((answer.problem, answer.solution), answer.below):
        if pair is not None and pair[0] is not None:
            check(*pair)


def nearest(cost, sites, radius=np.inf):
    """Hold an assignment against the definition: a nearest open site, or -1 where none is near enough."""
    least = paid(cost, sites)
    return np.where(least <= radius, least, np.inf)


def assigned(cost, at):
    return np.where(at >= 0, cost[np.arange(len(cost)), at], np.inf)


# --- brute force ------------------------------------------------------------------------------------------------------


@settings(max_examples=150)
@given(towns())
def test_the_p_median_equals_brute_force(drawn) -> None:
    """Least weighted cost over all sets of at most p sites; areas without weight need no site."""
    cost, weights, p, fixed, shut, _ = drawn
    w = np.ones(len(cost)) if weights is None else weights

    def total(chosen):
        return float((w[w > 0] * paid(cost, chosen)[w > 0]).sum())

    best = min((total(chosen) for chosen in choices(cost.shape[1], p, fixed, shut)), default=np.inf)
    if not np.isfinite(best):
        with pytest.raises(InfeasibleError):
            p_median(cost, p, weights, fixed_open=fixed, forbidden=shut, threads=1)
        return
    answer = p_median(cost, p, weights, fixed_open=fixed, forbidden=shut, threads=1)
    one_word(answer, best)
    assert total(answer.sites) == pytest.approx(best)
    assert len(answer.sites) <= p
    assert set(fixed) <= set(answer.sites)
    assert not set(shut) & set(answer.sites)
    assert np.array_equal(assigned(cost, answer.assignment), nearest(cost, answer.sites))


@settings(max_examples=150)
@given(towns())
def test_the_maximal_cover_equals_brute_force(drawn) -> None:
    """Most weight within the radius over all sets of at most p sites."""
    cost, weights, p, fixed, shut, radius = drawn
    w = np.ones(len(cost)) if weights is None else weights
    may = np.setdiff1d(np.arange(cost.shape[1]), shut)
    if not ((cost[:, may] <= radius) & (w[:, None] > 0)).any():
        with pytest.raises(ProblemError, match="Nobody is within"):
            max_cover(cost, radius, p, weights, fixed_open=fixed, forbidden=shut, threads=1)
        return
    best = max(float(w[paid(cost, c) <= radius].sum()) for c in choices(cost.shape[1], p, fixed, shut))
    answer = max_cover(cost, radius, p, weights, fixed_open=fixed, forbidden=shut, threads=1)
    one_word(answer, best, sign=-1.0)
    assert float(w[paid(cost, answer.sites) <= radius].sum()) == pytest.approx(best)
    assert np.array_equal(assigned(cost, answer.assignment), nearest(cost, answer.sites, radius))


@settings(max_examples=150)
@given(towns(), st.sampled_from([None, 1.0, 1e6, 1e-3]))
def test_the_set_cover_equals_brute_force(drawn, scale) -> None:
    """Fewest or cheapest sites that cover all; whether prices are in millions or thousandths changes nothing."""
    cost, weights, _, fixed, shut, radius = drawn
    sites = cost.shape[1]
    price = None if scale is None else scale * (1.0 + np.arange(sites) * 7 % 5)
    f = np.ones(sites) if price is None else price
    w = np.ones(len(cost)) if weights is None else weights
    whole = [c for c in choices(sites, sites, fixed, shut) if (paid(cost, c)[w > 0] <= radius).all()]
    if not whole:
        with pytest.raises(InfeasibleError, match="no site within"):
            set_cover(cost, radius, price, weights, fixed_open=fixed, forbidden=shut, threads=1)
        return
    best = min(float(f[c].sum()) for c in whole)
    answer = set_cover(cost, radius, price, weights, fixed_open=fixed, forbidden=shut, threads=1)
    one_word(answer, best)
    assert (paid(cost, answer.sites)[w > 0] <= radius).all()
    assert float(f[answer.sites].sum()) == pytest.approx(best)


@settings(max_examples=150)
@given(towns())
def test_the_p_center_equals_brute_force(drawn) -> None:
    """Smallest largest cost over all sets of at most p sites, and the cover below it is proven to need more."""
    cost, weights, p, fixed, shut, _ = drawn
    w = np.ones(len(cost)) if weights is None else weights
    worst = [paid(cost, c)[w > 0].max(initial=0.0) for c in choices(cost.shape[1], p, fixed, shut)]
    best = min(worst, default=np.inf)
    if not np.isfinite(best):
        with pytest.raises(InfeasibleError):
            p_center(cost, p, weights, fixed_open=fixed, forbidden=shut, threads=1)
        return
    answer = p_center(cost, p, weights, fixed_open=fixed, forbidden=shut, threads=1)
    one_word(answer, best)
    assert answer.bound == best
    assert paid(cost, answer.sites)[w > 0].max(initial=0.0) == best
    assert len(answer.sites) <= p
    if answer.below is not None:
        assert answer.below[1].bound > p


# --- published instances ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_a_small_published_instance_has_its_optimum(number: int, pmed) -> None:
    """OR-Library pmed1-5: the published p-median optimum, proven."""
    cost, p, optimum = pmed(number)
    one_word(p_median(cost, p, threads=1), optimum)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(6, 21))
def test_a_published_instance_has_its_optimum(number: int, pmed) -> None:
    """OR-Library pmed6-20: the published p-median optimum, proven."""
    cost, p, optimum = pmed(number)
    one_word(p_median(cost, p, threads=1), optimum)


# Smallest radii of the same graphs as p-centers, as tabulated by Daskin (2000), Communications of the Operations
# Research Society of Japan 45, and Elloumi, Labbe and Pochet (2004), INFORMS Journal on Computing 16.
RADII = (127, 98, 93, 74, 48, 84, 64, 55, 37, 20, 59, 51, 36, 26, 18, 47, 39, 28, 18, 13)


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_a_small_published_graph_has_its_center(number: int, pmed) -> None:
    """OR-Library pmed1-5 as p-centers: the published radius, proven."""
    cost, p, _ = pmed(number)
    one_word(p_center(cost, p, threads=1), RADII[number - 1])


@pytest.mark.slow
@pytest.mark.parametrize("number", range(6, 21))
def test_a_published_graph_has_its_center(number: int, pmed) -> None:
    """OR-Library pmed6-20 as p-centers: the published radius, proven."""
    cost, p, _ = pmed(number)
    one_word(p_center(cost, p, threads=1), RADII[number - 1])


# --- forms of the input -----------------------------------------------------------------------------------------------


def forms(cost, folder):
    """Return the same costs dense, in float32, memory-mapped, sparse, and as row blocks of both kinds."""
    np.save(folder / "cost.npy", cost)
    absent = sparse.coo_array(np.where(np.isfinite(cost), cost + 1, 0)).tocsr()
    absent.data -= 1  # nearest of all costs nothing, and is still there
    parts = [slice(a, min(a + 7, len(cost))) for a in range(0, len(cost), 7)]
    return {
        "dense": cost,
        "float32": cost.astype(np.float32),
        "mapped": np.load(folder / "cost.npy", mmap_mode="r"),
        "sparse": absent,
        "blocks": lambda: iter([(part, cost[part]) for part in parts]),
        "sparse blocks": lambda: iter([(part, absent[part]) for part in parts]),
    }


@pytest.mark.parametrize("form", ["float32", "mapped", "sparse", "blocks", "sparse blocks"])
def test_every_form_of_the_costs_gives_the_same_answer(form: str, tmp_path) -> None:
    """Dense, float32, memory-mapped, sparse and row blocks: the same sites, assignment, value and bound."""
    rng = np.random.default_rng(8)
    cost = np.floor(rng.uniform(0, 40, (40, 12)))
    cost[rng.random(cost.shape) < 0.2] = np.inf
    weights = np.floor(rng.uniform(0, 9, 40))
    given_costs = forms(cost, tmp_path)
    for model in (
        lambda c: p_median(c, 4, weights, threads=1),
        lambda c: max_cover(c, 8.0, 3, weights, threads=1),
        lambda c: set_cover(c, 25.0, weights=weights, threads=1),
        lambda c: p_center(c, 4, weights, threads=1),
    ):
        dense, other = model(given_costs["dense"]), model(given_costs[form])
        assert other.sites.tolist() == dense.sites.tolist()
        assert other.assignment.tolist() == dense.assignment.tolist()
        assert (other.value, other.bound, other.status) == (dense.value, dense.bound, dense.status)


# --- laws and stops ---------------------------------------------------------------------------------------------------


@settings(max_examples=15)
@given(st.integers(0, 2**32 - 1))
def test_one_site_more_is_never_worse(seed: int) -> None:
    """From p to p + 1 the total falls or stays, the cover grows or stays, the radius falls or stays."""
    rng = np.random.default_rng(seed)
    cost, weights = rng.uniform(0, 9, (12, 7)), rng.integers(1, 5, 12)
    near = 1e-9
    for p in (1, 3):
        assert p_median(cost, p + 1, weights).value <= p_median(cost, p, weights).value + near
        assert max_cover(cost, 4.0, p + 1, weights).value >= max_cover(cost, 4.0, p, weights).value - near
        assert p_center(cost, p + 1).value <= p_center(cost, p).value


def square(areas: int, sites: int, seed: int = 4):
    rng = np.random.default_rng(seed)
    away = rng.random((areas, 1, 2)) - rng.random((1, sites, 2))
    return np.hypot(away[..., 0], away[..., 1])


@pytest.mark.parametrize(
    "model",
    [
        lambda c, t: p_median(c, 25, time_limit=t, threads=1),
        lambda c, t: max_cover(c, 0.08, 12, time_limit=t, threads=1),
        lambda c, t: set_cover(c, 0.15, time_limit=t, threads=1),
        lambda c, t: p_center(c, 12, time_limit=t, threads=1),
    ],
    ids=["p_median", "max_cover", "set_cover", "p_center"],
)
def test_a_time_limit_leaves_a_valid_answer(model) -> None:
    """Stopped at once, every model still has sites, a value, and a bound on the right side; it says why it stopped."""
    answer = model(square(900, 300), 1e-6)
    assert answer.stopped_by in ("time", "proven")
    assert len(answer.sites)
    assert np.isfinite([answer.value, answer.bound]).all()
    assert (answer.status == "optimal") == (answer.gap == 0)
    assert answer.gap == pytest.approx(abs(answer.value - answer.bound) / abs(answer.value))
