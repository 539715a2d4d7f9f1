"""Checkpoints: what is kept, what a changed byte does, what a full disk leaves."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import torch

from convviz.core.errors import ErrorCode, StorageError
from convviz.engine.training.checkpoint import CheckpointFolder
from convviz.engine.training.checkpoint_file import read_checkpoint
from convviz.engine.training.progress import TrainingProgress
from convviz.engine.training.run_identity import RunIdentity
from convviz.protocol.records import EpochRecord
from convviz.protocol.sentences.errors import sentence

IDENTITY = RunIdentity("{}", "70 pictures, labels 0")


def tensors(number: float) -> dict[str, torch.Tensor]:
    return {
        "model.0.weight": torch.full((4, 3, 3, 3), number),
        "model.1.num_batches_tracked": torch.tensor(7),
        "optimiser.0.step": torch.tensor(2.0),
    }


def progress(step: int, *accuracies: float) -> TrainingProgress:
    epochs = [
        EpochRecord(number, 10 * number, 1.0, 1.0, accuracy, 1.0)
        for number, accuracy in enumerate(accuracies, start=1)
    ]
    return TrainingProgress(step=step, epochs=epochs, loss_sum=0.1 + 0.2, loss_pictures=5)


def steps_in(folder: Path) -> list[int]:
    return sorted(int(path.stem.removeprefix("step-")) for path in folder.glob("*.json"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "run" / "checkpoints"


def test_a_checkpoint_comes_back_as_it_was(folder: Path) -> None:
    saved = progress(25, 0.5, 0.25)
    path = CheckpointFolder(folder).save(IDENTITY, saved, tensors(1.5))
    found, passed_over = CheckpointFolder(folder).latest()
    assert found.path == path
    assert passed_over == ()
    assert found.identity == IDENTITY
    assert found.progress == saved
    assert found.tensors.keys() == tensors(1.5).keys()
    assert all(torch.equal(found.tensors[name], one) for name, one in tensors(1.5).items())


def test_a_kernel_that_lies_channels_last_comes_back_equal(folder: Path) -> None:
    kernel = torch.randn(4, 3, 5, 5).contiguous(memory_format=torch.channels_last)
    CheckpointFolder(folder).save(IDENTITY, progress(1), {"model.0.weight": kernel})
    assert torch.equal(CheckpointFolder(folder).latest()[0].tensors["model.0.weight"], kernel)


def test_the_last_two_and_the_best_stay(folder: Path) -> None:
    checkpoints = CheckpointFolder(folder)
    accuracies = (0.1, 0.6, 0.5, 0.3, 0.4)
    for epoch in range(1, 6):
        checkpoints.save(IDENTITY, progress(10 * epoch, *accuracies[:epoch]), tensors(epoch))
    assert steps_in(folder) == [20, 40, 50]
    assert len(list(folder.iterdir())) == 6
    assert checkpoints.latest()[0].progress.step == 50
    best = read_checkpoint(folder / "step-0000000020.json")
    assert torch.equal(best.tensors["model.0.weight"], tensors(2)["model.0.weight"])


def test_what_a_killed_save_left_is_swept_up_by_the_next(folder: Path) -> None:
    checkpoints = CheckpointFolder(folder)
    checkpoints.save(IDENTITY, progress(10, 0.5), tensors(1))
    (folder / ".step-0000000020.json.abc").write_bytes(b"half")
    (folder / f"step-0000000020-{'0' * 16}.safetensors").write_bytes(b"without a checkpoint")
    (folder / "notes.txt").write_text("the user's own")
    checkpoints.save(IDENTITY, progress(20, 0.5, 0.4), tensors(2))
    names = sorted(path.name for path in folder.iterdir())
    assert len(names) == 5
    assert "notes.txt" in names


def flipped(data: bytes, place: int, mask: int) -> bytes:
    return data[:place] + bytes([data[place] ^ mask]) + data[place + 1 :]


@pytest.mark.parametrize("mask", [1, 0x20, 0x80])
def test_any_byte_that_changes_is_noticed(folder: Path, mask: int) -> None:
    path = CheckpointFolder(folder).save(IDENTITY, progress(10, 0.5), tensors(1))
    (tensors_path,) = folder.glob("*.safetensors")
    for changed in (path, tensors_path):
        sound = changed.read_bytes()
        for place in range(len(sound)):
            changed.write_bytes(flipped(sound, place, mask))
            with pytest.raises(StorageError) as caught:
                read_checkpoint(path)
            assert caught.value.code in (ErrorCode.CHECKPOINT_DAMAGED, ErrorCode.CHECKPOINT_NEWER)
        changed.write_bytes(sound)
    read_checkpoint(path)


@pytest.mark.parametrize("suffix", [".json", ".safetensors"])
@pytest.mark.parametrize("kept", [0, 20])
def test_a_file_that_was_cut_short_is_noticed(folder: Path, suffix: str, kept: int) -> None:
    path = CheckpointFolder(folder).save(IDENTITY, progress(10, 0.5), tensors(1))
    (cut,) = folder.glob(f"*{suffix}")
    cut.write_bytes(cut.read_bytes()[:kept])
    with pytest.raises(StorageError) as caught:
        read_checkpoint(path)
    assert caught.value.code is ErrorCode.CHECKPOINT_DAMAGED


def damage_newest(folder: Path) -> None:
    newest = max(folder.glob("*.safetensors"))
    newest.write_bytes(flipped(newest.read_bytes(), 300, 1))


def test_a_damaged_checkpoint_is_passed_over_for_the_one_before(folder: Path) -> None:
    checkpoints = CheckpointFolder(folder)
    checkpoints.save(IDENTITY, progress(10, 0.5), tensors(1))
    checkpoints.save(IDENTITY, progress(20, 0.5, 0.4), tensors(2))
    damage_newest(folder)
    found, passed_over = checkpoints.latest()
    assert found.progress.step == 10
    assert [error.code for error in passed_over] == [ErrorCode.CHECKPOINT_DAMAGED]
    # What is saved next counts as the newest, though the damaged one lies ahead of it.
    checkpoints.save(IDENTITY, progress(15, 0.5), tensors(3))
    assert steps_in(folder) == [10, 15]


def test_without_a_sound_checkpoint_it_says_so(folder: Path) -> None:
    checkpoints = CheckpointFolder(folder)
    with pytest.raises(StorageError) as caught:
        checkpoints.latest()
    assert caught.value.code is ErrorCode.CHECKPOINT_MISSING
    checkpoints.save(IDENTITY, progress(10), tensors(1))
    damage_newest(folder)
    with pytest.raises(StorageError) as caught:
        checkpoints.latest()
    assert caught.value.code is ErrorCode.CHECKPOINTS_ALL_DAMAGED
    assert "Start a new run in another folder" in sentence(caught.value)


def test_a_checkpoint_of_a_later_version_is_not_guessed_at(folder: Path) -> None:
    path = CheckpointFolder(folder).save(IDENTITY, progress(10), tensors(1))
    path.write_bytes(path.read_bytes().replace(b'"version":3', b'"version":4', 1))
    with pytest.raises(StorageError) as caught:
        CheckpointFolder(folder).latest()
    assert caught.value.code is ErrorCode.CHECKPOINT_NEWER


def test_a_checkpoint_cannot_name_a_file_elsewhere(folder: Path) -> None:
    path = CheckpointFolder(folder).save(IDENTITY, progress(10), tensors(1))
    plain = msgspec.json.decode(path.read_bytes())
    plain["body"]["tensors"] = "../../elsewhere.safetensors"
    body = msgspec.json.encode(plain["body"])
    plain["sha256"] = hashlib.sha256(body).hexdigest()
    path.write_bytes(msgspec.json.encode(plain))
    with pytest.raises(StorageError) as caught:
        read_checkpoint(path)
    assert caught.value.code is ErrorCode.CHECKPOINT_DAMAGED
    assert "elsewhere" in str(caught.value.facts["detail"])


@pytest.mark.parametrize("failing", [1, 2])
def test_a_disk_that_fills_up_while_saving_leaves_the_old_checkpoint(
    folder: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    checkpoints = CheckpointFolder(folder)
    checkpoints.save(IDENTITY, progress(10, 0.5), tensors(1))
    real_fsync, calls = os.fsync, iter(range(1, 100))

    def fsync(descriptor: int) -> None:
        # One file syncs itself and its folder: calls 1 and 2 are the tensors', 3 the JSON's.
        if next(calls) == 2 * failing - 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        real_fsync(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(StorageError) as caught:
        checkpoints.save(IDENTITY, progress(20, 0.5, 0.6), tensors(2))
    assert caught.value.code is ErrorCode.DISK_FULL
    assert checkpoints.latest()[0].progress.step == 10
    # Nothing half done takes room.
    assert {path.name[:15] for path in folder.iterdir()} == {"step-0000000010"}


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """Yield a file system of 64 KiB."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("only root can make a file system in memory")
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    if subprocess.run(command, check=False, capture_output=True).returncode != 0:
        pytest.skip("file systems cannot be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_truly_full_disk_leaves_the_old_checkpoint(tiny_disk: Path) -> None:
    checkpoints = CheckpointFolder(tiny_disk / "checkpoints")
    checkpoints.save(IDENTITY, progress(10, 0.5), tensors(1))
    large = {"model.0.weight": torch.ones(30_000)}
    with pytest.raises(StorageError) as caught:
        checkpoints.save(IDENTITY, progress(20, 0.5, 0.6), large)
    assert caught.value.code is ErrorCode.DISK_FULL
    assert checkpoints.latest()[0].progress.step == 10
    # Nothing half-written takes up what little room there is.
    assert len(list((tiny_disk / "checkpoints").iterdir())) == 2
    checkpoints.save(IDENTITY, progress(30, 0.5, 0.6, 0.7), tensors(3))
    assert checkpoints.latest()[0].progress.step == 30
