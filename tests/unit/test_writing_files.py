"""Files are written whole or not at all; what killed writers left is swept; protection holds."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from convviz.core.errors import ErrorCode, StorageError
from convviz.protocol.file_lock import FileLock
from convviz.protocol.files import sweep_temporary_files, write_file

HOUR = 3600.0


def leave(folder: Path, name: str, age: float) -> Path:
    """Do what a writer does that is killed in the midst of it, some seconds ago."""
    path = folder / name
    path.write_bytes(b"half")
    moment = time.time() - age
    os.utime(path, (moment, moment))
    return path


def test_what_a_killed_writer_left_is_swept_by_the_next(tmp_path: Path) -> None:
    left = leave(tmp_path, ".mine.convviz.abc123.convviz-tmp", HOUR)
    other = leave(tmp_path, ".another.x1y2z3.convviz-tmp", HOUR)
    own = leave(tmp_path, ".mine.convviz.swp", 100 * HOUR)
    write_file(tmp_path / "mine.convviz", b"whole")
    assert not left.exists()
    assert not other.exists()
    assert own.exists()
    assert (tmp_path / "mine.convviz").read_bytes() == b"whole"


def test_what_somebody_writes_just_now_is_not_swept(tmp_path: Path) -> None:
    young = leave(tmp_path, ".a.abc.convviz-tmp", 1)
    held = leave(tmp_path, ".b.abc.convviz-tmp", HOUR)
    lock = FileLock.take(held)
    assert lock is not None
    os.utime(held, (time.time() - HOUR,) * 2)
    sweep_temporary_files(tmp_path)
    assert young.exists()
    assert held.exists()
    lock.release(remove=False)
    sweep_temporary_files(tmp_path)
    assert not held.exists()


def test_a_folder_that_is_not_there_needs_no_sweeping(tmp_path: Path) -> None:
    sweep_temporary_files(tmp_path / "nowhere")


def test_a_protected_file_is_replaced_only_when_that_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "mine"
    path.write_bytes(b"before")
    path.chmod(0o444)
    with pytest.raises(StorageError) as caught:
        write_file(path, b"after")
    assert caught.value.code is ErrorCode.FILE_UNWRITABLE
    assert path.read_bytes() == b"before"
    write_file(path, b"after", replace_read_only=True)
    assert path.read_bytes() == b"after"
    assert path.stat().st_mode & 0o777 == 0o444
    assert [one.name for one in tmp_path.iterdir()] == ["mine"]
