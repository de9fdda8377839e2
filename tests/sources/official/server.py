"""A web server of our own that answers as told and goes wrong as told: late, broken, cut short, or with an error."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlsplit

Answer = tuple[int, str, bytes]
Route = Callable[[str, dict[str, str], bytes], Answer]


@dataclass
class Mishap:
    """What goes wrong with the next answers to questions that hold a text.

    Parameters
    ----------
    asked
        A part of the address, decoded, or of the body.
    status, retry_after
        An error instead of the answer.
    keep
        Only this share of the answer is sent, though its whole length is promised.
    sleep_s
        Seconds before the answer.
    change
        Makes another answer of it.
    times
        How many answers it befalls.
    """

    asked: str
    status: int = 0
    retry_after: str = ""
    keep: float = 1.0
    sleep_s: float = 0.0
    change: Callable[[bytes], bytes] | None = None
    times: int = 1


@dataclass
class Server:
    """The address of a running server, what it was asked, and what will go wrong."""

    address: str
    route: Route
    asked: list[str] = field(default_factory=list)
    mishaps: list[Mishap] = field(default_factory=list)
    packed: bool = False
    promise: bool = True

    def next_mishap(self, question: str) -> Mishap | None:
        for mishap in self.mishaps:
            if mishap.times and mishap.asked in question:
                mishap.times -= 1
                return mishap
        return None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    told: Server

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, body: bytes) -> None:
        parts = urlsplit(self.path)
        question = f"{unquote_plus(self.path)} {body.decode()}".strip()
        self.told.asked.append(question)
        status, kind, content = self.told.route(parts.path, dict(parse_qsl(parts.query)), body)
        mishap = self.told.next_mishap(question) or Mishap("")
        time.sleep(mishap.sleep_s)
        if mishap.status:
            status, content = mishap.status, b"<html>wrong</html>"
        if mishap.change is not None:
            content = mishap.change(content)
        if self.told.packed:
            content = gzip.compress(content)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if self.told.promise:
            self.send_header("Content-Length", str(len(content)))
        else:
            self.send_header("Connection", "close")
        if self.told.packed:
            self.send_header("Content-Encoding", "gzip")
        if mishap.retry_after:
            self.send_header("Retry-After", mishap.retry_after)
        self.end_headers()
        self.wfile.write(content[: round(len(content) * mishap.keep)])
        if mishap.keep < 1 or not self.told.promise:
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def serving(route: Route) -> Iterator[Server]:
    """Run a server on this machine until the block ends."""
    told = Server("", route)
    handler = type("Handler", (_Handler,), {"told": told})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a caller that gave up waiting
    told.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
