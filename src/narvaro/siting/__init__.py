"""The optimisation core: choose an option for each site, with a proven bound. Arrays in, arrays out.

problem (form) -> lists and options (layout) -> bound and search, plans, trees of bounds, HiGHS (solve) -> check.
With capacity the middle is `capacity`: multipliers from the relaxation, options ruled out, HiGHS.
"""

from narvaro.siting.check.check import Checked, check
from narvaro.siting.classic.greedy import greedy, greedy_cover
from narvaro.siting.classic.models import Placement, max_cover, p_center, p_median, set_cover
from narvaro.siting.form.problem import Layer, Limits, Options, Problem
from narvaro.siting.form.shared import SharedCapacity
from narvaro.siting.form.solution import Certificate, Progress, Solution, Stage
from narvaro.siting.form.vehicles import vehicle_limits
from narvaro.siting.series.frontier import Frontier, FrontierPoint, Refused, frontier
from narvaro.siting.series.lexicographic import Turn, lexicographic
from narvaro.siting.series.near_ties import NearTies, near_ties
from narvaro.siting.solve.solve import solve

__all__ = [
    "Certificate",
    "Checked",
    "Frontier",
    "FrontierPoint",
    "Layer",
    "Limits",
    "NearTies",
    "Options",
    "Placement",
    "Problem",
    "Progress",
    "Refused",
    "SharedCapacity",
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
