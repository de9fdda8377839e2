"""A problem in units of its own: costs, weights and the objective around one, whatever the user counts in.

HiGHS holds rows and reduced costs to fixed distances, and so do many rules of thumb; in micrograms or in millions they
would mean other things. All factors are powers of two, so no figure is rounded, and the solution is given back exactly.
With a weight times a, a cost times b and the objective times f, a layer's price is times f / (a b).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from narvaro.siting.form.problem import Block, Cost, Floats, Layer, Options, Problem, is_sparse
from narvaro.siting.form.rounding import power_of_two
from narvaro.siting.form.solution import Certificate, Progress, Solution, Stage, standing

__all__ = ["Units", "in_own_units"]

# of what one area can add to the objective: 1e-9, HiGHS's tolerance, is then far below what matters
_LARGEST = 2.0**10
_FLOAT32 = 60  # binary places by which a float32 may be moved without leaving its range of 126


@dataclass(frozen=True, eq=False)
class Units:
    """Factors of the objective, and of each layer's weights and costs, shape (n_layers,)."""

    objective: float
    weight: Floats
    cost: Floats

    def told(self, progress: Callable[[Progress], None] | None) -> Callable[[Progress], None] | None:
        """Return a callback that is told of the scaled problem and tells of the given one."""
        if progress is None:
            return None
        tell = progress

        def told(now: Progress) -> None:
            tell(replace(now, value=now.value / self.objective, bound=now.bound / self.objective))

        return told

    def _stage(self, stage: Stage) -> Stage:
        client = tuple(v / b for v, b in zip(stage.client, self.cost, strict=True))
        ceiling = stage.ceiling * (self.weight * self.cost)[:, None] / self.objective
        return replace(
            stage,
            client=client,
            limit=stage.limit / self.objective,
            ceiling=ceiling,
            level=stage.level / self.objective,
        )

    def back(self, found: Solution) -> Solution:
        """Return a solution of the scaled problem as one of the given problem."""
        # runs with capacity have neither tree nor counts, so the stages are the whole proof
        f, proof = self.objective, found.certificate
        word = None if proof.highs is None else proof.highs / f
        certificate = Certificate(tuple(self._stage(stage) for stage in proof.stages), proof.integral, word)
        return replace(
            found,
            # a gap near zero may count as closed in one unit and not in the other, so it is told anew
            **standing(found.value / f, found.bound / f, found.stopped_by),
            certificate=certificate,
            reduced_cost=found.reduced_cost / f,
            lagrangian=found.lagrangian / f,
        )


def _scaled_block(block: Block, factor: float) -> Block:
    """Return a block times a power of two, in its own precision where that holds it."""
    values = block.data if is_sparse(block) else np.asarray(block)
    # beyond that a cost may fall to zero or to infinity in float32
    if values.dtype != np.float32 or not 2.0**-_FLOAT32 < factor < 2.0**_FLOAT32:
        return block.astype(np.float64) * factor
    return block * np.float32(factor)


def _scaled_layer(layer: Layer, a: float, b: float, f: float) -> Layer:
    def blocks() -> Iterator[tuple[slice, Block]]:
        for rows, block in layer.blocks():
            yield rows, _scaled_block(block, b)

    def times(values: Floats | None, factor: float) -> Floats | None:
        return None if values is None else np.asarray(values) * factor

    return replace(
        layer,
        cost=blocks if callable(layer.cost) else _scaled_block(layer.cost, b),
        weight=layer.weight * a,
        unserved=layer.reach_cost() * b,
        penalty=times(layer.penalty, b),
        price=layer.price * (f / (a * b)),
        at_most=times(layer.at_most, a * b),
        capacity=times(layer.capacity, a),
        overload=layer.overload * b,
    )


def _largest(values: ArrayLike) -> float:
    some = np.asarray(values, np.float64)
    return float(np.abs(some[np.isfinite(some)]).max(initial=0.0))


def _largest_cost(problem: Problem, layer: Layer) -> float:
    """Return the largest cost of a layer that someone may pay for the way or for being unserved."""
    tables = [_largest(block.data if is_sparse(block) else block) for _, block in layer.blocks()]
    return max([_largest(layer.reach_cost()), _largest(problem.penalty(layer)), *tables])


def in_own_units(problem: Problem) -> tuple[Problem, Units]:
    """Return the problem in units in which its figures are around one, and the factors."""
    heavy = np.array([power_of_two(_largest(layer.weight)) for layer in problem.layers])
    dear = np.array([power_of_two(_largest_cost(problem, layer)) for layer in problem.layers])
    prices = np.array([layer.price for layer in problem.layers])
    largest = max(_largest(problem.options.cost), float((prices * heavy * dear).max(initial=0.0)))
    # the dearest thing decides: all else is then at most as large, and sums of many stay far from overflow
    units = Units(_LARGEST / power_of_two(largest), 1.0 / heavy, 1.0 / dear)
    layers: list[Layer] = []
    made: dict[tuple[int, float], Cost] = {}
    for n, layer in enumerate(problem.layers):
        own = _scaled_layer(layer, float(units.weight[n]), float(units.cost[n]), units.objective)
        key = (id(layer.cost), float(units.cost[n]))
        layers.append(replace(own, cost=made.setdefault(key, own.cost)))  # tables shared stay shared
    options = problem.options
    scaled = replace(
        problem,
        layers=tuple(layers),
        options=Options(options.site, options.state, options.cost * units.objective),
        offset=problem.offset * units.objective,
    )
    return scaled, units
