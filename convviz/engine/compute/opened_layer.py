"""The numbers of a layer of a network: its weights, and what reaches it of a picture."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from convviz.core.errors import ComputeError, ConvVizError, DataError, ErrorCode, StorageError
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import layer_paths, module_names, node_at, up_to, with_node
from convviz.engine.compute.judged_pictures import picture_at
from convviz.engine.compute.layer_in_graph import LayerPassed, layer_in_graph
from convviz.engine.compute.memory import check_memory
from convviz.engine.compute.sample_picture import given_picture, sample_picture, seeded_picture
from convviz.engine.compute.weighted_network import weighted_network
from convviz.engine.training.failures import told_of_memory
from convviz.protocol.document import UPSTREAM, PictureOrigin, WeightsOrigin
from convviz.protocol.document_file import decode_document
from convviz.protocol.messages.common import Problem
from convviz.protocol.messages.engine_layers import LayerOpened, OpenLayer
from convviz.protocol.recipes import LARGEST_BLOCK
from convviz.values.number_files import write_block
from convviz.values.tensors import array_of, tensor_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.core.network.tree import Node
    from convviz.engine.compute.weighted_network import WeightedNetwork
    from convviz.protocol.document import Document, Network
    from convviz.protocol.messages.common import Tensor
    from convviz.protocol.recipes import FileBlock


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
    nodes, has_own_place = _up_to(document.network, request.step)
    number = len(layer_paths(nodes)) - 1
    result = infer_sequential(nodes, document.network.input_shape)
    runs = len(result.rows) > number
    if len(result.rows) < number and result.failure is not None:
        raise result.failure.error
    is_own_trained = runs and has_own_place
    shown = result.rows[number] if runs else None
    own = {} if shown is None else shown.layer.tensor_shapes(shown.input_shape)
    if request.choice is not None and is_own_trained:
        passed = layer_in_graph(request, document)
    else:
        name = module_names(nodes)[number]
        for row in result.rows:
            check_memory(row.layer, row.input_shape, row.output_shape)
        but = "" if is_own_trained else f"{name}."
        network = weighted_network(document, nodes, result, but=but)
        passed = _reached(network, name, *_picture(document, request))
    keeps_batch = shown is not None and shown.layer.shows_batch
    numbers = {"input": passed.given if keeps_batch else passed.given[0]}
    if passed.gradient is not None:
        numbers[UPSTREAM] = passed.gradient if keeps_batch else passed.gradient[0]
    numbers |= {name: passed.tensors[name] for name in own}
    parts, unwritten = _sendable(numbers, request.folder)
    is_initial = own and not is_own_trained
    origin = WeightsOrigin.INITIAL if is_initial else passed.weights
    return LayerOpened(parts, origin, passed.picture, (*passed.notices, *unwritten))


def _sendable(
    numbers: dict[str, torch.Tensor], folder: str
) -> tuple[dict[str, Tensor | FileBlock], list[Problem]]:
    """Return what is sent, many numbers as a file's, and why any of them could not be written."""
    parts: dict[str, Tensor | FileBlock] = {}
    problems: list[Problem] = []
    for name, tensor in numbers.items():
        array = tensor.numpy()
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


def _up_to(network: Network, number: int) -> tuple[tuple[Node, ...], bool]:
    """Return a network up to a layer, and whether that has its place in a file of weights.

    A disabled layer is shown as if it ran; in place of the outermost block that is disabled.

    Args:
        network: The network.
        number: Which of its layers; in what is returned it is the last one.
    """
    nodes, path = network.steps, layer_paths(network.steps)[number]
    shown = dataclasses.replace(network.layers[number], enabled=True)
    for depth in range(1, len(path) + 1):
        if not node_at(nodes, path[:depth]).enabled:
            return up_to(with_node(nodes, path[:depth], shown), path[:depth]), False
    return up_to(nodes, path), True


class _ReachedError(Exception):
    """The layer that was to be reached is reached."""


def _reached(
    network: WeightedNetwork,
    name: str,
    picture: torch.Tensor,
    origin: PictureOrigin,
    problems: list[Problem],
) -> LayerPassed:
    """Return what of a picture reaches a layer, in evaluation.

    Args:
        network: The network up to the layer.
        name: The layer's, in the network.
        picture: With its batch.
        origin: What it is.
        problems: Why it is no test picture.
    """
    reached: list[torch.Tensor] = []

    def stop(_module: torch.nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
        reached.extend(inputs)
        raise _ReachedError

    layer = network.model.get_submodule(name)
    handle = layer.register_forward_pre_hook(stop)
    try:
        with torch.inference_mode(), told_of_memory():
            network.model.eval()(picture)
    except _ReachedError:
        pass
    finally:
        handle.remove()
    notices = (*network.notices, *problems)
    return LayerPassed(reached[0], layer.state_dict(), network.origin, origin, notices=notices)


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
