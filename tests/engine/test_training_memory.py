"""Want of memory while training: how much it was, and a batch size that fits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import torch

from convviz.core.errors import ComputeError, ErrorCode
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.summary import summarise
from convviz.engine.compute import memory
from convviz.engine.compute.memory import estimate_training_bytes, fitting_batch_size
from convviz.engine.training import out_of_memory, setup
from convviz.engine.training.headless import train_headless
from convviz.engine.training.out_of_memory import tried_bytes
from convviz.protocol.messages.trainer import EpochDone, TrainerReply
from convviz.protocol.sentences.errors import sentence
from convviz.runs import RunStatus, list_runs
from tests.support import small_training as small
from tests.support.small_runs import refusal, train

if TYPE_CHECKING:
    from collections.abc import Callable

LARGE = small.network(Conv2d(3, 64, 3, padding=1), MaxPool2d(4), Flatten(), Linear(4096, 10))
CUDA = (
    "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 15.77 GiB of "
    "which 1.25 GiB is free. Including non-PyTorch memory, this process has 14.5 GiB in use."
)


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "load_dataset", lambda _name, _path: small.small_dataset())


def fails_with(monkeypatch: pytest.MonkeyPatch, fail: Callable[[], object]) -> None:
    """Have the loss of every batch find no memory."""
    monkeypatch.setattr(torch.nn.CrossEntropyLoss, "forward", lambda *_: fail())


def no_cuda_memory() -> None:
    raise torch.OutOfMemoryError(CUDA)


def has_memory(monkeypatch: pytest.MonkeyPatch, taken: int, room: int) -> None:
    monkeypatch.setattr(out_of_memory, "_taken_and_room", lambda _device: (taken, room))


def needed_for(batch_size: int) -> int:
    document = small.document(LARGE)
    summary = summarise(infer_sequential(LARGE.steps, LARGE.input_shape))
    return estimate_training_bytes(summary, batch_size, document.training)


def test_a_gpu_without_memory_is_told_with_what_was_needed_and_what_fits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails_with(monkeypatch, no_cuda_memory)
    has_memory(monkeypatch, 14 << 30, 15 << 30)
    error = refusal(small.document(LARGE, batch_size=64), tmp_path / "run")
    assert error.code is ErrorCode.BATCH_OUT_OF_MEMORY
    assert (error.facts["batch_size"], error.facts["fits"]) == (64, 32)
    assert error.facts["needed"] == 16 << 30
    told = sentence(error)
    assert "a batch of 64 pictures needs more than 17.2 GB" in told
    assert "room for 16.1 GB" in told
    assert "Train in batches of 32" in told
    (run,) = list_runs()
    assert run.status is RunStatus.FAILED
    assert run.problem is not None
    assert run.problem.code == ErrorCode.BATCH_OUT_OF_MEMORY


def test_much_less_memory_than_a_batch_needs_leads_to_a_much_smaller_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails_with(monkeypatch, lambda: torch.empty(2**50))
    has_memory(monkeypatch, 0, needed_for(12))
    monkeypatch.setattr(out_of_memory, "tried_bytes", lambda _message: 0)
    error = refusal(small.document(LARGE, batch_size=64), tmp_path / "run")
    assert (error.code, error.facts["device"]) == (ErrorCode.BATCH_OUT_OF_MEMORY, "cpu")
    assert error.facts["fits"] == 8
    assert needed_for(8) < 0.9 * needed_for(12)


def test_where_not_one_picture_fits_no_batch_size_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The real allocator: this is more than any computer has.
    fails_with(monkeypatch, lambda: torch.empty(2**50))
    error = refusal(small.document(LARGE, batch_size=64), tmp_path / "run")
    assert error.code is ErrorCode.OUT_OF_MEMORY
    assert "smaller batch, input or network" in sentence(error)


def test_after_want_of_memory_the_run_can_go_on_from_what_was_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "run"
    has_memory(monkeypatch, 14 << 30, 15 << 30)

    with monkeypatch.context() as patch:

        def look(message: TrainerReply) -> None:
            if isinstance(message, EpochDone):
                fails_with(patch, no_cuda_memory)

        with pytest.raises(ComputeError):
            train_headless(small.document(), folder, on_message=look)
    ended, _ = train(small.document(), folder, resume=True)
    assert (ended.outcome, ended.epochs_done) == ("finished", 2)


def test_want_of_memory_before_the_first_batch_is_told_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(*_: Any, **__: Any) -> None:
        raise torch.OutOfMemoryError(CUDA)

    monkeypatch.setattr(setup, "build_sequential", build)
    error = refusal(small.document(), tmp_path / "run")
    assert (error.code, error.facts["device"]) == (ErrorCode.OUT_OF_MEMORY, "cuda")
    assert not (tmp_path / "run").exists()


def test_a_batch_that_cannot_fit_is_not_tried_and_one_that_fits_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "available_memory", lambda: needed_for(20))
    error = refusal(small.document(LARGE, batch_size=64), tmp_path / "run")
    assert (error.code, error.facts["fits"]) == (ErrorCode.BATCH_TOO_LARGE, 8)
    assert "Batches of 8 fit" in sentence(error)
    fits = small.document(LARGE, batch_size=8, epochs=1)
    assert train(fits, tmp_path / "run")[0].outcome == "finished"


CPU = (
    "[enforce fail] . DefaultCPUAllocator: can't allocate memory: you tried to allocate "
    "4503599627370496 bytes. Error code 12 (Cannot allocate memory)"
)
METAL = (
    "MPS backend out of memory (MPS allocated: 8.0 GB). Tried to allocate 256.00 MB on private "
    "pool."
)
CUBLAS = "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"


@pytest.mark.parametrize(
    ("message", "expected"), [(CUDA, 2 << 30), (CPU, 1 << 52), (METAL, 256 << 20), (CUBLAS, 0)]
)
def test_what_torch_tried_to_allocate_is_read_from_its_message(message: str, expected: int) -> None:
    assert tried_bytes(message) == expected


def test_a_batch_of_one_has_nothing_smaller() -> None:
    summary = summarise(infer_sequential(LARGE.steps, LARGE.input_shape))
    training = small.document().training
    assert fitting_batch_size(summary, 1, training, 1 << 50) == 0
    assert fitting_batch_size(summary, 100, training, 1 << 50) == 32
    assert fitting_batch_size(summary, 100, training, 1000) == 0
