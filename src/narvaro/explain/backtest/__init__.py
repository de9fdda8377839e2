"""The backtest: plans held against what was really decided, at equal numbers, beside a rival in ten lines and chance.

null, rivals, trials, regions, signs, regret -> score -> tried
"""

from narvaro.explain.backtest.regions import RegionCheck, check_regions, region_rule
from narvaro.explain.backtest.score import ALL, Score
from narvaro.explain.backtest.trials import AS_IT_IS, Trial, trials
from narvaro.explain.backtest.tried import Tried, hold

__all__ = [
    "ALL",
    "AS_IT_IS",
    "RegionCheck",
    "Score",
    "Trial",
    "Tried",
    "check_regions",
    "hold",
    "region_rule",
    "trials",
]
