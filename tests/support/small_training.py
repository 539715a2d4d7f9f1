"""Small runs: few pictures, small networks, and the plain PyTorch loop that ours must equal."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import torch
from torch import nn

from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.dropout import Dropout, Dropout2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.network.sequential import NetworkStep
from convviz.engine.compute.module_builder import build_sequential
from convviz.engine.datasets.dataset import Dataset
from convviz.engine.training import setup
from convviz.engine.training.batches import PictureSet, epoch_order
from convviz.engine.training.commands import CommandSource
from convviz.engine.training.loop import Plan, TrainingLoop
from convviz.engine.training.loss_function import build_loss
from convviz.engine.training.optimisers import build_optimiser
from convviz.engine.training.progress import TrainingProgress
from convviz.engine.training.seeds import Use, derive_seed
from convviz.protocol.document import Document, Network, Training
from convviz.protocol.templates import course_calculator, course_network

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.protocol.messages.trainer import RunCommand

CHECKOUT = Path(__file__).resolve().parents[2]
CPU = torch.device("cpu")
TRAIN, TEST = 70, 30
"""Pictures of the small data set: with batches of 16 the last of an epoch has 6."""
PATIENCE = 60.0


def network(*layers: Any) -> Network:
    """Return a network of layers as they are."""
    return Network((3, 32, 32), tuple(NetworkStep(layer) for layer in layers))


def tiny_network() -> Network:
    """Return a network that trains a batch in about a millisecond."""
    return network(MaxPool2d(4), Conv2d(3, 4, 3), ReLU(), Flatten(), Linear(144, 10))


def varied_network() -> Network:
    """Return a network with everything that is random or remembers: dropout and batch norm."""
    return network(
        Conv2d(3, 8, 3, padding=1),
        BatchNorm2d(8),
        ReLU(),
        MaxPool2d(4),
        Dropout2d(0.2),
        Conv2d(8, 8, 3),
        Flatten(),
        Dropout(0.5),
        Linear(288, 10),
    )


def document(network: Network | None = None, **training: Any) -> Document:
    """Return a document that trains the tiny network, unless told otherwise."""
    settings = Training(batch_size=16, epochs=2, seed=3, device="cpu", threads=1)
    changed = msgspec.structs.replace(settings, **training)
    return Document(course_calculator(), network or tiny_network(), changed)


def course_document(**training: Any) -> Document:
    """Return a document that trains the course network."""
    return document(course_network(), **training)


def small_dataset(train: int = TRAIN, test: int = TEST, seed: int = 0) -> Dataset:
    """Return noise in which a bright stripe tells the class, so that it can be learned."""
    images, labels = _noise_with_stripes(train + test, seed)
    images, labels = images.copy(), labels.copy()
    names = tuple(f"class {number}" for number in range(10))
    return Dataset(
        "shapes10", names, images[:train], labels[:train], images[train:], labels[train:]
    )


@functools.cache
def _noise_with_stripes(count: int, seed: int) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    bits = np.random.default_rng(seed)
    labels = np.arange(count, dtype=np.int64) % 10
    images = bits.integers(0, 100, (count, 3, 32, 32), np.uint8)
    for place, label in enumerate(labels):
        images[place, :, 3 * label : 3 * label + 4] += 150
    return images, labels


def make_loop(document: Document, dataset: Dataset) -> TrainingLoop:
    """Return a loop at its beginning, as a run would have it."""
    training = document.training
    model = build_sequential(
        document.network.steps, document.network.input_shape, seed=training.seed
    )
    setup.lay_channels_last(model)
    plan = Plan(
        train=PictureSet(dataset.train_images, dataset.train_labels, CPU),
        test=PictureSet(dataset.test_images, dataset.test_labels, CPU),
        batch_size=training.batch_size,
        epochs=training.epochs,
        seed=training.seed,
        device=CPU,
        augmentation=training.augmentation if training.augmentation.changes_anything else None,
    )
    optimiser = build_optimiser(training.optimiser, model.parameters())
    return TrainingLoop(model, optimiser, build_loss(training.loss), plan, TrainingProgress())


def plain_losses(
    model: nn.Module,
    optimiser: torch.optim.Optimizer,
    dataset: Dataset,
    training: Training,
    batches: int,
    memory_format: torch.memory_format = torch.contiguous_format,
) -> Iterator[float]:
    """Yield the losses of the loop that any PyTorch tutorial shows, on the same batches.

    Float pictures, divided by 255 one by one, in the run's order; before each batch torch is
    seeded as the run seeds dropout.
    """
    model = model.to(memory_format=memory_format)  # type: ignore[call-overload]
    pictures = [torch.tensor(image).float() / 255 for image in dataset.train_images]
    labels = [int(label) for label in dataset.train_labels]
    criterion = nn.CrossEntropyLoss()
    step = 0
    model.train()
    for epoch in range(1, training.epochs + 1):
        order = epoch_order(training.seed, epoch, len(labels)).tolist()
        for start in range(0, len(order), training.batch_size):
            chosen = order[start : start + training.batch_size]
            step += 1
            torch.manual_seed(derive_seed(Use.BATCH, training.seed, step))
            optimiser.zero_grad()
            stacked = torch.stack([pictures[place] for place in chosen])
            output = model(stacked.contiguous(memory_format=memory_format))
            loss = criterion(output, torch.tensor([labels[place] for place in chosen]))
            loss.backward()
            optimiser.step()
            yield loss.item()
            if step == batches:
                return


class Script(CommandSource):
    """Commands that come when a function of the polls so far says so."""

    def __init__(self, decide: Callable[[int], RunCommand | None]) -> None:
        self._decide = decide
        self.polls = 0

    def poll(self, timeout: float) -> RunCommand | None:  # noqa: ARG002 - it never waits
        self.polls += 1
        return self._decide(self.polls)
