"""The data fetcher: what it checks, downloads and is told to stop."""

from __future__ import annotations

import functools
import hashlib
import io
import os
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from convviz.core.errors import ErrorCode
from convviz.engine import fetch
from convviz.engine.datasets.download import OFFICIAL_ARCHIVE
from convviz.engine.datasets.fetch import RemoteFile
from convviz.protocol.frames import FrameDecoder, read_frame
from convviz.protocol.messages.common import encode
from convviz.protocol.messages.fetch import (
    CancelFetch,
    DataReady,
    FetchData,
    FetchFailed,
    FetchProgress,
    FetchReply,
    fetch_replies,
)
from tests.support import small_cifar10 as small
from tests.support.file_server import FileServer

CHECKOUT = Path(__file__).resolve().parents[2]


def archive() -> bytes:
    """Return CIFAR-10's binary archive with 20 pictures a file."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as packed:
        for number, stem in enumerate(small.STEMS):
            content = small.binary_batch(number)
            member = tarfile.TarInfo(f"{small.BINARY_FOLDER}/{stem}.bin")
            member.size = len(content)
            packed.addfile(member, io.BytesIO(content))
    return stream.getvalue()


@pytest.fixture
def server() -> Iterator[FileServer]:
    running = FileServer(archive())
    yield running
    running.stop()
    for thread in threading.enumerate():
        if thread.name == "convviz-http":
            thread.join(5)


@pytest.fixture(autouse=True)
def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONVVIZ_CIFAR10", raising=False)
    for name in ("open_cifar10", "download_cifar10"):
        real = getattr(fetch, name)
        monkeypatch.setattr(fetch, name, functools.partial(real, records_per_batch=small.RECORDS))


def remote(server: FileServer) -> RemoteFile:
    content = server.behaviour.content
    name = "cifar-10-binary.tar.gz"
    return RemoteFile(server.url, name, len(content), hashlib.sha256(content).hexdigest())


def replies(request: FetchData, server: FileServer | None = None) -> list[FetchReply]:
    found: list[FetchReply] = []
    offered = OFFICIAL_ARCHIVE if server is None else remote(server)
    fetch.fetch_data(request, found.append, lambda: False, offered)
    return found


def test_a_download_ends_with_data_that_is_ready(tmp_path: Path, server: FileServer) -> None:
    *progress, ready = replies(FetchData(str(tmp_path / "data"), download=True), server)
    assert isinstance(ready, DataReady)
    assert (ready.train_pictures, ready.test_pictures) == (100, 20)
    assert Path(ready.path).is_dir()
    assert progress
    assert all(isinstance(message, FetchProgress) for message in progress)
    # The same folder can be checked afterwards, and chosen.
    (checked,) = replies(FetchData(str(tmp_path / "data"), download=False))
    assert isinstance(checked, DataReady)
    assert [notice.code for notice in checked.notices] == [ErrorCode.DATA_CHECKSUM_DIFFERS]


def test_without_a_folder_the_default_place_is_used(own_folders: Path, server: FileServer) -> None:
    (missing,) = replies(FetchData("", download=False))
    assert isinstance(missing, FetchFailed)
    assert missing.problem.code == ErrorCode.DATA_NOT_FOUND
    ready = replies(FetchData("", download=True), server)[-1]
    assert isinstance(ready, DataReady)
    assert Path(ready.path).is_relative_to(own_folders)
    assert isinstance(replies(FetchData("", download=False))[-1], DataReady)


def test_what_is_no_cifar10_is_told(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"a picture")
    (failed,) = replies(FetchData(str(tmp_path), download=False))
    assert isinstance(failed, FetchFailed)
    assert failed.problem.code == ErrorCode.DATA_NOT_CIFAR10


def test_an_error_that_nobody_foresaw_is_told_with_its_details(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "open_cifar10", lambda _path: 1 / 0)
    (failed,) = replies(FetchData(str(tmp_path), download=False))
    assert isinstance(failed, FetchFailed)
    assert failed.problem.code == ErrorCode.UNEXPECTED
    assert "ZeroDivisionError" in failed.problem.detail


PATCHED = """
import sys
from convviz.engine import fetch
from convviz.engine.datasets.download import OFFICIAL_ARCHIVE
from convviz.engine.datasets.fetch import RemoteFile
remote = RemoteFile(sys.argv[1], "cifar-10-binary.tar.gz", int(sys.argv[2]), "0" * 64)
fetch.fetch_data.__defaults__ = (remote,)
code = fetch.main()
assert "torch" not in sys.modules
sys.exit(code)
"""


def start(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
    )


@pytest.mark.parametrize("told", [True, False])
def test_a_download_stops_when_told_and_when_the_window_is_gone(
    tmp_path: Path, server: FileServer, *, told: bool
) -> None:
    server.behaviour.drop_after = 1000
    server.behaviour.stall = threading.Event()
    size = len(server.behaviour.content)
    process = start("-c", PATCHED, server.url, str(size))
    assert process.stdin is not None
    process.stdin.write(encode(FetchData(str(tmp_path), download=True)))
    process.stdin.flush()
    part = tmp_path / "cifar-10-binary.tar.gz.part"
    assert process.stdout is not None
    first = read_frame(process.stdout)  # type: ignore[arg-type]
    assert first is not None
    assert isinstance(fetch_replies.decode(first), FetchProgress)
    if told:
        process.stdin.write(encode(CancelFetch()))
        process.stdin.flush()
        assert process.wait(30) == 0
    output, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors.decode()
    last = fetch_replies.decode(FrameDecoder().feed(output)[-1])
    assert isinstance(last, FetchFailed)
    assert last.problem.code == ErrorCode.DOWNLOAD_CANCELLED
    assert 0 < part.stat().st_size <= 1000


def test_the_process_answers_as_the_window_starts_it(tmp_path: Path) -> None:
    process = start("-m", "convviz.engine.fetch")
    request = encode(FetchData(str(tmp_path / "nowhere"), download=False))
    output, errors = process.communicate(request, timeout=60)
    assert process.returncode == 0, errors.decode()
    (payload,) = FrameDecoder().feed(output)
    failed = fetch_replies.decode(payload)
    assert isinstance(failed, FetchFailed)
    assert failed.problem.code == ErrorCode.DATA_NOT_FOUND
