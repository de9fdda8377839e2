"""The optimisation core: choose an option for each site, with a proven bound. Arrays in, arrays out.

problem -> store -> dual (bounds) + search, fuse (plans) -> fixing -> branch (a tree of bounds) -> highs -> check.
With capacity: problem -> store -> capacity (multipliers from the relaxation, fixing, highs) -> check.
"""

from narvaro.siting.audit import Findings, check
from narvaro.siting.frontier import Frontier, Point, Refused, frontier
from narvaro.siting.greedy import greedy, greedy_cover
from narvaro.siting.lexicographic import Turn, lexicographic
from narvaro.siting.mobile import vehicle_limits
from narvaro.siting.models import Placement, max_cover, p_center, p_median, set_cover
from narvaro.siting.problem import Layer, Limits, Options, Problem
from narvaro.siting.run import solve
from narvaro.siting.solution import Certificate, Progress, Solution, Stage
from narvaro.siting.ties import NearTies, near_ties

__all__ = [
    "Certificate",
    "Findings",
    "Frontier",
    "Layer",
    "Limits",
    "NearTies",
    "Options",
    "Placement",
    "Point",
    "Problem",
    "Progress",
    "Refused",
    "Solution",
    "Stage",
    "Turn",
    "check",
    "frontier",
    "greedy",
    "greedy_cover",
    "lexicographic",
    "max_cover",
    "near_ties",
    "p_center",
    "p_median",
    "set_cover",
    "solve",
    "vehicle_limits",
]
