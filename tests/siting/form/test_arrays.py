"""Arrays that hold more than they show are refused by name; those that mean the same give the same answer."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import sparse

from narvaro.errors import ProblemError, SettingError
from narvaro.siting import (
    Layer,
    Limits,
    Options,
    Problem,
    frontier,
    greedy,
    greedy_cover,
    max_cover,
    near_ties,
    p_center,
    p_median,
    set_cover,
    solve,
    vehicle_limits,
)

RNG = np.random.default_rng(3)
COST = RNG.integers(1, 100, (12, 6)).astype(float)
COST[2, 2] = 0.0  # a place to itself
WEIGHT = RNG.integers(1, 50, 12).astype(float)
REACH = RNG.random(COST.shape) < 0.7
REACH[:, 0] = REACH[2, 2] = True


def best(cost, weight=WEIGHT, p=2) -> float:
    """The least weighted cost with at most p sites, by writing out every choice."""
    sets = itertools.chain.from_iterable(itertools.combinations(range(cost.shape[1]), k) for k in (1, p))
    return min(float((weight * cost[:, list(s)].min(axis=1)).sum()) for s in sets)


FAR = np.where(REACH, COST, np.inf)
ROW, COLUMN = np.nonzero(REACH)
TABLE = sparse.coo_array((COST[REACH], (ROW, COLUMN)), COST.shape)
SCRAMBLED = RNG.permutation(len(ROW))
UNSORTED = sparse.coo_array((COST[REACH][SCRAMBLED], (ROW[SCRAMBLED], COLUMN[SCRAMBLED])), COST.shape)


def backwards(table):
    """The same CSR with the columns of each row from right to left."""
    csr = table.tocsr()
    order = np.concatenate([np.arange(b - 1, a - 1, -1) for a, b in itertools.pairwise(csr.indptr)])
    return sparse.csr_array((csr.data[order], csr.indices[order], csr.indptr), csr.shape)


SAME = {
    "csr": TABLE.tocsr(),
    "csc": TABLE.tocsc(),
    "coo": TABLE,
    "coo, unsorted": UNSORTED,
    "csr, unsorted": backwards(TABLE),
    "lil": TABLE.tolil(),
    "csr matrix": sparse.csr_matrix(TABLE),
    "coo matrix": sparse.coo_matrix(TABLE),
    "infinity": FAR,
    "Fortran order": np.asfortranarray(FAR),
    "every other column": np.repeat(FAR, 2, axis=1)[:, ::2],
    "long double": FAR.astype(np.longdouble),
    "float16": FAR.astype(np.float16),
    "big endian": FAR.astype(">f8"),
    "nothing masked": np.ma.array(FAR, mask=np.zeros(FAR.shape, bool)),
    "nested list": FAR.tolist(),
}


@pytest.mark.parametrize("form", SAME)
def test_forms_that_mean_the_same_give_the_same(form: str) -> None:
    """The optimum is that of writing out every pair of sites, a cost of zero is kept and absence is out of reach."""
    answer = p_median(SAME[form], 2, WEIGHT)
    assert (answer.value, answer.status) == (best(FAR), "optimal")


def test_a_table_that_cannot_be_written_to_is_read_and_left_alone() -> None:
    """Reading changes nothing of what was given."""
    given, frozen = backwards(TABLE), FAR.copy()
    before = given.indices.copy()
    frozen.setflags(write=False)
    assert p_median(given, 2, WEIGHT).value == p_median(frozen, 2, WEIGHT).value
    assert (given.indices == before).all()


def test_a_dictionary_of_keys_is_read() -> None:
    """DOK, whose data are no array, is read like the others; it cannot hold a zero."""
    table = sparse.dok_array(COST.shape)
    for i, j in zip(ROW.tolist(), COLUMN.tolist(), strict=True):
        table[i, j] = COST[i, j] + 1.0
    assert p_median(table, 2, WEIGHT).value == best(FAR + 1.0)


def test_small_integers_do_not_overflow() -> None:
    """Sums above 127 of int8 costs and weights, and of a limit's entries that stand twice, are those of numbers."""
    cost, weight = COST.astype(np.int8), WEIGHT.astype(np.int8)
    assert p_median(cost, 2, weight).value == best(COST)
    assert p_median(sparse.csr_array(cost + np.int8(1)), 2, weight).value == best(COST + 1.0)
    matrix = sparse.coo_array((np.array([100, 100], np.int8), ([0, 0], [1, 1])), (1, 2))
    assert Limits(matrix, [0], [1], ("twice",)).matrix.toarray().tolist() == [[0.0, 200.0]]


def test_negative_zero_is_zero() -> None:
    """A cost of -0.0 is no negative cost."""
    assert p_median(np.where(COST == 0, -0.0, COST), 2, WEIGHT).value == best(COST)


def masked(values):
    """The values with the first one hidden, a zero under it."""
    out = np.array(values, float)
    out[(0,) * out.ndim] = 0.0
    return np.ma.array(out.data, mask=np.arange(out.size).reshape(out.shape) == 0)


TWICE = sparse.coo_array(([1.0, 2.0, 3.0], ([0, 0, 1], [0, 0, 1])), (2, 2))
REFUSED = {
    "masked costs": (lambda: p_median(masked(COST), 2), "array.missing"),
    "masked weights": (lambda: p_median(COST, 2, masked(WEIGHT)), "array.missing"),
    "masked columns": (
        lambda: p_median(COST, 2, fixed_open=np.ma.array([1, 2], mask=[0, 1])),
        "array.missing",
    ),
    "BSR of blocks": (lambda: p_median(TABLE.tobsr(blocksize=(2, 2)), 2), "array.sparse_format"),
    "BSR of ones": (lambda: max_cover(TABLE.tobsr(), 9.0, 2), "array.sparse_format"),
    "DIA": (lambda: p_center(TABLE.todia(), 2), "array.sparse_format"),
    "pairs twice": (lambda: p_median(TWICE, 1), "array.twice"),
    "complex": (lambda: p_median(COST + 1j, 2), "array.kind"),
    "complex, sparse": (lambda: p_median(sparse.csr_array(COST + 1j), 2), "array.kind"),
    "objects": (lambda: p_median(COST.astype(object), 2), "array.kind"),
    "words": (lambda: p_median(COST.astype(str), 2), "array.kind"),
    "dates": (lambda: p_median(COST.astype("M8[D]"), 2), "array.kind"),
    "weights of words": (lambda: p_median(COST, 2, ["many"] * 12), "array.kind"),
    "rows of other lengths": (lambda: p_median([[1.0], [1.0, 2.0]], 1), "array.kind"),
    "no and yes as numbers": (lambda: p_median(COST, 2, fixed_open=[0, 0, 0, 0, 1, 1]), "array.repeated"),
    "no and yes, forbidden": (lambda: max_cover(COST, 9.0, 2, forbidden=[0, 1, 0, 1]), "array.repeated"),
    "no and yes": (lambda: p_center(COST, 2, fixed_open=np.arange(6) > 3), "array.index_marks"),
    "a column twice": (lambda: greedy_cover(COST, 9.0, 2, fixed_open=[3, 3]), "array.repeated"),
    "masked opening costs": (lambda: set_cover(COST, 99.0, masked(np.ones(6))), "array.missing"),
    "above 2^53": (lambda: p_median(np.full((1, 1), 2**53 + 1), 1), "array.rounded"),
    "a masked block": (
        lambda: p_median(lambda: [(slice(0, 12), masked(COST))], 2, WEIGHT),
        "array.missing",
    ),
    "a block in BSR": (
        lambda: p_median(lambda: [(slice(0, 12), TABLE.tobsr())], 2, WEIGHT),
        "array.sparse_format",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_an_array_hides_is_named_in_both_languages(what: str) -> None:
    """A mask, padding, a pair or column twice, and what is no real number: one fault, with what to do."""
    call, key = REFUSED[what]
    with pytest.raises(ProblemError) as error:
        call()
    assert [fault.key for fault in error.value.faults] == [key]
    assert error.value.text("en") != error.value.text("sv")


ONES = np.ones((2, 1))
PLAIN = np.array([[0.0, 5.0], [5.0, 0.0]])
OPTIONS = Options([0, 0, 1, 1], [[-1], [0], [-1], [0]], np.zeros(4))
ONE = Limits(np.array([[0, 1, 0, 1]]), [1], [1], ("one",))
BORN = {
    "masked weight": (lambda: Layer("car", PLAIN, masked(ONES), 9.0), "array.missing"),
    "masked cost": (lambda: Layer("car", masked(PLAIN), ONES, 9.0), "array.missing"),
    "masked unserved": (lambda: Layer("car", PLAIN, ONES, masked([9.0, 9.0])), "array.missing"),
    "masked penalty": (lambda: Layer("car", PLAIN, ONES, 9.0, penalty=masked([1.0])), "array.missing"),
    "masked ceiling": (lambda: Layer("car", PLAIN, ONES, 9.0, at_most=masked([1.0])), "array.missing"),
    "masked capacity": (lambda: Layer("car", PLAIN, ONES, 9.0, capacity=masked([1.0])), "array.missing"),
    "states by number": (lambda: Layer("car", PLAIN, ONES, 9.0, serves=[0, 2]), "array.marks"),
    "states by word": (lambda: Layer("car", PLAIN, ONES, 9.0, serves=["no"]), "array.kind"),
    "price in words": (lambda: Layer("car", PLAIN, ONES, 9.0, price="2"), "problem.layer_value"),
    "half a site": (lambda: Options([0, 0.5], [[-1], [0]], np.zeros(2)), "array.whole"),
    "state above 127": (lambda: Options([0, 0], np.array([[-1], [300]]), np.zeros(2)), "array.whole"),
    "half a state": (lambda: Options([0, 0], [[-1], [0.5]], np.zeros(2)), "array.whole"),
    "state missing": (lambda: Options([0, 0], [[-1], [np.nan]], np.zeros(2)), "array.whole"),
    "masked site": (lambda: Options(np.ma.array([0, 0], mask=[0, 1]), [[-1], [0]], [0, 0]), "array.missing"),
    "masked option cost": (lambda: Options([0, 0], [[-1], [0]], masked([0, 0])), "array.missing"),
    "masked row": (lambda: Limits(masked(ONES.T), [0], [1], ("a",)), "array.missing"),
    "masked edge": (lambda: Limits(ONES.T, masked([0]), [1], ("a",)), "array.missing"),
    "row of words": (lambda: Limits(np.array([["a", "b"]]), [0], [1], ("a",)), "array.kind"),
    "complex row": (lambda: Limits(sparse.csr_array(ONES.T * 1j), [0], [1], ("a",)), "array.kind"),
    "row above 2^53": (lambda: Limits(np.array([[2**53 + 1, 1]]), [0], [1], ("a",)), "array.rounded"),
    "days masked": (lambda: vehicle_limits(OPTIONS, 1, [0], masked([1, 1]), 3), "array.missing"),
    "stops by mark": (lambda: vehicle_limits(OPTIONS, 1, [True, False], [1, 1], 3), "array.index_marks"),
    "a stop twice": (lambda: vehicle_limits(OPTIONS, 1, [0, 0], [1, 1], 3), "array.repeated"),
}


@pytest.mark.parametrize("what", BORN)
def test_parts_of_a_problem_are_read_at_birth(what: str) -> None:
    """Nothing is cut, wrapped or uncovered on the way into a problem."""
    call, key = BORN[what]
    with pytest.raises(ProblemError) as error:
        call()
    assert [fault.key for fault in error.value.faults] == [key]


def test_arguments_of_a_run_are_read_too() -> None:
    """Plans to start from, kinds and rows of money: halves, masks and repeats are refused."""
    problem = Problem(2, 1, 1, (Layer("car", PLAIN, ONES, 9.0),), OPTIONS, ONE)
    solution = solve(problem)
    for warm in ([0.5, 3], np.ma.array([0, 3], mask=[1, 0]), ["a", "b"]):
        with pytest.raises(ProblemError):
            solve(problem, warm=warm)
    for kind in ([0.2, 0.7, 1, 1], ["a", "b", "c", "d"], masked(np.ones(4))):
        with pytest.raises(SettingError):
            near_ties(problem, solution, within=0.1, differ=1, kind=kind)
    for rows, change in (([0, 0], [1.0]), ([True], [1.0]), ([0], masked([1.0, 2.0]))):
        with pytest.raises(SettingError):
            frontier(problem, rows, change)
    assert greedy(problem).value == solution.value == 5.0


def test_tables_with_labels_are_taken_only_where_label_and_position_agree() -> None:
    """A column sorted by size keeps its labels; by position its figures would go to other areas."""
    pd = pytest.importorskip("pandas")
    people = pd.Series(WEIGHT)
    assert p_median(pd.DataFrame(COST), 2, people).value == best(COST)
    for cost, weight, key in (
        (COST, people.sort_values(), "array.labels"),
        (COST, people[people > 9].reindex(range(1, 13)), "array.labels"),
        (pd.DataFrame(COST).iloc[::-1], people, "array.labels"),
        (pd.DataFrame(COST, columns=list("fedcba")), people, "array.labels"),
        (COST, people.astype("Int64").where(people > 20), "problem.weight_not_finite"),
    ):
        with pytest.raises(ProblemError) as error:
            p_median(cost, 2, weight)
        assert [fault.key for fault in error.value.faults] == [key]
    assert p_median(COST, 2, people.astype("Int64")).value == best(COST)
