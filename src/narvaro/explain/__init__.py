"""Why here, why not there, what if: everything there is to say of a plan, computed once.

decision, evidence -> change, reasons, why_not, compare, fact_box, answer -> find -> findings
"""

from narvaro.explain.decision import Alternative
from narvaro.explain.fact_box import FactBox
from narvaro.explain.find import find
from narvaro.explain.findings import Findings, read_findings, write_findings
from narvaro.explain.reasons import Reason
from narvaro.explain.why_not import WhyNot

__all__ = [
    "Alternative",
    "FactBox",
    "Findings",
    "Reason",
    "WhyNot",
    "find",
    "read_findings",
    "write_findings",
]
