"""One HTTP request whose head and content come in time, or not at all."""

from __future__ import annotations

import io
import re
import ssl
import time
import urllib.request
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import TYPE_CHECKING, Any, cast
from urllib.error import HTTPError

if TYPE_CHECKING:
    import socket
    from collections.abc import Mapping

_CHUNK = 65_536
_LONGEST_WAIT = 3
"""Timeouts that the head of a response, or a piece of its content, may take: a server that sends a
byte now and then, or one "100 Continue" after the other, never lets a single read time out."""
_SLOWEST = 100
"""Bytes a second, over two timeouts; who sends less sends nothing."""


@dataclass(frozen=True, slots=True)
class ResponseHead:
    """What a server says before the content.

    Attributes:
        status: HTTP status.
        first_byte: Where in the file the content begins.
        total_bytes: Size of the whole file. None: not told.
        validator: A strong ETag or a date, by which a later request can name this very file.
    """

    status: int
    first_byte: int
    total_bytes: int | None
    validator: str | None


class HttpStream:
    """A GET request under way.

    It blocks for as long as it is patient: who wants to wait no longer ends the process, or
    interrupts it.

    Attributes:
        head: What the server said before the content.
    """

    def __init__(self, url: str, headers: Mapping[str, str], timeout: float) -> None:
        """Send the request, and wait for the response's head.

        Args:
            url: http or https.
            headers: Sent as they are.
            timeout: Seconds without a byte, after which the connection counts as lost.

        Raises:
            ValueError: Another kind of URL.
            OSError: No connection, or (urllib.error.HTTPError) a status that is an error.
            HTTPException: An answer that is no HTTP.
        """
        if not url.startswith(("http://", "https://")):
            message = f"not a web address: {url}"
            raise ValueError(message)
        self._timeout = timeout
        self._response = _open(url, headers, timeout)
        self.head = _head_of(self._response)
        self._counted_from = time.monotonic()
        self._counted = 0

    def close(self) -> None:
        """Let go of the connection."""
        self._response.close()

    def content(self) -> bytes:
        """Wait for more content.

        Returns:
            Some bytes; none at the end, be it early or not.

        Raises:
            OSError: The connection broke, or brings next to nothing.
            HTTPException: The answer's framing is broken.
        """
        self._response.wait_anew()
        content = self._response.read1(_CHUNK)
        self._count(len(content))
        return content

    def _count(self, size: int) -> None:
        """Take in how much came; refuse a connection that is kept open by a byte now and then."""
        self._counted += size
        seconds = time.monotonic() - self._counted_from
        if seconds < 2 * self._timeout:
            return
        if self._counted < _SLOWEST * seconds:
            message = "it sends next to nothing"
            raise TimeoutError(message)
        self._counted, self._counted_from = 0, time.monotonic()


class _ReaderInTime(io.RawIOBase):
    """Reads a socket until a deadline, which can be moved."""

    def __init__(self, connection: socket.socket) -> None:
        super().__init__()
        self._connection = connection
        self._stream = cast("io.RawIOBase", connection.makefile("rb", buffering=0))
        self._timeout = connection.gettimeout() or 0.0
        self.wait_anew()

    def wait_anew(self) -> None:
        """Begin to count the time again."""
        self._deadline = time.monotonic() + _LONGEST_WAIT * self._timeout

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Any) -> int | None:  # noqa: ANN401 - any buffer, as RawIOBase takes it
        """Read some bytes.

        Raises:
            TimeoutError: Nothing came in time.
        """
        left = self._deadline - time.monotonic()
        if left <= 0:
            message = "no answer in time"
            raise TimeoutError(message)
        self._connection.settimeout(min(self._timeout, left))
        return self._stream.readinto(buffer)

    def close(self) -> None:
        """Close the socket's stream; the connection is closed with it."""
        self._stream.close()
        super().close()


class _Response(HTTPResponse):
    """A response that is read until a deadline."""

    def __init__(self, sock: socket.socket, *arguments: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(sock, *arguments, **options)
        self.fp.close()
        self._reader = _ReaderInTime(sock)
        self.fp = io.BufferedReader(self._reader)

    def wait_anew(self) -> None:
        """Begin to count the time for the next piece of content."""
        self._reader.wait_anew()


class _Connection(HTTPConnection):
    response_class = _Response


class _SecureConnection(HTTPSConnection):
    response_class = _Response


class _Handler(urllib.request.HTTPHandler):
    def http_open(self, request: urllib.request.Request) -> HTTPResponse:
        return self.do_open(_Connection, request)


class _SecureHandler(urllib.request.HTTPSHandler):
    def https_open(self, request: urllib.request.Request) -> HTTPResponse:
        return self.do_open(_SecureConnection, request, context=ssl.create_default_context())


def _open(url: str, headers: Mapping[str, str], timeout: float) -> _Response:
    request = urllib.request.Request(url, headers=dict(headers))  # noqa: S310  checked by who calls
    opener = urllib.request.build_opener(_Handler, _SecureHandler)
    try:
        return cast("_Response", opener.open(request, timeout=timeout))
    except HTTPError as error:
        error.close()
        raise
    except (OSError, HTTPException):
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, it is an answer that is no HTTP
        # A redirect to "http://[" is a ValueError, one to a host of 300 letters a UnicodeError,
        # one to ftp an AttributeError (urllib of Python 3.11 to 3.14).
        message = f"{type(error).__name__}: {error}"[:200]
    raise HTTPException(message)  # outside, so that the connection is not kept by a traceback


def _head_of(response: HTTPResponse) -> ResponseHead:
    headers = response.headers
    etag = headers.get("ETag", "")
    validator = etag if etag.startswith('"') else headers.get("Last-Modified")
    span = re.fullmatch(r"bytes (\d{1,18})-\d{1,18}/(\d{1,18})", headers.get("Content-Range", ""))
    if span:
        return ResponseHead(response.status, int(span[1]), int(span[2]), validator)
    length = headers.get("Content-Length", "")
    total = int(length) if re.fullmatch(r"\d{1,18}", length) else None
    return ResponseHead(response.status, 0, total, validator)
