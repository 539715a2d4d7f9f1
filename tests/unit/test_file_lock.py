"""Locks that the operating system holds: freed by a death, whatever the name, whoever looks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from convviz.protocol.file_lock import FileLock, holder, is_held

CHECKOUT = Path(__file__).resolve().parents[2]
HOLD = """
import sys
from pathlib import Path
from convviz.protocol.file_lock import FileLock
lock = FileLock.take(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.lock"


def test_a_lock_is_held_once_and_names_its_holder(path: Path) -> None:
    lock = FileLock.take(path)
    assert lock is not None
    assert is_held(path)
    assert holder(path) == os.getpid()
    assert FileLock.take(path) is None
    lock.release(remove=False)
    assert is_held(path) is False
    again = FileLock.take(path)
    assert again is not None
    again.release()
    assert not path.exists()
    assert is_held(path) is None


def test_looking_whether_it_is_held_frees_nothing(path: Path) -> None:
    lock = FileLock.take(path)
    assert lock is not None
    assert [is_held(path) for _ in range(3)] == [True] * 3
    lock.release()


def test_a_lock_under_another_name_is_the_same(path: Path, tmp_path: Path) -> None:
    lock = FileLock.take(path)
    assert lock is not None
    (tmp_path / "link").symlink_to(path)
    assert is_held(tmp_path / "link")
    assert FileLock.take(tmp_path / ".." / tmp_path.name / path.name) is None
    lock.release()


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_killed_process_frees_its_lock(path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with process:
        assert process.stdout is not None
        process.stdout.readline()
        assert is_held(path)
        assert holder(path) == process.pid
        process.send_signal(signal.SIGKILL)
        process.wait()
    lock = FileLock.take(path)
    assert lock is not None
    lock.release()


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="a system that cannot tell links")
def test_a_lock_that_is_a_link_writes_no_other_file(path: Path, tmp_path: Path) -> None:
    precious = tmp_path / "thesis.txt"
    precious.write_text("three years")
    path.symlink_to(precious)
    with pytest.raises(OSError, match="symbolic link"):
        FileLock.take(path)
    assert precious.read_text() == "three years"


def test_a_file_of_that_name_that_is_no_lock_keeps_its_words(path: Path) -> None:
    path.write_text("the combination is 12-34-56")
    lock = FileLock.take(path)
    assert lock is not None
    assert is_held(path)
    assert holder(path) == 0
    lock.release(remove=False)
    assert path.read_text() == "the combination is 12-34-56"
