"""Each door for files, each hostile thing: a sentence soon, little memory, nothing executed."""

from __future__ import annotations

import resource
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from convviz.core.errors import ConvVizError
from convviz.protocol.sentences.errors import sentence
from tests.hostile.doors import FILE_DOORS, FileDoor
from tests.hostile.files import HOSTILE_FILES, UNREADABLE, forbid

if TYPE_CHECKING:
    from pathlib import Path
    from types import FrameType

MOST_SECONDS = 20.0
MOST_MEMORY = 1 << 30
"""Bytes of address space beyond what the test process has: less than the sparse file."""


@contextmanager
def bounds() -> Iterator[None]:
    """Fail what takes long, also where it waits in the system, and refuse memory beyond a limit."""

    def ring(_signal: int, _frame: FrameType | None) -> None:
        pytest.fail(f"it took over {MOST_SECONDS} s")

    used = _address_space()
    before = resource.getrlimit(resource.RLIMIT_AS)
    old = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, MOST_SECONDS)
    resource.setrlimit(resource.RLIMIT_AS, (used + MOST_MEMORY, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)


def _address_space() -> int:
    with open("/proc/self/statm") as stream:  # noqa: PTH123 - no door of ours
        return int(stream.read().split()[0]) * resource.getpagesize()


def check_said(error: ConvVizError, path: Path) -> None:
    said = sentence(error)
    assert 20 < len(said) < 800 + len(str(path))
    assert "?" not in said.replace(str(path), "")
    assert "Traceback" not in said
    assert "Error:" not in said


@pytest.mark.logs_warnings
@pytest.mark.parametrize("hostile", HOSTILE_FILES)
@pytest.mark.parametrize("door", FILE_DOORS)
def test_a_hostile_file_is_answered_by_a_sentence(
    door: str, hostile: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entrance = FILE_DOORS[door]
    path = tmp_path / "folder" / entrance.name
    path.parent.mkdir()
    HOSTILE_FILES[hostile](path, entrance.real)
    if hostile == UNREADABLE:
        forbid(monkeypatch, path)
    begun = time.process_time()
    with bounds():
        _pass(entrance, path)
    assert time.process_time() - begun < MOST_SECONDS


def _pass(entrance: FileDoor, path: Path) -> None:
    try:
        entrance.read(path)
    except ConvVizError as error:
        assert not entrance.forgives
        check_said(error, path)


@pytest.mark.parametrize("door", [name for name in FILE_DOORS if name != "a checkpoint"])
def test_a_real_file_passes_or_is_refused_for_its_content_alone(door: str, tmp_path: Path) -> None:
    entrance = FILE_DOORS[door]
    path = tmp_path / "folder" / entrance.name
    path.parent.mkdir()
    path.write_bytes(entrance.real)
    with bounds():
        _pass(entrance, path)
