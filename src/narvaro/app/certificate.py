"""What was proven of a plan, site by site, as a file bound to its plan by a checksum; and what questions begin from."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from math import inf, isfinite
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from pydantic import Field, ValidationError

from narvaro.case.documents import Form, conforming, faults_of, read_json
from narvaro.case.files import write_text
from narvaro.errors import Fault, FolderError
from narvaro.explain.form import Figure
from narvaro.explain.frames import INFINITE, frame_from_json, frame_to_json
from narvaro.plan import Plan
from narvaro.plan.form import checksum_of
from narvaro.plan.settled import Difference, End, SettledPlace, Standing
from narvaro.plan.warm import start_of

CERTIFICATE = "certificate.json"
START = "start.npz"
"""What the next question about a plan begins from; a plan without it is asked all the same, only slower."""


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


class _Rule(Form):
    key: str
    data: dict[str, Any]


class _Difference(Form):
    site_id: str
    here: list[str]
    there: list[str]


class _Settled(Form):
    site_id: str
    end: End
    standing: Standing
    at_least: Figure
    at_most: Figure
    differences: list[_Difference]
    rules: list[_Rule]


class _Certificate(Form):
    plan: str
    travel: str
    sites: _Sites
    settled: list[_Settled] = Field(default_factory=list)
    checksum: str


def write_certificate(plan: Plan, path: Path) -> None:
    """Write the certificate of a plan."""
    assert plan.certificate is not None, "a plan that was made has a certificate"
    sites = frame_to_json(plan.certificate.rename_axis("id"))
    body: dict[str, Any] = {"plan": _checksum_of(plan), "travel": plan.travel_checksum, "sites": sites}
    if plan.settled:
        body["settled"] = [_stored(one) for _, one in sorted(plan.settled.items())]
    body["checksum"] = checksum_of(body)
    conforming(_Certificate, body)
    write_text(path, json.dumps(body, ensure_ascii=False) + "\n")


def _stored(one: SettledPlace) -> dict[str, Any]:
    """Return a place that was settled as a plain table."""
    plain = asdict(one) | {"rules": [{"key": rule.key, "data": dict(rule.data)} for rule in one.rules]}
    return plain | {name: _figure(plain[name]) for name in ("at_least", "at_most")}


def _figure(value: float) -> float | str | None:
    return INFINITE if value == inf else value if isfinite(value) else None


def _settled(stored: dict[str, Any]) -> SettledPlace:
    differences = (
        Difference(each["site_id"], tuple(each["here"]), tuple(each["there"]))
        for each in stored["differences"]
    )
    rules = tuple(Fault(rule["key"], rule["data"]) for rule in stored["rules"])
    low, high = (-inf if stored[name] is None else float(stored[name]) for name in ("at_least", "at_most"))
    return SettledPlace(
        stored["site_id"], stored["end"], stored["standing"], low, high, tuple(differences), rules
    )


def write_start(plan: Plan, path: Path) -> None:
    """Write what the next question about a plan begins from."""
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **start_of(plan))


def read_start(path: Path) -> dict[str, Any]:
    """Read it again; nothing where the file is not there or cannot be read."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            return dict(stored)
    except (OSError, ValueError, EOFError, BadZipFile):
        return {}


def read_certificate(path: Path, plan: Plan) -> Plan:
    """Return a plan with its certificate, and with the places that were settled.

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
    settled = [_settled(each) for each in stored.get("settled", [])]
    return replace(
        plan,
        certificate=frame_from_json(stored["sites"]),
        settled={(one.site_id, one.end): one for one in settled},
    )


def _checksum_of(plan: Plan) -> str:
    """Return the checksum of the file of a plan, also where that has the form before money said its currency."""
    return plan.former_checksum or str(plan.to_json()["checksum"])


def _again(path: Path) -> Fault:
    return Fault("plan.proof_unreadable", {}, path.name)
