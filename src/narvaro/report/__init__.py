"""How it is shown: one page of HTML in Swedish and in English, with maps, charts, tables and the fact box.

material -> sections (answer, maps, gains, money, ...) -> page, brief; `figures` draws, `tables` and `html` write.
"""

from narvaro.report.brief import brief_page, write_brief
from narvaro.report.comparison_page import comparison_page, write_comparison_page
from narvaro.report.page import page, write_report

__all__ = [
    "brief_page",
    "comparison_page",
    "page",
    "write_brief",
    "write_comparison_page",
    "write_report",
]
