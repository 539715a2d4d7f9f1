"""A web server on this machine that serves one file, well or badly."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Behaviour:
    """How the server serves; tests change it between two requests, too.

    Attributes:
        content: The file.
        etag: Its name for If-Range. None: none is told.
        ranges: Whether a part of the file can be asked for.
        drop_after: Bytes after which each response breaks off. None: it does not.
        statuses: Errors to answer with first, one a request.
        stall: Keeps a response from going on after ``drop_after`` bytes, until it is set.
        tells_length: Whether responses have a Content-Length.
        asked: The Range header of each request, for the test to read.
    """

    content: bytes
    etag: str | None = '"first"'
    ranges: bool = True
    drop_after: int | None = None
    statuses: list[int] = field(default_factory=list)
    stall: threading.Event | None = None
    tells_length: bool = True
    asked: list[str | None] = field(default_factory=list)


class FileServer:
    """Serves on a thread until ``stop``."""

    def __init__(self, content: bytes) -> None:
        self.behaviour = Behaviour(content)
        behaviour = self.behaviour

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                _serve(self, behaviour)

            def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002
                """Keep the test's output clean."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/file"

    def stop(self) -> None:
        if self.behaviour.stall:
            self.behaviour.stall.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _serve(request: BaseHTTPRequestHandler, behaviour: Behaviour) -> None:
    asked = request.headers.get("Range")
    behaviour.asked.append(asked)
    if behaviour.statuses:
        request.send_error(behaviour.statuses.pop(0))
        return
    start = _start(request, behaviour, asked)
    total = len(behaviour.content)
    if start >= total:
        request.send_error(416)
        return
    request.send_response(206 if start else 200)
    if start:
        request.send_header("Content-Range", f"bytes {start}-{total - 1}/{total}")
    if behaviour.tells_length:
        request.send_header("Content-Length", str(total - start))
    if behaviour.etag:
        request.send_header("ETag", behaviour.etag)
    request.end_headers()
    _send(request, behaviour, behaviour.content[start:])


def _start(request: BaseHTTPRequestHandler, behaviour: Behaviour, asked: str | None) -> int:
    same_file = request.headers.get("If-Range", behaviour.etag) == behaviour.etag
    found = re.fullmatch(r"bytes=(\d+)-", asked or "")
    return int(found[1]) if found and behaviour.ranges and same_file else 0


def _send(request: BaseHTTPRequestHandler, behaviour: Behaviour, content: bytes) -> None:
    sent = content if behaviour.drop_after is None else content[: behaviour.drop_after]
    try:
        request.wfile.write(sent)
        request.wfile.flush()
        if behaviour.stall:
            behaviour.stall.wait(30)
    except ConnectionError:
        pass  # the client has gone, as some tests want
