"""One HTTP request on a thread of its own, so that whoever waits for it can stop waiting."""

from __future__ import annotations

import queue
import re
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from http.client import HTTPResponse

_CHUNK = 65_536
_CHUNKS_AHEAD = 16
_LONGEST_HEAD = 3
"""Timeouts that the head of a response may take: a server that sends a byte now and then, or one
"100 Continue" after the other, never lets a single read time out."""
_SLOWEST = 100
"""Bytes a second, over two timeouts; who sends less sends nothing."""
_LOOK_EVERY = 0.1
"""Seconds between two looks at whether the wait is still wanted."""


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


class WaitCancelledError(Exception):
    """The wait for the network is no longer wanted."""


_Item: TypeAlias = ResponseHead | bytes | OSError | HTTPException


class HttpStream:
    """A GET request under way. ``next`` hands out the head, then the content.

    The connection lives on a daemon thread: looking up a name, connecting and reading can each
    block for as long as the timeout, and none of them can be interrupted.
    """

    def __init__(self, url: str, headers: Mapping[str, str], timeout: float) -> None:
        """Start the request.

        Args:
            url: http or https.
            headers: Sent as they are.
            timeout: Seconds without a byte, after which the connection counts as lost.

        Raises:
            ValueError: Another kind of URL.
        """
        if not url.startswith(("http://", "https://")):
            message = f"not a web address: {url}"
            raise ValueError(message)
        self._request = urllib.request.Request(url, headers=dict(headers))  # noqa: S310  checked above
        self._timeout = timeout
        self._begun = time.monotonic()
        self._counted_from = self._begun
        self._counted = 0
        self._items: queue.Queue[_Item] = queue.Queue(_CHUNKS_AHEAD)
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="convviz-http", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Let go of the connection. Its thread ends at the next byte, or when it times out."""
        self._closed.set()

    def head(self, is_cancelled: Callable[[], bool]) -> ResponseHead:
        """Wait for the response's head.

        Raises:
            OSError: No connection, or (urllib.error.HTTPError) a status that is an error.
            HTTPException: An answer that is no HTTP.
            WaitCancelledError: ``is_cancelled`` came true.
        """
        item = self._next(is_cancelled, self._begun + _LONGEST_HEAD * self._timeout)
        if not isinstance(item, ResponseHead):
            message = "content before the head"
            raise TypeError(message)
        return item

    def content(self, is_cancelled: Callable[[], bool]) -> bytes:
        """Wait for more content.

        Returns:
            Some bytes; none at the end, be it early or not.

        Raises:
            OSError: The connection broke, or brings next to nothing.
            HTTPException: The answer's framing is broken.
            WaitCancelledError: ``is_cancelled`` came true.
        """
        item = self._next(is_cancelled, time.monotonic() + _LONGEST_HEAD * self._timeout)
        if not isinstance(item, bytes):
            message = "a second head"
            raise TypeError(message)
        self._count(len(item))
        return item

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

    def _next(self, is_cancelled: Callable[[], bool], until: float) -> ResponseHead | bytes:
        while not is_cancelled():
            was_alive = self._thread.is_alive()
            try:
                item = self._items.get(timeout=_LOOK_EVERY)
            except queue.Empty:
                if not was_alive or time.monotonic() > until:
                    message = "no answer in time" if was_alive else "the answer cannot be read"
                    raise TimeoutError(message) from None
                continue
            if isinstance(item, (OSError, HTTPException)):
                raise item
            return item
        raise WaitCancelledError

    def _run(self) -> None:
        try:
            opened = urllib.request.urlopen(self._request, timeout=self._timeout)  # noqa: S310
            with opened as response:
                self._put(_head_of(response))
                while not self._closed.is_set():
                    chunk = response.read1(_CHUNK)
                    self._put(chunk)
                    if not chunk:
                        return
        except urllib.error.HTTPError as error:
            error.close()
            self._put(error)
        except (OSError, HTTPException) as error:
            self._put(error)
        except Exception as error:  # noqa: BLE001 - a thread's main: whoever waits must hear of it
            # A redirect to "http://[" is a ValueError, one to a host of 300 letters a
            # UnicodeError, one to ftp an AttributeError (urllib of Python 3.11 to 3.14).
            self._put(HTTPException(f"{type(error).__name__}: {error}"[:200]))

    def _put(self, item: _Item) -> None:
        while not self._closed.is_set():
            try:
                self._items.put(item, timeout=_LOOK_EVERY)
            except queue.Full:
                continue
            return


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
