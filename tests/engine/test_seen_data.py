"""What would be learned is seen before: samples of each class, counts, mean and deviation."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
import pytest

from convviz.core.augmentation import Augmentation
from convviz.core.data_sets import CIFAR10, Shapes10
from convviz.core.errors import DataError, ErrorCode
from convviz.engine.compute.seen_data import look_at_data
from convviz.engine.datasets.shapes10 import make_shapes10
from convviz.protocol.document_file import encode_document
from convviz.protocol.messages.engine_pictures import DataSeen, LookAtData
from convviz.protocol.templates import new_document
from convviz.values.tensors import array_of

SMALL = Shapes10(16, grey=True)


def seen(*, augmented: bool = False, **training: Any) -> DataSeen:
    document = new_document()
    settings = msgspec.structs.replace(document.training, **{"dataset": SMALL, **training})
    text = encode_document(msgspec.structs.replace(document, training=settings))
    return look_at_data(LookAtData(text, augmented))


def test_it_shows_pictures_of_each_class_and_sums_over_all() -> None:
    data, answer = make_shapes10(size=16, grey=True), seen()
    pictures = array_of(answer.pictures)
    assert answer.class_names == data.class_names
    assert answer.labels == tuple(label for label in range(10) for _ in range(2))
    for picture, label in zip(pictures, answer.labels, strict=True):
        same = (data.train_images == picture).all(axis=(1, 2, 3))
        assert data.train_labels[same].tolist() == [label]
    assert answer.train_counts == (1000,) * 10
    assert answer.test_counts == (200,) * 10
    unit = data.train_images / 255
    assert answer.mean == pytest.approx([unit.mean()])
    assert answer.deviation == pytest.approx([unit.std()])


def test_with_the_augmentation_they_are_changed_as_training_does_and_else_not() -> None:
    plain = array_of(seen().pictures)
    moved = Augmentation(shift=4, brightness=0.3)
    assert np.array_equal(array_of(seen(augmentation=moved).pictures), plain)
    changed = array_of(seen(augmentation=moved, augmented=True).pictures)
    assert not np.array_equal(changed, plain)
    assert np.array_equal(array_of(seen(augmentation=moved, augmented=True).pictures), changed)
    assert np.array_equal(array_of(seen(augmented=True).pictures), plain)


def test_a_blanked_square_shows_what_the_network_sees_in_it() -> None:
    """Black, and the mean of all pictures where they are normalised."""
    how = Augmentation(cutout=12)
    plain = array_of(seen().pictures)
    for normalise in (False, True):
        answer = seen(augmentation=how, augmented=True, normalise=normalise)
        pictures = array_of(answer.pictures)
        blank = round(255 * answer.mean[0]) if normalise else 0
        different = pictures[pictures != plain]
        assert set(different.tolist()) == {blank}


def test_data_that_is_not_there_is_told(tmp_path: Any) -> None:
    with pytest.raises(DataError) as refused:
        seen(dataset=CIFAR10(), data_path=str(tmp_path / "nowhere"))
    assert refused.value.code is ErrorCode.DATA_NOT_FOUND
