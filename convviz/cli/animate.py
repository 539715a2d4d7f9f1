"""``convviz animate``: a layer step by step as an animation or a drawing, without a window."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from convviz.cli.failures import INVALID
from convviz.cli.last_resort import say
from convviz.cli.option_values import add_input_option, whole_number
from convviz.cli.out_files import add_out_options, check_free
from convviz.core.errors import ErrorCode, ExportError, ParameterError, ShapeError
from convviz.core.layers.conv import is_convolution
from convviz.core.layers.parameters import LayerFamily
from convviz.protocol.files import write_file
from convviz.protocol.lesson import MOST_STEPS
from convviz.protocol.recipes import LARGEST_SEED
from convviz.protocol.sentences.errors import remedy_sentence, sentence

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer
    from convviz.protocol.document import Calculator
    from convviz.stepping.scene.scene import Scene
    from convviz.ui.export.formats import ExportFormat
    from convviz.ui.export.look import ExportLook
    from convviz.ui.export.stage import ExportStage

_GRIDS: Final = "grids"
_BACKWARD: Final = "backward"
"""The view of a layer's gradients."""

_LEARN: Final = "learn"
"""The view of a step that learns a kernel."""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the shell."""
    parser = commands.add_parser(
        "animate",
        help="write a layer's steps as an animation or a drawing",
        description="Write the steps of a layer, of a loss or of an optimiser as "
        ".gif, .apng, .webp or .mp4; one step as .png, .svg or .pdf; "
        "the formula as .tex; code as .py.",
        epilog='convviz animate "Conv2d(1, 1, 3, stride=2)" --input 1,5,5 -o out.gif',
    )
    parser.add_argument(
        "layer",
        metavar="LAYER",
        help="a layer, a loss or an optimiser as in PyTorch, or a .convviz document",
    )
    add_out_options(parser)
    add_input_option(parser)
    _add_numbers(parser)
    _add_lesson(parser)
    _add_mode(parser)
    _add_looks(parser)
    _add_timing(parser)
    parser.set_defaults(run=run)


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
        default=_GRIDS,
        help="what is drawn: the grids, the matrices of a convolution, the stamps of a transposed "
        "one, an activation's curve, the surface that an optimiser descends, the gradients, or "
        "a step of learning a convolution's kernel from the output of an edge detector",
    )
    group.add_argument(
        "--backward",
        dest="view",
        action="store_const",
        const=_BACKWARD,
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
        help="write the output-size formula below",
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


def run(options: argparse.Namespace) -> int:
    """Write the file and name it."""
    from convviz.ui.calculator.refusal import refusal_remedies
    from convviz.ui.export.formats import ExportFormat, format_of
    from convviz.ui.export.stage import check_view
    from convviz.ui.export.texts import code_text, latex_text
    from convviz.ui.offscreen import offscreen_application
    from convviz.ui.stepper.views.entries import view_named

    kind = format_of(options.out)
    check_free(options, options.out)
    calculator = _calculator(options, kind)
    learns = _view_of_lesson(options) == _LEARN and is_convolution(calculator.layer)
    offscreen_application()
    try:
        scene = _scene(calculator)
    except (ParameterError, ShapeError) as error:
        say(sentence(error))
        for remedy in refusal_remedies(calculator, error):
            say(f"remedy: {remedy_sentence(remedy)}")
        return INVALID
    if learns:
        from convviz.cli.calculator_input import learning

        scene = _scene(learning(scene, options.optimizer, options.taken))
    if kind is ExportFormat.LATEX:
        write_file(options.out, latex_text(scene).encode())
    elif kind is ExportFormat.CODE:
        view = view_named(options.view)
        check_view(view, scene)
        write_file(options.out, code_text(scene, view).encode())
    elif kind.is_animation:
        _write_animation(options, kind, scene)
    else:
        _write_still(options, kind, scene)
    sys.stdout.write(f"{options.out}\n")
    return 0


def _view_of_lesson(options: argparse.Namespace) -> str:
    """Have the view be that of a lesson where an optimiser is named, and return the view.

    Raises:
        ExportError: OPTIMISER_WITHOUT_LEARNING: another view is asked for.
    """
    if options.optimizer is not None and options.view not in {_GRIDS, _LEARN}:
        code = ErrorCode.OPTIMISER_WITHOUT_LEARNING
        raise ExportError(code, optimiser=options.optimizer)
    if options.optimizer is not None:
        options.view = _LEARN
    return str(options.view)


def _calculator(options: argparse.Namespace, kind: ExportFormat) -> Calculator:
    """Return the calculator that the options name.

    Raises:
        ConvVizError: Something is missing, wrong, or does not fit.
    """
    from convviz.cli.calculator_input import (
        read_calculator,
        with_loss,
        with_tensors,
        with_weights,
    )
    from convviz.ui.export.formats import ExportFormat

    calculator = read_calculator(
        options.layer,
        options.input,
        values=options.values,
        picture=options.picture,
        seed=options.seed,
        mode=_mode_of(options),
    )
    if options.loss is not None:
        calculator = with_loss(calculator, options.loss)
    calculator = with_tensors(calculator, options.target, options.tensor)
    if options.loss is not None and options.view != _BACKWARD and kind is not ExportFormat.CODE:
        raise ExportError(ErrorCode.LOSS_WITHOUT_BACKWARD, loss=options.loss)
    _check_use(options, calculator.layer)
    if options.weights is not None:
        calculator = with_weights(calculator, options.weights)
    return calculator


def _check_use(options: argparse.Namespace, layer: Layer) -> None:
    """Refuse options that mean nothing for what is shown.

    Raises:
        ExportError: OPTION_WITHOUT_USE.
    """
    is_optimiser = layer.family is LayerFamily.OPTIMISER
    useless = {
        "--function": options.function is not None and not is_optimiser,
        "--weights": options.weights is not None and not is_optimiser,
        "--optimizer": options.optimizer is not None and not is_convolution(layer),
        "--taken": options.taken is not None and not is_convolution(layer),
        "--zero-grad": options.zero_grad is not None and not is_optimiser,
        "--drawn-by": options.drawn_by is not None and not layer.draws_random_numbers,
    }
    for option, is_useless in useless.items():
        if is_useless:
            code = ErrorCode.OPTION_WITHOUT_USE
            raise ExportError(code, option=option, layer=layer.type_name())


def _mode_of(options: argparse.Namespace) -> dict[str, bool | int | str]:
    """Return what is said of how the layer is computed."""
    said = {
        "training": options.training,
        "seed": options.drawn_by,
        "zero_grad": options.zero_grad,
        "function": options.function,
    }
    return {name: value for name, value in said.items() if value is not None}


def _scene(calculator: Calculator) -> Scene:
    """Return the scene with its output, which the window would leave to torch if it is large.

    Raises:
        ConvVizError: The layer refuses the input; TOO_MANY_CELLS.
    """
    from convviz.stepping.scene.extent import TooLargeError
    from convviz.stepping.scene.scene import build_scene
    from convviz.values.shown_output import shown_output

    try:
        scene = build_scene(calculator)
    except TooLargeError as error:
        raise ExportError(
            ErrorCode.TOO_MANY_CELLS,
            cells=error.cells,
            limit=error.limit,
            output_shape=error.output_shape,
        ) from error
    if scene.output is None:
        return scene.with_output(
            shown_output(
                scene.layer,
                scene.plain_input,
                scene.plain_weights,
                scene.calculator.output_size,
                scene.calculator.mode,
            )
        )
    return scene


def _write_animation(options: argparse.Namespace, kind: ExportFormat, scene: Scene) -> None:
    from convviz.ui.export.animation import check_animation, save_animation
    from convviz.ui.export.look import (
        ExportTiming,
        checked_steps,
        suitable_milliseconds,
        suitable_stride,
    )

    stage = _stage(options, scene)
    first, last = options.steps or (1, stage.step_count)
    stride = options.every or suitable_stride(last - first + 1, stage.row)
    steps = checked_steps(first, last, stage.step_count, stride)
    if stride > 1 and options.every is None:
        say(f"{len(steps)} of {last - first + 1} steps, one in {stride}; --every 1 takes all")
    if stage.leaves_sum_out:
        say("the step in numbers is left out: it could not be read at this --size")
    check_animation(kind, stage.look, len(steps))
    timing = ExportTiming.of(
        options.fps or options.milliseconds or suitable_milliseconds(len(steps)),
        loops=not options.once,
    )

    def show(done: int) -> None:
        if sys.stderr.isatty():
            end = "\n" if done == len(steps) else ""
            sys.stderr.write(f"\r{done}/{len(steps)} steps{end}")

    save_animation(options.out, kind, stage, steps, timing, show)


def _write_still(options: argparse.Namespace, kind: ExportFormat, scene: Scene) -> None:
    from convviz.ui.export.animation import save_animation
    from convviz.ui.export.formats import ExportFormat
    from convviz.ui.export.look import ExportTiming, checked_steps
    from convviz.ui.export.stills import still_bytes

    number = 1 if options.step is None else options.step
    stage = _stage(options, scene)
    steps = checked_steps(number, number, stage.step_count)
    if kind is ExportFormat.PNG:
        save_animation(options.out, kind, stage, steps, ExportTiming())
    else:
        write_file(options.out, still_bytes(stage, steps[0], kind))


def _look(options: argparse.Namespace, scene: Scene) -> ExportLook:
    from convviz.ui.export.look import ExportLook, default_size

    width, height = options.size or default_size(scene.rank)
    return ExportLook(
        width=width,
        height=height,
        scale=options.scale,
        theme=options.theme,
        has_formula=options.formula,
        has_step_line=options.numbers,
        has_usage=options.usage,
        fills=options.fill,
        dims=options.dim,
    )


def _stage(options: argparse.Namespace, scene: Scene) -> ExportStage:
    """Return what paints the steps.

    Raises:
        ExportError: EXPORT_SIZE; VIEW_UNSUITABLE; VIEW_WITHOUT_USAGE; VIEW_TOO_SMALL.
    """
    from convviz.ui.export.stage import ExportStage
    from convviz.ui.stepper.views.entries import view_named
    from convviz.ui.widgets.formula_source import formula_source

    view = view_named(options.view)
    return ExportStage(scene, _look(options, scene), formula_source().render_now, view)


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
