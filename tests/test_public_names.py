"""The public names are pinned: what a user writes today works tomorrow."""

import inspect
import subprocess
import sys

import pytest

import narvaro

NAMES = [
    "AccessTable",
    "Alternative",
    "Assumption",
    "Case",
    "Edit",
    "Evaluation",
    "Evaluator",
    "Fault",
    "Findings",
    "InfeasibleError",
    "InputError",
    "Money",
    "NarvaroError",
    "Objective",
    "Plan",
    "PlanComparison",
    "Policy",
    "Provenance",
    "Rules",
    "RunSettings",
    "Service",
    "Size",
    "Solver",
    "Standard",
    "TravelSettings",
    "TravelTimes",
    "compare_plans",
    "evaluate",
    "evaluator",
    "find",
    "make_plan",
    "measure_access",
    "new_case",
    "open_case",
    "open_policy",
    "read_findings",
    "read_plan",
    "read_policy",
    "save_case",
    "scenario",
    "scenario_names",
    "straight_line",
    "travel_times",
    "write_comparison_page",
    "write_findings",
    "write_plan",
    "write_policy",
    "write_report",
]


def test_the_public_names_are_these_and_no_others() -> None:
    """A name that is added or taken away is a decision, written here."""
    assert sorted(narvaro.__all__) == sorted(NAMES)
    assert set(NAMES) <= set(dir(narvaro))


@pytest.mark.parametrize("name", NAMES)
def test_each_public_name_is_there_and_says_what_it_does(name: str) -> None:
    """Every name can be had and has a docstring of its own."""
    thing = getattr(narvaro, name)
    assert thing.__name__ == name
    assert inspect.getdoc(thing)


def test_a_name_that_is_not_there_is_an_ordinary_error() -> None:
    """Python's own error, so that `hasattr` works."""
    assert not hasattr(narvaro, "no_such_name")


def test_importing_brings_in_nothing_heavy() -> None:
    """Neither `import narvaro` nor the help of the command line reads a library of numbers or tables."""
    code = (
        "import sys, narvaro\n"
        "from narvaro.app.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'pandas', 'geopandas', 'matplotlib', 'numba', 'scipy', 'highspy', 'pydantic'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
