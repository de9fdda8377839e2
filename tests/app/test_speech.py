"""The language of a run: as asked, as the environment says, else English."""

import pytest

from narvaro.app.speech import language_of


@pytest.mark.parametrize(
    ("arguments", "environment", "lang"),
    [
        ([], {}, "en"),
        (["plan", "d", "--lang", "sv"], {"NARVARO_LANG": "en"}, "sv"),
        (["plan", "d", "--lang=sv"], {}, "sv"),
        (["plan", "d", "--lang", "da"], {"NARVARO_LANG": "sv"}, "sv"),
        (["plan", "d", "--lang"], {}, "en"),
        ([], {"NARVARO_LANG": "sv", "LANG": "en_GB.UTF-8"}, "sv"),
        ([], {"NARVARO_LANG": "", "LANG": "sv_SE.UTF-8"}, "sv"),
        ([], {"LC_ALL": "C", "LANG": "sv_SE.UTF-8"}, "en"),
        ([], {"LC_MESSAGES": "sv_FI", "LANG": "en_US"}, "sv"),
        ([], {"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_order_of_what_counts(arguments: list[str], environment: dict[str, str], lang: str) -> None:
    """--lang before NARVARO_LANG before the locale, in the order in which a system reads its own."""
    assert language_of(arguments, environment) == lang
