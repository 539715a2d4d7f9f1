"""Shapes-10 is the same everywhere, even between its classes, and each shape can be seen."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pytest

from convviz.engine.datasets.shapes10 import make_shapes10
from convviz.values.shape_outlines import OUTLINES

if TYPE_CHECKING:
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
    assert drawn == "4868bf49441eb0334550ed040fc00a4848864e6e5a8cf0dd93ce58f7bc131884"


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


def test_every_shape_stands_out_from_its_background(small: Dataset) -> None:
    grey = small.train_images.astype(float).mean(axis=1)
    bright = np.quantile(grey.reshape(1000, -1), 0.95, axis=1)
    dark = np.quantile(grey.reshape(1000, -1), 0.20, axis=1)
    assert (bright - dark).min() > 40


def test_every_shape_lies_inside_its_picture(small: Dataset) -> None:
    grey = small.train_images.astype(float).mean(axis=1)
    frame = np.concatenate([grey[:, 0], grey[:, -1], grey[:, :, 0], grey[:, :, -1]], axis=1)
    middle = np.quantile(grey.reshape(1000, -1), 0.95, axis=1)
    assert (np.quantile(frame, 0.9, axis=1) < middle).all()


def test_a_class_is_told_by_its_outline_alone() -> None:
    # The nearest mean picture of bright cells, a rule without colours, finds most classes.
    dataset = make_shapes10(train_count=2000, test_count=500)

    def masks(images: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> list[np.ndarray]:
        grey = images.astype(float).mean(axis=1)
        low, high = (np.quantile(grey, at, axis=(1, 2), keepdims=True) for at in (0.1, 0.97))
        return list(centred((grey > (low + high) / 2).astype(float)))

    def centred(shapes: np.ndarray) -> np.ndarray:
        shifted = np.empty_like(shapes)
        for index, mask in enumerate(shapes):
            rows, columns = np.nonzero(mask)
            offset = 16 - round(rows.mean()), 16 - round(columns.mean())
            shifted[index] = np.roll(mask, offset, (0, 1))
        return shifted

    train, test = np.array(masks(dataset.train_images)), np.array(masks(dataset.test_images))
    means = np.array([train[dataset.train_labels == label].mean(axis=0) for label in range(10)])
    distances = ((test[:, None] - means[None]) ** 2).sum(axis=(2, 3))
    assert (distances.argmin(axis=1) == dataset.test_labels).mean() > 0.6


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
