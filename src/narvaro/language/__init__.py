"""Swedish and English: one catalogue of texts, and numbers and dates as each language writes them."""

from narvaro.language.catalogue import LANGUAGES, keys, placeholders, say, texts
from narvaro.language.numbers import date_text, number, percent

__all__ = ["LANGUAGES", "date_text", "keys", "number", "percent", "placeholders", "say", "texts"]
