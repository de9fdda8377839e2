"""Which modules have no test file of their own name; the list may only grow shorter."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
HOUSE = TESTS.parent / "src" / "narvaro"
ROOMS = sorted({path.relative_to(HOUSE).parts[0] for path in HOUSE.rglob("*.py") if path.parent != HOUSE})

# Each with a test file of its room that reaches for it by name; empty: only by the modules that call it.
UNMIRRORED = {
    # The schemas of findings.json and plan.json, held by tests that spoil the files.
    "explain/form.py": "",
    # What is handed on, held where it is made and read; proofs that no plan exists, tested through refusals.
    "plan/answer.py": "objectives/test_worst.py",
    "plan/form.py": "",
    "plan/formulation.py": "test_limits.py",
    "plan/objectives/criterion.py": "objectives/test_apart.py",
    "plan/refusal.py": "test_cheapest.py",
    "plan/refute.py": "",
    # Sections are tested together, as parts of one page.
    "report/sections/answer.py": "sections/test_sections.py",
    "report/sections/fact_box.py": "sections/test_sections.py",
    "report/sections/gains.py": "sections/test_sections.py",
    "report/sections/grounds.py": "sections/test_sections.py",
    "report/sections/load.py": "sections/test_sections.py",
    "report/sections/maps.py": "sections/test_sections.py",
    "report/sections/money.py": "sections/test_sections.py",
    "report/sections/not_chosen.py": "sections/test_sections.py",
    "report/sections/others.py": "sections/test_sections.py",
    "report/sections/places.py": "sections/test_sections.py",
    "report/sections/road.py": "sections/test_sections.py",
    "report/sections/rules.py": "sections/test_sections.py",
    "report/sections/section.py": "sections/test_sections.py",
    "report/sections/standards.py": "sections/test_sections.py",
    "report/sections/streets.py": "",
    "report/sections/sureness.py": "sections/test_sections.py",
    # Figures alone; that each has its reason is held by `tests/siting/test_room.py`.
    "siting/run/effort.py": "run/test_workbench.py",
    # A record without a rule of its own.
    "sources/official/wish.py": "",
    # Names for kinds of arrays: nothing in it runs.
    "travel/arrays.py": "",
}


@pytest.mark.parametrize("room", ROOMS)
def test_each_module_has_a_test_of_its_name(room: str) -> None:
    """A module's tests stand where it does; compiled loops are tested with the module that calls them. But these."""
    missing = {
        path.relative_to(HOUSE).as_posix()
        for path in (HOUSE / room).rglob("*.py")
        if path.stem != "__init__" and not path.stem.endswith("_kernels")
        if not (TESTS / path.relative_to(HOUSE).parent / f"test_{path.name}").exists()
    }
    listed = {module for module in UNMIRRORED if module.startswith(f"{room}/")}
    wanted = [f"tests/{Path(module).parent}/test_{Path(module).name}" for module in sorted(missing - listed)]
    assert not wanted, f"write {', '.join(wanted)}"
    assert listed <= missing, (
        f"take {', '.join(sorted(listed - missing))} off UNMIRRORED: it has its test, or is gone"
    )


def test_the_file_named_beside_a_module_reaches_for_it() -> None:
    """A test file that stands in a module's stead names that module."""
    for module, test in UNMIRRORED.items():
        if test:
            room, *inner = module.removesuffix(".py").split("/")
            text = (TESTS / room / test).read_text(encoding="utf-8")
            before, name = ".".join(["narvaro", room, *inner[:-1]]), inner[-1]
            whole = rf"{re.escape(before)}\.{name}\b"
            assert re.search(rf"{whole}|from {re.escape(before)} import [\w, ]*\b{name}\b", text), module
