"""Answers of services, kept by their content: where each came from, when, under which licence, and its checksum.

FOLDER/answers/SHA256         the answer as it came
FOLDER/requests/SHA256.json   what was asked, and which answer it got; the name is that of the question

An answer is written before the record that leads to it, each beside and then renamed: whenever a run is stopped, what
the records lead to is whole. The next run goes on from there.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import ValidationError

from narvaro.case.documents import conforming, faults_of, form_of, read_json
from narvaro.case.files import write_atomically, write_text
from narvaro.errors import Fault, SourceError

VARIABLE = "NARVARO_CACHE"
"""The environment variable that names the folder."""


@dataclass(frozen=True)
class Publication:
    """Whose data an answer holds.

    Parameters
    ----------
    publisher, edition, licence
        As the publisher writes them.
    """

    publisher: str
    edition: str
    licence: str


@dataclass(frozen=True)
class Record:
    """One download.

    Parameters
    ----------
    address, body
        What was asked; the body is empty for a plain question.
    publisher, edition, licence
        Whose data it is.
    fetched
        When it came, in universal time to the second.
    sha256, length
        Checksum of the answer, and its bytes.
    """

    address: str
    body: str
    publisher: str
    edition: str
    licence: str
    fetched: str
    sha256: str
    length: int


_RecordForm = form_of(Record)


def cache_folder() -> Path:
    """Return the folder of the user's downloads: that of `NARVARO_CACHE`, else where the system keeps such files."""
    told = os.environ.get(VARIABLE)
    if told:
        return Path(told)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "narvaro"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "narvaro"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "narvaro"


class Cache:
    """A folder of answers.

    Parameters
    ----------
    folder
        Made when the first answer is kept.

    Examples
    --------
    >>> import tempfile
    >>> cache = Cache(Path(tempfile.mkdtemp()))
    >>> record = cache.keep("https://a.se/x", "", b"[1]", Publication("A", "1", "CC0"))
    >>> cache.find("https://a.se/x", "") == record, cache.content(record), cache.find("https://a.se/y", "")
    (True, b'[1]', None)
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, address: str, body: str) -> Record | None:
        """Return the download of a question, or None where there is none.

        Raises
        ------
        SourceError
            If the record of it cannot be read.
        """
        path = self._request(address, body)
        try:
            table = read_json(path, file=str(path), error=SourceError)
        except FileNotFoundError:
            return None
        try:
            conforming(_RecordForm, table)
        except ValidationError as error:
            raise SourceError(faults_of(error, str(path), _RecordForm)) from None
        return Record(**table)

    def content(self, record: Record) -> bytes:
        """Return the answer of a download.

        Raises
        ------
        SourceError
            If it is gone, or is not what was downloaded.
        """
        path = self.answer(record)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            content = b""
        if hashlib.sha256(content).hexdigest() != record.sha256:
            raise SourceError([Fault("source.spoilt", {"file": str(path), "address": record.address})])
        return content

    def keep(self, address: str, body: str, content: bytes, publication: Publication) -> Record:
        """Keep an answer, in the place of an older one to the same question, and return its record."""
        record = Record(
            address=address,
            body=body,
            **asdict(publication),
            fetched=dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            sha256=hashlib.sha256(content).hexdigest(),
            length=len(content),
        )
        with write_atomically(self.answer(record)) as beside:
            beside.write_bytes(content)
        text = json.dumps(asdict(record), ensure_ascii=False, indent=1)
        write_text(self._request(address, body), text + "\n")
        return record

    def answer(self, record: Record) -> Path:
        """Return the file of an answer."""
        return self.folder / "answers" / record.sha256

    def _request(self, address: str, body: str) -> Path:
        asked = hashlib.sha256(f"{address}\n{body}".encode()).hexdigest()
        return self.folder / "requests" / f"{asked}.json"
