"""The form of `findings.json`: the schema that follows from the classes of findings themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pandas as pd
from pydantic import model_validator

from narvaro.case.documents import Form, form_of
from narvaro.language import LANGUAGES, Note

Figure = float | Literal["inf"] | None
"""A number; without end as a text, missing as null."""
StoredCell = bool | int | float | str | None


class FrameForm(Form):
    """A table, column by column."""

    index: dict[str, list[str]] | None
    columns: dict[str, list[StoredCell]]

    @model_validator(mode="after")
    def _is_a_table(self) -> FrameForm:
        lists: list[list[Any]] = list(self.columns.values())
        if self.index is not None:
            if len(self.index) != 1:
                raise ValueError("explain.one_index")
            lists += self.index.values()
        if len({len(column) for column in lists}) > 1:
            raise ValueError("explain.ragged")
        return self


class NoteForm(Form):
    """A sentence: a key of the catalogue and what it names."""

    key: str
    data: dict[str, Any]

    @model_validator(mode="after")
    def _can_be_said(self) -> NoteForm:
        try:
            note = Note.from_json({"key": self.key, "data": self.data})
            for lang in LANGUAGES:
                note.text(lang)
        except (KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError, RecursionError):
            raise ValueError("explain.no_such_text") from None
        return self


def stored_form(kind: type) -> type[Form]:
    """Return the schema of a class of findings as it stands in a file.

    Examples
    --------
    >>> from narvaro.explain.fact_box import FactBox
    >>> stored_form(FactBox).model_fields["sizes"].annotation.__name__
    'FrameForm'
    """
    return form_of(kind, **{name: _stored(hint) for name, hint in get_type_hints(kind).items()})


def _stored(hint: Any) -> Any:
    if hint is float:
        return Figure
    if hint is pd.DataFrame:
        return FrameForm
    if hint is Note:
        return NoteForm
    if get_origin(hint) is Mapping:
        return dict[str, _stored(get_args(hint)[1])]  # type: ignore[misc]
    if get_origin(hint) is tuple:
        return list[_stored(get_args(hint)[0])]  # type: ignore[misc]
    return stored_form(hint) if isinstance(hint, type) and is_dataclass(hint) else hint
