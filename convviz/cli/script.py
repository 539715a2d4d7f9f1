"""``convviz script``: a document's training as a PyTorch script that needs no convviz."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from convviz.cli.last_resort import say
from convviz.cli.out_files import add_replace_option, check_free
from convviz.cli.train_options import (
    add_document,
    add_options,
    document_or_template,
    training_of,
)
from convviz.protocol.files import write_file
from convviz.protocol.run_start import start_weights

if TYPE_CHECKING:
    import argparse

    from convviz.protocol.document import Document, WeightsFile


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the shell."""
    parser = commands.add_parser(
        "script",
        help="write the training of a document as a PyTorch script",
        description="Write a Python file that trains a document's network with PyTorch and numpy "
        "alone. On a CPU its losses are those of the run, to the last digit. Options that are not "
        "given are taken from the document. Where the network has weights, the script begins with "
        "them: they are written beside it, as FILE-start.pt.",
    )
    add_document(parser)
    parser.add_argument("-o", "--out", type=Path, metavar="FILE.py", help="default: it is printed")
    add_replace_option(parser)
    add_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the script, or print it."""
    from convviz.script.training_script import start_name, training_script

    document = document_or_template(options.document)
    training = training_of(options, document.training)
    document = msgspec.structs.replace(document, training=training)
    weights = start_weights(document)
    if options.out is None:
        sys.stdout.write(training_script(document))
        if weights is not None:
            say(f"the script needs {start_name()} beside it; with -o both are written")
        return 0
    start = options.out.with_name(start_name(options.out.stem))
    written = [options.out] if weights is None else [options.out, start]
    text = training_script(document, start.name)
    for path in written:
        check_free(options, path)
    if weights is not None:
        _write_start(document, weights, start)
    write_file(options.out, text.encode())
    sys.stdout.writelines(f"{path}\n" for path in written)
    return 0


def _write_start(document: Document, weights: WeightsFile, path: Path) -> None:
    """Write the weights that a script begins with, by the names of its network."""
    from convviz.engine.compute.weights_files import save_network_weights, script_network
    from convviz.values.weights import read_kept

    network = document.network
    arrays = read_kept(weights, network)
    save_network_weights(path, arrays, script_network(network))
