"""The certificate of a plan as a file: what was proven of each site, bound to its plan by a checksum."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import ValidationError

from narvaro.case.documents import Form, conforming, faults_of, read_json
from narvaro.case.files import write_text
from narvaro.errors import Fault, FolderError
from narvaro.explain.form import Figure
from narvaro.explain.frames import frame_from_json, frame_to_json
from narvaro.plan import Plan
from narvaro.plan.form import checksum_of

CERTIFICATE = "certificate.json"


class _Index(Form):
    id: list[str]


class _Columns(Form):
    open_now: list[bool]
    open_after: list[bool]
    open_at_least: list[Figure]
    closed_at_least: list[Figure]


class _Sites(Form):
    index: _Index
    columns: _Columns


class _Certificate(Form):
    plan: str
    travel: str
    sites: _Sites
    checksum: str


def write_certificate(plan: Plan, path: Path) -> None:
    """Write the certificate of a plan."""
    assert plan.certificate is not None, "a plan that was made has a certificate"
    sites = frame_to_json(plan.certificate.rename_axis("id"))
    body = {"plan": plan.to_json()["checksum"], "travel": plan.travel_checksum, "sites": sites}
    body["checksum"] = checksum_of(body)
    conforming(_Certificate, body)
    write_text(path, json.dumps(body, ensure_ascii=False) + "\n")


def read_certificate(path: Path, plan: Plan) -> pd.DataFrame:
    """Read the certificate of a plan.

    Raises
    ------
    FolderError
        If it is not there, is no certificate, was changed after it was written, or belongs to another plan.
    """
    try:
        stored = read_json(path)
        form = conforming(_Certificate, stored)
    except (FileNotFoundError, NotADirectoryError):
        raise FolderError([Fault("plan.proof_absent", {}, path.name)]) from None
    except FolderError as error:
        raise FolderError([*error.faults, _again(path)]) from None
    except ValidationError as error:
        raise FolderError([*faults_of(error, path.name, _Certificate), _again(path)]) from None
    columns = dict(form.sites.columns)
    faults = [
        Fault("plan.proof_length", {}, path.name, None, f"sites.columns.{name}")
        for name, values in columns.items()
        if len(values) != len(form.sites.index.id)
    ]
    if not faults and form.checksum != checksum_of(stored):
        faults = [Fault("plan.proof_changed", {}, path.name)]
    elif not faults and (form.plan, form.travel) != (_checksum_of(plan), plan.travel_checksum):
        faults = [Fault("plan.proof_of_other", {}, path.name)]
    if faults:
        raise FolderError(faults)
    proof: dict[str, Any] = stored["sites"]
    return frame_from_json(proof)


def _checksum_of(plan: Plan) -> str:
    """Return the checksum of the file of a plan, also where that has the form before money said its currency."""
    return plan.former_checksum or str(plan.to_json()["checksum"])


def _again(path: Path) -> Fault:
    return Fault("plan.proof_unreadable", {}, path.name)
