"""What the window knows before a start is what the trainer finds: nobody is promised what fails."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec
import numpy as np
import pytest
import torch

from convviz.core.code.writing import parse_layers
from convviz.core.data_sets import CIFAR10, ImageFolder, Shapes10
from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.network.sequential import NetworkStep
from convviz.core.optimisers.adam import Adam
from convviz.core.optimisers.sgd import SGD
from convviz.core.schedules.falling import StepLR
from convviz.core.schedules.one_cycle import OneCycleLR
from convviz.engine.datasets import cifar10_format, shapes10
from convviz.engine.datasets.dataset import IMAGE_SHAPE, Dataset
from convviz.engine.training import setup
from convviz.engine.training.run_identity import RunIdentity, identity_of
from convviz.protocol.document import Document, Network
from convviz.protocol.network_templates import network_templates, with_template
from convviz.protocol.run_settings import different_settings, with_settings_of
from convviz.protocol.templates import new_document
from convviz.protocol.trainability import why_untrainable
from convviz.protocol.trainability_mends import mend_for
from convviz.values.shapes10 import CLASS_NAMES

SHAPES = Shapes10().facts()
CPU = torch.device("cpu")


@cache
def dataset() -> Dataset:
    """Return as many pictures as Shapes-10 has, all of them black."""
    images = np.zeros((SHAPES.train_pictures, *SHAPES.picture_shape), np.uint8)
    labels = np.zeros(SHAPES.train_pictures, np.int64)
    return Dataset("shapes10", CLASS_NAMES, images, labels, images[:1], labels[:1])


def with_network(code: str, *shape: int, batch_size: int = 64) -> Document:
    steps = tuple(NetworkStep(layer) for layer in parse_layers(code)) if code else ()
    document = new_document()
    training = msgspec.structs.replace(document.training, batch_size=batch_size)
    network = Network(shape or (3, 32, 32), steps)
    return msgspec.structs.replace(document, network=network, training=training)


NETWORKS = [
    new_document(),
    with_network(""),
    with_network("nn.Linear(32, 10)"),
    with_network("nn.Flatten()\nnn.Linear(3072, 10)"),
    with_network("nn.Flatten()\nnn.Linear(3072, 12)"),
    with_network("nn.Flatten()\nnn.Linear(3072, 9)"),
    with_network("nn.Flatten()\nnn.Linear(3072, 9)\nnn.ReLU()"),
    with_network("nn.Flatten()\nnn.Linear(1000, 10)"),
    with_network("nn.Conv2d(1, 6, 5)\nnn.Flatten()\nnn.Linear(3456, 10)", 1, 28, 28),
    with_network("nn.Conv2d(4, 6, 5)\nnn.Flatten()\nnn.Linear(4704, 10)"),
    with_network("nn.Conv2d(3, 6, 5)\nnn.Linear(28, 10)"),
    with_network("nn.Conv2d(3, 6, 40)\nnn.Flatten()\nnn.Linear(28, 10)"),
    with_network("nn.Flatten()\nnn.Linear(3072, 10)\nnn.BatchNorm1d(10)", batch_size=3333),
    with_network("nn.Flatten()\nnn.Linear(3072, 10)\nnn.BatchNorm1d(10)", batch_size=1),
    with_network("nn.AdaptiveAvgPool2d((1, 4))\nnn.Flatten()"),
    with_network("nn.Flatten(0)\nnn.Linear(6144, 10)"),
    with_network("nn.MaxPool2d(2, return_indices=True)\nnn.Flatten()\nnn.Linear(768, 10)"),
]


@pytest.mark.parametrize("document", NETWORKS)
def test_the_window_refuses_exactly_what_the_trainer_refuses(document: Document) -> None:
    known = why_untrainable(document.network, document.training.batch_size, SHAPES)
    if known is None:
        setup._check_network(document, dataset(), CPU)
    elif known.error.code is ErrorCode.NOTHING_TO_TRAIN:
        assert not setup._check_network(document, dataset(), CPU).num_params
    else:
        with pytest.raises(ConvVizError):
            setup._check_network(document, dataset(), CPU)


@pytest.mark.parametrize("document", NETWORKS)
def test_clicks_lead_from_any_of_them_to_one_that_can_be_trained(document: Document) -> None:
    for _ in range(6):
        reason = why_untrainable(document.network, document.training.batch_size, SHAPES)
        if reason is None:
            break
        mend = mend_for(document, reason, SHAPES)
        assert mend is not None, reason
        document = mend.document
    setup._check_network(document, dataset(), CPU)


def changed(**training: Any) -> Document:
    document = new_document()
    settings = msgspec.structs.replace(document.training, **training)
    return msgspec.structs.replace(document, training=settings)


@pytest.mark.parametrize(
    ("other", "names"),
    [
        (changed(epochs=50, device="cpu", threads=1, data_path="/data"), ()),
        (changed(optimiser=SGD(lr=0.5, momentum=0.9)), ("lr",)),
        (changed(optimiser=SGD(lr=0.5, momentum=0.1)), ("lr", "momentum")),
        (changed(optimiser=Adam()), ("optimiser",)),
        (changed(loss=CrossEntropyLoss(label_smoothing=0.1)), ("label_smoothing",)),
        (changed(batch_size=32), ("batch_size",)),
        (changed(seed=5), ("seed",)),
        (with_network("nn.Flatten()\nnn.Linear(3072, 10)"), ("network",)),
    ],
)
def test_the_window_knows_which_settings_keep_a_run_from_going_on(
    other: Document, names: tuple[str, ...]
) -> None:
    first = new_document()
    assert different_settings(first, other) == names

    def identity(document: Document) -> RunIdentity:
        return identity_of(document, dataset())

    assert identity(first).differences(identity(other)) == names
    taken = with_settings_of(first, other)
    assert different_settings(taken, other) == ()
    assert identity(taken).differences(identity(other)) == ()


def test_a_run_under_a_schedule_of_its_own_length_takes_no_more_epochs() -> None:
    """Its learning rate would jump to another curve."""
    run, longer = (changed(schedule=OneCycleLR(0.1), epochs=epochs) for epochs in (3, 5))
    assert different_settings(run, longer) == ("epochs",)
    assert identity_of(run, dataset()).differences(identity_of(longer, dataset())) == ("epochs",)
    assert with_settings_of(longer, run).training.epochs == 3
    assert different_settings(changed(schedule=StepLR(2), epochs=3), changed(epochs=5)) == (
        "schedule",
    )
    steps = [changed(schedule=StepLR(2), epochs=epochs) for epochs in (3, 5)]
    assert different_settings(*steps) == ()
    assert with_settings_of(steps[1], steps[0]).training.epochs == 5


def test_what_is_known_of_the_data_sets_without_their_pictures_is_true() -> None:
    cifar = CIFAR10().facts()
    assert SHAPES.picture_shape == cifar.picture_shape == IMAGE_SHAPE
    assert SHAPES.classes == len(CLASS_NAMES)
    assert SHAPES.train_pictures == shapes10.DEFAULT_TRAIN_COUNT
    assert SHAPES.test_pictures == shapes10.DEFAULT_TEST_COUNT
    assert cifar.classes == len(cifar10_format.CLASS_NAMES)
    assert cifar.train_pictures == 5 * cifar10_format.RECORDS_PER_BATCH
    assert cifar.test_pictures == cifar10_format.RECORDS_PER_BATCH


def test_the_place_of_other_data_is_not_taken_over() -> None:
    """Settings of a run or a template on CIFAR-10 say nothing of where its pictures are here."""
    own = changed(dataset=ImageFolder(), data_path="/pets")
    run = changed(dataset=CIFAR10(), data_path="/elsewhere")
    assert with_settings_of(own, run).training.data_path is None
    assert with_settings_of(own, changed(dataset=ImageFolder(64))).training.data_path == "/pets"
    fast = network_templates()["fast"]
    assert with_template(own, fast).training.data_path is None
    assert with_template(run, fast).training.data_path == "/elsewhere"
