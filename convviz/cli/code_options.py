"""Options of all commands that take a network, and what is said of a file of code."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from convviz.cli.last_resort import say
from convviz.cli.option_values import add_input_option
from convviz.core.code.program.answers import answer_text, answer_value
from convviz.core.code.program.found import Arguments, MadeBy
from convviz.core.code.program.reading import read_program
from convviz.core.code.text import shortened
from convviz.core.code.writing import layer_call, shape_text
from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.layers import Shape
from convviz.protocol.code_file import LARGEST_CODE_FILE, code_text, open_program
from convviz.protocol.sentences.errors import notice_sentence, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.code.program.found import PlainValue, ProgramNetwork, ReadNetwork
    from convviz.core.code.program.reading import Program

STDIN: Final = "-"
WHAT_IS_READ: Final = (
    "a layer as in PyTorch, a .convviz document, a .pt2 file of torch.export, a file of code (.py "
    "or .ipynb), or - for code on stdin; code is read and never executed. Or the name of a "
    "network that comes with convviz, such as resnet18"
)
_LAYERS_NAMED: Final = 4
_WIDEST_NAME: Final = 30
_MADE_BY: Final = {
    MadeBy.CLASS: "class",
    MadeBy.FUNCTION: "function",
    MadeBy.VARIABLE: "variable",
    MadeBy.TEXT: "layers",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which network of a file of code is meant, and what it is made with.

    Attributes:
        network: Its name; None for the only one.
        arguments: Values of its parameters.
        input_shape: Of its input, without the batch; None for the code's own, or a guess.
    """

    network: str | None
    arguments: Arguments
    input_shape: Shape | None

    @classmethod
    def of(cls, options: argparse.Namespace) -> Wanted:
        """Return what the options of a command say."""
        return cls(options.network, dict(options.arguments), options.input)


def add_network_options(
    parser: argparse.ArgumentParser, *, metavar: str = "LAYER", help_text: str = WHAT_IS_READ
) -> None:
    """Add what names a network to a command: its layers, `--input`, `--network` and `--arg`."""
    parser.add_argument("layers", nargs="+", metavar=metavar, help=help_text)
    add_input_option(parser)
    parser.add_argument(
        "--network", metavar="NAME", help="which network of a file of code, by its name or line"
    )
    parser.add_argument(
        "--arg",
        action="append",
        default=[],
        type=_argument,
        dest="arguments",
        metavar="NAME=VALUE",
        help="a value for what the network is made with, such as num_classes=10; may be repeated",
    )


def read_code(source: str, wanted: Wanted) -> ReadNetwork:
    """Return a network of a file of code; what was guessed and left out is said on stderr.

    Args:
        source: The file's path, or STDIN.
        wanted: Which of its networks.

    Raises:
        DocumentError: the file or its code cannot be read, or another network must be chosen.
    """
    program = _program(source)
    try:
        chosen = program.network(wanted.network)
        read = program.build(chosen.name, wanted.arguments, wanted.input_shape)
    except DocumentError as error:
        for line in _choices(program, error):
            error.add_note(line)
        raise
    for line in code_notices(program, read):
        say(line)
    return read


def code_notices(program: Program, read: ReadNetwork) -> list[str]:
    """Return what is to be told of a network that was read: guesses, and what was left out."""
    guessed = {guess.name for guess in read.guesses}
    lines = [_guess_line(guess.name, guess.value) for guess in read.guesses]
    lines += [
        notice_sentence(notice.code.value, notice.facts)
        for notice in (*program.notices, *read.notices)
        if notice.code is not ErrorCode.CODE_GUESSED or notice.facts.get("name") not in guessed
    ]
    return list(dict.fromkeys(lines))


def _guess_line(name: str, value: PlainValue) -> str:
    text = answer_text(value)
    return f"{name} has no value in the code; {text} was taken. Give another by --arg {name}={text}"


def input_line(read: ReadNetwork) -> str:
    """Return what is said of an input whose shape was not given."""
    shape = read.input_shape or ()
    option = f"--input {','.join(map(str, shape))}"
    if read.is_guessed:
        return f"the input is taken to be {shape_text(shape)}, a guess. Give another by {option}"
    return f"the input is {shape_text(shape)}, as in the code. Give another by {option}"


def _program(source: str) -> Program:
    if source != STDIN:
        return open_program(Path(source))
    content = sys.stdin.buffer.read(LARGEST_CODE_FILE + 1)
    if len(content) > LARGEST_CODE_FILE:
        code, size = ErrorCode.CODE_TOO_LONG, len(content)
        raise DocumentError(code, size=size, limit=LARGEST_CODE_FILE)
    return read_program(code_text(content, STDIN))


def _argument(text: str) -> tuple[str, PlainValue]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip().isidentifier():
        msg = f"{shortened(text)!r} is no value of a parameter; write it as num_classes=10"
        raise argparse.ArgumentTypeError(msg)
    try:
        return name.strip(), answer_value(name.strip(), value)
    except DocumentError as error:
        raise argparse.ArgumentTypeError(sentence(error)) from None


def _choices(program: Program, error: DocumentError) -> Iterator[str]:
    """Yield what there is to choose from, a network a line, and how it is chosen."""
    if error.code is ErrorCode.CODE_SEVERAL_NETWORKS:
        networks = program.choices
    elif error.code is ErrorCode.CODE_UNKNOWN_NETWORK:
        networks = program.networks
    else:
        return
    width = min(_WIDEST_NAME, max(len(network.name) for network in networks))
    for network in networks:
        place = f"line {network.line}:"
        if network.cell is not None:
            place = f"cell {network.cell}, {place}"
        yield f"  --network {network.name:<{width}}  {place:<9} {_summary(program, network)}"


def _summary(program: Program, network: ProgramNetwork) -> str:
    if network.made_by is MadeBy.TEXT:
        layers = program.build(network.name).layers
        if len(layers) == 1:
            return layer_call(layers[0])
        names = [layer.type_name() for layer in layers[:_LAYERS_NAMED]]
        more = ", …" if len(layers) > _LAYERS_NAMED else ""
        return f"{len(layers)} layers: {', '.join(names)}{more}"
    needs = ", ".join(need.name for need in network.needs)
    made_by = _MADE_BY[network.made_by]
    return f"{made_by}, needs {needs}" if needs else made_by
