"""Each word of ours that a plan or its findings may hold has a text in the report, in both languages."""

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
from narvaro.report.sections.grounds import UNITS
from narvaro.siting.form.solution import Status, StoppedBy

WORDS = {
    "status": get_args(Status),
    "stopped_by": get_args(StoppedBy),
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


@pytest.mark.parametrize("key", [f"{kind}.{word}" for kind, words in WORDS.items() for word in words])
def test_a_word_of_ours_has_a_text(key: str) -> None:
    """A new status, unit, part, check, measure or mode is given its text before it reaches a reader."""
    assert key in texts(), f"add [{key}] to src/narvaro/language/texts, in {' and '.join(LANGUAGES)}"
    assert all(texts()[key].get(lang) for lang in LANGUAGES)
