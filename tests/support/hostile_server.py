"""A server on this machine that misbehaves at one step of HTTP, on every connection anew."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress

Answer = Callable[[socket.socket, int, str], None]
"""Answers one request: the connection, how many came before, and the request's head."""


class HostileServer:
    """Serves on threads until ``stop``.

    Attributes:
        requests: The head of each request that came.
        stopped: Set when it is to end.
        url: Where it serves.
    """

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.requests: list[str] = []
        self.stopped = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/file"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def stop(self) -> None:
        self.stopped.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)

    def _serve(self) -> None:
        threads = []
        while not self.stopped.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                break
            thread = threading.Thread(target=self._talk, args=(connection,))
            thread.start()
            threads.append(thread)
        for thread in threads:
            thread.join(10)

    def _talk(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(5)
            head = b""
            while b"\r\n\r\n" not in head and len(head) < 1 << 16:
                received = connection.recv(4096)
                if not received:
                    break
                head += received
            self.requests.append(head.decode("latin-1"))
            self._answer(connection, len(self.requests) - 1, self.requests[-1])

    def drip(self, connection: socket.socket, piece: bytes, every: float) -> None:
        """Send a piece again and again, until nobody listens."""
        while not self.stopped.is_set():
            connection.sendall(piece)
            time.sleep(every)


def says(text: str | bytes) -> Answer:
    """Return what sends one answer and hangs up."""
    content = text.encode("latin-1") if isinstance(text, str) else text
    return lambda connection, _number, _head: connection.sendall(content)
