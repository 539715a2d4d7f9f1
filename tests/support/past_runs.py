"""Runs of earlier sessions in a store, as a trainer leaves them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import safetensors.numpy

from convviz.protocol.document_file import encode_document
from convviz.protocol.records import EpochRecord, SettingChange
from convviz.runs import RunStart, RunStatus, RunWriter
from convviz.runs.liveness import LOCK_NAME
from convviz.values.weights import weight_shapes

if TYPE_CHECKING:
    from convviz.protocol.document import Document

BATCHES_PER_EPOCH = 10


def leave_run(
    runs: Path,
    name: str,
    document: Document,
    *,
    status: RunStatus | None = None,
    batches: int = 14,
    epochs: int = 3,
) -> Path:
    """Leave a run with a checkpoint in a folder of runs and return its folder.

    Args:
        runs: The folder, with the store in it.
        name: The run's own folder.
        document: What it trained.
        status: How it ended, with a result; None: it was cut off.
        batches: How many were done; a tenth of them are epochs, rounded down.
        epochs: How many were planned.
    """
    folder = runs / name
    (folder / "checkpoints").mkdir(parents=True)
    (folder / "checkpoints" / f"step-{batches:010}.json").write_text("{}")
    (folder / LOCK_NAME).touch()
    start = RunStart(
        folder=folder,
        document=encode_document(document),
        dataset=document.training.dataset.key,
        device="cpu",
        epochs_planned=epochs,
        batches_per_epoch=BATCHES_PER_EPOCH,
        num_params=1234,
    )
    writer = RunWriter.start(runs / "runs.sqlite", start)
    writer.add_batches(1, [2.3 - 0.01 * number for number in range(batches)])
    for epoch in range(1, batches // BATCHES_PER_EPOCH + 1):
        writer.add_epoch(
            EpochRecord(epoch, BATCHES_PER_EPOCH * epoch, 2.0, 1.9, 0.3 + 0.1 * epoch, 5.0)
        )
    writer.add_change(SettingChange(batches, "lr", 0.005))
    if status is not None:
        data = _weights(document)
        weights = folder / "weights.safetensors"
        weights.write_bytes(data)
        writer.set_weights(weights, hashlib.sha256(data).hexdigest())
        writer.finish(status, batches, 12.0)
    writer.close()
    return folder


def _weights(document: Document) -> bytes:
    arrays = {
        name: np.linspace(-1, 1, int(np.prod(shape)), dtype=np.float32).reshape(shape)
        for name, shape in weight_shapes(document.network).items()
    }
    return safetensors.numpy.save(arrays)
