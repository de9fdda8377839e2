"""Each word of ours that a plan or its findings may hold has a text in the report, in both languages."""

from pathlib import Path
from typing import get_args

import pytest

from narvaro.access.measures import INEQUALITY_MEASURES
from narvaro.access.standards import StandardStatus
from narvaro.case.policy import OBJECTIVE_KINDS, Objective
from narvaro.explain.said.grounds import ORIGINS, OWN_SOURCES
from narvaro.language.catalogue import LANGUAGES, texts
from narvaro.plan import form
from narvaro.plan.objectives import CRITERIA
from narvaro.plan.objectives.criterion import Whom
from narvaro.report.rows.grounds import UNITS
from narvaro.siting.form.solution import Status, StoppedBy

ROOT = Path(__file__).parents[2]
WORDS = {
    "status": (*get_args(Status), "given"),
    "stopped_by": (*get_args(StoppedBy), "given"),
    "objective": OBJECTIVE_KINDS,
    "said.rules.title": OBJECTIVE_KINDS,
    "said.rules.aim": OBJECTIVE_KINDS,
    "assumption.policy": [name for criterion in CRITERIA.values() for name in criterion.settings],
    "explain.why": [f"price_{whom}" for whom in get_args(Whom)],
    "part": form.PARTS,
    "unit": form.UNITS,
    "check": get_args(form.CheckName),
    "said.unit": form.UNITS,
    "access.standard": get_args(StandardStatus),
    "access.measure": [measure.name for measure in INEQUALITY_MEASURES],
    "report.measure": [measure.name for measure in INEQUALITY_MEASURES if measure.compared],
    "report.origin": ORIGINS,
    "said.own_source": list(OWN_SOURCES.values()),
    "report.unit_word": list(UNITS.values()),
    "name.mode": get_args(Objective.model_fields["mode"].annotation),
}

SHARED = ("assumption.policy", "explain.why", "check", "access.standard")
"""Families with other texts beside those of our words."""


def file_for(key: str) -> str:
    """Return the file in which a text stands, or in which those stand that it belongs to."""
    family, at_once = key.rpartition(".")[0], [key]
    for one in (*at_once, *(other for other in texts() if other.startswith(f"{family}."))):
        for path in sorted((ROOT / "src/narvaro/language/texts").glob("*.toml")):
            if f"[{one}]" in path.read_text(encoding="utf-8"):
                return path.relative_to(ROOT).as_posix()
    return "src/narvaro/language/texts"


@pytest.mark.parametrize("key", [f"{kind}.{word}" for kind, words in WORDS.items() for word in words])
def test_a_word_of_ours_has_a_text(key: str) -> None:
    """A new status, unit, part, check, measure or mode is given its text before it reaches a reader."""
    assert key in texts(), f"add [{key}] to {file_for(key)}, in {' and '.join(LANGUAGES)}"
    lacking = [lang for lang in LANGUAGES if not texts()[key].get(lang)]
    assert not lacking, f"write [{key}] of {file_for(key)} in {' and '.join(lacking)} too"


@pytest.mark.parametrize("kind", [kind for kind in WORDS if kind not in SHARED])
def test_no_text_is_left_of_a_word_that_is_not_ours(kind: str) -> None:
    """A family of texts has none but those of its words: a measure with texts and no line shows here."""
    left = [key for key in texts() if key.startswith(f"{kind}.") and key[len(kind) + 1 :] not in WORDS[kind]]
    assert left == [], f"list it where {kind} is listed, or take the text out of {file_for(left[0])}"
