"""The certificate of a plan as a file of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from narvaro.app.certificate import CERTIFICATE, read_certificate, write_certificate
from narvaro.errors import Fault, FolderError
from narvaro.language import LANGUAGES
from narvaro.plan.form import checksum_of
from narvaro.plan.settled import Difference, SettledPlace

PROOF = pd.DataFrame(
    {
        "open_now": [True, False],
        "open_after": [True, True],
        "open_at_least": [10.5, float("nan")],
        "closed_at_least": [float("inf"), 12.0],
    },
    index=pd.Index(["s1", "Åmål"], name="id"),
)

SETTLED = {
    ("s1", "closed"): SettledPlace(
        "s1", "closed", "ruled_out", float("inf"), rules=(Fault("plan.ruled_candidates", {"site": "A"}),)
    ),
    ("Åmål", "closed"): SettledPlace(
        "Åmål", "closed", "equal", 10.0, 10.5, (Difference("s1", ("small", ""), ("small", "small")),)
    ),
}


@dataclass(frozen=True)
class Told:
    """What the certificate asks of a plan."""

    checksum: str
    travel_checksum: str
    former_checksum: str
    certificate: Any = field(default_factory=lambda: PROOF)
    settled: Any = field(default_factory=lambda: SETTLED)

    def to_json(self) -> dict[str, str]:
        """Return what has the plan's checksum."""
        return {"checksum": self.checksum}


def plan_of(checksum: str = "of the plan", travel: str = "of the times", former: str = "") -> Any:
    """Return what the certificate asks of a plan: two checksums, the proof and what was settled."""
    return Told(checksum, travel, former)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_certificate(plan_of(), tmp_path / CERTIFICATE)
    return tmp_path / CERTIFICATE


def refused(path: Path, plan: Any) -> list[str]:
    with pytest.raises(FolderError) as caught:
        read_certificate(path, plan)
    assert all(fault.text(lang) for fault in caught.value.faults for lang in LANGUAGES)
    assert {fault.file for fault in caught.value.faults} == {CERTIFICATE}
    return [fault.key for fault in caught.value.faults]


def test_what_was_proven_is_read_back(path: Path) -> None:
    """Bounds to the digit, none as none, and without end as without end; sites by their id."""
    found = read_certificate(path, plan_of())
    pd.testing.assert_frame_equal(found.certificate, PROOF, check_index_type=False)
    assert found.settled == SETTLED


def test_a_proof_is_of_one_plan_and_its_travel_times(path: Path) -> None:
    """Either checksum may tell that it is not of this plan."""
    assert refused(path, plan_of("another")) == ["plan.proof_of_other"]
    assert refused(path, plan_of(travel="others")) == ["plan.proof_of_other"]


def test_a_plan_of_before_money_said_its_currency_has_the_proof_of_its_file(path: Path) -> None:
    """Its tables have another checksum now; that of the file it was read from is the one that counts."""
    assert not read_certificate(path, plan_of("as it is now", former="of the plan")).certificate.empty
    assert refused(path, plan_of(former="another")) == ["plan.proof_of_other"]


def test_a_changed_figure_is_found(path: Path) -> None:
    """12 made 13 by hand no longer fits the checksum of the file."""
    path.write_text(path.read_text(encoding="utf-8").replace("12.0", "13.0"), encoding="utf-8")
    assert refused(path, plan_of()) == ["plan.proof_changed"]


def test_a_column_that_is_too_short_is_named(path: Path) -> None:
    """Also where the checksum was made to fit."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    stored["sites"]["columns"]["open_now"].pop()
    stored.pop("checksum")
    path.write_text(json.dumps(stored | {"checksum": checksum_of(stored)}), encoding="utf-8")
    assert refused(path, plan_of()) == ["plan.proof_length"]


def test_no_file_and_no_certificate_are_told_apart(path: Path) -> None:
    """A file that is gone is absent; one that holds something else says how to make it again."""
    for text in ("{", "[]", '{"plan": "x"}'):
        path.write_text(text)
        assert refused(path, plan_of())[-1] == "plan.proof_unreadable"
    path.unlink()
    assert refused(path, plan_of()) == ["plan.proof_absent"]
