"""Shapes-10 is the same everywhere, even between its classes, and each shape can be seen."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest

from convviz.core.code.reading import parse_layers
from convviz.core.data_sets import Shapes10
from convviz.core.errors import ErrorCode
from convviz.core.network.sequential import NetworkStep
from convviz.engine.datasets import load_dataset
from convviz.engine.datasets.shapes10 import make_shapes10
from convviz.engine.training.losses import BatchLoss
from convviz.engine.training.setup import prepare_run
from convviz.protocol.document import Document, Network, Training
from convviz.protocol.templates import course_calculator, new_document
from convviz.protocol.trainability import why_untrainable
from convviz.protocol.trainability_mends import mend_for
from convviz.values.shape_outlines import OUTLINES

if TYPE_CHECKING:
    from pathlib import Path

    from convviz.engine.datasets.dataset import Dataset


def digest(dataset: Dataset) -> str:
    told = hashlib.sha256()
    for images, labels in (
        (dataset.train_images, dataset.train_labels),
        (dataset.test_images, dataset.test_labels),
    ):
        told.update(images.tobytes())
        told.update(labels.astype("<i8").tobytes())
    return told.hexdigest()


@pytest.fixture(scope="module")
def small() -> Dataset:
    return make_shapes10(train_count=1000, test_count=200)


def test_the_pictures_are_the_same_on_every_platform() -> None:
    drawn = digest(make_shapes10(train_count=100, test_count=20))
    assert drawn == "583a70c1c5ee9d1c4da2804df01d0aa3c9e78903750e1527351a59be1d82fe85"


def test_another_seed_gives_other_pictures(small: Dataset) -> None:
    other = make_shapes10(train_count=1000, test_count=200, seed=1)
    assert not np.array_equal(other.train_labels, small.train_labels)
    assert not np.array_equal(other.train_images, small.train_images)


def test_classes_are_even_and_shuffled(small: Dataset) -> None:
    assert np.bincount(small.train_labels).tolist() == [100] * 10
    assert np.bincount(small.test_labels).tolist() == [20] * 10
    assert len(set(small.train_labels[:30].tolist())) > 5
    assert small.class_names == tuple(OUTLINES)


def test_no_picture_appears_twice(small: Dataset) -> None:
    images = np.concatenate([small.train_images, small.test_images])
    assert len({image.tobytes() for image in images}) == 1200


def test_a_shape_is_lighter_or_darker_than_its_ground(small: Dataset) -> None:
    grey = small.train_images.astype(float).mean(axis=1)
    low, middle, high = (np.quantile(grey, at, axis=(1, 2)) for at in (0.02, 0.5, 0.98))
    assert (high - low).min() > 40
    is_lighter = high - middle > middle - low
    assert 0.3 < is_lighter.mean() < 0.7


def test_no_linear_model_learns_it() -> None:
    """The best fit by least squares stays under 0.6."""
    train = make_shapes10(train_count=3000, test_count=0, size=16)
    test = make_shapes10(train_count=0, test_count=500, size=16)
    pixels, unseen = (
        np.c_[images.reshape(len(images), -1) / 255.0, np.ones(len(images))]
        for images in (train.train_images, test.test_images)
    )
    wanted = np.eye(10)[train.train_labels]
    weights = np.linalg.solve(pixels.T @ pixels + np.eye(pixels.shape[1]), pixels.T @ wanted)
    assert ((unseen @ weights).argmax(axis=1) == test.test_labels).mean() < 0.6


def test_a_class_is_told_by_its_outline_alone() -> None:
    """The ground is the edge's middle value; what differs from it, fitted, is told by its mean."""
    dataset = make_shapes10(train_count=1000, test_count=300, grey=True)

    def masks(images: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> np.ndarray:
        grey = images[:, 0].astype(float)
        edge = np.concatenate([grey[:, 0], grey[:, -1], grey[:, :, 0], grey[:, :, -1]], axis=1)
        apart = np.abs(grey - np.median(edge, axis=1)[:, None, None])
        shapes = apart > 0.5 * np.quantile(apart, 0.97, axis=(1, 2), keepdims=True)
        return np.array([fitted(mask) for mask in shapes])

    def fitted(mask: np.ndarray) -> np.ndarray:
        """Return a mask moved to the middle and brought to one size."""
        rows, columns = np.nonzero(mask)
        reach = 2.2 * np.sqrt(rows.var() + columns.var())
        places = np.linspace(-reach, reach, 24)
        row, column = (
            np.clip(np.round(at.mean() + places).astype(int), 0, 31) for at in (rows, columns)
        )
        return mask[np.ix_(row, column)].astype(float)

    train, test = masks(dataset.train_images), masks(dataset.test_images)
    means = np.array([train[dataset.train_labels == label].mean(axis=0) for label in range(10)])
    distances = ((test[:, None] - means[None]) ** 2).sum(axis=(2, 3))
    assert (distances.argmin(axis=1) == dataset.test_labels).mean() > 0.5


@pytest.mark.parametrize("size", [16, 28, 32, 64])
def test_grey_pictures_are_the_brightness_of_the_coloured_ones(size: int) -> None:
    coloured = make_shapes10(train_count=20, test_count=0, size=size)
    grey = make_shapes10(train_count=20, test_count=0, size=size, grey=True)
    assert coloured.picture_shape == (3, size, size)
    assert grey.picture_shape == (1, size, size)
    weights = np.array([0.299, 0.587, 0.114])
    expected = np.einsum("c,nchw->nhw", weights, coloured.train_images)
    assert np.abs(grey.train_images[:, 0] - expected).max() < 1.5
    assert np.array_equal(grey.train_labels, coloured.train_labels)


def test_what_is_declared_of_it_is_what_is_drawn() -> None:
    for declared in (Shapes10(), Shapes10(28, grey=True)):
        facts, dataset = declared.facts(), load_dataset(declared)
        assert facts.picture_shape == dataset.picture_shape
        assert (facts.train_pictures, facts.test_pictures) == (10_000, 2_000)
        assert facts.classes == len(dataset.class_names)


@pytest.mark.parametrize("name", OUTLINES)
def test_outlines_are_one_piece_around_the_centre_within_the_radius(name: str) -> None:
    axis = np.linspace(-1.4, 1.4, 141, dtype=np.float32)
    distances = OUTLINES[name](axis[None, :], axis[::-1, None])
    inside = distances < 0
    assert distances.dtype == np.float32
    assert 0.1 < inside.mean() < 0.45
    radius = np.hypot(axis[None, :], axis[:, None])
    assert radius[inside].max() < 1.13
    slope = np.hypot(*np.gradient(distances, axis[1] - axis[0]))
    assert np.quantile(slope, 0.5) == pytest.approx(1.0, abs=0.15)


@pytest.mark.parametrize("count", [0, 1, 7])
def test_any_count_can_be_drawn(count: int) -> None:
    dataset = make_shapes10(train_count=count, test_count=count)
    assert dataset.train_images.shape == (count, 3, 32, 32)
    assert dataset.test_labels.shape == (count,)


def test_a_network_trains_on_grey_pictures_of_28(tmp_path: Path) -> None:
    """LeNet-5, as the tutorials have it for MNIST: its first layer pads 28 to 32."""
    code = (
        "nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(),"
        "nn.MaxPool2d(2), nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84),"
        "nn.ReLU(), nn.Linear(84, 10)"
    )
    steps = tuple(NetworkStep(layer) for layer in parse_layers(code))
    training = Training(dataset=Shapes10(28, grey=True), batch_size=512, epochs=1, device="cpu")
    document = Document(course_calculator(), Network((1, 28, 28), steps), training)
    run = prepare_run(document, tmp_path / "run", resume=False)
    events = run.loop.events()
    assert all(isinstance(next(events), BatchLoss) for _ in range(3))


def test_a_network_for_colours_is_told_of_grey_pictures_and_can_be_fitted() -> None:
    document = msgspec.structs.replace(
        new_document(), training=Training(dataset=Shapes10(28, grey=True))
    )
    facts = Shapes10(28, grey=True).facts()
    reason = why_untrainable(document.network, 64, facts)
    assert reason is not None
    assert reason.error.code is ErrorCode.NETWORK_INPUT_DIFFERS
    mend = mend_for(document, reason, facts)
    assert mend is not None
    assert why_untrainable(mend.document.network, 64, facts) is None
