"""What travel times mean for people: who has how far, what standard is met, how uneven it is.

A measure is one small function with its formula, unit, range and source; labels in are labels out; a
missing number is never zero. :func:`measure_access` puts them together for a case.
"""

from narvaro.access.assignment import huff_shares, nearest_shares
from narvaro.access.averages import weighted_mean, weighted_quantile
from narvaro.access.beyond import people_beyond, share_beyond
from narvaro.access.catchment import FloatingCatchment, floating_catchment
from narvaro.access.decomposition import shapley_split
from narvaro.access.definitions import DefinitionTable, definition_columns, measure_definitions
from narvaro.access.effects import Effects, effects_of
from narvaro.access.groups import describe, describe_groups, group_labels, mean_by_group
from narvaro.access.history import History, measure_history, people_by_year
from narvaro.access.inequality import TheilSplit, atkinson, gini, theil, theil_split
from narvaro.access.kolm_pollak import kappa_from_epsilon, kolm_pollak_ede, kolm_pollak_index
from narvaro.access.load import Load, measure_load, measure_loads
from narvaro.access.nearest import nearest, nearest_km
from narvaro.access.opportunities import gravity, opportunities_within
from narvaro.access.palma import palma
from narvaro.access.queue import desks_needed, erlang_c, share_served_within, staff_needed
from narvaro.access.standards import Verdict, judge, standards_table
from narvaro.access.table import AccessTable, measure_access
from narvaro.access.times import MinutesInBlocks, Times, minute_blocks

__all__ = [
    "AccessTable",
    "DefinitionTable",
    "Effects",
    "FloatingCatchment",
    "History",
    "Load",
    "MinutesInBlocks",
    "TheilSplit",
    "Times",
    "Verdict",
    "atkinson",
    "definition_columns",
    "describe",
    "describe_groups",
    "desks_needed",
    "effects_of",
    "erlang_c",
    "floating_catchment",
    "gini",
    "gravity",
    "group_labels",
    "huff_shares",
    "judge",
    "kappa_from_epsilon",
    "kolm_pollak_ede",
    "kolm_pollak_index",
    "mean_by_group",
    "measure_access",
    "measure_definitions",
    "measure_history",
    "measure_load",
    "measure_loads",
    "minute_blocks",
    "nearest",
    "nearest_km",
    "nearest_shares",
    "opportunities_within",
    "palma",
    "people_beyond",
    "people_by_year",
    "shapley_split",
    "share_beyond",
    "share_served_within",
    "staff_needed",
    "standards_table",
    "theil",
    "theil_split",
    "weighted_mean",
    "weighted_quantile",
]
