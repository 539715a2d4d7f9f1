"""The journal of a run's folder: followed as it grows, whatever was killed or is on a slow disk."""

from __future__ import annotations

import errno
import math
import os
import time
from pathlib import Path

import pytest

from convviz.core.errors import ConvVizError, ErrorCode
from convviz.protocol.records import EpochRecord, MetricRecord, SettingChange
from convviz.runs.entries import ChangeEntry, EndEntry, EpochEntry, MetricsEntry
from convviz.runs.journal import (
    JOURNAL_NAME,
    VERSION,
    BeatEntry,
    JournalReader,
    JournalWriter,
    LossesEntry,
    StartEntry,
    last_launch,
)
from convviz.runs.liveness import HEARTBEAT_SECONDS
from convviz.runs.records import RunStart, RunStatus

EPOCH = EpochRecord(1, 3, 2.0, 1.9, 0.25, 1.5)


def start(folder: Path, step: int = 0) -> RunStart:
    return RunStart(folder, b'{"a": 1}', "shapes10", "cpu", 2, 3, 100, step=step)


def names(folder: Path) -> list[str]:
    return [type(entry).__name__ for entry in JournalReader(folder).read()]


def losses(folder: Path) -> list[float]:
    entries = JournalReader(folder).read()
    return [x for entry in entries if isinstance(entry, LossesEntry) for x in entry.numbers]


def test_what_is_written_is_read_once_each(tmp_path: Path) -> None:
    writer = JournalWriter(start(tmp_path))
    reader = JournalReader(tmp_path)
    (begun,) = reader.read()
    assert isinstance(begun, StartEntry)
    assert begun.start(tmp_path) == start(tmp_path)
    assert (begun.pid, begun.version) == (os.getpid(), VERSION)
    assert reader.read() == ()
    writer.add_batches(1, (2.5, math.nan), 100.0, 9.0, ((1, 0.1),))
    writer.add_batches(3, (math.inf,), 120.0, 8.0, ((3, 0.01),))
    writer.add(EpochEntry(EPOCH))
    batches, epoch = reader.read()
    assert isinstance(batches, LossesEntry)
    assert (batches.first_step, batches.rate, batches.eta) == (1, 120.0, 8.0)
    assert batches.rates == ((1, 0.1), (3, 0.01))
    assert batches.numbers[0] == 2.5
    assert all(math.isnan(number) for number in batches.numbers[1:])
    assert epoch == EpochEntry(EPOCH)
    writer.add(MetricsEntry((MetricRecord(3, "norm", 0.5), MetricRecord(3, "ratio", math.nan))))
    assert reader.read() == (MetricsEntry((MetricRecord(3, "norm", 0.5),)),)
    change, end = ChangeEntry(SettingChange(3, "lr", 0.1)), EndEntry(RunStatus.STOPPED, 3, 1.0, 5.0)
    writer.add(change)
    writer.add(end)
    writer.close()
    assert reader.read() == (change, end)


def test_losses_wait_for_each_other_and_come_within_half_a_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    writer = JournalWriter(start(tmp_path))
    for step in range(1, 10):
        now[0] += 0.125
        writer.add_batches(step, (float(step),), 1.0, 1.0)
    assert names(tmp_path) == ["StartEntry", "LossesEntry", "LossesEntry"]
    assert losses(tmp_path) == [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]
    now[0] += 0.4
    writer.beat(9, 1.0)
    assert losses(tmp_path)[-1] == 9.0
    now[0] += HEARTBEAT_SECONDS
    writer.beat(9, 6.0)
    last = JournalReader(tmp_path).read()[-1]
    assert isinstance(last, BeatEntry)
    assert (last.step, last.seconds) == (9, 6.0)


def test_half_a_line_of_a_killed_process_is_nobody_s(tmp_path: Path) -> None:
    path = tmp_path / JOURNAL_NAME
    writer = JournalWriter(start(tmp_path), "launch 1")
    writer.add(EpochEntry(EPOCH))
    reader = JournalReader(tmp_path)
    reader.read()
    with path.open("ab") as stream:
        stream.write(b'{"type":"epoch","ep')
    assert reader.read() == ()
    JournalWriter(start(tmp_path, step=3), "launch 2")
    (again,) = reader.read()
    assert isinstance(again, StartEntry)
    assert again.step == 3
    assert last_launch(tmp_path) == "launch 2"


def test_a_line_in_two_parts_is_read_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / JOURNAL_NAME
    JournalWriter(start(tmp_path)).add(EpochEntry(EPOCH))
    whole = path.read_bytes()
    path.write_bytes(whole[:-10])
    reader = JournalReader(tmp_path)
    assert len(reader.read()) == 1
    with path.open("ab") as stream:
        stream.write(whole[-10:])
    assert reader.read() == (EpochEntry(EPOCH),)


def test_what_later_versions_write_is_passed_over(tmp_path: Path) -> None:
    JournalWriter(start(tmp_path))
    with (tmp_path / JOURNAL_NAME).open("ab") as stream:
        stream.write(b'{"type":"hologram","x":1}\n\xff\xfe\n[1]\n')
        stream.write(b'{"type":"beat","at":1,"step":2,"seconds":3,"mood":"good"}\n')
    assert names(tmp_path) == ["StartEntry", "BeatEntry"]


def test_another_file_is_read_from_its_beginning(tmp_path: Path) -> None:
    JournalWriter(start(tmp_path)).add(EpochEntry(EPOCH))
    reader = JournalReader(tmp_path)
    reader.read()
    (tmp_path / JOURNAL_NAME).unlink()
    JournalWriter(start(tmp_path))
    assert [type(entry) for entry in reader.read()] == [StartEntry]


def test_a_folder_without_a_journal_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConvVizError) as caught:
        JournalReader(tmp_path).read()
    assert caught.value.code is ErrorCode.RUN_NOT_IN_FOLDER


def test_what_a_full_disk_refuses_comes_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, is_full = [100.0], [True]
    real = os.write

    def write(descriptor: int, data: bytes) -> int:
        if is_full[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(descriptor, data[:7])  # a disk may take a part

    writer = JournalWriter(start(tmp_path))
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(os, "write", write)
    writer.add(EpochEntry(EPOCH))
    trouble = writer.take_trouble()
    assert trouble is not None
    assert trouble.code is ErrorCode.DISK_FULL
    assert writer.take_trouble() is None
    is_full[0] = False
    writer.add_batches(4, (1.0,), 1.0, 1.0)
    writer.close()
    assert names(tmp_path) == ["StartEntry", "EpochEntry", "LossesEntry"]


def test_a_journal_that_is_a_link_to_a_device_is_refused_and_not_read_for_ever(
    tmp_path: Path,
) -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("no devices have names here")
    (tmp_path / JOURNAL_NAME).symlink_to("/dev/zero")
    with pytest.raises(ConvVizError) as caught:
        JournalReader(tmp_path).read()
    assert caught.value.code is ErrorCode.FILE_UNREADABLE
    assert caught.value.facts["detail"] == "it is not a file"
