"""The network and the picture of a command that sends one through the other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from convviz.cli.code_options import Wanted, add_network_options
from convviz.cli.layer_arguments import read_layers
from convviz.cli.option_values import whole_number
from convviz.protocol.network_plain import check_input_shape
from convviz.protocol.network_templates import network_templates
from convviz.protocol.numbers_folder import absolute_weights
from convviz.protocol.passing import FITS
from convviz.protocol.templates import course_calculator, new_document

if TYPE_CHECKING:
    import argparse

    from convviz.protocol.document import Document

_LARGEST_PICTURE: Final = 1024
"""Pixels along the longer side that are taken from a file."""


def add_passed_network(parser: argparse.ArgumentParser) -> None:
    """Add the network."""
    add_network_options(
        parser,
        metavar="NETWORK",
        help_text="a .convviz document or a .pt2 file, whose trained weights are used; layers as "
        "in PyTorch; a file of code; or the name of a network that comes with convviz: "
        + ", ".join(network_templates()),
    )


def add_picture_options(parser: argparse.ArgumentParser) -> None:
    """Add the picture, how it is fitted, and the weights."""
    group = parser.add_argument_group("picture and weights")
    source = group.add_mutually_exclusive_group()
    source.add_argument("--picture", type=Path, metavar="FILE", help="a picture of your own")
    source.add_argument(
        "--sample", type=whole_number(0), default=0, metavar="N", help="a test picture; default: 0"
    )
    group.add_argument(
        "--fit",
        choices=FITS,
        default="crop",
        help="how a picture of another size is fitted: the middle cut out, both sides squashed, "
        "or black beside it",
    )
    group.add_argument("--data", metavar="PATH", help="where the document's data set is")
    group.add_argument(
        "--seed",
        type=whole_number(0),
        metavar="N",
        help="of random weights, also where there are trained",
    )


def passed_document(options: argparse.Namespace, folder: Path) -> Document:
    """Return a document with the network, its weights and the training's settings.

    Args:
        options: Those of the command.
        folder: Where the weights of a .pt2 file are written, as documents have them.

    Raises:
        ConvVizError: the network cannot be read, or INPUT_SHAPE_OUT_OF_RANGE.
    """
    read = read_layers(options.layers, Wanted.of(options))
    document, network = read.document or new_document(), read.network
    check_input_shape(network.input_shape)
    if read.weights:
        from convviz.engine.compute.weights_files import kept_weights

        weights = kept_weights(dict(read.weights), network, folder)
        network = msgspec.structs.replace(network, weights=weights)
    if network.weights is not None:
        weights = absolute_weights(network.weights, Path(options.layers[0]))
        wanted = None if options.seed is not None else weights
        network = msgspec.structs.replace(network, weights=wanted)
    changes: dict[str, Any] = {}
    if options.data is not None:
        changes["data_path"] = options.data
    if options.seed is not None:
        changes["seed"] = options.seed
    training = msgspec.structs.replace(document.training, **changes)
    return msgspec.structs.replace(
        document, calculator=course_calculator(), network=network, training=training
    )


def own_pixels(options: argparse.Namespace) -> Any:  # noqa: ANN401 - a Tensor, or None
    """Return the pixels of a picture of one's own; None for a test picture."""
    if options.picture is None:
        return None
    import numpy as np  # keeps the start of other commands fast

    from convviz.values.pictures import read_picture_file
    from convviz.values.tensors import tensor_of

    image = read_picture_file(options.picture).image
    image.thumbnail((_LARGEST_PICTURE, _LARGEST_PICTURE))
    return tensor_of(np.moveaxis(np.asarray(image, np.uint8), -1, 0), "uint8")
