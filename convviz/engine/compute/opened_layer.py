"""The numbers of a layer of a network: its weights, and what reaches it of a picture."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import torch

from convviz.core.errors import ComputeError, ConvVizError, DataError, ErrorCode, StorageError
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import layer_paths, module_names, node_at, up_to, with_node
from convviz.engine.compute.judged_pictures import picture_at
from convviz.engine.compute.memory import check_memory
from convviz.engine.compute.module_builder import build_rows
from convviz.engine.compute.sample_picture import given_picture, sample_picture, seeded_picture
from convviz.engine.training.failures import told_of_memory
from convviz.engine.training.initialising import initialise
from convviz.engine.training.seeds import seed_host
from convviz.protocol.document import UPSTREAM, PictureOrigin, WeightsOrigin
from convviz.protocol.document_file import decode_document
from convviz.protocol.messages.common import Problem
from convviz.protocol.messages.engine_layers import LayerOpened, OpenLayer
from convviz.protocol.recipes import LARGEST_BLOCK
from convviz.values.number_files import write_block
from convviz.values.tensors import array_of, tensor_of
from convviz.values.weights import read_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.core.network.tree import Node
    from convviz.protocol.document import Document, Network
    from convviz.protocol.messages.common import Tensor
    from convviz.protocol.recipes import FileBlock


class LayerPassed(NamedTuple):
    """What went through a layer in a batch that goes forwards and back.

    Attributes:
        given: Its input, with the batch; None where the batch does not come to it.
        gradient: Of its output; None for none.
        notices: Why there is none.
    """

    given: torch.Tensor | None = None
    gradient: torch.Tensor | None = None
    notices: tuple[Problem, ...] = ()


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
    nodes, has_own_place = _up_to(network, request.step)
    number = len(layer_paths(nodes)) - 1
    result = infer_sequential(nodes, network.input_shape)
    runs = len(result.rows) > number
    if len(result.rows) < number and result.failure is not None:
        raise result.failure.error
    for row in result.rows:
        check_memory(row.layer, row.input_shape, row.output_shape)
    is_own_trained = runs and has_own_place
    seed_host(document.training.seed)
    model = build_rows(nodes, result).eval()
    initialise(model, document.training)
    name = module_names(nodes)[number]
    notices = load_trained(model, document, "" if is_own_trained else f"{name}.")
    picture, origin, problem = _picture(document, request)
    shown = result.rows[number] if runs else None
    own = {} if shown is None else shown.layer.tensor_shapes(shown.input_shape)
    state, prefix = model.state_dict(), f"{name}."
    is_trained = network.weights is not None and not notices and (is_own_trained or not own)
    known = WeightsOrigin.TRAINED if is_trained else WeightsOrigin.INITIAL
    keeps_batch = shown is not None and shown.layer.shows_batch
    passed = LayerPassed()
    if request.choice is not None and runs:
        from convviz.engine.compute.layer_in_graph import layer_passed  # it loads weights as here

        passed = layer_passed(request)
    # What reaches the layer in evaluation, unless it is known what does in the graph.
    reached = _reaching(model, name, picture) if passed.given is None else passed.given
    numbers = {"input": (reached if keeps_batch else reached[0]).numpy()}
    if passed.gradient is not None:
        numbers[UPSTREAM] = (passed.gradient if keeps_batch else passed.gradient[0]).numpy()
    numbers |= {name: state[prefix + name].numpy() for name in own}
    parts, unwritten = _sendable(numbers, request.folder)
    return LayerOpened(
        parts,
        known if state else WeightsOrigin.NONE,
        origin,
        (*notices, *problem, *passed.notices, *unwritten),
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


def _reaching(model: torch.nn.Sequential, name: str, picture: torch.Tensor) -> torch.Tensor:
    """Return what of a picture reaches a layer, in evaluation.

    Args:
        model: The network.
        name: The layer's, in the network.
        picture: With its batch.
    """
    reached: list[torch.Tensor] = []

    def stop(_module: torch.nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
        reached.extend(inputs)
        raise _ReachedError

    handle = model.get_submodule(name).register_forward_pre_hook(stop)
    try:
        with torch.inference_mode(), told_of_memory():
            model(picture)
    except _ReachedError:
        pass
    finally:
        handle.remove()
    return reached[0]


def load_trained(model: torch.nn.Module, document: Document, but: str) -> list[Problem]:
    """Put the network's trained weights into its first layers; return why that failed.

    Args:
        model: The network up to some layer.
        document: Where the weights are named.
        but: Names that begin so have none; "" for no such names.
    """
    network = document.network
    if network.weights is None:
        return []
    path, sha256 = Path(network.weights.path), network.weights.sha256
    try:
        weights = read_weights(path, sha256=sha256, network=network)
    except ConvVizError as error:
        return [Problem.of(error)]
    own = [name for name in model.state_dict() if not (but and name.startswith(but))]
    trained = {name: torch.from_numpy(weights[name]) for name in own}
    model.load_state_dict(trained, strict=False)
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
