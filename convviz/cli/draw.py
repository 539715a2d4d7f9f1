"""``convviz draw``: a network as a figure for a paper, a slide or a page."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Final

from convviz.cli.code_options import Wanted, add_network_options
from convviz.cli.failures import INVALID, tell_failure
from convviz.cli.last_resort import say
from convviz.cli.layer_arguments import read_layers
from convviz.cli.option_values import whole_number
from convviz.cli.out_files import add_out_options, check_free
from convviz.core.network.sequential import infer_sequential
from convviz.drawing.figure_format import FigureFormat, figure_format_of
from convviz.drawing.options import DEFAULT_FIGURE, Direction, FigureOptions, Style, Theme
from convviz.protocol.files import write_file
from convviz.protocol.sentences.errors import sentence

if TYPE_CHECKING:
    from convviz.drawing.scene import Scene

_NARROWEST: Final = 100
_WIDEST: Final = 16_000
_MOST_ROWS: Final = 100
_WIDEST_ASPECT: Final = 20.0
_ASPECT_DOWN: Final = 0.75


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the shell."""
    parser = commands.add_parser(
        "draw",
        help="write a figure of a network",
        description="Write a figure of a network as .svg, .png or .pdf: blocks sized by their "
        "shapes, with kernels, branches and repetitions. A network that fails is drawn up to what "
        "fails.",
        epilog='convviz draw "Conv2d(3, 32, 5)" "ReLU()" "MaxPool2d(2)" --input 3,32,32 -o net.svg',
    )
    add_network_options(parser)
    add_out_options(parser)
    _add_looks(parser)
    parser.set_defaults(run=run)


def _add_looks(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("looks")
    group.add_argument(
        "--style",
        choices=[style.value for style in Style],
        default=Style.ISOMETRIC.value,
        help="bodies with a depth, stacks of maps, or flat cards; default: isometric",
    )
    group.add_argument(
        "--theme",
        choices=[theme.value for theme in Theme],
        default=Theme.LIGHT.value,
        help="colours; print has greys alone; default: light",
    )
    group.add_argument(
        "--direction",
        choices=[direction.value for direction in Direction],
        default=Direction.RIGHT.value,
        help="where the network goes on; down is for --style flat",
    )
    group.add_argument(
        "--width",
        type=whole_number(_NARROWEST, _WIDEST),
        metavar="N",
        help="width in pixels; default: its own, in a .png twice as many",
    )
    group.add_argument(
        "--aspect",
        type=_aspect,
        metavar="X",
        help="width beside height that the rows are broken for; default: 2.6, or 0.75 down",
    )
    group.add_argument(
        "--rows",
        type=whole_number(1, _MOST_ROWS),
        metavar="N",
        help="break it into N rows; default: as it suits",
    )
    for name, help_text in (
        ("names", "write the names, kernels and dimensions of layers"),
        ("sizes", "write the dimensions of what layers give"),
        ("fold", "draw equal blocks behind each other once, with their number"),
    ):
        group.add_argument(
            f"--{name}", action=argparse.BooleanOptionalAction, default=True, help=help_text
        )
    group.add_argument(
        "--blocks", action="store_true", help="draw each block as one body, without its layers"
    )
    group.add_argument(
        "--transparent", action="store_true", help="leave out the ground behind the figure"
    )


def run(options: argparse.Namespace) -> int:
    """Write the file and name it; a network that fails also gets its reason and status 2."""
    kind = figure_format_of(options.out)
    if options.direction == Direction.DOWN and options.style != Style.FLAT:
        say("--direction down is for --style flat; the other styles go to the right")
        return INVALID
    check_free(options, options.out)
    network = read_layers(options.layers, Wanted.of(options)).network
    result = infer_sequential(network.steps, network.input_shape)
    from convviz.drawing.figure import draw_network

    failure = result.failure
    reason = "" if failure is None else sentence(failure.error)
    scene = draw_network(network.steps, result, _figure_options(options, reason))
    write_file(options.out, _bytes(scene, kind, options))
    sys.stdout.write(f"{options.out}\n")
    return 0 if failure is None else tell_failure(network, failure)


def _figure_options(options: argparse.Namespace, reason: str) -> FigureOptions:
    is_down = options.direction == Direction.DOWN
    return FigureOptions(
        style=Style(options.style),
        direction=Direction(options.direction),
        has_names=options.names,
        has_sizes=options.sizes,
        folds_repeats=options.fold,
        blocks_only=options.blocks,
        aspect=options.aspect or (_ASPECT_DOWN if is_down else DEFAULT_FIGURE.aspect),
        unbroken=0.0 if options.aspect else DEFAULT_FIGURE.unbroken,
        rows=options.rows,
        reason=reason,
    )


def _bytes(scene: Scene, kind: FigureFormat, options: argparse.Namespace) -> bytes:
    theme, has_ground = Theme(options.theme), not options.transparent
    if kind is FigureFormat.SVG:
        from convviz.drawing.svg import svg_text

        return svg_text(scene, theme, width=options.width, has_ground=has_ground).encode()
    from convviz.ui.export.figure_file import figure_bytes
    from convviz.ui.offscreen import offscreen_application

    offscreen_application()
    return figure_bytes(scene, kind, theme, width=options.width, has_ground=has_ground)


def _aspect(text: str) -> float:
    try:
        aspect = float(text)
    except ValueError:
        aspect = 0.0
    if not 1 / _WIDEST_ASPECT <= aspect <= _WIDEST_ASPECT:
        msg = f"{text!r} is no width beside a height; write a number from 0.05 to 20"
        raise argparse.ArgumentTypeError(msg)
    return aspect
