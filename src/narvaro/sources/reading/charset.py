"""The character set of a text: Unicode where its bytes say so, else the one in which its letters make words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from narvaro.errors import Fault, TableError

SETS = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman"}
"""The older sets that files are still written in, under the names that programs give them."""
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
"""Bytes at the beginning that say which Unicode form follows."""
UNICODE = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}

LEAST_SHARE = 0.8
"""So large a share of what lies outside ASCII must be as words have it in the set that is taken."""
OF_MARKS = 0.5
"""What typographic marks in their places count where there are no letters to go by."""
LEAST_LEAD = 0.25
"""And so much larger than in the other set, unless the library holds the other to be a mess."""
MOST_BYTES = 60_000
"""So many bytes of the lines with letters outside ASCII are looked at."""

_LOWER = "åäöéèêëáàâãçíìîïñóòôõúùûüýÿæøœßðþ"
_LETTERS = _LOWER + _LOWER.upper().replace("SS", "")
_FOREIGN = "ŠšŽžŸ"
_TYPOGRAPHIC = "–—‘’“”„…•°²³½§€«»\u00a0\u202f´·"
_WORD = re.compile(r"[^\W\d_]*[^\x00-\x7f][^\s,;\t\"]*")


@dataclass(frozen=True)
class Decoded:
    """A text, the set it was taken to be in, and a word that shows whether that is right; empty where it is certain."""

    text: str
    charset: str
    example: str = ""


def decoded(data: bytes, file: str) -> Decoded:
    """Return bytes as text.

    UTF-8 and UTF-16 are certain: the first by its form, the second by its mark or its zeros. Else the file is in one of
    :data:`SETS`, and each is held against the words it gives: a letter of a western language where it stands in a word,
    small among small and capital first or among capitals, counts 1; a mark outside a word counts not at all.
    Where both sets are close, `charset_normalizer` is asked whether the other is a mess.

    Raises
    ------
    TableError
        If no set makes words of the letters, two do, or letters were lost when the file was made.

    Examples
    --------
    >>> decoded("Åre;Östersund".encode("cp1252"), "a.csv")
    Decoded(text='Åre;Östersund', charset='Windows-1252', example='Åre')
    >>> decoded("Åre;Östersund".encode("mac_roman"), "a.csv").charset
    'Mac Roman'
    >>> decoded("Åre;Östersund".encode(), "a.csv").charset
    'UTF-8'
    """
    unicode = _unicode(data)
    if unicode is not None:
        text, name = unicode
        _require_whole(text, file)
        return Decoded(text, UNICODE[name])
    best, text = _best_set(data, file)
    return Decoded(text, SETS[best], _example(text))


def _unicode(data: bytes) -> tuple[str, str] | None:
    """Return the text and its form where the bytes are Unicode, or nothing."""
    marked = next((form for mark, form in MARKS if data.startswith(mark)), None)
    even, odd = data[:2000:2].count(0), data[1:2000:2].count(0)
    zeros = max(even, odd) > len(data[:2000]) / 6  # a letter of ASCII has a zero byte in UTF-16
    form = marked or (("utf-16-be" if even > odd else "utf-16-le") if zeros else "utf-8")
    try:
        return data.decode(form), form
    except UnicodeDecodeError:
        return None


def _require_whole(text: str, file: str) -> None:
    """Raise where letters were lost or turned before the file was saved as Unicode."""
    at = text.find("\ufffd")
    if at >= 0:
        row = text.count("\n", 0, at) + 1
        raise TableError([Fault("table.lost_letters", {"word": _around(text, at)}, file, row)])
    for found in re.finditer(r"\w*[ÃÅÄ][\x80-\u02ff\u2000-\u21ff]\w*", text[:MOST_BYTES]):
        try:
            right = found[0].encode("cp1252").decode("utf-8")
        except UnicodeError:
            continue
        row = text.count("\n", 0, found.start()) + 1
        raise TableError([Fault("table.twice_encoded", {"word": found[0], "right": right}, file, row)])


def _best_set(data: bytes, file: str) -> tuple[str, str]:
    """Return the older set that makes words of the letters, and the text in it."""
    lines = [line for line in re.split(rb"[\r\n]+", data) if any(byte > 127 for byte in line)]
    sample = b"\n".join(lines)[:MOST_BYTES]
    row = data[: data.find(lines[0])].count(b"\n") + 1
    texts: dict[str, str] = {}
    for name in SETS:
        try:
            texts[name] = data.decode(name)
        except UnicodeDecodeError:
            continue
    shares = {name: _share(sample.decode(name)) for name in texts}
    best, *others = sorted(texts, key=lambda name: -shares[name])
    if shares[best] < (LEAST_SHARE if any(sign in _LETTERS for sign in texts[best]) else OF_MARKS):
        raise TableError([Fault("table.encoding_unknown", {}, file, row)])
    if others and shares[best] - shares[others[0]] < LEAST_LEAD:
        tidy = {
            match.encoding for match in from_bytes(sample, cp_isolation=list(SETS), enable_fallback=False)
        }
        if tidy != {best}:
            shown = {"one": _example(texts[best]), "other": _example(texts[others[0]])}
            raise TableError([Fault("table.encoding_unsure", shown, file, row)])
    return best, texts[best]


def _share(text: str) -> float:
    """Return how much of what lies outside ASCII is as words have it, 0 to 1; ½ where there are marks alone."""
    found = [_fits(text, at) for at, sign in enumerate(text) if ord(sign) > 127]
    told = [fit for fit in found if fit is not None]
    return sum(told) / len(told) if told else OF_MARKS


def _fits(text: str, at: int) -> float | None:
    """Return how well a sign stands where it does: 1 as in words, 0 as in none; nothing of marks outside words."""
    sign, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if sign in _LETTERS + _FOREIGN:
        whole = 1.0 if sign in _LETTERS else 0.65
        if not (before.isalpha() or after.isalpha()):
            return whole / 2
        if sign.islower():
            return whole if not after.isupper() else 0.0
        return 0.0 if before.islower() or (before.isupper() and after.islower()) else whole
    if sign in "\u00a0\u202f" and before.isdigit() and after.isdigit():
        return 1.0
    in_word = before.isalpha() and after.isalpha()
    if sign == "’" and in_word:
        return 1.0
    return None if sign in _TYPOGRAPHIC and (not in_word or sign == "–") else 0.0


def _example(text: str) -> str:
    """Return the first word with a letter outside ASCII, by which a reader sees whether the set is right."""
    found = _WORD.search(text)
    return found[0][:30] if found else ""


def _around(text: str, at: int) -> str:
    start = max(text.rfind(sign, 0, at) for sign in ',;\t\n" ') + 1
    return re.split(r"[,;\t\n\" ]", text[start : start + 40])[0]
