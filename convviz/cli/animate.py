"""``convviz animate``: a layer step by step as an animation or a drawing, without a window."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from convviz.cli.animation_options import BACKWARD, GRIDS, LEARN, add_animation_options
from convviz.cli.failures import INVALID
from convviz.cli.last_resort import say
from convviz.cli.option_values import add_input_option
from convviz.cli.out_files import add_out_options, check_free
from convviz.core.errors import ErrorCode, ExportError, ParameterError, ShapeError
from convviz.core.layers.conv import is_convolution
from convviz.core.layers.parameters import LayerFamily
from convviz.protocol.files import write_file
from convviz.protocol.sentences.errors import remedy_sentence, sentence

if TYPE_CHECKING:
    import argparse

    from convviz.core.layers.base import Layer
    from convviz.protocol.document import Calculator
    from convviz.stepping.scene.scene import Scene
    from convviz.ui.export.formats import ExportFormat
    from convviz.ui.export.look import ExportLook
    from convviz.ui.export.stage import ExportStage


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
    add_animation_options(parser)
    parser.set_defaults(run=run)


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
    learns = _view_of_lesson(options) == LEARN and is_convolution(calculator.layer)
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
    if options.optimizer is not None and options.view not in {GRIDS, LEARN}:
        code = ErrorCode.OPTIMISER_WITHOUT_LEARNING
        raise ExportError(code, optimiser=options.optimizer)
    if options.optimizer is not None:
        options.view = LEARN
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
    if options.loss is not None and options.view != BACKWARD and kind is not ExportFormat.CODE:
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
