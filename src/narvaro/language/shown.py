"""What is shown of a text that others wrote: nothing that steers a terminal, and not without end."""

from __future__ import annotations

import re

LONGEST = 80
"""A value in a message is cut to this many characters."""
LONGEST_LIST = 400
"""A list of values in a message, and a sentence of another program."""

_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters but tab and line feed, ends of lines, what turns a line round, and halves of characters."""


def visible(text: str) -> str:
    r"""Return a text with each character that steers what shows it written as its code.

    Examples
    --------
    >>> print(visible("a\x1b[2J"), visible("a\u202eb"), visible("Skåne län"))
    a\x1b[2J a\u202eb Skåne län
    """
    return _STEERING.sub(lambda found: _code(found[0]), text)


def escaped_in_json(text: str) -> str:
    """Return a JSON text in which such characters stand as JSON writes them, so that none is lost."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def one_line(text: str) -> str:
    """Return a text as one visible line."""
    return visible(text).replace("\n", r"\n").replace("\t", r"\t")


def cut(text: str, longest: int = LONGEST) -> str:
    """Return a text as one visible line of limited length; the middle gives way, so that the end of a path stays.

    Examples
    --------
    >>> cut("x" * 100, 9), cut("short", 9)
    ('xxxx…xxxx', 'short')
    """
    # What is cut away need not be looked at.
    line = one_line(text if len(text) <= 2 * longest else f"{text[:longest]}{text[-longest:]}")
    if len(line) <= longest:
        return line
    end = (longest - 1) // 2
    return f"{line[: longest - 1 - end]}…{line[-end:]}"


def cut_list(text: str) -> str:
    """Return a list of values, or a sentence of another program, with each part and the whole cut.

    Examples
    --------
    >>> cut_list("a, " + "b" * 100) == "a, " + cut("b" * 100)
    True
    """
    if len(text) <= LONGEST:
        return one_line(text)
    return cut(", ".join(cut(part) for part in text[: 2 * LONGEST_LIST].split(", ")), LONGEST_LIST)


def _code(character: str) -> str:
    number = ord(character)
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}"
