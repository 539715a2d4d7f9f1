"""The losses are those of the loop that any PyTorch tutorial shows."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
import torch

from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.optimisers.adam import Adam
from convviz.core.optimisers.sgd import SGD
from convviz.engine.compute.module_builder import build_sequential
from convviz.engine.datasets.shapes10 import make_shapes10
from convviz.engine.training.losses import BatchLoss, LossReader
from convviz.engine.training.optimisers import build_optimiser
from tests.support import small_training as small

if TYPE_CHECKING:
    from convviz.core.optimisers import Optimiser
    from convviz.engine.datasets.dataset import Dataset
    from convviz.protocol.document import Document

BATCHES = 50
ROUNDING = 1e-4
"""Relative. Channels-last kernels add up in another order; float32 rounds to 6e-8, and training
for 50 batches makes the difference grow (3e-6 was seen). Any real difference is far above."""


def our_losses(document: Document, dataset: Dataset) -> list[float]:
    events = small.make_loop(document, dataset).events()
    losses = (event.loss for event in events if isinstance(event, BatchLoss))
    return list(itertools.islice(losses, BATCHES))


def plain(document: Document, dataset: Dataset, memory_format: torch.memory_format) -> list[float]:
    training = document.training
    network = document.network
    model = build_sequential(network.steps, network.input_shape, seed=training.seed)
    optimiser = build_optimiser(training.optimiser, model.parameters())
    found = small.plain_losses(model, optimiser, dataset, training, BATCHES, memory_format)
    return list(found)


@pytest.mark.parametrize(
    ("optimiser", "data"), [(SGD(lr=0.01), "shapes10"), (Adam(lr=1e-4), "noise")]
)
def test_the_course_network_has_the_losses_of_a_plain_loop(optimiser: Optimiser, data: str) -> None:
    # 70 pictures: each of the three epochs ends with a batch of 6.
    dataset = (
        make_shapes10(train_count=70, test_count=10)
        if data == "shapes10"
        else small.small_dataset(70, 10)
    )
    document = small.course_document(epochs=3, optimiser=optimiser)
    ours = our_losses(document, dataset)
    assert len(ours) == 15
    assert ours == plain(document, dataset, torch.channels_last)
    assert ours == pytest.approx(plain(document, dataset, torch.contiguous_format), rel=ROUNDING)


@pytest.mark.parametrize(
    "optimiser",
    [
        SGD(lr=0.05, momentum=0.9, weight_decay=1e-3, nesterov=True),
        SGD(lr=0.05, momentum=0.9, dampening=0.5),
        Adam(lr=1e-3, betas=(0.8, 0.99), weight_decay=1e-3, amsgrad=True),
    ],
)
def test_dropout_and_batch_norm_have_the_losses_of_a_plain_loop(optimiser: Optimiser) -> None:
    dataset = small.small_dataset(150, 10)
    document = small.document(small.varied_network(), epochs=5, optimiser=optimiser)
    assert our_losses(document, dataset) == plain(document, dataset, torch.channels_last)


def test_the_loss_is_the_documents() -> None:
    dataset = small.small_dataset()
    smoothed = small.document(loss=CrossEntropyLoss(label_smoothing=0.3))
    assert our_losses(smoothed, dataset) != our_losses(small.document(), dataset)


def test_every_loss_arrives_once_and_in_order_when_it_lags() -> None:
    reader = LossReader(small.CPU, lag=2)
    steps = []
    for step in range(1, 6):
        steps += [one.step for one in reader.push(step, torch.tensor(float(step)), 4)]
    assert steps == [1, 2, 3]
    assert [(one.step, one.loss, one.pictures) for one in reader.flush()] == [(4, 4, 4), (5, 5, 4)]
    assert reader.flush() == []
