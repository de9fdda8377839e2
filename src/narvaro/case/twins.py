"""Words of one column that are hardly meant to differ: Pass beside pass, and a list that became one word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from narvaro.case.tables import FIRST_ROW
from narvaro.case.words import spelling
from narvaro.errors import Fault

_LISTED = re.compile(r"\s*[,/|+&]\s*")


def twins(words: Iterable[str]) -> dict[str, str]:
    """Return the words that others write otherwise, with the spelling that is used most.

    Two words with one spelling but for capitals, blanks, hyphens, points and leading zeros are twins.

    Examples
    --------
    >>> twins(["pass", "Pass", "pass", "tax", "drop-in", "drop in"])
    {'Pass': 'pass', 'drop in': 'drop-in'}
    """
    used = Counter(word for word in words if word)
    commonest: dict[str, str] = {}
    found: dict[str, str] = {}
    for word, _ in used.most_common():
        first = commonest.setdefault(_alike(word), word)
        if first != word:
            found[word] = first
    return found


def _alike(word: str) -> str:
    bare = spelling(word)
    close = re.sub(r"[\s\-_.\u2010-\u2015]", "", bare)
    return bare if not close or close.isdigit() else close  # 1-11 and 11-1 are two codes


def lists_in(words: Iterable[str], *, comma: bool) -> dict[str, str]:
    """Return the words that look like lists, with the list as it should be written.

    Parameters
    ----------
    words
        All words of a column.
    comma
        Whether a comma alone makes a word a list; otherwise one of its parts must stand elsewhere as a word.

    Examples
    --------
    >>> lists_in(["pass,tax", "post/pass", "pass", "a&b"], comma=True)
    {'pass,tax': 'pass;tax', 'post/pass': 'post;pass'}
    """
    known = dict.fromkeys(words)
    alike = {_alike(word) for word in known}
    found = {}
    for word in known:
        parts = [part for part in _LISTED.split(word) if part]
        if len(parts) > 1 and ((comma and "," in word) or any(_alike(part) in alike for part in parts)):
            found[word] = ";".join(parts)
    return found


def twin_faults(named: Sequence[Sequence[str]], file: str, column: str) -> list[Fault]:
    """Return a fault for each cell of a column with a word that others write otherwise, or that looks like a list.

    Parameters
    ----------
    named
        The words of each row.
    file, column
        Where they stand.
    """
    every = [word for row in named for word in row]
    lists = lists_in(every, comma=column == "services")
    wrong = twins(word for word in every if word not in lists)
    first: dict[str, int] = {}
    for row, words in enumerate(named, FIRST_ROW):
        for word in words:
            first.setdefault(word, row)
    faults = []
    for row, words in enumerate(named, FIRST_ROW):
        for word in words:
            if word in lists:
                key = "table.listed_services" if column == "services" else "table.listed_words"
                faults.append(Fault(key, {"value": word, "plain": lists[word]}, file, row, column))
            elif word in wrong:
                data = {"value": word, "other": wrong[word], "first": str(first[wrong[word]])}
                faults.append(Fault("table.twins", data, file, row, column))
    return faults


def id_faults(ids: Mapping[str, Sequence[str]]) -> list[Fault]:
    """Return a fault for each id of a section of the settings that another one writes otherwise.

    Examples
    --------
    >>> [fault.data for fault in id_faults({"sizes": ["large", "Large"], "services": ["pass"]})]
    [{'value': 'Large', 'other': 'large'}]
    """
    return [
        Fault("settings.twins", {"value": value, "other": other}, None, None, section)
        for section, given in ids.items()
        for value, other in twins(given).items()
    ]
