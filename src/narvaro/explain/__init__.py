"""Why here, why not there, what if: everything there is to say of a plan, computed once.

decision, evidence -> change, reasons, why_not, compare, fact_box, answer -> find -> findings
"""

from narvaro.explain.decision import Alternative
from narvaro.explain.fact_box import FactBox
from narvaro.explain.find import find
from narvaro.explain.findings import Findings, read_findings, write_findings
from narvaro.explain.labels import definition_label, group_label, made_label, mode_label, size_label, told
from narvaro.explain.reasons import Reason
from narvaro.explain.why_not import WhyNot

__all__ = [
    "Alternative",
    "FactBox",
    "Findings",
    "Reason",
    "WhyNot",
    "definition_label",
    "find",
    "group_label",
    "made_label",
    "mode_label",
    "read_findings",
    "size_label",
    "told",
    "write_findings",
]
