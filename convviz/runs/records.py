"""What the run store knows of a run as a whole; its epochs are ``protocol.records``'."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from convviz.protocol.messages.common import Problem
from convviz.protocol.messages.trainer import BatchWorked, LayersWatched
from convviz.protocol.records import EpochRecord, RateStep, SettingChange


class RunStatus(StrEnum):
    """How a run stands."""

    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"
    DIVERGED = "diverged"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    """Its process was killed: the store says running, but nobody is."""


@dataclass(frozen=True, slots=True)
class RunStart:
    """What is known when a run starts or goes on.

    Attributes:
        folder: Its folder, without links: its one name, for there is one run a folder.
        document: The document's JSON text.
        dataset: "shapes10" or "cifar10".
        device: Where it is trained.
        epochs_planned: Passes over the training pictures.
        batches_per_epoch: Batches in each.
        num_params: Trained numbers of the network.
        step: Batches done before: 0, or more when a run goes on.
        epochs: Epochs finished before.
        changes: Settings that were changed in these, in order.
    """

    folder: Path
    document: bytes
    dataset: str
    device: str
    epochs_planned: int
    batches_per_epoch: int
    num_params: int
    step: int = 0
    epochs: tuple[EpochRecord, ...] = ()
    changes: tuple[SettingChange, ...] = ()


@dataclass(frozen=True, slots=True)
class RunSummary:
    """A run in the list of runs.

    Attributes:
        id: Its number in the store.
        folder: Its folder.
        status: How it stands.
        started: When it was first started, UTC.
        updated: When its process last gave a sign of life, UTC.
        dataset: "shapes10" or "cifar10".
        device: Where it was trained last.
        epochs_planned: Passes over the training pictures.
        epochs_done: Of these, finished and measured.
        batches_per_epoch: Batches in each.
        num_params: Trained numbers of the network.
        step: Batches done.
        seconds: Time spent, pauses left out.
        last: The last finished epoch; None before the first.
        best: The best epoch, by the rule of ``best_epoch``; None before the first.
        weights: The result's file; empty if there is none.
        sha256: Of that file.
        problem: Why it failed or diverged.
        notes: What a person wrote beside it.
        tags: Likewise, each a word or two.
        network: What its network is made of, in short; "" if its document cannot be read.
        optimiser: Its optimiser, in short; likewise.
        words: What else of its document can be searched: names of layers, loss, schedule.
        host: The computer that trained it last.
    """

    id: int
    folder: Path
    status: RunStatus
    started: datetime
    updated: datetime
    dataset: str
    device: str
    epochs_planned: int
    epochs_done: int
    batches_per_epoch: int
    num_params: int
    step: int
    seconds: float
    last: EpochRecord | None
    best: EpochRecord | None
    weights: str
    sha256: str
    problem: Problem | None
    notes: str = ""
    tags: tuple[str, ...] = ()
    network: str = ""
    optimiser: str = ""
    words: str = ""
    host: str = ""


@dataclass(frozen=True, slots=True)
class RunRecord:
    """Everything that the store knows of one run.

    Attributes:
        summary: As in the list.
        document: The document's JSON text, as it was trained.
        steps: Numbers of the batches whose losses are known, ascending, counted from 1.
        losses: The loss of each of them; NaN where it was no number.
        epochs: The finished epochs, in order.
        changes: The settings that were changed on the way, in order.
        layers: What was kept of its layers, batch by batch, the newest with its histograms.
        batch: Its last batch in numbers; None if it was not kept.
        rates: The learning rate of each batch that had another one than the batch before. Of
            older runs as far as it follows from their settings, NaN from where it does not.
    """

    summary: RunSummary
    document: bytes
    steps: tuple[int, ...]
    losses: tuple[float, ...]
    epochs: tuple[EpochRecord, ...]
    changes: tuple[SettingChange, ...]
    layers: tuple[LayersWatched, ...] = ()
    batch: BatchWorked | None = None
    rates: tuple[RateStep, ...] = ()
