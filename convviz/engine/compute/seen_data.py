"""A data set to look at before it is learned: some pictures of each class, and what is in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch

from convviz.engine.datasets.dataset import Images
from convviz.engine.datasets.registry import data_path_of, data_stamp, load_dataset
from convviz.engine.datasets.spread import PixelSpread, spread_of
from convviz.engine.training.augmenting import BatchAugmenter, Moment
from convviz.engine.training.batches import PictureSet
from convviz.protocol.document_file import decode_document
from convviz.protocol.messages.engine_pictures import DataSeen, LookAtData
from convviz.values.tensors import tensor_of

if TYPE_CHECKING:
    from convviz.core.data_sets import DataSet
    from convviz.protocol.document import Training

SAMPLES_A_CLASS = 2
MOST_CLASSES = 20
_WHITE = 255


def look_at_data(request: LookAtData) -> DataSeen:
    """Return samples and sums of the training pictures of a document's data set.

    Raises:
        ConvVizError: the data cannot be read.
    """
    training = decode_document(request.document).training
    path = data_path_of(training)
    known = _known(training.dataset, path, data_stamp(training.dataset, path))
    shown = _augmented(known, training) if request.augmented else known.samples
    return DataSeen(
        pictures=tensor_of(shown, "uint8"),
        labels=known.labels,
        class_names=known.class_names,
        train_counts=known.train_counts,
        test_counts=known.test_counts,
        mean=known.spread.mean,
        deviation=known.spread.deviation,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What is kept of a data set, in place of all its pictures.

    Attributes:
        samples: uint8 (count, channels, height, width), class by class.
        labels: Of the samples.
        class_names: Of all classes.
        train_counts: Training pictures of each class.
        test_counts: Test pictures of each class.
        spread: Of the training pictures.
    """

    samples: Images
    labels: tuple[int, ...]
    class_names: tuple[str, ...]
    train_counts: tuple[int, ...]
    test_counts: tuple[int, ...]
    spread: PixelSpread


@lru_cache(maxsize=4)
def _known(declared: DataSet, path: Path | None, _stamp: str) -> _Known:
    dataset = load_dataset(declared, path)
    classes = len(dataset.class_names)
    places = [
        int(place)
        for label in range(min(classes, MOST_CLASSES))
        for place in np.flatnonzero(dataset.train_labels == label)[:SAMPLES_A_CLASS]
    ]
    counts = (
        tuple(np.bincount(labels, minlength=classes).tolist())
        for labels in (dataset.train_labels, dataset.test_labels)
    )
    train_counts, test_counts = counts
    return _Known(
        samples=dataset.train_images[places].copy(),
        labels=tuple(dataset.train_labels[places].tolist()),
        class_names=dataset.class_names,
        train_counts=train_counts,
        test_counts=test_counts,
        spread=spread_of(dataset.train_images),
    )


def _augmented(known: _Known, training: Training) -> Images:
    """Return the samples as the first batch of a run would change them."""
    spread = known.spread if training.normalise else None
    device = torch.device("cpu")
    samples = PictureSet(known.samples, np.array(known.labels, np.int64), device, spread)
    augmenter = BatchAugmenter(training.augmentation, Moment(training.seed, epoch=1, step=1))
    pictures = samples.take(torch.arange(len(samples)), augmenter).pictures
    seen = pictures if spread is None else spread.undo(pictures)
    shown: Images = (seen * _WHITE).round().clamp(0, _WHITE).to(torch.uint8).numpy()
    return shown
