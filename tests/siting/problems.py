"""Random small problems over all features of the problem form, each wholly given by its seed and its features."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from hypothesis import strategies as st
from scipy import sparse

from narvaro.siting import Layer, Limits, Options, Problem

MOST_PLANS = 3_000


@dataclass(frozen=True)
class Features:
    """What a random problem is made of."""

    seed: int
    sites: int = 6
    areas: int = 12
    years: int = 1
    states: int = 1
    layers: int = 1
    whole: bool = False  # whole numbers only
    holes: bool = False  # pairs that cannot be reached
    must: bool = False  # some areas must be reached
    money: bool = False  # yearly money, carried within windows
    groups: bool = False  # at least and at most so many open of a group
    covers: bool = False  # each region keeps one
    exactly: bool = False  # exactly so many open in the last year
    ceiling: bool = False  # a layer under a ceiling
    capacity: str = ""  # "soft" or "hard": the first layer's sites have room for so much
    tight: bool = False  # limits drawn without a plan in mind: often infeasible
    form: str = "dense"  # of the costs


FORMS = ("dense", "float32", "sparse", "blocks", "sparse blocks")


def features(**fixed: Any) -> st.SearchStrategy[Features]:
    """Draw features; those given are held fixed."""
    free: dict[str, Any] = {
        "seed": st.integers(0, 2**32 - 1),
        "sites": st.integers(1, 12),
        "areas": st.integers(1, 30),
        "years": st.integers(1, 2),
        "states": st.integers(1, 3),
        "layers": st.integers(1, 3),
        "form": st.sampled_from(FORMS),
        "capacity": st.just(""),
    }
    names = ("whole", "holes", "must", "money", "groups", "covers", "exactly", "ceiling", "tight")
    free |= {name: st.booleans() for name in names}
    return st.builds(Features, **(free | {name: st.just(value) for name, value in fixed.items()}))


def drawn(seed: int) -> Features:
    """Draw features by a seed alone."""
    rng = np.random.default_rng(seed)
    names = ("whole", "holes", "must", "money", "groups", "covers", "exactly", "ceiling")
    return Features(
        seed=seed,
        sites=int(rng.integers(1, 13)),
        areas=int(rng.integers(1, 31)),
        years=int(rng.integers(1, 3)),
        states=int(rng.integers(1, 4)),
        layers=int(rng.integers(1, 4)),
        form=FORMS[int(rng.integers(len(FORMS)))],
        tight=bool(rng.random() < 0.2),
        **{name: bool(rng.random() < 0.4) for name in names},
    )


def drawn_with_capacity(seed: int) -> Features:
    """Draw features with capacity, soft or hard, by a seed alone; small, as every plan is a linear program."""
    rng = np.random.default_rng([seed, 1])
    f = drawn(seed)
    kind = ("soft", "hard")[int(rng.integers(2))]
    return replace(f, sites=1 + f.sites % 5, areas=1 + f.areas % 10, layers=1 + f.layers % 2, capacity=kind)


def with_capacity(f: Features, layer: Layer) -> Layer:
    """Return the layer with room in each state for a share of its weight, at a price or as a hard limit."""
    rng = np.random.default_rng([f.seed, 2])
    total = layer.weight.sum(axis=0).max()
    share = rng.uniform(0.05, 0.5, f.states) if f.tight else rng.uniform(0.2, 0.9, f.states)
    capacity = np.floor(share * total) if f.whole else np.round(share * total, 2)
    if rng.random() < 0.2:
        capacity[rng.integers(f.states)] = rng.choice([0.0, np.inf])
    overload = np.inf if f.capacity == "hard" else float(numbers(rng, 0, 15, (), f.whole))
    return replace(layer, capacity=capacity, overload=overload)


def numbers(rng: np.random.Generator, low: float, high: float, shape: Any, whole: bool) -> Any:
    """Draw numbers, whole ones where asked."""
    values = rng.uniform(low, high, shape)
    return np.floor(values) if whole else np.round(values, 3)


def paths(f: Features, rng: np.random.Generator) -> tuple[Any, Any, Any]:
    """Return site, state and cost of the options: some sites are fixed, some forbidden, most have a choice."""
    every = np.array(list(itertools.product(range(-1, f.states), repeat=f.years)), np.int8)
    site, state, plans = [], [], 1
    for j in range(f.sites):
        room = MOST_PLANS // plans // 2 ** max(0, min(f.sites - 1 - j, 9))
        most = max(1, min(len(every), 6, room))
        count = 1 if rng.random() < 0.1 else int(rng.integers(min(2, most), most + 1))
        mine = rng.permutation(len(every))[:count]
        if count > 1 and rng.random() < 0.9:
            mine[0] = 0 if 0 not in mine[1:] else mine[0]  # closed all the time
        plans *= len(mine)
        site += [j] * len(mine)
        state += [every[n] for n in mine]
    order = rng.permutation(len(site))  # options need not stand by site
    cost = numbers(rng, -3, 6, len(site), f.whole)
    return np.array(site)[order], np.array(state).reshape(len(site), f.years)[order], cost


def in_form(cost: Any, form: str) -> Any:
    """Return a dense table in another form, with the same costs."""
    if form == "float32":
        return cost.astype(np.float32)
    absent = sparse.csr_array(
        (
            cost[np.isfinite(cost)],
            np.nonzero(np.isfinite(cost))[1],
            np.r_[0, np.isfinite(cost).sum(1).cumsum()],
        ),
        shape=cost.shape,
    )
    if form == "sparse":
        return absent
    if form in ("blocks", "sparse blocks"):
        table, n = (cost if form == "blocks" else absent), cost.shape[0]
        parts = [slice(a, min(a + 5, n)) for a in range(0, n, 5)]
        return lambda: iter([(part, table[part]) for part in parts])
    return cost


def layer_of(f: Features, rng: np.random.Generator, number: int) -> Layer:
    """Draw one layer."""
    cost = numbers(rng, 0, 20, (f.areas, f.sites), f.whole)
    if f.form == "float32":
        cost = cost.astype(np.float32).astype(np.float64)
    if rng.random() < 0.3:
        cost = np.minimum(cost, 4.0)  # many ties
    if f.holes:
        cost[rng.random(cost.shape) < 0.4] = np.inf
        cost[rng.random(cost.shape) < 0.05] = np.nan
    weight = numbers(rng, 0, 9, (f.areas, f.years), f.whole)
    weight[rng.random(weight.shape) < 0.1] = 0.0
    unserved = numbers(rng, 5, 30, f.areas, f.whole)
    if f.must:
        unserved[rng.random(f.areas) < (0.7 if f.tight else 0.2)] = np.inf
    serves = penalty = None
    if f.states > 1 and rng.random() < 0.5:
        serves = rng.random(f.states) < 0.7
    if rng.random() < 0.5:
        penalty = numbers(rng, 0, 5, f.states, f.whole)
    price = float(rng.choice([1.0, 1.0, 2.0, 3.0 if f.whole else 0.37]))
    table = in_form(cost, f.form)
    return Layer(f"layer {number}", table, weight, unserved, serves=serves, penalty=penalty, price=price)


def limits_of(f: Features, rng: np.random.Generator, site: Any, state: Any) -> Limits:
    """Draw limits; all of them hold for a plan drawn first, unless they are drawn tight."""
    pick = np.array([rng.choice(np.flatnonzero(site == j)) for j in range(f.sites)])
    rows: list[Any] = []
    lower: list[float] = []
    upper: list[float] = []
    names: list[str] = []

    def add(name: str, row: Any, least: float | None, most: float | None) -> None:
        rows.append(np.asarray(row, float))
        lower.append(-np.inf if least is None else least)
        upper.append(np.inf if most is None else most)
        names.append(name)

    opened = (state >= 0).astype(float)
    region = rng.integers(0, 3, f.sites)
    if f.money:
        spend = (state + 1) * 3.0 + (state >= 0) * rng.integers(0, 4, len(site))[:, None]
        if not f.whole:
            spend = spend + np.round(rng.uniform(0, 0.5, spend.shape), 2) * (state >= 0)
        total = np.zeros(len(site))
        for t in range(f.years):
            total = total + spend[:, t]
            add(
                f"money of year {t}",
                spend[:, t],
                None,
                np.floor(spend[pick, t].sum()) + 1.25 + rng.integers(0, 5),
            )
            add(f"money to year {t}", total, None, np.floor(total[pick].sum()) + 0.75 + rng.integers(0, 4))
    for t in range(f.years if f.covers else 0):
        for g in range(3):
            row = opened[:, t] * (region[site] == g)
            if row[pick].sum() >= 1 or (f.tight and row.any()):
                add(f"region {g} keeps one in year {t}", row, 1.0, None)
    if f.groups:
        row = opened[:, 0] * (region[site] == 0)
        inside = row[pick].sum()
        add("group", row, max(0.0, inside - rng.integers(0, 2)), inside + float(rng.integers(0, 2)))
    if f.exactly:
        p = float(rng.integers(0, f.sites + 2)) if f.tight else opened[pick, -1].sum()
        add("exactly", opened[:, -1], p, p)
    matrix = np.array(rows) if rows else np.zeros((0, len(site)))
    return Limits(sparse.csr_array(matrix), np.array(lower), np.array(upper), tuple(names))


def problem_of(f: Features) -> Problem:
    """Return the problem that the features give."""
    rng = np.random.default_rng(f.seed)
    site, state, cost = paths(f, rng)
    layers = [layer_of(f, rng, n) for n in range(f.layers)]
    limits = limits_of(f, rng, site, state)
    if f.ceiling:
        layer = layers[-1]
        reach = np.where(np.isfinite(layer.reach_cost()), layer.reach_cost(), 20.0)
        most = (layer.weight * reach[:, None]).sum(axis=0)
        share = rng.uniform(0.05, 0.5) if f.tight else rng.uniform(0.4, 0.9)
        price = float(rng.choice([0.0, layer.price]))
        layers[-1] = replace(layer, at_most=np.floor(share * most) + 0.5, price=price)
    if f.capacity:
        layers[0] = with_capacity(f, layers[0])
    offset = float(rng.choice([0.0, 0.0, 12.0, -4.0]))
    return Problem(f.sites, f.states, f.years, tuple(layers), Options(site, state, cost), limits, offset)
