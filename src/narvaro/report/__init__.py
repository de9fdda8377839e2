"""How it is shown: one page of HTML in Swedish and in English, with maps, charts, tables and the fact box.

material -> rows -> sections (answer, maps, gains, money, ...) -> page, brief; `figures` draws, `tables` and `html`
write. `files` writes the same rows as a workbook and as CSV.
"""

from narvaro.report.brief import brief_page, write_brief
from narvaro.report.comparison_page import comparison_page, write_comparison_page
from narvaro.report.files.export import write_files
from narvaro.report.page import page, write_report
from narvaro.report.rows.answer import PlanLabel

__all__ = [
    "PlanLabel",
    "brief_page",
    "comparison_page",
    "page",
    "write_brief",
    "write_comparison_page",
    "write_files",
    "write_report",
]
