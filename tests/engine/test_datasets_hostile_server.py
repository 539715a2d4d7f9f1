"""A server that misbehaves at any step costs seconds and a sentence, never the program."""

from __future__ import annotations

import hashlib
import os
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from convviz.core.errors import DataError, ErrorCode
from convviz.engine.datasets import fetch
from convviz.engine.datasets.fetch import Patience, RemoteFile
from convviz.protocol.sentences.errors import sentence
from tests.support.hostile_server import HostileServer, says

if TYPE_CHECKING:
    import socket

SIZE = 1 << 20
CONTENT = bytes(SIZE)
NAME = "cifar-10-binary.tar.gz"
HASTY = Patience(attempts=3, first_wait=0.001, timeout=0.2)
MOST_SECONDS = 20.0

OK = f"HTTP/1.1 200 OK\r\nContent-Length: {SIZE}\r\n"
MISBEHAVED = {
    "hangs up at once": "",
    "no HTTP": "SSH-2.0-OpenSSH_9.6\r\n" * 50,
    "an endless status line": "HTTP/1.1 200 " + "O" * 200_000,
    "a status that is no number": "HTTP/1.1 abc Fine\r\n\r\n",
    "a status of four digits": "HTTP/1.1 2000 OK\r\n\r\n",
    "a header that never ends": "HTTP/1.1 200 OK\r\nX: " + "y" * 200_000,
    "a thousand headers": OK + "".join(f"X-{n}: y\r\n" for n in range(1000)) + "\r\n",
    "a header without a colon": "HTTP/1.1 200 OK\r\nnonsense\r\n\r\n",
    "a redirect to http://[": "HTTP/1.1 302 Found\r\nLocation: http://[\r\n\r\n",
    "a redirect to an overlong host": f"HTTP/1.1 301 M\r\nLocation: http://{'a' * 300}.x/\r\n\r\n",
    "a redirect to an overlong path": f"HTTP/1.1 301 M\r\nLocation: /{'a' * 60_000}\r\n\r\n",
    "a redirect with a line break": "HTTP/1.1 302 F\r\nLocation: http://127.0.0.1:1/a\x7f\r\n\r\n",
    "a redirect to itself": "HTTP/1.1 302 Found\r\nLocation: /file\r\n\r\n",
    "a redirect to a file": "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n",
    "a redirect to ftp": "HTTP/1.1 302 Found\r\nLocation: ftp://127.0.0.1:1/file\r\n\r\n",
    "a redirect to a port that is none": "HTTP/1.1 302 F\r\nLocation: http://127.0.0.1:99999/\r\n\r\n",
    "a redirect to nowhere": "HTTP/1.1 302 Found\r\n\r\n",
    "not modified": "HTTP/1.1 304 Not Modified\r\n\r\n",
    "no content": "HTTP/1.1 204 No Content\r\n\r\n",
    "gone": "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n",
    "a wish to be authenticated": 'HTTP/1.1 401 U\r\nWWW-Authenticate: Basic realm="\r\n\r\n',
    "busy for ever": "HTTP/1.1 503 Busy\r\nRetry-After: 99999999\r\nContent-Length: 0\r\n\r\n",
    "never satisfied": "HTTP/1.1 416 Range\r\nContent-Length: 0\r\n\r\n",
    "another size": "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
    "a negative size": "HTTP/1.1 200 OK\r\nContent-Length: -7\r\n\r\nhello",
    "a size of 4000 digits": f"HTTP/1.1 200 OK\r\nContent-Length: {'9' * 4000}\r\n\r\nhello",
    "a size in letters": "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nhello",
    "a size that is not sent": OK + "\r\n" + "x" * 1000,
    "a part that nobody asked for": (
        f"HTTP/1.1 206 Part\r\nContent-Range: bytes 5-9/{SIZE}\r\nContent-Length: 5\r\n\r\nhello"
    ),
    "a part without its place": "HTTP/1.1 206 Part\r\nContent-Length: 5\r\n\r\nhello",
    "chunks that are none": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n",
    "a chunk of 2**70": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4"
    + "0" * 17
    + "\r\n",
    "a negative chunk": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n",
    "another file": OK + "\r\n" + "x" * SIZE,
    "more than the file": "HTTP/1.0 200 OK\r\n\r\n" + "x" * (2 * SIZE),
}


def refusal(server: HostileServer, folder: Path) -> DataError:
    remote = RemoteFile(server.url, NAME, SIZE, hashlib.sha256(CONTENT).hexdigest())
    begun = time.monotonic()
    try:
        with pytest.raises(DataError) as caught:
            fetch.fetch(remote, folder, lambda _progress: None, HASTY)
    finally:
        server.stop()
    assert time.monotonic() - begun < MOST_SECONDS
    assert len(server.requests) < 120
    said = sentence(caught.value)
    assert "?" not in said.replace(server.url, "")
    assert len(said) < 800
    return caught.value


@pytest.mark.parametrize("misbehaved", MISBEHAVED)
def test_an_answer_that_is_wrong_ends_in_a_sentence(misbehaved: str, tmp_path: Path) -> None:
    error = refusal(HostileServer(says(MISBEHAVED[misbehaved])), tmp_path)
    assert error.code.name.startswith("DOWNLOAD_")
    assert not (tmp_path / NAME).exists()


def test_a_beginning_that_is_denied_again_and_again_has_an_end(tmp_path: Path) -> None:
    def answer(connection: socket.socket, _number: int, head: str) -> None:
        denied = "HTTP/1.1 416 Range\r\nContent-Length: 0\r\n\r\n"
        connection.sendall((denied if "Range:" in head else OK + "\r\n" + "x" * 1000).encode())

    error = refusal(HostileServer(answer), tmp_path)
    assert error.code in {ErrorCode.DOWNLOAD_REFUSED, ErrorCode.DOWNLOAD_INTERRUPTED}


def test_a_large_beginning_that_is_denied_again_and_again_has_an_end(tmp_path: Path) -> None:
    def answer(connection: socket.socket, _number: int, head: str) -> None:
        denied = "HTTP/1.1 416 Range\r\nContent-Length: 0\r\n\r\n"
        connection.sendall((denied if "Range:" in head else OK + "\r\n" + "x" * 99_000).encode())

    refusal(HostileServer(answer), tmp_path)


def test_one_byte_a_connection_is_not_taken_for_progress(tmp_path: Path) -> None:
    def answer(connection: socket.socket, _number: int, head: str) -> None:
        asked = re.search(r"Range: bytes=(\d+)-", head)
        start = int(asked[1]) if asked else 0
        span = f"Content-Range: bytes {start}-{SIZE - 1}/{SIZE}\r\nContent-Length: {SIZE - start}"
        connection.sendall(f"HTTP/1.1 206 Part\r\n{span}\r\n\r\nx".encode())

    assert refusal(HostileServer(answer), tmp_path).code is ErrorCode.DOWNLOAD_INTERRUPTED


@pytest.mark.parametrize(
    ("begins", "piece"),
    [
        (b"", b"H"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nX: ", b"y"),
        (OK.encode() + b"\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    ],
    ids=["status", "continue", "header", "content", "chunks"],
)
def test_a_drop_now_and_then_does_not_keep_a_connection_open(
    begins: bytes, piece: bytes, tmp_path: Path
) -> None:
    def answer(connection: socket.socket, _number: int, _head: str) -> None:
        connection.sendall(begins)
        server.drip(connection, piece, 0.05)

    server = HostileServer(answer)
    refusal(server, tmp_path)


def test_silence_is_waited_for_no_longer_than_the_timeout(tmp_path: Path) -> None:
    def wait(_connection: socket.socket, _number: int, _head: str) -> None:
        server.stopped.wait(30)

    server = HostileServer(wait)
    assert refusal(server, tmp_path).code is ErrorCode.DOWNLOAD_NO_NETWORK


def test_a_pipe_in_the_place_of_the_part_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / f"{NAME}.part")
    error = refusal(HostileServer(says(OK + "\r\n" + "x" * SIZE)), tmp_path)
    assert error.code is ErrorCode.FILE_UNWRITABLE
