"""``convviz shape``: the shapes, parameters and multiply-adds of a chain of layers."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from convviz.cli.code_options import Wanted, add_code_options
from convviz.cli.layer_arguments import read_layers, said
from convviz.core.call_parameters import LARGEST_INTEGER, LONGEST_TUPLE
from convviz.core.code.text import shortened
from convviz.core.code.writing import layer_call, shape_text
from convviz.core.errors import ConvVizError
from convviz.core.network.rows import BlockRow, LayerFailure, in_reading_order
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.summary import NetworkSummary, summarise
from convviz.core.network.tree import layer_paths
from convviz.core.remedies.sequential_remedies import sequential_remedies
from convviz.core.shape_reading import shape_parts
from convviz.protocol.layer_plain import layer_to_plain
from convviz.protocol.sentences.errors import (
    explanation_sentence,
    notice_sentence,
    remedy_sentence,
    sentence,
)

if TYPE_CHECKING:
    from convviz.core.code.program.found import ReadNetwork
    from convviz.core.errors import Fact
    from convviz.core.layers import Shape
    from convviz.core.network.rows import Failure
    from convviz.protocol.document import Network

INVALID = 2
_MOST_DIGITS = 40
_INDENT = "  "
FILE_WIDTH = 100
"""Columns where the output is no terminal, so that calls keep to one line."""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the shell."""
    parser = commands.add_parser(
        "shape",
        help="print the shapes of a chain of layers",
        description="Print the shape after every layer, its parameters and multiply-adds.",
        epilog='convviz shape "Conv2d(3, 32, 5, padding=2)" "MaxPool2d(2)" --input 3,32,32; '
        "convviz shape resnet.py --network ResNet18 --arg num_classes=10 --input 3,32,32",
    )
    parser.add_argument(
        "layers",
        nargs="+",
        metavar="LAYER",
        help="a layer as in PyTorch, a .convviz document, a .pt2 file of torch.export, a file of "
        "code (.py or .ipynb), or - for code on stdin; code is read and never executed",
    )
    parser.add_argument(
        "--input", type=parse_shape, metavar="C,H,W", help="shape of the input, without the batch"
    )
    add_code_options(parser)
    parser.add_argument("--json", action="store_true", help="print JSON for programs")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the table; an invalid chain also gets its reason on stderr and status 2."""
    try:
        read = read_layers(options.layers, Wanted.of(options))
    except ConvVizError as error:
        if options.json:
            _print_json({"error": _plain_error(error)})
        raise
    network = read.network
    result = infer_sequential(network.steps, network.input_shape)
    if options.json:
        _print_json({**_plain(summarise(result)), "read": list(map(_plain_reading, read.readings))})
    else:
        _print_table(summarise(result))
    if result.failure is None:
        return 0
    for line in failure_lines(network, result.failure):
        sys.stderr.write(f"convviz: {line}\n")
    return INVALID


def failure_lines(network: Network, failure: Failure) -> list[str]:
    """Return what is wrong with a network and what would mend it, a sentence a line."""
    shape = shape_text(failure.input_shape)
    if isinstance(failure, LayerFailure):
        where = f"layer {failure.index + 1}, {layer_call(failure.layer)}, on input {shape}"
    else:
        first = failure.index - len(layer_paths(failure.block.children)) + 1
        numbers = str(first) if first == failure.index else f"{first} to {failure.index}"
        where = f"{failure.title} around layer {numbers}, on input {shape}"
    remedies = sequential_remedies(network.steps, network.input_shape, failure)
    return [
        f"{where}: {sentence(failure.error)}",
        *(f"remedy: {remedy_sentence(remedy)}" for remedy in remedies),
    ]


def _print_table(summary: NetworkSummary) -> None:
    result = summary.result
    table = Table(title=None)
    table.add_column("#", justify="right")
    table.add_column("Layer", overflow="fold")
    table.add_column("Output shape")
    table.add_column("Parameters", justify="right")
    table.add_column("Multiply-adds", justify="right")
    table.add_row("", "Input", shape_text(result.input_shape), "", "")
    for item in in_reading_order(result):
        indent = _INDENT * (len(item.path) - 1)
        if isinstance(item, BlockRow):
            output = "" if item.output_shape is None else shape_text(item.output_shape)
            costs = summary.of_block(item)
            number, name, style = "", _block_text(item), "dim"
        else:
            output, costs = shape_text(item.output_shape), summary.layers[item.index]
            name = escape(layer_call(item.layer)) if item.enabled else "(disabled)"
            number, style = str(item.index + 1), None
        table.add_row(
            number,
            indent + name,
            output,
            f"{costs.num_params:,}",
            f"{costs.mult_adds:,}",
            style=style,
        )
    table.add_section()
    table.add_row(
        "",
        "Total",
        shape_text(result.output_shape),
        f"{summary.num_params:,}",
        f"{summary.mult_adds:,}",
    )
    console = Console(width=None if sys.stdout.isatty() else FILE_WIDTH)
    console.print(table)
    for row in result.rows:
        for note in row.notes:
            console.print(f"Note on layer {row.index + 1}: {escape(explanation_sentence(note))}")


def _block_text(row: BlockRow) -> str:
    name = row.block.name or row.way
    text = f"{name}: {row.block.kind.value}" if name else row.block.kind.value
    return text if row.enabled else f"{text} (disabled)"


def _print_json(plain: dict[str, object]) -> None:
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(plain)).decode() + "\n")


def _plain_error(error: ConvVizError) -> dict[str, object]:
    facts = {name: _encodable(value) for name, value in error.facts.items()}
    return {"code": error.code.value, "facts": facts, "reason": _encodable(said(error))}


def _encodable(fact: Fact) -> Fact:
    """Return a fact that UTF-8 can hold: an argument may have half of a surrogate pair in it."""
    return fact.encode(errors="replace").decode() if isinstance(fact, str) else fact


def _plain(summary: NetworkSummary) -> dict[str, object]:
    result, failure = summary.result, summary.result.failure
    return {
        "input_shape": result.input_shape,
        "layers": [
            {
                "layer": layer_to_plain(row.layer),
                "code": layer_call(row.layer),
                "path": row.path,
                "enabled": row.enabled,
                "input_shape": row.input_shape,
                "output_shape": row.output_shape,
                "num_params": layer.num_params,
                "mult_adds": layer.mult_adds,
                "notes": [explanation_sentence(note) for note in row.notes],
            }
            for row, layer in zip(result.rows, summary.layers, strict=True)
        ],
        "blocks": [
            {
                "block": row.block.kind.value,
                "name": row.block.name or row.way,
                "path": row.path,
                "enabled": row.enabled,
                "input_shape": row.input_shape,
                "output_shape": row.output_shape,
                "num_params": summary.of_block(row).num_params,
                "mult_adds": summary.of_block(row).mult_adds,
            }
            for row in result.blocks
        ],
        "output_shape": result.output_shape if failure is None else None,
        "num_params": summary.num_params,
        "mult_adds": summary.mult_adds,
        "failure": None if failure is None else _plain_failure(failure),
    }


def _plain_reading(read: ReadNetwork) -> dict[str, object]:
    return {
        "network": read.name,
        "guesses": {guess.name: guess.value for guess in read.guesses},
        "input_is_guessed": read.is_guessed,
        "is_whole": read.is_whole,
        "notices": [notice_sentence(known.code.value, known.facts) for known in read.notices],
    }


def _plain_failure(failure: Failure) -> dict[str, object]:
    what: dict[str, object] = {"block": failure.title}
    if isinstance(failure, LayerFailure):
        what = {"layer": layer_to_plain(failure.layer)}
    return {
        "index": failure.index,
        "path": failure.path,
        **what,
        "input_shape": failure.input_shape,
        **_plain_error(failure.error),
    }


def parse_shape(text: str) -> Shape:
    """Return the shape that ``3,32,32``, ``3x32x32`` or ``3 × 32 × 32`` means.

    Raises:
        ArgumentTypeError: It is no shape.
    """
    parts = shape_parts(text)
    shape = tuple(map(whole_number, parts))
    if not shape or not all(shape) or len(parts) > LONGEST_TUPLE:
        msg = (
            f"{shortened(text)!r} is not a shape; write whole numbers from 1 to {LARGEST_INTEGER} "
            "with commas, such as 3,32,32"
        )
        raise argparse.ArgumentTypeError(msg)
    return tuple(number for number in shape if number)


def whole_number(text: str) -> int:
    """Return the positive number of 64 bits that a text means; 0 for none.

    Python reads no more than 4,300 digits, and says so in words of its own.
    """
    digits = text.strip().lstrip("+")
    if not digits.isdecimal() or len(digits) > _MOST_DIGITS:
        return 0
    number = int(digits)
    return number if number <= LARGEST_INTEGER else 0
