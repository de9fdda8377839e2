"""The form of `plan.json` as JSON Schema, for whoever reads plans with other tools."""

from __future__ import annotations

import json
import sys
from typing import Any

from narvaro.plan.form import PlanForm

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def plan_schema() -> dict[str, Any]:
    """Return the JSON Schema of `plan.json`, made from the form that every plan is written and read by.

    What a schema cannot say (checksums, and that lists by year are as long as the years) is held when a plan is read.

    References
    ----------
    JSON Schema, draft 2020-12.

    Examples
    --------
    >>> plan_schema()["properties"]["format"]["const"]
    3
    """
    return {"$schema": DIALECT, **PlanForm.model_json_schema(mode="validation")}


def schema_text() -> str:
    r"""Return the schema as the text of its file; the same version gives the same bytes.

    Examples
    --------
    >>> schema_text().endswith("}\n")
    True
    """
    return json.dumps(plan_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text())
