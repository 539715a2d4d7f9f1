"""What a trained network takes test pictures, and a person's own picture, for."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch

from convviz.core.errors import ComputeError, ConvVizError, ErrorCode
from convviz.engine.compute.devices import WORTH_THREADS, resolve_device, use_threads_for
from convviz.engine.compute.module_builder import build_sequential
from convviz.engine.datasets.registry import data_path_of, data_stamp, load_dataset
from convviz.engine.datasets.spread import spread_for
from convviz.engine.training.batches import PictureSet
from convviz.engine.training.failures import want_of_memory
from convviz.engine.training.inside import look_inside
from convviz.engine.training.judging import Judge
from convviz.protocol.document_file import decode_document
from convviz.protocol.judgement import MOST_JUDGED, Judgement
from convviz.protocol.messages.engine_pictures import (
    MOST_PICTURES,
    ClassifyPicture,
    JudgeTestPictures,
    LookInsideResult,
    PictureClassified,
    PicturesJudged,
    PicturesRead,
    ReadPictures,
    ResultInside,
)
from convviz.values.tensors import array_of, tensor_of
from convviz.values.weights import read_kept

if TYPE_CHECKING:
    from convviz.core.data_sets import DataSet
    from convviz.core.layers.base import Shape
    from convviz.core.losses import Loss
    from convviz.engine.datasets.dataset import Images, Labels
    from convviz.protocol.document import Document

_BATCH = 256
_GREY = 1


def answer_about_pictures(
    request: JudgeTestPictures | ReadPictures | ClassifyPicture | LookInsideResult,
) -> PicturesJudged | PicturesRead | PictureClassified | ResultInside:
    """Return the answer to a request about pictures.

    Raises:
        ConvVizError: the data or the weights cannot be read; the network refuses its input or
            does not take such pictures; OUT_OF_MEMORY.
    """
    document = decode_document(request.document)
    match request:
        case JudgeTestPictures():
            return _judged(document, request)
        case ReadPictures():
            is_training = request.is_training
            images = _training_pictures(document) if is_training else test_part(document)[0]
            known = [place for place in request.places[:MOST_PICTURES] if place < len(images)]
            return PicturesRead(tuple(known), tensor_of(images[known], "uint8"))
        case ClassifyPicture():
            return _classified(document, request)
        case LookInsideResult():
            return _inside(document, request)


def _inside(document: Document, request: LookInsideResult) -> ResultInside:
    """Return what is inside a layer of a result."""
    place, pixels = picture_at(document, request.picture)
    device = resolve_device("auto")
    use_threads_for(WORTH_THREADS)
    model = _model(request.document, device)[0]
    spread = spread_for(document.training)
    alone = PictureSet(pixels[None], np.zeros(1, np.int64), device, spread)
    pictures = alone.take(torch.tensor([0])).pictures
    return ResultInside(look_inside(model, request.layer, pictures, place))


def picture_at(document: Document, place: int) -> tuple[int, Images]:
    """Return a test picture, uint8 (channels, height, width), and its place; the last beyond it.

    Raises:
        DataError: The data set cannot be read.
    """
    images = test_part(document)[0]
    known = min(max(place, 0), len(images) - 1)
    picture: Images = images[known]
    return known, picture


def _judged(document: Document, request: JudgeTestPictures) -> PicturesJudged:
    images, labels, names = test_part(document)
    chosen = slice(request.first, request.first + request.count)
    return PicturesJudged(
        judgement=_judgement(request.document, images[chosen], labels[chosen]),
        total=min(len(images), MOST_JUDGED),
        class_names=names,
    )


def _classified(document: Document, request: ClassifyPicture) -> PictureClassified:
    names = test_part(document)[2]
    seen = fitted(array_of(request.picture), document.network.input_shape)
    told = _judgement(request.document, seen[None], np.zeros(1, np.int64))
    return PictureClassified(
        picture=tensor_of(seen, "uint8"),
        classes=tuple(int(number) for number in array_of(told.classes)[0]),
        shares=tuple(float(share) for share in array_of(told.shares)[0]),
        class_names=names,
    )


def fitted(picture: Images, shape: Shape) -> Images:
    """Return a picture as a network takes it: its middle square, scaled, in grey where it is grey.

    Args:
        picture: uint8 (3, height, width).
        shape: (channels, height, width).

    Raises:
        ComputeError: NETWORK_INPUT_DIFFERS: the network takes no picture.
    """
    channels, sizes = shape[0], shape[1:]
    if len(shape) != picture.ndim or channels not in {_GREY, len(picture)}:
        raise ComputeError(ErrorCode.NETWORK_INPUT_DIFFERS, shape=shape, expected=picture.shape)
    height, width = picture.shape[1:]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    square = torch.tensor(picture[:, top : top + side, left : left + side]).float()[None]
    if channels == _GREY:
        square = square.mean(dim=1, keepdim=True)
    if tuple(square.shape[2:]) != tuple(sizes):
        resize = torch.nn.functional.interpolate
        square = resize(square, size=sizes, mode="bilinear", antialias=True)
    result: Images = square[0].round().clamp(0, 255).to(torch.uint8).numpy()
    return result


def _judgement(document: bytes, images: Images, labels: Labels) -> Judgement:
    """Return what the network of a document takes pictures for.

    Raises:
        ConvVizError: see ``answer_about_pictures``.
    """
    device = resolve_device("auto")
    use_threads_for(WORTH_THREADS)
    try:
        model, loss = _model(document, device)
        spread = spread_for(decode_document(document).training)
        judge = Judge(loss)
        with torch.inference_mode():
            for batch in PictureSet(images, labels, device, spread).in_order(_BATCH):
                judge.add(model(batch.pictures), batch.labels)
    except (MemoryError, RuntimeError) as error:
        expected = want_of_memory(error, device)
        if expected is None:
            raise
        raise expected from error
    return judge.judgement()


@lru_cache(maxsize=1)
def _model(content: bytes, device: torch.device) -> tuple[torch.nn.Module, Loss]:
    """Return the trained network of a document, and what it was trained with.

    Raises:
        ConvVizError: WEIGHTS_..., the network's first failure, NETWORK_OUTPUT_DIFFERS.
    """
    document = decode_document(content)
    network = document.network
    if network.weights is None:
        raise ConvVizError(ErrorCode.UNEXPECTED, detail="a network without weights is judged")
    weights = read_kept(network.weights, network)
    model = build_sequential(network.steps, network.input_shape, seed=document.training.seed)
    model.load_state_dict({name: torch.from_numpy(weights[name]) for name in model.state_dict()})
    return model.to(device).eval(), document.training.loss


def _training_pictures(document: Document) -> Images:
    """Return a data set's training pictures; they are not kept, for they are many.

    Raises:
        DataError: it cannot be read.
    """
    training = document.training
    return load_dataset(training.dataset, data_path_of(training)).train_images


def test_part(document: Document) -> tuple[Images, Labels, tuple[str, ...]]:
    """Return a data set's test pictures, their labels and the names of the classes.

    Raises:
        DataError: it cannot be read.
    """
    training = document.training
    path = data_path_of(training)
    return _known_test_part(training.dataset, path, data_stamp(training.dataset, path))


@lru_cache(maxsize=1)
def _known_test_part(
    declared: DataSet, path: Path | None, _stamp: str
) -> tuple[Images, Labels, tuple[str, ...]]:
    dataset = load_dataset(declared, path)
    # Copies: views would keep the training pictures in memory.
    return dataset.test_images.copy(), dataset.test_labels.copy(), dataset.class_names
