"""The steps that both doors use: each takes a project folder one step further and says what it did.

new -> check -> (travel) -> access, load, definitions, history -> plan -> report    demo = all of them on a scenario
                                                    backtest
"""

from narvaro.app.backtest import Backtested, backtest_project
from narvaro.app.checkup import Checkup, check_project
from narvaro.app.deciding import Decided, decide_project
from narvaro.app.definitions import Compared, compare_definitions
from narvaro.app.demo import Demo, demo_folder, run_demo
from narvaro.app.exporting import Exported, export_project
from narvaro.app.findings import alternatives, findings_of
from narvaro.app.history import Followed, history_project
from narvaro.app.kept import adopt_plan, in_force, kept_plan, plan_history, undo_plan
from narvaro.app.kept_list import PlanList, list_plans
from narvaro.app.loads import Loaded, load_project
from narvaro.app.measures import Measured, access_project, access_rows
from narvaro.app.plans import Planned, former_notes, money_notes, open_planned, plan_project
from narvaro.app.project import NewProject, new_from_scenario, new_from_service, new_from_tables
from narvaro.app.reports import report_of, report_project
from narvaro.app.travelling import Travelled, travel_project, travel_times_of

__all__ = [
    "Backtested",
    "Checkup",
    "Compared",
    "Decided",
    "Demo",
    "Exported",
    "Followed",
    "Loaded",
    "Measured",
    "NewProject",
    "PlanList",
    "Planned",
    "Travelled",
    "access_project",
    "access_rows",
    "adopt_plan",
    "alternatives",
    "backtest_project",
    "check_project",
    "compare_definitions",
    "decide_project",
    "demo_folder",
    "export_project",
    "findings_of",
    "former_notes",
    "history_project",
    "in_force",
    "kept_plan",
    "list_plans",
    "load_project",
    "money_notes",
    "new_from_scenario",
    "new_from_service",
    "new_from_tables",
    "open_planned",
    "plan_history",
    "plan_project",
    "report_of",
    "report_project",
    "run_demo",
    "travel_project",
    "travel_times_of",
    "undo_plan",
]
