"""The form of `travel/manifest.json`: what it must hold before a single figure is looked up by it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from narvaro.case import Provenance
from narvaro.case.documents import Form, conforming, faults_of, form_of, read_json
from narvaro.errors import Fault, FolderError, TravelError
from narvaro.language import LANGUAGES, placeholders, texts

FORMAT = 1
MANIFEST = "manifest.json"
MOST_SHOWN = 3

Position = Annotated[int, Field(ge=0, le=2**31)]
Where = tuple[Position, Position, Position, Position]
"""Block, row in the block, first area, end of the areas."""


class _OffStreet(Form):
    areas: dict[str, float | None]
    sites: dict[str, float | None]


class Notice(Form):
    """What a reader must know of a mode: a text of the catalogue and what it names."""

    key: str
    data: dict[str, str | int | float | list[str]]

    @model_validator(mode="after")
    def _can_be_said(self) -> Self:
        if self.key not in texts() or not placeholders(self.key, LANGUAGES[0]) <= set(self.data):
            raise PydanticCustomError("unknown_text", "a text that the catalogue does not have")
        return self


class _Mode(Form):
    """What is known of a mode; an engine may tell more of its work, which is kept as it is."""

    model_config = ConfigDict(extra="allow", strict=True, allow_inf_nan=False)

    engine: str
    origin: str
    label: str
    made_of: dict[str, Any]
    parts: list[tuple[Position, Position]]
    sources: list[form_of(Provenance)]  # type: ignore[valid-type]
    off_street: _OffStreet
    beside_left: _OffStreet | None = None
    notices: list[Notice] = Field(default_factory=list)
    keys: list[str]
    site_ids: list[str]
    blocks: list[str]
    columns: list[list[Where]]


class _Manifest(Form):
    format: int
    engine: str
    origin: str
    max_min: float = Field(gt=0)
    area_ids: list[str] = Field(min_length=1)
    site_ids: list[str] = Field(min_length=1)
    notices: list[Notice] = Field(default_factory=list)
    modes: dict[str, _Mode]


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of a folder, or None where there is none.

    Raises
    ------
    TravelError
        If it is broken, of another version, or points at what cannot be there; says where.
    """
    try:
        found = read_json(folder / MANIFEST)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except FolderError as error:
        raise _broken(_places(error.faults)) from error
    except OSError as error:
        raise _broken(()) from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise _broken(["format"])
    try:
        form = conforming(_Manifest, found)
    except ValidationError as error:
        raise _broken(_places(faults_of(error, MANIFEST))) from error
    astray = list(_astray(form))
    if astray:
        raise _broken(astray)
    return found


def _astray(form: _Manifest) -> Iterator[str]:
    """Yield the places where something points beyond what there is."""
    for name, mode in form.modes.items():
        if len(mode.columns) != len(form.site_ids):
            yield f"modes.{name}.columns"
        if len(mode.keys) != len(mode.site_ids):
            yield f"modes.{name}.keys"
        for number, column in enumerate(mode.columns):
            for block, _, first, end in column:
                if block >= len(mode.blocks) or not first <= end <= len(form.area_ids):
                    yield f"modes.{name}.columns[{number}]"
                    break


def _places(faults: Iterable[Fault]) -> list[str]:
    """Return where faults are: a place in the file, or a row of it."""
    return [fault.column or str(fault.row or "–") for fault in faults]


def _broken(places: Sequence[str]) -> TravelError:
    return TravelError("travel.broken_manifest", file=MANIFEST, place=", ".join(places[:MOST_SHOWN]) or "–")
