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

from convviz.core.errors import DataError, ErrorCode
from convviz.engine import fetch
from convviz.engine.datasets.download import OFFICIAL_ARCHIVE
from convviz.engine.datasets.fetch import RemoteFile
from convviz.protocol.messages.common import Ask, Progress, Refused, encode
from convviz.protocol.messages.fetch import (
    DataReady,
    FetchData,
    FetchProgress,
    ReadProgress,
    fetch_replies,
)
from tests.support import small_cifar10 as small
from tests.support.file_server import FileServer
from tests.support.frame_reading import read_frame
from tests.support.small_pictures import write_folder

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


def told(
    request: FetchData, server: FileServer | None = None
) -> list[FetchProgress | ReadProgress | DataReady]:
    """Return what a request brings: how far it is, and the answer last."""
    found: list[FetchProgress | ReadProgress | DataReady] = []
    offered = OFFICIAL_ARCHIVE if server is None else remote(server)
    found.append(fetch.fetch_data(request, found.append, offered))
    return found


def test_a_download_ends_with_data_that_is_ready(tmp_path: Path, server: FileServer) -> None:
    *progress, ready = told(FetchData(str(tmp_path / "data"), download=True), server)
    assert isinstance(ready, DataReady)
    assert (ready.train_pictures, ready.test_pictures) == (100, 20)
    assert Path(ready.path).is_dir()
    assert progress
    assert all(isinstance(message, FetchProgress) for message in progress)
    # The same folder can be checked afterwards, and chosen.
    (checked,) = told(FetchData(str(tmp_path / "data"), download=False))
    assert isinstance(checked, DataReady)
    assert [notice.code for notice in checked.notices] == [ErrorCode.DATA_CHECKSUM_DIFFERS]


def test_without_a_folder_the_default_place_is_used(own_folders: Path, server: FileServer) -> None:
    with pytest.raises(DataError) as missing:
        told(FetchData("", download=False))
    assert missing.value.code is ErrorCode.DATA_NOT_FOUND
    ready = told(FetchData("", download=True), server)[-1]
    assert isinstance(ready, DataReady)
    assert Path(ready.path).is_relative_to(own_folders)
    assert isinstance(told(FetchData("", download=False))[-1], DataReady)


def test_what_is_no_cifar10_is_told(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"a picture")
    with pytest.raises(DataError) as refused:
        told(FetchData(str(tmp_path), download=False))
    assert refused.value.code is ErrorCode.DATA_NOT_CIFAR10


PATCHED = """
import sys
from convviz.engine import fetch
from convviz.engine.datasets.download import OFFICIAL_ARCHIVE
from convviz.engine.datasets.fetch import RemoteFile
remote = RemoteFile(sys.argv[1], "cifar-10-binary.tar.gz", int(sys.argv[2]), "0" * 64)
fetch.fetch_data.__defaults__ = (remote,)
assert "torch" not in sys.modules
sys.exit(fetch.main())
"""


def start(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
    )


def test_a_download_ends_with_stdin_at_once_and_what_arrived_is_kept(
    tmp_path: Path, server: FileServer
) -> None:
    server.behaviour.drop_after = 1000
    server.behaviour.stall = threading.Event()
    size = len(server.behaviour.content)
    process = start("-c", PATCHED, server.url, str(size))
    assert process.stdin is not None
    process.stdin.write(encode(Ask(7, FetchData(str(tmp_path), download=True))))
    process.stdin.flush()
    part = tmp_path / "cifar-10-binary.tar.gz.part"
    assert process.stdout is not None
    first = read_frame(process.stdout)
    assert first is not None
    progress = fetch_replies.decode(first)
    assert isinstance(progress, Progress)
    assert progress.id == 7
    _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, b"")
    assert 0 < part.stat().st_size <= 1000


def test_the_process_answers_as_the_window_starts_it(tmp_path: Path) -> None:
    process = start("-m", "convviz.engine.fetch")
    assert process.stdin is not None
    assert process.stdout is not None
    for number in (1, 2):
        request = FetchData(str(tmp_path / "nowhere"), download=False)
        process.stdin.write(encode(Ask(number, request)))
        process.stdin.flush()
        payload = read_frame(process.stdout)
        assert payload is not None
        refused = fetch_replies.decode(payload)
        assert isinstance(refused, Refused)
        assert (refused.id, refused.problem.code) == (number, ErrorCode.DATA_NOT_FOUND)
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, output, errors) == (0, b"", b"")


def test_any_data_set_is_checked_and_told_of_while_it_is_read(tmp_path: Path) -> None:
    write_folder(tmp_path / "pets", {"cat": 5, "dog": 5})
    plain = {"type": "ImageFolder", "size": 8}
    request = FetchData(str(tmp_path / "pets"), download=False, dataset=plain)
    *progress, ready = told(request)
    assert progress[0] == ReadProgress(0, 10)
    assert isinstance(ready, DataReady)
    assert (ready.train_pictures, ready.test_pictures) == (8, 2)
    assert (ready.picture_shape, ready.class_names) == ((3, 8, 8), ("cat", "dog"))
    assert [notice.code for notice in ready.notices] == [ErrorCode.DATA_FOLDER_SPLIT]
    with pytest.raises(DataError) as unknown:
        told(FetchData("", download=False, dataset={"type": "MNIST"}))
    assert unknown.value.code is ErrorCode.DATA_PLACE_UNKNOWN
