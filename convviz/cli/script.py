"""``convviz script``: a document's training as a PyTorch script that needs no convviz."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from convviz.cli.out_files import add_replace_option, check_free
from convviz.cli.train_options import (
    add_document,
    add_options,
    document_or_template,
    training_of,
)
from convviz.protocol.files import write_file

if TYPE_CHECKING:
    import argparse


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the shell."""
    parser = commands.add_parser(
        "script",
        help="write the training of a document as a PyTorch script",
        description="Write a Python file that trains a document's network with PyTorch and numpy "
        "alone. On a CPU its losses are those of the run, to the last digit. Options that are not "
        "given are taken from the document.",
    )
    add_document(parser)
    parser.add_argument("-o", "--out", type=Path, metavar="FILE.py", help="default: it is printed")
    add_replace_option(parser)
    add_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the script, or print it."""
    from convviz.script.training_script import training_script

    document = document_or_template(options.document)
    training = training_of(options, document.training)
    text = training_script(msgspec.structs.replace(document, training=training))
    if options.out is None:
        sys.stdout.write(text)
    else:
        check_free(options, options.out)
        write_file(options.out, text.encode())
        sys.stdout.write(f"{options.out}\n")
    return 0
