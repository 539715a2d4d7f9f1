"""The picture that goes through a network: a test picture, an own one, a drawn one, or none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec
import torch

from convviz.core.errors import DataError, StorageError
from convviz.engine.compute.judged_pictures import test_part
from convviz.engine.compute.sample_picture import given_picture, seeded_picture, takes_pictures
from convviz.engine.datasets.shapes10 import make_shapes10
from convviz.engine.datasets.spread import spread_for
from convviz.protocol.document import PictureOrigin
from convviz.protocol.messages.common import Problem
from convviz.protocol.passing import Fit, PassedPicture
from convviz.values.pictures import fitted_pixels
from convviz.values.tensors import array_of, tensor_of

if TYPE_CHECKING:
    from convviz.engine.datasets.dataset import Dataset, Images
    from convviz.protocol.document import Document
    from convviz.protocol.messages.common import Tensor


@dataclass(frozen=True, slots=True)
class PictureSource:
    """A picture before it goes through.

    Attributes:
        batch: float32, with the batch.
        told: What is said of it.
        class_names: Of the data set; empty if it cannot be read.
        notices: Why it is no test picture.
        label: The number of its class; -1 if that is not known.
    """

    batch: torch.Tensor
    told: PassedPicture
    class_names: tuple[str, ...]
    notices: tuple[Problem, ...] = ()
    label: int = -1


def picture_for(document: Document, place: int, pixels: Tensor | None, fit: Fit) -> PictureSource:
    """Return the picture that goes through.

    Raises:
        ComputeError: UNEXPECTED: an own picture is none.
    """
    if not takes_pictures(document.network.input_shape):
        return _seeded(document, ())
    try:
        images, labels, names = test_part(document)
    except (DataError, StorageError) as error:
        return _without_data(document, place, pixels, fit, Problem.of(error))
    if pixels is not None:
        own = PassedPicture(PictureOrigin.CHOSEN.value, total=len(images))
        return _fitted(document, array_of(pixels), own, fit, (), names)
    place = min(max(place, 0), len(images) - 1)
    label, origin = names[int(labels[place])], PictureOrigin.TEST.value
    known = PassedPicture(origin, place=place, label=label, total=len(images))
    source = _fitted(document, images[place], known, fit, (), names)
    return replace(source, label=int(labels[place]))


def _without_data(
    document: Document, place: int, pixels: Tensor | None, fit: Fit, problem: Problem
) -> PictureSource:
    """Return an own picture, or one of Shapes-10, where the data set of a training is not there."""
    training, own = document.training, PassedPicture(PictureOrigin.CHOSEN.value)
    plain = msgspec.structs.replace(training, normalise=False)
    document = msgspec.structs.replace(document, training=plain)
    if pixels is not None:  # it needs no data set, but for its spread
        return _fitted(document, array_of(pixels), own, fit, (problem,) * training.normalise)
    known = _drawn_pictures()
    place = min(max(place, 0), len(known.test_images) - 1)
    label = f"{known.class_names[int(known.test_labels[place])]}, Shapes-10"
    told = msgspec.structs.replace(own, label=label, total=len(known.test_images))
    source = _fitted(document, known.test_images[place], told, fit, (problem,))
    return replace(source, label=int(known.test_labels[place]))


@lru_cache(maxsize=1)
def _drawn_pictures() -> Dataset:
    return make_shapes10(train_count=0)


def _fitted(
    document: Document,
    pixels: Images,
    told: PassedPicture,
    fit: Fit,
    notices: tuple[Problem, ...],
    names: tuple[str, ...] = (),
) -> PictureSource:
    """Return a picture brought to a network's channels and size.

    Args:
        document: Has the network, and says whether pictures are normalised.
        pixels: uint8 (1 or 3, height, width).
        told: What is known of it.
        fit: How it is brought to the size.
        notices: What is to be told beside it.
        names: Of the data set's classes.
    """
    training, shape = document.training, document.network.input_shape
    channels, height, width = shape
    seen = fitted_pixels(pixels, (channels, height, width), fit)
    is_fitted = told.place >= 0 and seen is not pixels
    spread = spread_for(training)
    told = msgspec.structs.replace(
        told,
        origin=PictureOrigin.FITTED.value if is_fitted else told.origin,
        pixels=tensor_of(seen, "uint8"),
        is_normalised=spread is not None and len(spread.mean) == channels,
        size=tuple(pixels.shape[1:]),
    )
    return PictureSource(given_picture(seen, training, shape)[0], told, names, notices)


def _seeded(document: Document, notices: tuple[Problem, ...]) -> PictureSource:
    batch = seeded_picture(document.training.seed, document.network.input_shape)
    return PictureSource(batch, PassedPicture(PictureOrigin.SEEDED.value), (), notices)
