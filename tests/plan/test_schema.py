"""The JSON Schema of plan.json takes every plan that is written, and is the one that is published."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.report.countries import plain, tall

from narvaro.plan import Plan
from narvaro.plan.schema import plan_schema, schema_text

PAGE = Path(__file__).parents[2] / "docs" / "plan.schema.json"


@pytest.fixture(scope="module")
def plans() -> list[Plan]:
    """Plans that open, close, do nothing and have all that a plan may have."""
    return [tall().plan, *(plain(kind).plan for kind in ("open", "close", "still", "first"))]


def test_it_is_a_schema_and_the_published_one() -> None:
    """docs/plan.schema.json is written by `python -m narvaro.plan.schema`, and not by hand."""
    Draft202012Validator.check_schema(plan_schema())
    same = PAGE.read_text(encoding="utf-8") == schema_text()
    assert same, "run python -m narvaro.plan.schema > docs/plan.schema.json"


def test_every_plan_is_of_the_form(plans: list[Plan]) -> None:
    """As it stands in its file, after JSON and back."""
    for plan in plans:
        Draft202012Validator(plan_schema()).validate(json.loads(json.dumps(plan.to_json())))


@pytest.mark.parametrize(
    ("field", "wrong"), [("status", "perfect"), ("format", 9), ("years", []), ("own", 1)]
)
def test_what_is_no_plan_is_refused(plans: list[Plan], field: str, wrong: object) -> None:
    """A word that is not one of the field's, another form, no years, a field of another's."""
    spoilt = copy.deepcopy(plans[0].to_json()) | {field: wrong}
    (error,) = Draft202012Validator(plan_schema()).iter_errors(json.loads(json.dumps(spoilt)))
    assert field in (*error.absolute_path, *error.message.split("'"))
