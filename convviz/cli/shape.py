"""``convviz shape``: the shapes, parameters and multiply-adds of a chain of layers."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.remedies import sequential_remedies
from convviz.core.sequential import LayerFailure, NetworkStep, SequentialResult, infer_sequential
from convviz.core.torch_code import layer_call
from convviz.core.torch_code_reader import parse_layers
from convviz.protocol.document import Network
from convviz.protocol.document_file import SUFFIX, read_document
from convviz.protocol.layer_plain import layer_to_plain
from convviz.protocol.sentences import explanation_sentence, remedy_sentence, sentence

if TYPE_CHECKING:
    from convviz.core.layers import Shape

INVALID = 2
FILE_WIDTH = 100
"""Columns where the output is no terminal, so that calls keep to one line."""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the shell."""
    parser = commands.add_parser(
        "shape",
        help="print the shapes of a chain of layers",
        description="Print the shape after every layer, its parameters and multiply-adds.",
        epilog='convviz shape "Conv2d(3, 32, 5, padding=2)" "MaxPool2d(2)" --input 3,32,32',
    )
    parser.add_argument(
        "layers",
        nargs="+",
        metavar="LAYER",
        help="a layer as in PyTorch, a .convviz document, or a .py file with an nn.Sequential",
    )
    parser.add_argument(
        "--input", type=parse_shape, metavar="C,H,W", help="shape of the input, without the batch"
    )
    parser.add_argument("--json", action="store_true", help="print JSON for programs")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the table; an invalid chain also gets its reason on stderr and status 2."""
    network = read_network(options.layers, options.input)
    result = infer_sequential(network.steps, network.input_shape)
    if options.json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(_plain(result))).decode() + "\n")
    else:
        _print_table(result)
    if result.failure is None:
        return 0
    for line in failure_lines(network, result.failure):
        sys.stderr.write(f"convviz: {line}\n")
    return INVALID


def read_network(texts: list[str], input_shape: Shape | None) -> Network:
    """Return the network that the command line names.

    Args:
        texts: Layers as code; or one path of a document or of a Python file.
        input_shape: Shape without the batch; None takes a document's own.

    Raises:
        ConvVizError: the file, the code or the input shape is missing or wrong.
    """
    if len(texts) == 1 and texts[0].endswith(SUFFIX):
        network = read_document(Path(texts[0])).network
        return msgspec.structs.replace(network, input_shape=input_shape or network.input_shape)
    steps: list[NetworkStep] = []
    for text in texts:
        code = _read_code(Path(text)) if text.endswith(".py") else text
        steps += (NetworkStep(layer) for layer in parse_layers(code))
    if input_shape is None:
        raise DocumentError(ErrorCode.INPUT_SHAPE_MISSING)
    return Network(input_shape, tuple(steps))


def failure_lines(network: Network, failure: LayerFailure) -> list[str]:
    """Return what is wrong with a network and what would mend it, a sentence a line."""
    where = (
        f"layer {failure.index + 1}, {layer_call(failure.layer)}, on input {failure.input_shape}"
    )
    remedies = sequential_remedies(network.steps, network.input_shape, failure)
    return [
        f"{where}: {sentence(failure.error)}",
        *(f"remedy: {remedy_sentence(remedy)}" for remedy in remedies),
    ]


def _print_table(result: SequentialResult) -> None:
    table = Table(title=None)
    table.add_column("#", justify="right")
    table.add_column("Layer", overflow="fold")
    table.add_column("Output shape")
    table.add_column("Parameters", justify="right")
    table.add_column("Multiply-adds", justify="right")
    table.add_row("", "Input", _text(result.input_shape), "", "")
    for row in result.rows:
        table.add_row(
            str(row.index + 1),
            escape(layer_call(row.layer)) if row.enabled else "(disabled)",
            _text(row.output_shape),
            f"{row.num_params:,}",
            f"{row.mult_adds:,}",
        )
    table.add_section()
    table.add_row(
        "", "Total", _text(result.output_shape), f"{result.num_params:,}", f"{result.mult_adds:,}"
    )
    console = Console(width=None if sys.stdout.isatty() else FILE_WIDTH)
    console.print(table)
    for row in result.rows:
        for note in row.notes:
            console.print(f"Note on layer {row.index + 1}: {escape(explanation_sentence(note))}")


def _plain(result: SequentialResult) -> dict[str, object]:
    failure = result.failure
    return {
        "input_shape": result.input_shape,
        "layers": [
            {
                "layer": layer_to_plain(row.layer),
                "code": layer_call(row.layer),
                "enabled": row.enabled,
                "input_shape": row.input_shape,
                "output_shape": row.output_shape,
                "num_params": row.num_params,
                "mult_adds": row.mult_adds,
                "notes": [explanation_sentence(note) for note in row.notes],
            }
            for row in result.rows
        ],
        "output_shape": result.output_shape if failure is None else None,
        "num_params": result.num_params,
        "mult_adds": result.mult_adds,
        "failure": None if failure is None else _plain_failure(failure),
    }


def _plain_failure(failure: LayerFailure) -> dict[str, object]:
    return {
        "index": failure.index,
        "layer": layer_to_plain(failure.layer),
        "input_shape": failure.input_shape,
        "code": failure.error.code.value,
        "facts": failure.error.facts,
        "reason": sentence(failure.error),
    }


def _read_code(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise DocumentError(ErrorCode.FILE_MISSING, path=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(ErrorCode.FILE_UNREADABLE, path=str(path), detail=str(error)) from error


def parse_shape(text: str) -> Shape:
    """Return the shape that ``3,32,32`` or ``3x32x32`` means.

    Raises:
        ArgumentTypeError: It is no shape.
    """
    try:
        shape = tuple(int(part) for part in text.replace("x", ",").strip("()").split(","))
    except ValueError:
        shape = ()
    if not shape or min(shape) < 1:
        msg = f"{text!r} is no shape; write positive whole numbers with commas, such as 3,32,32"
        raise argparse.ArgumentTypeError(msg)
    return shape


def _text(shape: Shape) -> str:
    return "×".join(map(str, shape))
