"""The words everything else speaks: areas, sites, sizes, services, standards, money, and the project folder.

Frozen, labelled, checked at birth. Schemas and units live here and nowhere else.
"""

from narvaro.case.case import Case
from narvaro.case.days import on_days
from narvaro.case.folder import open_case, open_policy, save_case
from narvaro.case.money import (
    DEFAULT_SERVICE,
    DEFAULT_SIZE,
    UNNAMED,
    MoneyUnit,
    Origin,
    Service,
    Size,
    default_size,
)
from narvaro.case.policy import (
    Money,
    Objective,
    Policy,
    Rules,
    Solver,
    policy_from,
    read_policy,
    write_policy,
)
from narvaro.case.provenance import Assumption, Provenance
from narvaro.case.settings import TownTravel, TravelSettings
from narvaro.case.standards import PRESETS, Standard, StandardColumns, own_standards, standards_elsewhere
from narvaro.case.visits import VisitSettings

__all__ = [
    "DEFAULT_SERVICE",
    "DEFAULT_SIZE",
    "PRESETS",
    "UNNAMED",
    "Assumption",
    "Case",
    "Money",
    "MoneyUnit",
    "Objective",
    "Origin",
    "Policy",
    "Provenance",
    "Rules",
    "Service",
    "Size",
    "Solver",
    "Standard",
    "StandardColumns",
    "TownTravel",
    "TravelSettings",
    "VisitSettings",
    "default_size",
    "on_days",
    "open_case",
    "open_policy",
    "own_standards",
    "policy_from",
    "read_policy",
    "save_case",
    "standards_elsewhere",
    "write_policy",
]
