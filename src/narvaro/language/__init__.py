"""Swedish and English: one catalogue of texts, and numbers and dates as each language writes them."""

from narvaro.language.catalogue import LANGUAGES, keys, placeholders, say, texts
from narvaro.language.names import Label, Names, edition, told
from narvaro.language.note import Note
from narvaro.language.numbers import date_text, number, percent
from narvaro.language.shown import cut, cut_list, escaped_in_json, visible

__all__ = [
    "LANGUAGES",
    "Label",
    "Names",
    "Note",
    "cut",
    "cut_list",
    "date_text",
    "edition",
    "escaped_in_json",
    "keys",
    "number",
    "percent",
    "placeholders",
    "say",
    "texts",
    "told",
    "visible",
]
