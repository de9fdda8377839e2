"""In which language the program speaks: as asked, else as the environment says, else English."""

from __future__ import annotations

import contextvars
from collections.abc import Mapping, Sequence

from narvaro.language import OFFERED

VARIABLE = "NARVARO_LANG"


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return the language: `--lang`, then `NARVARO_LANG`, then the locale, then English.

    Examples
    --------
    >>> language_of(["plan", "DIR", "--lang", "sv"], {}), language_of([], {"NARVARO_LANG": "sv"})
    ('sv', 'sv')
    >>> language_of(["--lang=en"], {"LANG": "sv_SE.UTF-8"}), language_of([], {"LANG": "de_DE.UTF-8"})
    ('en', 'en')
    """
    asked = list(arguments)
    for place, word in enumerate(asked):
        given = word.partition("=")[2] if word.startswith("--lang=") else ""
        if word == "--lang" and place + 1 < len(asked):
            given = asked[place + 1]
        if given in OFFERED:
            return given
    if environment.get(VARIABLE, "") in OFFERED:
        return environment[VARIABLE]
    locale = next(
        (environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), ""
    )
    return next((lang for lang in OFFERED if locale.lower().startswith(lang)), "en")


_speaking = contextvars.ContextVar("speaking", default="en")


def speak(lang: str) -> None:
    """Set the language of help texts for the rest of the run."""
    _speaking.set(lang)


def spoken() -> str:
    """Return the language of help texts."""
    return _speaking.get()
