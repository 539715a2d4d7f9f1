"""``convviz shape``: the table of a network, from its shapes to its receptive fields."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

import msgspec

from convviz.cli.code_options import Wanted, add_network_options
from convviz.cli.failures import tell_failure
from convviz.cli.last_resort import say
from convviz.cli.layer_arguments import read_layers
from convviz.cli.option_values import positive_number
from convviz.cli.shape_plain import plain_advice, plain_error, plain_reading, plain_table
from convviz.cli.shape_table import TERMINAL_COLUMNS, memory_line, print_table
from convviz.core.code.text import shortened
from convviz.core.errors import ConvVizError
from convviz.core.network.advice import advice
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.summary import summarise
from convviz.core.network.table import network_table
from convviz.protocol.document import Training
from convviz.protocol.network_table import Column
from convviz.protocol.sentences.advice import advice_sentence, fix_text, numbered_names
from convviz.protocol.table_formats import TableFormat, write_table

if TYPE_CHECKING:
    from convviz.core.network.table import NetworkTable

MOST_PICTURES = 1 << 30
"""Of a batch whose memory is told."""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the shell."""
    parser = commands.add_parser(
        "shape",
        help="print the shapes of a chain of layers",
        description="Print the shape after every layer, its parameters, multiply-adds and more.",
        epilog='convviz shape "Conv2d(3, 32, 5, padding=2)" "MaxPool2d(2)" --input 3,32,32; '
        "convviz shape resnet.py --network ResNet18 --arg num_classes=10 --input 3,32,32",
    )
    add_network_options(parser)
    written = parser.add_mutually_exclusive_group()
    written.add_argument("--json", action="store_true", help="print JSON for programs")
    written.add_argument(
        "--format",
        type=TableFormat,
        choices=list(TableFormat),
        metavar="FORMAT",
        help="text (the default), markdown, csv, or latex (for booktabs)",
    )
    parser.add_argument(
        "--columns",
        type=_columns,
        metavar="NAME,NAME",
        help=f"which columns, in their order: {', '.join(column.value for column in Column)}",
    )
    parser.add_argument(
        "--batch",
        type=_batch,
        metavar="N",
        help="also print the memory of a training in batches of N",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the table; an invalid chain also gets its reason on stderr and status 2."""
    try:
        read = read_layers(options.layers, Wanted.of(options))
    except ConvVizError as error:
        if options.json:
            _print_json({"error": plain_error(error)})
        raise
    network = read.network
    training = None if read.document is None else read.document.training
    result = infer_sequential(network.steps, network.input_shape)
    known = Training() if training is None else training
    pieces = advice(
        result,
        None if training is None else training.loss,
        options.batch or (None if training is None else training.batch_size),
    )
    plain = {
        "read": list(map(plain_reading, read.readings)),
        "warnings": [plain_advice(piece, network.steps) for piece in pieces],
    }
    _print(options, network_table(network.steps, summarise(result)), known, plain)
    names = numbered_names(network.steps)
    for piece in pieces:
        fixes = "".join(f" {fix_text(fix, names)}." for fix in piece.fixes[:1])
        say(f"note: {advice_sentence(piece, names)}{fixes}")
    return 0 if result.failure is None else tell_failure(network, result.failure)


def _print(
    options: argparse.Namespace, table: NetworkTable, training: Training, more: dict[str, object]
) -> None:
    batch_size = options.batch or training.batch_size
    memory = table.summary.training_memory(batch_size, training.optimiser, training.averaging)
    wanted = None if options.batch is None else memory
    if options.json:
        _print_json({**plain_table(table, memory), **more})
    elif options.format in {None, TableFormat.TEXT}:
        print_table(table, options.columns or TERMINAL_COLUMNS, wanted)
    else:
        columns = options.columns or tuple(Column)
        sys.stdout.write(write_table(table, options.format, columns))
        if wanted is not None:
            say(memory_line(wanted))


def _print_json(plain: dict[str, object]) -> None:
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(plain)).decode() + "\n")


def _columns(text: str) -> tuple[Column, ...]:
    """Return the columns that a list of names means.

    Raises:
        ArgumentTypeError: One is unknown, or none is named.
    """
    names = [name.strip().replace("-", "_") for name in text.split(",") if name.strip()]
    known = [column.value for column in Column]
    wrong = [name for name in names if name not in known]
    if wrong or not names:
        what = f"there is no column {shortened(wrong[0])!r}" if wrong else "no column is named"
        msg = f"{what}; choose from {', '.join(known)}"
        raise argparse.ArgumentTypeError(msg)
    return tuple(dict.fromkeys(map(Column, names)))


def _batch(text: str) -> int:
    """Return the number of pictures that a text means.

    Raises:
        ArgumentTypeError: It is none, or more than a training can have.
    """
    number = positive_number(text)
    if not 0 < number <= MOST_PICTURES:
        msg = f"{shortened(text)!r} is not a batch size; write a number from 1 to {MOST_PICTURES}"
        raise argparse.ArgumentTypeError(msg)
    return number
