"""The one reader of our own JSON and TOML files: bounded, and each fault with its place.

Whatever stands in a file, reading it ends in plain values or in faults that name file and place. How the values must
look is said by a schema of pydantic where they are used; `faults_of` turns what it finds into the same kind of fault.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from math import isfinite
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from narvaro.errors import MORE_FAULTS, Fault, FolderError, InputError
from narvaro.language.shown import cut

MOST_BYTES = {"json": 512_000_000, "toml": 1_000_000}
MOST_LEVELS = 32
MOST_DIGITS = 40
MOST_LETTERS = 100_000
MOST_FAULTS = 20
"""Faults of one file that are listed; the rest are counted in a last line."""

_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters but tab and line ends, and halves of characters."""
_ENDS_INSIDE = ("Unterminated", "Expecting")


@dataclass(frozen=True)
class _Bad:
    """What stands in place of a value that JSON cannot hold, until its place is known."""

    key: str
    data: Mapping[str, Any]


def read_json(path: Path, *, file: str | None = None, error: type[InputError] = FolderError) -> Any:
    """Read a JSON file as plain values.

    Parameters
    ----------
    path
        The file.
    file
        What faults call it; its name if left out.
    error
        The kind of error to raise.

    Raises
    ------
    InputError
        Of the kind asked for, with every fault: no UTF-8, no JSON, a key twice, too deep, too long, a number without
        end, a control character.
    OSError
        If it is not there, or is no file.
    """
    name = path.name if file is None else file
    return json_from(_content(path, name, "json", error), name, error=error)


def json_from(content: bytes, file: str, *, error: type[InputError] = FolderError) -> Any:
    """Return the plain values of JSON; as `read_json`.

    Examples
    --------
    >>> json_from(b'{"a": [1.5, true]}', "a.json")
    {'a': [1.5, True]}
    >>> json_from(b'{"a": [1, NaN]}', "a.json")
    Traceback (most recent call last):
        ...
    narvaro.errors.FolderError: The project folder cannot be used as it is. Faults found: 1.
      - a.json, field a[1]: “NaN” is no number that can be reckoned with. Write digits.
    """
    text = _text(content, file, error)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_table,
            parse_int=_whole,
            parse_float=_fraction,
            parse_constant=lambda word: _Bad("document.not_finite", {"given": word}),
        )
    except json.JSONDecodeError as wrong:
        cut = wrong.msg.startswith(_ENDS_INSIDE) and wrong.pos >= len(text.rstrip())
        key = "document.cut_short" if cut else "document.no_json"
        raise error([Fault(key, {"position": str(wrong.colno)}, file, wrong.lineno)]) from None
    except RecursionError:
        raise error([Fault("document.deep", {"most": str(MOST_LEVELS)}, file)]) from None
    return _sound(value, file, error)


def read_toml(path: Path, *, error: type[InputError] = FolderError) -> dict[str, Any]:
    """Read a TOML file as plain values; as `read_json`."""
    text = _text(_content(path, path.name, "toml", error), path.name, error, row=True)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        data = {"problem": printable(str(wrong))}
        raise error([Fault("policy.syntax", data, path.name)]) from None
    except RecursionError:
        raise error([Fault("document.deep", {"most": str(MOST_LEVELS)}, path.name)]) from None
    except ValueError:  # Python reads no whole number of more than 4,300 digits
        raise error([Fault("document.digits", {"most": str(MOST_DIGITS)}, path.name)]) from None
    found: dict[str, Any] = _sound(table, path.name, error)
    return found


def printable(value: object) -> str:
    r"""Return a value as a message may repeat it: short, and with control characters written out.

    Examples
    --------
    >>> printable("a\x1b[2Jb"), len(printable("x" * 50_000))
    ('a\\x1b[2Jb', 80)
    """
    return cut(value if isinstance(value, str) else str(value))


class Form(BaseModel):
    """The base of the schemas of our own files: nothing unknown, no guessing of types, no number without end."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


AnyForm = TypeVar("AnyForm", bound=BaseModel)


def form_of(kind: type, **instead: Any) -> type[Form]:
    """Return the schema of a dataclass whose fields stand in a file by their own names.

    Parameters
    ----------
    kind
        The dataclass.
    **instead
        Other types for some of its fields.

    Examples
    --------
    >>> from narvaro.case.money import Service
    >>> list(form_of(Service).model_fields)
    ['id', 'name_sv', 'name_en']
    """
    hints = get_type_hints(kind)
    made: dict[str, Any] = {}
    for item in fields(kind):
        given: Any = ... if item.default is MISSING else item.default
        if item.default_factory is not MISSING:
            given = Field(default_factory=item.default_factory)
        made[item.name] = (instead.get(item.name, hints[item.name]), given)
    return create_model(f"{kind.__name__}Form", __base__=Form, **made)


def conforming(form: type[AnyForm], plain: object) -> AnyForm:
    """Return plain values as their schema reads them.

    The strict reading of JSON is used: a list may be a tuple and a whole number a fraction, but "yes" is no number.
    """
    return form.model_validate_json(json.dumps(plain), strict=True)


def faults_of(error: ValidationError, file: str, known: type[BaseModel] | None = None) -> list[Fault]:
    """Return what a schema found wrong as faults, each with its place.

    Parameters
    ----------
    error
        What pydantic found.
    file
        What the faults call the file.
    known
        The schema, for the fields to be offered where one is unknown.
    """
    items = error.errors(include_url=False)
    found = [_fault(dict(item), file, known) for item in items[:MOST_FAULTS]]
    return found + _and_more(len(items), file)


def place_of(parts: tuple[int | str, ...], file: str = "") -> str:
    """Return a place as one would write it: in settings the first of a list is number 1, in JSON 0.

    Examples
    --------
    >>> place_of(("years", 0, "actions", 2, "cost"))
    'years[0].actions[2].cost'
    >>> place_of(("sizes", 0, "rank"), "narvaro.toml")
    'sizes[1].rank'
    """
    first = 1 if file.endswith(".toml") else 0
    place = "".join(f"[{part + first}]" if isinstance(part, int) else f".{printable(part)}" for part in parts)
    return place.removeprefix(".")


_KEY_OF_TYPE = {
    "missing": "policy.missing",
    "extra_forbidden": "policy.unknown",
    "greater_than": "policy.above",
    "greater_than_equal": "policy.at_least",
    "less_than": "policy.below",
    "less_than_equal": "policy.at_most",
    "literal_error": "policy.one_of",
    "too_short": "policy.none_given",
    "float_type": "policy.form_number",
    "finite_number": "policy.form_number",
    "int_type": "policy.form_whole",
    "bool_type": "policy.form_yes_no",
    "string_type": "policy.form_text",
    "tuple_type": "policy.form_list",
    "list_type": "policy.form_list",
    "model_type": "policy.form_table",
    "model_attributes_type": "policy.form_table",
    "dict_type": "policy.form_table",
}


def _fault(item: dict[str, Any], file: str, known: type[BaseModel] | None) -> Fault:
    kind, context = str(item["type"]), item.get("ctx", {})
    place = place_of(tuple(item["loc"]), file) or None
    if kind == "value_error":
        return Fault(str(context["error"]), {}, file, None, place)
    data: dict[str, Any] = {"given": printable(item.get("input"))}
    if kind == "extra_forbidden":
        data["known"] = ", ".join(_fields_at(known, item["loc"][:-1])) or "–"
    elif kind == "literal_error":
        data["limit"] = ", ".join(re.findall(r"'([^']*)'", str(context["expected"])))
    else:
        data["limit"] = next((f"{context[k]:g}" for k in ("gt", "ge", "lt", "le") if k in context), "")
    return Fault(_KEY_OF_TYPE.get(kind, "document.form"), data, file, None, place)


def _fields_at(form: type[BaseModel] | None, loc: tuple[int | str, ...]) -> list[str]:
    """Return the names of the fields at a place of a schema."""
    for part in loc:
        if form is None or isinstance(part, int):
            continue
        inner = form.model_fields[part].annotation if part in form.model_fields else None
        within = [inner, *get_args(inner)]
        form = next((one for one in within if isinstance(one, type) and issubclass(one, BaseModel)), None)
    return [] if form is None else list(form.model_fields)


def _content(path: Path, file: str, kind: str, error: type[InputError]) -> bytes:
    most = MOST_BYTES[kind]
    with path.open("rb") as opened:
        content = opened.read(most + 1)
    if len(content) > most:
        raise error([Fault("document.large", {"mb": most / 1e6}, file)])
    return content


def _text(content: bytes, file: str, error: type[InputError], row: bool = False) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = content[: wrong.start].count(b"\n") + 1 if row else None
        raise error([Fault("policy.encoding", {"position": str(wrong.start)}, file, line)]) from None
    if not text.strip():
        raise error([Fault("document.empty", {}, file)])
    return text


def _table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                table[key] = _Bad("document.twice", {})
            seen.add(key)
    return table


def _whole(digits: str) -> int | _Bad:
    return int(digits) if len(digits) <= MOST_DIGITS else _too_many(digits)


def _fraction(digits: str) -> float | _Bad:
    return float(digits) if len(digits) <= MOST_DIGITS else _too_many(digits)


def _too_many(digits: str) -> _Bad:
    return _Bad("document.long_number", {"given": printable(digits), "most": str(MOST_DIGITS)})


_Link = tuple[Any, int | str]


def _sound(value: Any, file: str, error: type[InputError]) -> Any:
    """Return plain values in which nothing is wrong, or raise with what is."""
    wrong = list(_wrong_in(value))
    if wrong:
        listed = [
            Fault(key, data, file, None, place_of(_unlinked(link), file) or None)
            for key, data, link in wrong[:MOST_FAULTS]
        ]
        raise error(listed + _and_more(len(wrong), file))
    return value


def _wrong_in(value: Any) -> Iterator[tuple[str, Mapping[str, Any], _Link | None]]:
    """Yield what is wrong in plain values, in the order of the file; nothing here calls itself."""
    todo: list[tuple[Any, _Link | None, int]] = [(value, None, 0)]
    while todo:
        here, link, level = todo.pop()
        if isinstance(here, str):
            yield from ((key, data, link) for key, data in _wrong_text(here))
        elif isinstance(here, dict | list):
            if level >= MOST_LEVELS:
                yield "document.deep", {"most": str(MOST_LEVELS)}, _near_top(link)
                continue
            inside = here.items() if isinstance(here, dict) else enumerate(here)
            todo += [(part, (link, key), level + 1) for key, part in inside][::-1]
            if isinstance(here, dict):
                yield from ((wrong, data, link) for key in here for wrong, data in _wrong_text(key))
        elif isinstance(here, _Bad):
            yield here.key, here.data, link
        elif isinstance(here, float) and not isfinite(here):
            yield "document.not_finite", {"given": str(here)}, link
        elif isinstance(here, int) and abs(here) >= 10**MOST_DIGITS:
            yield "document.digits", {"most": str(MOST_DIGITS)}, link
        elif not isinstance(here, bool | int | float | None):
            yield "document.date", {"given": printable(here)}, link


def _wrong_text(text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if len(text) > MOST_LETTERS:
        yield "document.long_text", {"count": len(text), "most": MOST_LETTERS}
    if _NOT_TEXT.search(text):
        yield "document.control", {"given": printable(text)}


def _unlinked(link: _Link | None) -> tuple[int | str, ...]:
    parts: list[int | str] = []
    while link is not None:
        link, part = link
        parts.append(part)
    return tuple(reversed(parts))


def _near_top(link: _Link | None) -> _Link | None:
    """Return the place of the uppermost table round a place, to be named in a message."""
    while link is not None and link[0] is not None:
        link = link[0]
    return link


def _and_more(count: int, file: str) -> list[Fault]:
    more = count - MOST_FAULTS
    return [Fault(MORE_FAULTS, {"count": more}, file)] if more > 0 else []
