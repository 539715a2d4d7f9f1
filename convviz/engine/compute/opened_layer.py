"""The numbers of a layer of a network: its weights, and what reaches it of a picture."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from convviz.core.errors import ComputeError, ConvVizError, DataError, ErrorCode, StorageError
from convviz.core.network.sequential import infer_sequential
from convviz.engine.compute.judged_pictures import picture_at
from convviz.engine.compute.memory import check_memory
from convviz.engine.compute.module_builder import build_sequential
from convviz.engine.compute.sample_picture import given_picture, sample_picture, seeded_picture
from convviz.engine.training.initialising import initialise
from convviz.protocol.document import PictureOrigin, WeightsOrigin
from convviz.protocol.document_file import decode_document
from convviz.protocol.messages.common import Problem
from convviz.protocol.messages.engine import LayerOpened, OpenLayer
from convviz.protocol.recipes import LARGEST_BLOCK
from convviz.values.number_files import write_block
from convviz.values.tensors import array_of, tensor_of
from convviz.values.weights import read_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.protocol.document import Document
    from convviz.protocol.messages.common import Tensor
    from convviz.protocol.recipes import FileBlock

_WHITE = 255.0


def open_layer(request: OpenLayer) -> LayerOpened:
    """Return the numbers of a layer.

    Weights that are not trained are those with which the trainer would begin: torch's own, made
    with the training's seed. Trained weights that cannot be read, and a picture that cannot be
    had, are told of and done without. A layer that refuses its input has that input alone.

    Raises:
        ConvVizError: the network's first failure up to the layer; NOT_ENOUGH_MEMORY,
            OUT_OF_MEMORY.
    """
    document = decode_document(request.document)
    network = document.network
    # A disabled layer is shown as if it ran; it has no place in a file of trained weights.
    opened = dataclasses.replace(network.steps[request.step], enabled=True)
    steps = (*network.steps[: request.step], opened)
    result = infer_sequential(steps, network.input_shape)
    if len(result.rows) < request.step and result.failure is not None:
        raise result.failure.error
    if result.failure is not None:
        steps = steps[:-1]
    for row in result.rows:
        check_memory(row.layer, row.input_shape, row.output_shape)
    number = sum(row.enabled for row in result.rows[: request.step])
    is_own_trained = result.failure is None and network.steps[request.step].enabled
    model = build_sequential(steps, network.input_shape, seed=document.training.seed).eval()
    initialise(model, document.training)
    notices = _load_trained(model[: number + is_own_trained], document)
    picture, origin, problem = _picture(document, request)
    own = result.rows[request.step].layer.weight_shapes() if result.failure is None else {}
    state, prefix = model.state_dict(), f"{number}."
    is_trained = network.weights is not None and not notices and (is_own_trained or not own)
    known = WeightsOrigin.TRAINED if is_trained else WeightsOrigin.INITIAL
    numbers = {"input": _through(model[:number], picture)[0].numpy()}
    numbers |= {name: state[prefix + name].numpy() for name in own}
    parts, unwritten = _sendable(numbers, request.folder)
    return LayerOpened(
        parts,
        known if state else WeightsOrigin.NONE,
        origin,
        tuple(notices + problem + unwritten),
    )


def _sendable(
    numbers: dict[str, NDArray[Any]], folder: str
) -> tuple[dict[str, Tensor | FileBlock], list[Problem]]:
    """Return what is sent, many numbers as a file's, and why any of them could not be written."""
    parts: dict[str, Tensor | FileBlock] = {}
    problems: list[Problem] = []
    for name, array in numbers.items():
        try:
            is_large = array.size > LARGEST_BLOCK
            parts[name] = _written(array, folder) if is_large else tensor_of(array, "float32")
        except ConvVizError as error:
            problems.append(Problem.of(error))
    return parts, problems


def _written(array: NDArray[Any], folder: str) -> FileBlock:
    """Write numbers into a folder.

    Raises:
        ComputeError: TOO_LARGE: there is no folder, or they are too many for a file as well.
        StorageError: DISK_FULL, FILE_UNWRITABLE.
    """
    if folder:
        return write_block(array, Path(folder))
    code, limit = ErrorCode.TOO_LARGE, LARGEST_BLOCK
    raise ComputeError(code, parameter="numbers", value=array.size, limit=limit)


def _through(layers: torch.nn.Module, picture: torch.Tensor) -> torch.Tensor:
    """Return what layers make of a picture, in evaluation."""
    try:
        with torch.inference_mode():
            output = layers(picture)
    except (MemoryError, RuntimeError) as error:
        if isinstance(error, MemoryError) or "can't allocate memory" in str(error):
            raise ComputeError(ErrorCode.OUT_OF_MEMORY, device="cpu") from error
        raise
    assert isinstance(output, torch.Tensor)  # noqa: S101 - narrows the type
    return output


def _load_trained(model: torch.nn.Module, document: Document) -> list[Problem]:
    """Put the network's trained weights into some of its first layers; return why that failed."""
    network = document.network
    if network.weights is None:
        return []
    path, sha256 = Path(network.weights.path), network.weights.sha256
    try:
        weights = read_weights(path, sha256=sha256, network=network)
    except ConvVizError as error:
        return [Problem.of(error)]
    own = model.state_dict().keys()
    model.load_state_dict({name: torch.from_numpy(weights[name]) for name in own})
    return []


def _picture(
    document: Document, request: OpenLayer
) -> tuple[torch.Tensor, PictureOrigin, list[Problem]]:
    """Return a picture for the network, what it is, and why it is no test picture."""
    training, shape = document.training, document.network.input_shape
    try:
        if request.pixels is not None:
            picture, _ = given_picture(array_of(request.pixels), training, shape)
            return picture, PictureOrigin.CHOSEN, []
        if request.picture:
            pixels = picture_at(document, request.picture)[1]
            if pixels.shape == shape:
                return *given_picture(pixels, training, shape), []
        return *sample_picture(training, shape), []
    except (DataError, StorageError) as error:
        return seeded_picture(training.seed, shape), PictureOrigin.SEEDED, [Problem.of(error)]
