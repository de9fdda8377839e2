"""The optimisation core: choose an option for each site, with a proven bound. Arrays in, arrays out.

problem -> store -> dual (bounds) + search (plans) -> fixing -> highs (the rest) -> check.
"""

from narvaro.siting.audit import Findings, check
from narvaro.siting.problem import Layer, Limits, Options, Problem
from narvaro.siting.solution import Certificate, Progress, Solution, Stage
from narvaro.siting.run import solve

__all__ = [
    "Certificate",
    "Findings",
    "Layer",
    "Limits",
    "Options",
    "Problem",
    "Progress",
    "Solution",
    "Stage",
    "check",
    "solve",
]
