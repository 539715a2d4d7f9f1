"""A run from start to end: its messages, its files, its place in the store."""

from __future__ import annotations

import errno
import math
import os
import threading
from pathlib import Path
from typing import Any

import msgspec
import pytest
import torch

from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm1d
from convviz.core.layers.pad import ConstantPad2d
from convviz.core.layers.shape import Flatten
from convviz.core.network.sequential import NetworkStep
from convviz.core.optimisers.sgd import SGD
from convviz.engine.compute.module_builder import build_sequential
from convviz.engine.training import loop, run_log, setup
from convviz.engine.training.checkpoint import CheckpointFolder
from convviz.engine.training.checkpoint_file import read_checkpoint, write_checkpoint
from convviz.engine.training.driver import DriverPorts, RunDriver
from convviz.engine.training.headless import train_headless
from convviz.engine.training.metrics import BatchReport
from convviz.protocol.document import Document, WeightsFile
from convviz.protocol.document_file import read_document
from convviz.protocol.messages.trainer import (
    BatchesDone,
    CheckpointSaved,
    ContinueRun,
    EpochDone,
    LayersWatched,
    PauseRun,
    RunContinued,
    RunNotice,
    RunPaused,
    RunStarted,
    StepRun,
    TrainerReply,
)
from convviz.protocol.sentences.errors import sentence
from convviz.runs import RunStatus, default_store, list_runs, load_run
from convviz.values.weights import by_code_names, read_weights
from tests.support import small_training as small
from tests.support.small_runs import losses_of, reached, refusal, train, weights_of

NET = small.tiny_network()


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "load_dataset", lambda _name, _path: small.small_dataset())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "run"


def test_a_run_says_what_happens_in_order(folder: Path) -> None:
    ended, messages = train(small.document(), folder)
    started = messages[0]
    assert isinstance(started, RunStarted)
    assert (started.train_pictures, started.test_pictures) == (70, 30)
    assert (started.batches_per_epoch, started.epochs, started.first_step) == (5, 2, 0)
    assert started.num_params == 4 * 3 * 9 + 4 + 1440 + 10
    aside = (BatchesDone, CheckpointSaved, LayersWatched)
    others = [type(m).__name__ for m in messages if not isinstance(m, aside)]
    epoch = ["EpochDone", "EpochJudged"]
    assert others == ["RunStarted", *epoch, *epoch, "BatchWorked", "RunEnded"]
    assert len(losses_of(messages)) == 10
    # What is sent before an epoch's end belongs to it.
    cut = next(i for i, m in enumerate(messages) if isinstance(m, EpochDone))
    assert len(losses_of(messages[:cut])) == 5
    last = [m for m in messages if isinstance(m, EpochDone)][-1]
    assert ended.outcome == "finished"
    assert (ended.step, ended.epochs_done) == (10, 2)
    assert reached(ended).validation_accuracy == last.epoch.validation_accuracy
    assert ended.seconds > 0


def test_a_checkpoint_is_told_of_when_it_can_be_gone_on_from(folder: Path) -> None:
    saved: list[tuple[int, int]] = []

    def look(message: TrainerReply) -> None:
        if isinstance(message, CheckpointSaved):
            progress = read_checkpoint(Path(message.path)).progress
            assert (progress.step, len(progress.epochs)) == (message.step, message.epoch)
            saved.append((message.step, message.epoch))

    train_headless(small.document(), folder, on_message=look)
    assert saved == [(5, 1), (10, 2)]


def test_training_goes_on_while_a_checkpoint_is_written_and_does_not_change_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The writing of epoch 1 waits until epoch 2 has begun, and holds epoch 1 all the same."""
    straight = folder.with_name("straight")
    train(small.document(epochs=1), straight)
    expected = CheckpointFolder(straight / "checkpoints").latest()[0]
    goes_on = threading.Event()

    def write(*arguments: Any) -> Path:
        assert goes_on.wait(60)
        return write_checkpoint(*arguments)

    def look(message: TrainerReply) -> None:
        if isinstance(message, BatchesDone) and message.first_step + len(message.losses) > 8:
            goes_on.set()

    monkeypatch.setattr("convviz.engine.training.checkpoint.write_checkpoint", write)
    monkeypatch.setattr(BatchReport, "is_due", True)
    train_headless(small.document(), folder, on_message=look)
    found = read_checkpoint(folder / "checkpoints" / "step-0000000005.json")
    assert found.progress.epochs[0].validation_loss == expected.progress.epochs[0].validation_loss
    assert found.tensors.keys() == expected.tensors.keys()
    assert all(torch.equal(found.tensors[n], t) for n, t in expected.tensors.items())


def test_the_result_is_the_weights_with_the_network_beside_them(folder: Path) -> None:
    document = small.document(small.varied_network())
    ended, _ = train(document, folder)
    beside = read_document(folder / "network.convviz")
    assert beside.network.steps == document.network.steps
    assert beside.network.weights == WeightsFile("weights.safetensors", ended.sha256)
    weights = read_weights(
        folder / beside.network.weights.path,
        sha256=beside.network.weights.sha256,
        network=beside.network,
    )
    module = build_sequential(document.network.steps, document.network.input_shape)
    module.load_state_dict({name: torch.tensor(array) for name, array in weights.items()})
    assert Path(ended.weights) == (folder / "weights.safetensors").absolute()


def test_the_store_knows_the_run(folder: Path) -> None:
    ended, messages = train(small.document(), folder)
    (summary,) = list_runs()
    assert summary.status is RunStatus.FINISHED
    assert summary.folder == folder
    assert (summary.step, summary.epochs_done, summary.sha256) == (10, 2, ended.sha256)
    record = load_run(summary.id)
    assert record.steps == tuple(range(1, 11))
    assert list(record.losses) == losses_of(messages)
    assert record.epochs[-1].validation_accuracy == reached(ended).validation_accuracy


def test_pause_step_and_continue_take_effect_after_the_batch_in_hand(folder: Path) -> None:
    script = {
        3: PauseRun(),
        4: None,
        5: StepRun(),
        6: None,
        7: ContinueRun(),
    }
    commands = small.Script(script.get)
    _, messages = train(small.document(epochs=1), folder, commands=commands)
    seen = [
        (type(m).__name__, m.step) for m in messages if isinstance(m, (RunPaused, RunContinued))
    ]
    assert seen == [("RunPaused", 2), ("RunPaused", 3), ("RunContinued", 3)]
    first = next(i for i, m in enumerate(messages) if isinstance(m, RunPaused))
    assert len(losses_of(messages[:first])) == 2
    assert len(losses_of(messages)) == 5


def test_a_loss_that_is_no_number_at_once_blames_no_learning_rate(folder: Path) -> None:
    document = small.document()
    padding = NetworkStep(ConstantPad2d(1, -math.inf))
    steps = (
        padding,
        NetworkStep(Conv2d(3, 1, 3)),
        NetworkStep(Flatten()),
        NetworkStep(Linear(1024, 10)),
    )
    network = msgspec.structs.replace(document.network, steps=steps)

    ended, _ = train(msgspec.structs.replace(document, network=network), folder)

    assert ended.outcome == "diverged"
    assert ended.reason is not None
    assert ended.reason.code == ErrorCode.OUTPUT_NOT_FINITE_AT_ONCE
    assert "learning rate" not in sentence(ended.reason.error())


def test_a_run_whose_loss_is_no_number_keeps_its_last_good_weights(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_checked = loop._checked

    def poison(losses: Any) -> Any:
        broken = [broken_loss(one) if one.step == 7 else one for one in losses]
        return real_checked(broken)

    def broken_loss(one: Any) -> Any:
        return type(one)(one.step, math.nan, one.pictures)

    monkeypatch.setattr(loop, "_checked", poison)
    ended, messages = train(small.document(), folder)
    assert ended.outcome == "diverged"
    assert ended.reason is not None
    assert ended.reason.code == ErrorCode.LOSS_NOT_FINITE
    assert ended.reason.facts["step"] == 7
    assert math.isnan(losses_of(messages)[-1])
    checkpoint = CheckpointFolder(folder / "checkpoints").latest()[0]
    assert checkpoint.progress.step == 5
    tensors = by_code_names(setup.result_tensors(checkpoint), small.document().network)
    good = {n: t.numpy().tobytes() for n, t in tensors.items()}
    assert weights_of(folder) == good
    (summary,) = list_runs()
    assert summary.status is RunStatus.DIVERGED
    assert summary.problem is not None
    assert math.isnan(load_run(summary.id).losses[-1])


def test_a_run_that_diverges_at_once_has_no_result(folder: Path) -> None:
    network = small.network(Flatten(), Linear(3072, 8), Linear(8, 10))
    ended, _ = train(small.document(network, optimiser=SGD(lr=1e30)), folder)
    assert (ended.outcome, ended.weights) == ("diverged", "")
    assert not (folder / "weights.safetensors").exists()


class FullDisk:
    """Refuses to write checkpoints and results while it is full."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_full = False
        real_fsync = os.fsync

        def fsync(descriptor: int) -> None:
            if self.is_full:
                raise OSError(errno.ENOSPC, "No space left on device")
            real_fsync(descriptor)

        monkeypatch.setattr(os, "fsync", fsync)


def test_a_full_disk_does_not_end_the_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = FullDisk(monkeypatch)
    messages: list[TrainerReply] = []

    def look(message: TrainerReply) -> None:
        messages.append(message)
        if isinstance(message, CheckpointSaved) and message.epoch == 1:
            disk.is_full = True
        elif isinstance(message, RunNotice):
            disk.is_full = False

    ended = train_headless(small.document(epochs=4), folder, on_message=look)
    saved = [m.epoch for m in messages if isinstance(m, CheckpointSaved)]
    # Checkpoints are written beside the training, and told a little later: which of those between
    # met the full disk, and whether more than one did, is the disk's affair.
    assert (saved[0], saved[-1]) == (1, 4)
    assert len(saved) < 4
    notices = [m.problem for m in messages if isinstance(m, RunNotice)]
    assert {notice.code for notice in notices} == {ErrorCode.DISK_FULL}
    assert ended.outcome == "finished"


def test_a_disk_that_stays_full_fails_the_run_but_keeps_what_was_saved(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = FullDisk(monkeypatch)

    def look(message: TrainerReply) -> None:
        disk.is_full = disk.is_full or isinstance(message, CheckpointSaved)

    with pytest.raises(ConvVizError) as caught:
        train_headless(small.document(epochs=3), folder, on_message=look)
    assert caught.value.code is ErrorCode.DISK_FULL
    # The first is told a little after it was written: another may be on its way by then.
    assert CheckpointFolder(folder / "checkpoints").latest()[0].progress.step in {5, 10}
    assert list_runs()[0].status is RunStatus.FAILED


def test_a_checkpoint_is_saved_within_an_epoch_when_it_takes_long(folder: Path) -> None:
    run = setup.prepare_run(small.document(epochs=1), folder, resume=False)
    steps: list[int] = []
    real_save = run.checkpoints.save

    def save(identity: Any, progress: Any, tensors: Any) -> Path:
        steps.append(progress.step)
        return real_save(identity, progress, tensors)

    run.checkpoints.save = save  # type: ignore[method-assign]
    ports = DriverPorts(lambda _m: None, small.Script(lambda _n: None), default_store(), 0.0)
    RunDriver(run, ports).train()
    assert steps[:5] == [1, 2, 3, 4, 5]


def test_a_broken_list_of_runs_is_told_and_training_goes_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_log, "LAST_PAUSES", ())
    default_store().parent.mkdir(parents=True)
    default_store().write_bytes(b"no database" * 1000)
    ended, messages = train(small.document(epochs=1), folder)
    started = messages[0]
    assert isinstance(started, RunStarted)
    assert [notice.code for notice in started.notices] == [ErrorCode.RUN_STORE_BROKEN]
    assert ended.outcome == "finished"
    assert default_store().read_bytes() == b"no database" * 1000
    assert list_runs()[0].status is RunStatus.FINISHED


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (small.document(small.network(Linear(32, 10))), ErrorCode.NETWORK_OUTPUT_DIFFERS),
        (small.document(small.network(Flatten(), Linear(3072, 9))),
         ErrorCode.NETWORK_OUTPUT_DIFFERS),
        (small.document(small.network(Flatten(), Linear(3000, 10))), ErrorCode.FEATURES_DIFFER),
        (small.document(small.network(Flatten())), ErrorCode.NOTHING_TO_TRAIN),
        (small.document(msgspec.structs.replace(NET, input_shape=(3, 28, 28))),
         ErrorCode.FEATURES_DIFFER),
        (small.document(device="cuda:99"), ErrorCode.DEVICE_MISSING),
        (small.document(optimiser=SGD(nesterov=True)), ErrorCode.NESTEROV_NEEDS_MOMENTUM),
        (small.document(optimiser=SGD(lr=-1.0)), ErrorCode.OUT_OF_RANGE),
        (small.document(small.network(Conv2d(3, 2**40, 1), Flatten(), Linear(2**50, 10))),
         ErrorCode.NOT_ENOUGH_MEMORY),
        # 70 pictures in batches of 23 end with a single one.
        (small.document(small.network(Flatten(), Linear(3072, 10), BatchNorm1d(10)),
                        batch_size=23), ErrorCode.LAST_BATCH_OF_ONE),
    ],
)  # fmt: skip
def test_what_cannot_be_trained_is_refused_with_its_reason(
    folder: Path, document: Document, code: ErrorCode
) -> None:
    assert refusal(document, folder).code is code
    assert not folder.exists()
    assert list_runs() == ()
