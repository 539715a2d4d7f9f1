"""A download survives what networks do, keeps what arrived, and ends with the right file."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from convviz.core.errors import DataError, ErrorCode
from convviz.engine.datasets import download, fetch
from convviz.engine.datasets.cifar10 import open_cifar10
from convviz.engine.datasets.fetch import Patience, RemoteFile
from convviz.engine.datasets.progress import DownloadProgress, OnProgress, RateMeter
from tests.support import small_cifar10 as small
from tests.support.file_server import FileServer

CONTENT = np.random.default_rng(0).bytes(300_000)
HASTY = Patience(attempts=4, first_wait=0.001, timeout=5.0)
NAME = "cifar-10-binary.tar.gz"

posix_only = pytest.mark.skipif(os.name != "posix", reason="signals")


@pytest.fixture
def server() -> Iterator[FileServer]:
    running = FileServer(CONTENT)
    yield running
    running.stop()


def remote(url: str, content: bytes = CONTENT) -> RemoteFile:
    return RemoteFile(url, NAME, len(content), hashlib.sha256(content).hexdigest())


def ignored(_progress: DownloadProgress) -> None:
    """Follow nothing."""


def fetched(url: str, folder: Path, on_progress: OnProgress = ignored) -> Path:
    return fetch.fetch(remote(url), folder, on_progress, HASTY)


def refusal(url: str, folder: Path) -> DataError:
    with pytest.raises(DataError) as caught:
        fetched(url, folder)
    return caught.value


def interrupt_at(server: FileServer, folder: Path, done: int) -> None:
    """Let the server stall after so many bytes, and press Ctrl+C when they are there."""
    server.behaviour.drop_after, server.behaviour.stall = done, threading.Event()
    part, over, waiting = part_of(folder), threading.Event(), threading.get_ident()

    def press() -> None:
        while not over.wait(0.002):
            if part.exists() and part.stat().st_size >= done:
                signal.pthread_kill(waiting, signal.SIGINT)
                return

    presser = threading.Thread(target=press)
    presser.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            fetched(server.url, folder)
    finally:
        over.set()
        presser.join()
    server.behaviour.stall.set()
    server.behaviour.drop_after = server.behaviour.stall = None


def part_of(folder: Path) -> Path:
    return folder / f"{NAME}.part"


def files_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_good_connection_brings_the_file_into_a_new_folder(
    server: FileServer, tmp_path: Path
) -> None:
    folder = tmp_path / "a" / "b"
    seen: list[DownloadProgress] = []
    path = fetched(server.url, folder, seen.append)
    assert path.read_bytes() == CONTENT
    assert files_in(folder) == {NAME}
    assert seen[-1].bytes_done == seen[-1].bytes_total == len(CONTENT)


def test_a_file_that_is_there_is_not_fetched_again(server: FileServer, tmp_path: Path) -> None:
    fetched(server.url, tmp_path)
    fetched(server.url, tmp_path)
    assert server.behaviour.asked == [None]


def test_a_connection_that_drops_again_and_again_is_resumed_where_it_broke(
    server: FileServer, tmp_path: Path
) -> None:
    server.behaviour.drop_after = 40_000
    assert fetched(server.url, tmp_path).read_bytes() == CONTENT
    assert len(server.behaviour.asked) == 8
    assert server.behaviour.asked[:3] == [None, "bytes=40000-", "bytes=80000-"]


def test_a_server_without_ranges_is_read_from_the_start(server: FileServer, tmp_path: Path) -> None:
    part_of(tmp_path).write_bytes(b"wrong" * 100)
    server.behaviour.ranges = False
    assert fetched(server.url, tmp_path).read_bytes() == CONTENT


def test_a_server_that_tells_no_length_is_read_to_the_end(
    server: FileServer, tmp_path: Path
) -> None:
    server.behaviour.tells_length = False
    assert fetched(server.url, tmp_path).read_bytes() == CONTENT


@posix_only
def test_a_file_that_changed_on_the_server_is_not_joined_to_the_old_part(
    server: FileServer, tmp_path: Path
) -> None:
    server.behaviour.content = CONTENT[::-1]
    interrupt_at(server, tmp_path, 100_000)
    server.behaviour.content, server.behaviour.etag = CONTENT, '"second"'
    assert fetched(server.url, tmp_path).read_bytes() == CONTENT
    assert server.behaviour.asked == [None, "bytes=100000-"]


def test_a_part_of_something_else_is_replaced_by_the_whole_file(
    server: FileServer, tmp_path: Path
) -> None:
    server.behaviour.etag = None
    part_of(tmp_path).write_bytes(bytes(1000))
    assert fetched(server.url, tmp_path).read_bytes() == CONTENT
    assert server.behaviour.asked == ["bytes=1000-", None]


def test_a_part_that_is_too_long_is_dropped(server: FileServer, tmp_path: Path) -> None:
    part_of(tmp_path).write_bytes(bytes(len(CONTENT) + 1))
    assert fetched(server.url, tmp_path).read_bytes() == CONTENT


def test_a_whole_part_is_only_checked(server: FileServer, tmp_path: Path) -> None:
    part_of(tmp_path).write_bytes(CONTENT)
    assert fetched(server.url, tmp_path).read_bytes() == CONTENT
    assert server.behaviour.asked == []


def test_a_busy_server_is_asked_again(server: FileServer, tmp_path: Path) -> None:
    server.behaviour.statuses = [503, 429, 500]
    assert fetched(server.url, tmp_path).read_bytes() == CONTENT


@pytest.mark.parametrize(("status", "requests"), [(404, 1), (403, 1), (503, 4)])
def test_a_server_that_refuses_is_told_by_its_status(
    server: FileServer, tmp_path: Path, status: int, requests: int
) -> None:
    server.behaviour.statuses = [status] * 9
    error = refusal(server.url, tmp_path)
    assert error.code is ErrorCode.DOWNLOAD_REFUSED
    assert error.facts == {"url": server.url, "status": status}
    assert len(server.behaviour.asked) == requests


def test_a_connection_that_never_gets_further_is_given_up_with_the_part_kept(
    server: FileServer, tmp_path: Path
) -> None:
    server.behaviour.ranges = False
    server.behaviour.drop_after = 1_000
    error = refusal(server.url, tmp_path)
    assert error.code is ErrorCode.DOWNLOAD_INTERRUPTED
    assert error.facts["bytes_done"] == 1_000
    assert part_of(tmp_path).read_bytes() == CONTENT[:1_000]


def test_a_file_of_the_right_size_with_other_content_is_deleted(
    server: FileServer, tmp_path: Path
) -> None:
    server.behaviour.content = bytes(len(CONTENT))
    error = refusal(server.url, tmp_path)
    assert error.code is ErrorCode.DOWNLOAD_CHECKSUM
    assert error.facts["found"] == hashlib.sha256(bytes(len(CONTENT))).hexdigest()
    assert files_in(tmp_path) == set()


def test_a_login_page_instead_of_the_file_is_noticed_at_once_and_keeps_the_part(
    server: FileServer, tmp_path: Path
) -> None:
    part_of(tmp_path).write_bytes(CONTENT[:500])
    server.behaviour.content, server.behaviour.ranges = b"<html>log in</html>", False
    error = refusal(server.url, tmp_path)
    assert error.code is ErrorCode.DOWNLOAD_WRONG_SIZE
    assert (error.facts["expected_bytes"], error.facts["found_bytes"]) == (len(CONTENT), 19)
    assert part_of(tmp_path).read_bytes() == CONTENT[:500]


def test_without_a_server_the_user_is_told_that_there_is_no_network(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/file"
        error = refusal(url, tmp_path)
    assert error.code is ErrorCode.DOWNLOAD_NO_NETWORK
    assert "refused" in str(error.facts["detail"]).lower()


def test_a_name_that_cannot_be_looked_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    error = refusal("http://data.invalid/file", tmp_path)
    assert error.code is ErrorCode.DOWNLOAD_NO_NETWORK
    assert error.facts["detail"] == "Name or service not known"


@posix_only
def test_ctrl_c_takes_effect_at_once_on_a_stalled_connection_and_is_resumed(
    server: FileServer, tmp_path: Path
) -> None:
    began = time.monotonic()
    interrupt_at(server, tmp_path, 120_000)
    assert time.monotonic() - began < 2.0
    assert part_of(tmp_path).stat().st_size == 120_000
    assert fetched(server.url, tmp_path).read_bytes() == CONTENT
    assert server.behaviour.asked == [None, "bytes=120000-"]


def test_a_connection_without_a_byte_counts_as_lost(server: FileServer, tmp_path: Path) -> None:
    server.behaviour.drop_after, server.behaviour.stall = 1_000, threading.Event()
    server.behaviour.ranges = False
    patience = Patience(attempts=2, first_wait=0.001, timeout=0.2)
    with pytest.raises(DataError) as caught:
        fetch.fetch(remote(server.url), tmp_path, ignored, patience)
    assert caught.value.code is ErrorCode.DOWNLOAD_INTERRUPTED
    assert "timed out" in str(caught.value.facts["detail"])


def test_too_little_space_is_told_before_anything_is_fetched(
    server: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part_of(tmp_path).write_bytes(CONTENT[:1_000])
    monkeypatch.setattr("shutil.disk_usage", lambda _path: FakeUsage(250_000))
    error = refusal(server.url, tmp_path)
    assert error.code is ErrorCode.DOWNLOAD_NO_SPACE
    assert (error.facts["needed_bytes"], error.facts["free_bytes"]) == (299_000, 250_000)
    assert server.behaviour.asked == []
    assert part_of(tmp_path).read_bytes() == CONTENT[:1_000]


class FakeUsage:
    def __init__(self, free: int) -> None:
        self.free = free


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_disk_that_fills_up_meanwhile_is_told(
    server: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part_of(tmp_path).symlink_to("/dev/full")
    # A server's first answer begins the part anew: keep the device in its place.
    monkeypatch.setattr(fetch._Fetch, "_drop_part", lambda _self: None)
    error = refusal(server.url, tmp_path)
    assert error.code is ErrorCode.DOWNLOAD_NO_SPACE
    assert part_of(tmp_path).is_symlink()


def test_a_folder_that_cannot_be_made(server: FileServer, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    error = refusal(server.url, tmp_path / "file" / "folder")
    assert error.code is ErrorCode.FILE_UNWRITABLE
    assert str(tmp_path / "file") in str(error.facts["path"])


def test_a_web_address_of_another_kind_is_a_programming_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a web address"):
        fetched(Path("/etc/passwd").as_uri(), tmp_path)


def test_speed_and_time_left_follow_the_last_seconds() -> None:
    meter = RateMeter()
    for second in range(31):
        meter.add(float(second), 1_000 * second if second < 20 else 20_000 + 100 * (second - 20))
    progress = meter.progress(total=31_000)
    assert progress.bytes_per_second == pytest.approx(100.0)
    assert progress.seconds_left == pytest.approx(100.0)


def test_the_first_bytes_tell_no_speed_yet() -> None:
    meter = RateMeter()
    meter.add(5.0, 1_000)
    assert meter.progress(total=2_000) == DownloadProgress(1_000, 2_000, 0.0, None)


class TestCifar10:
    @pytest.fixture
    def archive(self) -> bytes:
        return small.archive_of(small.archive_members(small.BINARY_FOLDER))

    def downloaded(
        self,
        server: FileServer,
        folder: Path,
        archive: bytes,
    ) -> Path:
        server.behaviour.content = archive
        return download.download_cifar10(
            folder,
            remote=remote(server.url, archive),
            patience=HASTY,
            records_per_batch=small.RECORDS,
        )

    def test_the_archive_arrives_unpacked_and_can_be_opened(
        self, server: FileServer, tmp_path: Path, archive: bytes
    ) -> None:
        folder = self.downloaded(server, tmp_path, archive)
        assert files_in(tmp_path) == {small.BINARY_FOLDER}
        assert folder == tmp_path / small.BINARY_FOLDER
        dataset = open_cifar10(tmp_path, records_per_batch=small.RECORDS)
        assert dataset.test_labels.tolist() == small.labels_of(5)

    def test_a_damaged_folder_is_mended(
        self, server: FileServer, tmp_path: Path, archive: bytes
    ) -> None:
        damaged = small.write_folder(tmp_path, small.BINARY_FOLDER)
        (damaged / "test_batch.bin").write_bytes(b"short")
        self.downloaded(server, tmp_path, archive)
        open_cifar10(tmp_path, records_per_batch=small.RECORDS)

    def test_without_room_to_unpack_the_archive_itself_is_used(
        self, server: FileServer, tmp_path: Path, archive: bytes, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_path: Path, _content: bytes) -> int:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "write_bytes", full)
        assert self.downloaded(server, tmp_path, archive) == tmp_path / NAME
        assert files_in(tmp_path) == {NAME}
        open_cifar10(tmp_path, records_per_batch=small.RECORDS)

    def test_interrupted_while_unpacking_it_goes_on_without_fetching_again(
        self, server: FileServer, tmp_path: Path, archive: bytes, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupt(_path: Path, _content: bytes) -> int:
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr(Path, "write_bytes", interrupt)
            with pytest.raises(KeyboardInterrupt):
                self.downloaded(server, tmp_path, archive)
        assert files_in(tmp_path) == {NAME}
        (tmp_path / f"{small.BINARY_FOLDER}.part").mkdir()  # as a killed process leaves it
        self.downloaded(server, tmp_path, archive)
        assert len(server.behaviour.asked) == 1
        assert files_in(tmp_path) == {small.BINARY_FOLDER}

    def test_the_official_archive_is_the_default(self) -> None:
        official = download.OFFICIAL_ARCHIVE
        assert official.url == "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"
        assert official.byte_count == 170_052_171
        assert len(official.sha256) == 64
