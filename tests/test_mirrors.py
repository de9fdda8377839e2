"""Which modules of travel and app have no test file of their own name; the list may only grow shorter."""

import re
from pathlib import Path

TESTS = Path(__file__).parent
ROOMS = TESTS.parent / "src" / "narvaro"

# Each with a test file of its room that reaches for it by name; empty: only by the modules that call it.
UNMIRRORED = {
    "travel/feed_calendar.py": "test_feed_trips.py",
    "travel/feed_calls.py": "",
    "travel/feed_copy.py": "test_feed_mutants.py",
    "travel/feed_notices.py": "test_docs.py",
    "travel/feed_transfers.py": "test_feed_mutants.py",
    "travel/lock.py": "test_run.py",
    "travel/manifest.py": "test_left_out.py",
    "travel/network_files.py": "",
    "travel/store.py": "",
    "travel/timetable.py": "test_bad_input.py",
    "travel/told.py": "test_left_out.py",
    "travel/transit_build.py": "test_feed_trips.py",
    "app/certificate.py": "test_plans.py",
    "app/commands.py": "",
    "app/help.py": "",
    "app/measures.py": "",
    "app/places.py": "",
    "app/reports.py": "",
    "app/run.py": "",
    "app/sheets.py": "",
    "app/steps.py": "test_bad_input.py",
}

RECORDS = {"travel/arrays.py": "names for kinds of arrays: nothing in it runs"}


def test_each_module_of_travel_and_app_has_a_test_of_its_name() -> None:
    """A module's tests stand where it does; compiled loops are tested with the module that calls them. But these."""
    wanted = [path for room in ("travel", "app") for path in (ROOMS / room).glob("*.py")]
    missing = {
        path.relative_to(ROOMS).as_posix()
        for path in wanted
        if path.stem != "__init__" and not path.stem.endswith("_kernels")
        if not (TESTS / path.parent.name / f"test_{path.name}").exists()
    }
    assert missing == set(UNMIRRORED) | set(RECORDS)


def test_the_file_named_beside_a_module_reaches_for_it() -> None:
    """A test file that stands in a module's stead names that module."""
    for module, test in UNMIRRORED.items():
        if test:
            room, name = module.removesuffix(".py").split("/")
            text = (TESTS / room / test).read_text(encoding="utf-8")
            assert re.search(rf"narvaro\.{room}\.{name}\b", text), module
