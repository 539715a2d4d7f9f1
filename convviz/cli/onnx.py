"""``convviz onnx``: a network with its weights as a file for other programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convviz.cli.code_options import Wanted, add_network_options
from convviz.cli.failures import tell_failure
from convviz.cli.last_resort import say
from convviz.cli.layer_arguments import read_layers
from convviz.cli.option_values import whole_number
from convviz.cli.out_files import add_out_options, check_free
from convviz.core.network.sequential import infer_sequential
from convviz.protocol.files import write_file
from convviz.protocol.numbers_folder import absolute_weights

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from convviz.cli.layer_arguments import LayersRead


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the shell."""
    parser = commands.add_parser(
        "onnx",
        help="write a network as an ONNX file",
        description="Write a network as an ONNX file, in evaluation and for a batch of any size: "
        "with the trained weights of a document or of a .pt2 file, or with those that torch makes "
        "with a seed.",
        epilog="convviz onnx network.convviz -o network.onnx",
    )
    add_network_options(parser)
    add_out_options(parser)
    parser.add_argument(
        "--seed",
        type=whole_number(0),
        default=0,
        metavar="N",
        help="of weights that are not trained",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the file and name it; of a network that fails, the reason."""
    check_free(options, options.out)
    read = read_layers(options.layers, Wanted.of(options))
    network = read.network
    result = infer_sequential(network.steps, network.input_shape)
    if result.failure is not None:
        return tell_failure(network, result.failure)
    weights = _weights(options, read)
    from convviz.engine.compute.onnx_files import onnx_export

    export = onnx_export(network, weights, options.seed)
    write_file(options.out, export.content)
    if export.seed is not None:
        say(
            f"there are no trained weights; the file has those of torch with the seed {export.seed}"
        )
    sys.stdout.write(f"{options.out}\n")
    return 0


def _weights(options: argparse.Namespace, read: LayersRead) -> Mapping[str, Any] | None:
    """Return the trained weights of what was read, numbered; None without any."""
    from convviz.values.weights import read_kept

    network = read.network
    if network.weights is None:
        return read.weights
    kept = absolute_weights(network.weights, Path(options.layers[0]))
    return read_kept(kept, network)
