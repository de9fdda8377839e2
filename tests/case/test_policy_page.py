"""The page of the policy is the program's own description of it."""

import re
import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel

from narvaro.case import Policy, policy_from
from narvaro.case.policy_page import policy_page

PAGE = Path(__file__).parents[2] / "docs" / "policy.md"


def settings(model: type[BaseModel]) -> list[tuple[str, str]]:
    """Return every setting with its description."""
    found = []
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found += settings(inner)
        else:
            found.append((name, field.description or ""))
    return found


def test_the_page_is_what_the_program_writes():
    """docs/policy.md is written by `python -m narvaro.case.policy_page`, and not by hand."""
    same = PAGE.read_text(encoding="utf-8") == policy_page()
    assert same, "write the page anew: python -m narvaro.case.policy_page > docs/policy.md"


@pytest.mark.parametrize(("name", "description"), settings(Policy))
def test_every_setting_is_explained(name, description):
    """No setting is without a description, and each stands on the page."""
    assert len(description) > 10
    assert f"| `{name}` |" in policy_page()
    assert description in policy_page()


def test_the_example_on_the_page_is_a_policy():
    """What a reader copies can be read."""
    example = re.search(r"```toml\n(.*?)```", policy_page(), re.DOTALL)
    assert example is not None
    assert policy_from(tomllib.loads(example[1])).years == (2026, 2027)
