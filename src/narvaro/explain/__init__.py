"""Why here, why not there, what if: everything there is to say of a plan, computed once.

decision, evidence -> change, reasons, why_not, alternatives, fact_box, unknown -> findings -> said -> find
"""

from narvaro.explain.compared.compare import compare_plans
from narvaro.explain.compared.comparison import CHANGE_BREAKS, PlanComparison
from narvaro.explain.decision import Alternative
from narvaro.explain.fact_box import FactBox
from narvaro.explain.find import find
from narvaro.explain.findings import Findings, read_findings, write_findings
from narvaro.explain.reasons import Reason
from narvaro.explain.said import with_said
from narvaro.explain.said.maps import MINUTE_BREAKS
from narvaro.explain.why_not import WhyNot

__all__ = [
    "CHANGE_BREAKS",
    "MINUTE_BREAKS",
    "Alternative",
    "FactBox",
    "Findings",
    "PlanComparison",
    "Reason",
    "WhyNot",
    "compare_plans",
    "find",
    "read_findings",
    "with_said",
    "write_findings",
]
