"""Every language: one catalogue of texts, and numbers, dates, counts and lists as each language says them.

catalogue, forms -> numbers, shown -> money, speech -> writer -> note -> names
"""

from narvaro.language.catalogue import FURTHER, LANGUAGES, OFFERED, keys, placeholders, texts
from narvaro.language.names import Label, Names, edition, first_name, told
from narvaro.language.note import Note, by_years
from narvaro.language.numbers import cell_separator, date_text, decimal_mark, in_file, number, percent
from narvaro.language.shown import cut, cut_list, escaped_in_json, visible
from narvaro.language.speech import capital, uncapital
from narvaro.language.writer import say

__all__ = [
    "FURTHER",
    "LANGUAGES",
    "OFFERED",
    "Label",
    "Names",
    "Note",
    "by_years",
    "capital",
    "cell_separator",
    "cut",
    "cut_list",
    "date_text",
    "decimal_mark",
    "edition",
    "escaped_in_json",
    "first_name",
    "in_file",
    "keys",
    "number",
    "percent",
    "placeholders",
    "say",
    "texts",
    "told",
    "uncapital",
    "visible",
]
