"""The steps that the doors are built of."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from narvaro.app import commands, commands_reports, steps


@pytest.mark.parametrize("name", steps.__all__)
def test_a_step_is_made_in_a_module_of_its_own_kind(name: str) -> None:
    """What is called by this one name is the thing itself, from this room, said what it does."""
    step = getattr(steps, name)
    assert step.__name__ == name
    assert step.__module__.startswith("narvaro.app.")
    assert step.__module__ != steps.__name__
    assert step.__doc__


def test_the_commands_take_every_step_by_this_name() -> None:
    """What `commands` asks of `steps` is listed there, one step for each command that works on a folder."""
    asked = {
        node.attr
        for module in (commands, commands_reports)
        for node in ast.walk(ast.parse(Path(module.__file__).read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "steps"
    }
    assert asked <= set(steps.__all__)
    for command in ("check", "travel", "access", "plan", "report"):
        assert f"{command}_project" in asked
    assert {"run_demo", "new_from_scenario", "new_from_tables"} <= asked
