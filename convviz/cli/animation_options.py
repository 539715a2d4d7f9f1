"""The options of ``convviz animate``: numbers, how they come about, looks and timing."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from convviz.cli.option_values import whole_number
from convviz.protocol.lesson import MOST_STEPS
from convviz.protocol.recipes import LARGEST_SEED

GRIDS: Final = "grids"
BACKWARD: Final = "backward"
"""The view of a layer's gradients."""

LEARN: Final = "learn"
"""The view of a step that learns a kernel."""


def add_animation_options(parser: argparse.ArgumentParser) -> None:
    """Add what a layer is computed from, and how its steps are drawn."""
    _add_numbers(parser)
    _add_lesson(parser)
    _add_mode(parser)
    _add_looks(parser)
    _add_timing(parser)


def _add_numbers(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("numbers of the input")
    source = group.add_mutually_exclusive_group()
    source.add_argument(
        "--values", metavar="ROWS", help='fill the input with a matrix, such as "1 2 3; 4 5 6"'
    )
    source.add_argument(
        "--picture", type=Path, metavar="FILE", help="fill the input with a picture's brightness"
    )
    source.add_argument(
        "--seed",
        type=whole_number(0),
        metavar="N",
        help="fill the input with small random integers",
    )
    group.add_argument(
        "--weights",
        metavar="ROWS",
        help='the weights that an optimiser begins with, such as "-2 1.5"',
    )
    group.add_argument(
        "--target",
        metavar="ROWS",
        help="what a loss compares with its input, or with the output that it goes back from, "
        'such as "1 0 2" for the classes of three rows',
    )
    group.add_argument(
        "--tensor",
        nargs=2,
        action="append",
        default=[],
        metavar=("NAME", "ROWS"),
        help='another tensor that a loss takes, by torch\'s name, such as positive "1 2; 3 4"; '
        "can be given several times",
    )
    group.add_argument(
        "--loss",
        metavar="LOSS",
        help="the loss of the output at which a backward pass begins, such as MSELoss; else it "
        "begins at ones, or at what the document has",
    )


def _add_lesson(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("learning the kernel of a convolution")
    group.add_argument(
        "--optimizer",
        metavar="CALL",
        help='what takes the steps, such as "Adam(lr=0.1)"; the view is learn then',
    )
    group.add_argument(
        "--taken",
        type=whole_number(0, MOST_STEPS),
        metavar="N",
        help="how many steps were taken before the one that is shown; default: none, or as many "
        "as the document has",
    )


def _add_mode(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("training or evaluation, where a layer depends on it")
    mode = group.add_mutually_exclusive_group()
    mode.add_argument(
        "--train",
        dest="training",
        action="store_true",
        default=None,
        help="as in training; the default, as in PyTorch",
    )
    mode.add_argument(
        "--eval", dest="training", action="store_false", help="as in evaluation, after .eval()"
    )
    group.add_argument(
        "--zero-grad",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="whether an optimiser forgets the gradients of the step before; the default, as in a "
        "usual loop",
    )
    group.add_argument(
        "--function",
        metavar="F",
        help='what an optimiser descends, of its two weights x and y, such as "x^2 + 10*y^2"; else '
        "the input is the gradients, one row a step",
    )
    group.add_argument(
        "--drawn-by",
        type=whole_number(0, LARGEST_SEED),
        metavar="N",
        help="the seed of what the layer draws by chance in training, such as a dropout's mask; "
        "default: 0",
    )


def _add_looks(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("looks")
    group.add_argument("--theme", choices=["light", "dark"], default="light")
    group.add_argument(
        "--view",
        choices=["grids", "im2col", "sparse", "scatter", "curve", "surface", "backward", "learn"],
        default=GRIDS,
        help="what is drawn: the grids, the matrices of a convolution, the stamps of a transposed "
        "one, an activation's curve, the surface that an optimiser descends, the gradients, or "
        "a step of learning a convolution's kernel from the output of an edge detector",
    )
    group.add_argument(
        "--backward",
        dest="view",
        action="store_const",
        const=BACKWARD,
        help="the same as --view backward: the backward pass, gradient by gradient",
    )
    group.add_argument(
        "--usage",
        action=argparse.BooleanOptionalAction,
        default=False,
        help="show how often each cell is used instead of its number (grids and scatter views)",
    )
    group.add_argument(
        "--fill",
        action=argparse.BooleanOptionalAction,
        default=False,
        help="leave outputs blank until the steps reach them",
    )
    group.add_argument(
        "--dim",
        action=argparse.BooleanOptionalAction,
        default=False,
        help="draw faintly what is not in the step",
    )
    group.add_argument(
        "--scale",
        type=_scale,
        default=1.0,
        metavar="X",
        help="how large everything is drawn; default: 1",
    )
    group.add_argument(
        "--size",
        type=_size,
        metavar="W,H",
        help="width and height in units of the scale, such as 1000,500",
    )
    group.add_argument(
        "--formula",
        action=argparse.BooleanOptionalAction,
        default=False,
        help="write the formula below: that of the output's size, or of its numbers",
    )
    group.add_argument(
        "--numbers",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="write out the step in numbers",
    )


def _add_timing(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("steps")
    pace = group.add_mutually_exclusive_group()
    pace.add_argument(
        "--milliseconds",
        type=whole_number(20, 60_000),
        metavar="N",
        help="how long a step is shown; default: 700, or 250 if there are many",
    )
    pace.add_argument("--fps", type=_fps, metavar="X", help="steps per second")
    group.add_argument("--once", action="store_true", help="do not start again after the end")
    group.add_argument(
        "--steps", type=_steps, metavar="A-B", help="only the steps A to B, counted from 1"
    )
    group.add_argument(
        "--every",
        type=whole_number(1, 10**9),
        metavar="N",
        help="show one step in N; default: as many steps as one would watch",
    )
    group.add_argument(
        "--step", type=int, metavar="N", help="the step that a .png, .svg or .pdf shows; default: 1"
    )


def _fps(text: str) -> int:
    """Return the milliseconds of a step, of which there are so many in a second."""
    try:
        milliseconds = round(1000 / float(text))
    except (ValueError, ZeroDivisionError, OverflowError):
        milliseconds = 0
    if not 20 <= milliseconds <= 60_000:  # noqa: PLR2004 - the bounds of --milliseconds
        msg = f"{text!r} is not a number of steps per second; write one from 0.02 to 50"
        raise argparse.ArgumentTypeError(msg)
    return milliseconds


def _scale(text: str) -> float:
    try:
        scale = float(text)
    except ValueError:
        scale = 0.0
    if not 0.25 <= scale <= 8:  # noqa: PLR2004 - the bounds of ExportLook
        msg = f"{text!r} is not a scale; write a number from 0.25 to 8"
        raise argparse.ArgumentTypeError(msg)
    return scale


def _size(text: str) -> tuple[int, int]:
    parts = text.replace("x", ",").split(",")
    if len(parts) != 2 or not all(part.strip().isdecimal() for part in parts):  # noqa: PLR2004
        msg = f"{text!r} is not a size; write a width and a height, such as 1000,500"
        raise argparse.ArgumentTypeError(msg)
    return int(parts[0]), int(parts[1])


def _steps(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    if not (first.strip().isdecimal() and last.strip().isdecimal()):
        msg = f"{text!r} is not a range of steps; write the first and the last, such as 1-49"
        raise argparse.ArgumentTypeError(msg)
    return int(first), int(last)
