"""From a document to a run that is ready to start, or the one reason why it cannot."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import msgspec
import torch

from convviz.core.errors import ConvVizError, DocumentError, ErrorCode, StorageError
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.summary import NetworkSummary, summarise
from convviz.engine.compute.devices import resolve_device
from convviz.engine.compute.module_builder import build_sequential
from convviz.engine.datasets.dataset import Dataset
from convviz.engine.datasets.kept import kept_dataset
from convviz.engine.datasets.registry import data_path_of, load_dataset
from convviz.engine.datasets.spread import PixelSpread, spread_of
from convviz.engine.soundness import finding
from convviz.engine.training.adjusting import put_to_work
from convviz.engine.training.averaging import WeightAverage
from convviz.engine.training.batch_size import check_batches
from convviz.engine.training.batches import PictureSet
from convviz.engine.training.checkpoint import CheckpointFolder
from convviz.engine.training.initialising import (
    freeze,
    given_weights,
    initialise,
    take_given,
    whiten,
)
from convviz.engine.training.loop import Plan, TrainingLoop
from convviz.engine.training.loss_function import build_loss
from convviz.engine.training.optimisers import (
    build_optimiser,
    optimiser_tensors,
    restore_optimiser,
)
from convviz.engine.training.progress import TrainingProgress
from convviz.engine.training.rate_schedule import RateSchedule
from convviz.engine.training.result import WEIGHTS_NAME
from convviz.engine.training.run_identity import RunIdentity, identity_of
from convviz.engine.training.sharing import (
    check_shares,
    check_smallest_share,
    device_of_worker,
    notices_of_sharing,
    synchronised,
)
from convviz.engine.training.workers import ALONE, Workers
from convviz.protocol.document import Document, Training, check_training
from convviz.protocol.document_file import decode_document
from convviz.protocol.run_settings import scheduled_epochs
from convviz.protocol.run_start import with_start_noted, with_start_of
from convviz.protocol.soundness import ways_of
from convviz.protocol.trainability import check_training_parts

if TYPE_CHECKING:
    from convviz.engine.training.checkpoint_file import Checkpoint
    from convviz.values.weights import StateDict

_CHECKPOINTS_NAME = "checkpoints"
_KERNEL_AXES = 4
"""Of a two-dimensional convolution: out_channels, in_channels, height, width."""
_MODEL, _OPTIMISER, _RATES = "model.", "optimiser.", "rates."
_AVERAGE, _PRECISION = "average.", "precision."


@dataclass(frozen=True, slots=True)
class Run:
    """A run that is ready to start.

    Attributes:
        document: As given.
        folder: The run's folder.
        dataset: The pictures, as they were loaded.
        plan: What stays the same.
        loop: Stands where the run begins, or goes on.
        identity: What a checkpoint must match.
        checkpoints: Where they are.
        num_params: Trained numbers.
        notices: What is worth knowing at the start: damaged checkpoints that were passed over,
            and what differs because several processes train.
        rates: Moves the learning rate; None if nothing does.
    """

    document: Document
    folder: Path
    dataset: Dataset
    plan: Plan
    loop: TrainingLoop
    identity: RunIdentity
    checkpoints: CheckpointFolder
    num_params: int
    notices: tuple[ConvVizError, ...] = ()
    rates: RateSchedule | None = None

    def tensors(self) -> dict[str, torch.Tensor]:
        """Return what a checkpoint keeps of the model, its average, optimiser and schedule."""
        model = {f"{_MODEL}{n}": t for n, t in self.loop.model.state_dict().items()}
        optimiser = optimiser_tensors(self.loop.optimiser)
        rates = {} if self.rates is None else self.rates.tensors()
        average = self.loop.average
        averaged = {} if average is None else average.model.state_dict()
        return (
            model
            | {f"{_AVERAGE}{n}": t for n, t in averaged.items()}
            | {f"{_OPTIMISER}{n}": t for n, t in optimiser.items()}
            | {f"{_RATES}{n}": t for n, t in rates.items()}
            | {f"{_PRECISION}{n}": t for n, t in self.loop.precision.tensors().items()}
        )


Found: TypeAlias = "tuple[Checkpoint, tuple[StorageError, ...]] | None"
"""A checkpoint to go on from, with why newer ones were passed over; None for a run that begins."""


def prepare_run(document: Document, folder: Path, *, resume: bool) -> Run:
    """Check a document, load its data, build its network, and restore the last checkpoint.

    Args:
        document: Its network and its training settings are used.
        folder: For checkpoints and the result. Nothing is written yet.
        resume: Go on from the folder's last checkpoint.

    Raises:
        ConvVizError: the first reason why the run cannot start. Of this module:
            NETWORK_INPUT_DIFFERS, NETWORK_OUTPUT_DIFFERS, NOT_ENOUGH_MEMORY, RUN_FOLDER_TAKEN,
            CHECKPOINT_MISSING, CHECKPOINT_DAMAGED, CHECKPOINT_DIFFERS,
            CHECKPOINT_OTHER_PICTURES. Further: those of the network's first failing layer, of the
            data set, of the device and of the settings.
    """
    check_training(document.training)
    return build_run(document, folder, find_checkpoint(folder, resume=resume))


def find_checkpoint(folder: Path, *, resume: bool) -> Found:
    """Return where a run goes on; None for a run that begins, in a folder without another.

    Raises:
        StorageError: RUN_FOLDER_TAKEN, CHECKPOINT_MISSING, CHECKPOINTS_ALL_DAMAGED,
            CHECKPOINT_NEWER, FILE_UNREADABLE.
    """
    checkpoints = CheckpointFolder(folder / _CHECKPOINTS_NAME)
    if resume:
        return checkpoints.latest()
    if checkpoints.holds_any() or (folder / WEIGHTS_NAME).exists():
        raise StorageError(ErrorCode.RUN_FOLDER_TAKEN, path=str(folder))
    return None


def holds_checkpoints(folder: Path) -> bool:
    """Return whether a folder has a checkpoint, sound or not."""
    return CheckpointFolder(folder / _CHECKPOINTS_NAME).holds_any()


def build_run(
    document: Document, folder: Path, newest: Found, workers: Workers = ALONE, local_rank: int = 0
) -> Run:
    """Load the data, build the network, and stand where a checkpoint stands.

    Args:
        document: Its network and its training settings are used.
        folder: For checkpoints and the result. Nothing is written yet.
        newest: Where the run goes on.
        workers: Who trains.
        local_rank: Which worker of this machine this is, and so which GPU it takes.

    Raises:
        ConvVizError: As of :func:`prepare_run`.
    """
    training = document.training
    check_training(training)
    checkpoints = CheckpointFolder(folder / _CHECKPOINTS_NAME)
    check_shares(training, workers)
    device = (
        resolve_device(training.device)
        if workers.count == 1
        else device_of_worker(training.device, local_rank)
    )
    check_soundness(training, device)
    if training.threads is not None:
        torch.set_num_threads(training.threads)
    if newest is not None:
        document = _with_length_of(newest[0], document)
        training = document.training
    given = given_weights(document) if newest is None else None
    dataset = kept_dataset(training.dataset, data_path_of(training), load_dataset)
    summary = _check_network(document, dataset, device, workers)
    document, identity = _recorded(document, dataset, newest)
    spread = spread_of(dataset.train_images) if training.normalise else None
    begun = _begun(document, dataset, spread, given, is_new=newest is None)
    model: torch.nn.Module = begun.to(device)
    is_by_pixel = device.type == "cpu" if training.channels_last is None else training.channels_last
    if is_by_pixel:
        lay_channels_last(model)
    model = synchronised(model, device, workers)
    averaging = training.averaging
    average = None if averaging is None else WeightAverage(averaging, model)
    optimiser = build_optimiser(training.optimiser, model.parameters())
    progress = TrainingProgress()
    if newest is not None:
        progress = newest[0].progress
        _restore(newest[0], model, optimiser, average)
        put_to_work(optimiser, progress.changes)
    plan = Plan(
        train=PictureSet(
            dataset.train_images,
            dataset.train_labels,
            device,
            spread,
            channels_last=is_by_pixel,
        ),
        test=PictureSet(
            dataset.test_images, dataset.test_labels, device, spread, channels_last=is_by_pixel
        ),
        batch_size=training.batch_size,
        epochs=training.epochs,
        seed=training.seed,
        device=device,
        augmentation=training.augmentation if training.augmentation.changes_anything else None,
        workers=workers,
        clipping=training.clipping,
        is_compiled=training.compiled,
        precision=training.precision,
    )
    loss = build_loss(training.loss).to(device)
    rates = _rates(training, optimiser, plan, progress)
    loop = TrainingLoop(model, optimiser, loss, plan, progress, rates, average)
    if newest is not None:
        loop.precision.restore(_with_prefix(newest[0].tensors, _PRECISION))
        if rates is not None:
            rates.restore(_with_prefix(newest[0].tensors, _RATES))
    return Run(
        document=document,
        folder=folder,
        dataset=dataset,
        plan=plan,
        loop=loop,
        identity=identity,
        checkpoints=checkpoints,
        num_params=summary.num_params,
        notices=(
            *(() if newest is None else newest[1]),
            *notices_of_sharing(document.network, device, workers),
        ),
        rates=rates,
    )


def check_soundness(training: Training, device: torch.device) -> None:
    """Refuse a way to compute that this computer has not, as a throw-away process found out.

    Raises:
        ComputeError: ARITHMETIC_STOPS, ARITHMETIC_REFUSED, ARITHMETIC_WRONG, ARITHMETIC_SLOW.
    """
    for way in ways_of(training):
        found = finding(str(device), way)
        if not found.is_sound:
            raise found.error(way, str(device))


def _begun(
    document: Document,
    dataset: Dataset,
    spread: PixelSpread | None,
    given: StateDict | None,
    *,
    is_new: bool,
) -> torch.nn.Sequential:
    """Return the network with the weights that a run begins with; one that goes on has its own."""
    network, training = document.network, document.training
    model = build_sequential(network.steps, network.input_shape, seed=training.seed)
    if given is not None:
        take_given(model, given)
    elif is_new:
        initialise(model, training)
        whiten(model, training, dataset, spread)
    freeze(model, training.whitening)
    return model


def _rates(
    training: Training, optimiser: torch.optim.Optimizer, plan: Plan, progress: TrainingProgress
) -> RateSchedule | None:
    """Return what moves the learning rate, standing where the run stands; None if nothing does."""
    if training.schedule is None:
        return None
    batches = training.scheduled_epochs * plan.batches_per_epoch
    rates = RateSchedule(training.schedule, optimiser, batches)
    measured = [(epoch.validation_loss, epoch.validation_accuracy) for epoch in progress.epochs]
    rates.take_up(progress.step, measured)
    return rates


def result_tensors(checkpoint: Checkpoint) -> dict[str, torch.Tensor]:
    """Return the weights that a run which ended at a checkpoint would save, by their names.

    They are the average of the weights where there is one.
    """
    averaged = _with_prefix(checkpoint.tensors, _AVERAGE)
    return averaged or _with_prefix(checkpoint.tensors, _MODEL)


def lay_channels_last(model: torch.nn.Module) -> None:
    """Lay kernels out as the pictures are; their values and names stay."""
    for parameter in model.parameters():
        if parameter.ndim == _KERNEL_AXES:
            parameter.data = parameter.data.contiguous(memory_format=torch.channels_last)


def _check_network(
    document: Document, dataset: Dataset, device: torch.device, workers: Workers = ALONE
) -> NetworkSummary:
    """Return what the network costs; refuse what would fail at some batch of the run."""
    network, batch_size = document.network, document.training.batch_size
    count = len(dataset.train_labels)
    result = infer_sequential(network.steps, network.input_shape)
    if result.failure is not None:
        raise result.failure.error
    expected = dataset.picture_shape
    if network.input_shape != expected:
        raise ConvVizError(
            ErrorCode.NETWORK_INPUT_DIFFERS, shape=network.input_shape, expected=expected
        )
    shape, classes = result.output_shape, len(dataset.class_names)
    if len(shape) != 1 or shape[0] < classes:
        raise ConvVizError(ErrorCode.NETWORK_OUTPUT_DIFFERS, shape=shape, classes=classes)
    if result.returns_indices:
        raise ConvVizError(ErrorCode.TRAINS_NO_TUPLE, layer=result.rows[-1].layer.type_name())
    summary = summarise(result)
    check_batches(document, summary, (count,), batch_size, device)
    smallest = count % batch_size or min(batch_size, count)
    check_smallest_share(network, (min(batch_size, count), smallest), workers)
    batches = math.ceil(count / batch_size) * document.training.scheduled_epochs
    check_training_parts(document.training, result, batches)
    return summary


def _with_length_of(checkpoint: Checkpoint, document: Document) -> Document:
    """Return a document that trains a run longer without drawing out the schedule it has."""
    try:
        known = decode_document(checkpoint.identity.document.encode())
    except DocumentError:
        return document  # told by who compares them
    training, length = document.training, scheduled_epochs(known.training)
    if length is None or training.schedule_epochs is not None or training.epochs <= length:
        return document
    training = msgspec.structs.replace(training, schedule_epochs=length)
    return msgspec.structs.replace(document, training=training)


def _recorded(document: Document, dataset: Dataset, newest: Found) -> tuple[Document, RunIdentity]:
    """Return a document that says what its run began with, and the identity of that run.

    Raises:
        StorageError: As of `_check_identity`.
    """
    identity = identity_of(document, dataset)
    if newest is not None:
        _check_identity(newest[0], identity, document.training)
        document = with_start_of(document, newest[0].identity.decoded())
    document = with_start_noted(document)
    return document, identity.saying(document)


def _check_identity(checkpoint: Checkpoint, identity: RunIdentity, training: Training) -> None:
    """Refuse to go on with another run.

    Raises:
        StorageError: CHECKPOINT_DIFFERS, CHECKPOINT_OTHER_PICTURES, CHECKPOINT_DAMAGED,
            CHECKPOINT_NEWER.
    """
    path = str(checkpoint.path)
    try:
        different = identity.differences(checkpoint.identity)
    except DocumentError as error:
        if error.code is ErrorCode.DOCUMENT_NEWER:
            facts = {name: error.facts[name] for name in ("version", "supported")}
            raise StorageError(ErrorCode.CHECKPOINT_NEWER, path=path, **facts) from error
        detail = f"its settings cannot be read: {error}"[:200]
        raise StorageError(ErrorCode.CHECKPOINT_DAMAGED, path=path, detail=detail) from error
    folder = str(checkpoint.path.parent.parent)
    if different == ("pictures",):
        place = training.data_path or training.dataset.title
        raise StorageError(ErrorCode.CHECKPOINT_OTHER_PICTURES, path=folder, place=place)
    if different:
        settings = ", ".join(different)
        raise StorageError(ErrorCode.CHECKPOINT_DIFFERS, path=folder, settings=settings)


def _restore(
    checkpoint: Checkpoint,
    model: torch.nn.Module,
    optimiser: torch.optim.Optimizer,
    average: WeightAverage | None,
) -> None:
    try:
        model.load_state_dict(_with_prefix(checkpoint.tensors, _MODEL))
        if average is not None:
            average.model.load_state_dict(_with_prefix(checkpoint.tensors, _AVERAGE))
        restore_optimiser(optimiser, _with_prefix(checkpoint.tensors, _OPTIMISER))
    except (RuntimeError, ValueError) as error:
        raise StorageError(
            ErrorCode.CHECKPOINT_DAMAGED, path=str(checkpoint.path), detail=str(error)[:200]
        ) from error


def _with_prefix(tensors: dict[str, torch.Tensor], prefix: str) -> dict[str, torch.Tensor]:
    return {n.removeprefix(prefix): t for n, t in tensors.items() if n.startswith(prefix)}
