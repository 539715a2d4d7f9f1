"""``convviz weights``: a network's weights by the names of its code, into and out of files."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from convviz.cli.out_files import add_replace_option, check_free
from convviz.core.errors import ErrorCode, StorageError
from convviz.protocol.document import WeightsFile
from convviz.protocol.document_file import read_document, write_document
from convviz.protocol.files import write_file
from convviz.protocol.numbers_folder import absolute_weights

if TYPE_CHECKING:
    import argparse

    from convviz.protocol.document import Document

_SUFFIX = ".safetensors"


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the shell."""
    parser = commands.add_parser(
        "weights",
        help="list, write or take in the weights of a document's network",
        description="Without an option, list what the weights are called, as in the network's "
        "code, and their shapes. Files are safetensors, or state_dict files of torch where their "
        "names end with .pt or .pth; weights are taken from .pt2 files of torch.export, too.",
    )
    parser.add_argument("document", type=Path, metavar="DOCUMENT")
    way = parser.add_mutually_exclusive_group()
    way.add_argument("-o", "--out", type=Path, metavar="FILE", help="write the trained weights")
    way.add_argument(
        "--load",
        type=Path,
        metavar="FILE",
        help="take the weights of a file, by their names or by number, into the document; a copy "
        "is written beside it",
    )
    parser.add_argument(
        "--by-order",
        action="store_true",
        help="with --load: take tensors with other names one after the other, if their shapes are "
        "the network's",
    )
    add_replace_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """List the weights, write them, or take them in."""
    from convviz.values.weights import by_code_names, weight_shapes

    path: Path = options.document
    document = read_document(path)
    if options.load is not None:
        return _load(options, document)
    if options.out is not None:
        return _write(options, document)
    for name, shape in by_code_names(weight_shapes(document.network), document.network).items():
        sys.stdout.write(f"{name}  {tuple(shape)}\n")
    return 0


def _load(options: argparse.Namespace, document: Document) -> int:
    """Write a copy of the weights beside the document, which then points to it."""
    from convviz.engine.compute.weights_files import load_network_weights, weights_content

    path: Path = options.document
    try:
        weights = load_network_weights(options.load, document.network, by_order=options.by_order)
    except StorageError as error:
        if error.code is ErrorCode.WEIGHTS_NAMED_OTHERWISE:
            error.add_note("To take them so, add --by-order.")
        raise
    content = weights_content(weights, document.network, suffix=_SUFFIX)
    target = path.with_suffix(_SUFFIX)
    if not (target.exists() and target.read_bytes() == content):
        check_free(options, target)
        write_file(target, content)
    beside = WeightsFile(target.name, hashlib.sha256(content).hexdigest())
    network = msgspec.structs.replace(document.network, weights=beside)
    write_document(path, msgspec.structs.replace(document, network=network))
    sys.stdout.write(f"{target}\n")
    return 0


def _write(options: argparse.Namespace, document: Document) -> int:
    from convviz.engine.compute.weights_files import save_network_weights
    from convviz.values.weights import read_kept

    network = document.network
    if network.weights is None:
        sys.stderr.write("convviz: the network has no trained weights; convviz train makes them\n")
        return 2
    weights = absolute_weights(network.weights, options.document)
    check_free(options, options.out)
    arrays = read_kept(weights, network)
    save_network_weights(options.out, arrays, network)
    sys.stdout.write(f"{options.out}\n")
    return 0
