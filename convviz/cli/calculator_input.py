"""What the command line says of a calculator: its layer, the input's shape and numbers."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec.structs

from convviz.cli.last_resort import say
from convviz.core.code.opened import opened_otherwise, parse_beside_layers
from convviz.core.code.reading import parse_layer
from convviz.core.errors import DocumentError, ErrorCode, ExportError
from convviz.core.layers.tensor_forms import TensorForm
from convviz.core.losses import Loss, loss_types, training_loss_types
from convviz.core.losses.of_output import LOSS_TARGET, suits_layer
from convviz.core.optimisers import Optimiser, optimiser_types
from convviz.core.optimisers.base import PARAMS
from convviz.core.shown_layers import shown_dimensions, shown_form, shown_rank
from convviz.core.unpooling import takes_output_size
from convviz.protocol.document import Calculator, first_input, first_weight
from convviz.protocol.document_file import SUFFIX, read_document
from convviz.protocol.lesson import learns_kernels
from convviz.protocol.numbers_folder import file_blocks, folders_beside
from convviz.protocol.recipes import LARGEST_SIDE, Fill, FillPattern, Picture, PictureMode, Recipe
from convviz.protocol.sentences.errors import notice_sentence
from convviz.values.number_files import number_files
from convviz.values.pictures import embedded, read_picture_file
from convviz.values.recipes import numbers_from_array
from convviz.values.text_values import numbers_from_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from convviz.core.code.networks import CodeNotice
    from convviz.core.layers import Layer, Shape
    from convviz.stepping.scene.scene import Scene

TARGET: Final = "target"

LARGEST_PICTURE_SIDE: Final = 64
"""Cells along the longer side of a picture whose shape is not given."""


def read_calculator(
    text: str,
    shape: Shape | None,
    *,
    values: str | None = None,
    picture: Path | None = None,
    seed: int | None = None,
    mode: Mapping[str, bool | int | str] | None = None,
) -> Calculator:
    """Return the calculator that the command line names.

    Args:
        text: A layer as code, or the path of a document.
        shape: Of the input, (channels, *spatial); None takes that of the document, of the
            matrix or of the picture.
        values: A matrix of the input's numbers.
        picture: A file whose brightness is the input.
        seed: Of random numbers for the input.
        mode: What of `training`, `seed`, `zero_grad` and `function` is other than the document has
            it, or than it is at first.

    Raises:
        ConvVizError: Something is missing, wrong, or does not fit.
    """
    if text.endswith(SUFFIX):
        document = read_document(Path(text))
        for block in file_blocks(document):
            number_files.load(block, folders_beside(Path(text)))
        calculator = document.calculator
    else:
        calculator = _typed(text, shape)
    layer = calculator.layer
    recipe: Recipe = calculator.input
    if values is not None:
        array = read_matrix(values)
        shape = _shape_for(array, shape, layer)
        recipe = numbers_from_array(array.reshape(shape))
    elif picture is not None:
        shape, recipe = read_picture(picture, shape, layer)
    elif seed is not None:
        recipe = Fill(FillPattern.RANDOM_INTEGERS, seed=seed)
    shape = shape or calculator.input_shape
    if not shape:
        raise DocumentError(ErrorCode.INPUT_SHAPE_MISSING)
    shape = _in_batch(layer, shape)
    output_size = calculator.output_size
    if takes_output_size(layer) and not text.endswith(SUFFIX):
        output_size = shape[1:]  # as one gives it back what pooling lost
    return msgspec.structs.replace(
        calculator,
        input_shape=shape,
        input=recipe,
        output_size=output_size,
        **(mode or {}),
    )


def _typed(text: str, shape: Shape | None) -> Calculator:
    """Return the calculator of a call, with the numbers that it begins with.

    Raises:
        ConvVizError: The text is no call, or of nothing that has steps.
    """
    notices: list[CodeNotice] = []
    try:
        written = parse_beside_layers(text) or parse_layer(text, notices)
    except DocumentError as error:
        written = opened_otherwise(text, error)[0]
    for notice in notices:
        say(notice_sentence(notice.code.value, notice.facts))
    layer = shown_form(written, shape or (1,))
    if layer is None:
        raise ExportError(ErrorCode.LAYER_WITHOUT_WINDOWS, layer=written.type_name())
    calculator = Calculator(layer, shape or (), weight=first_weight(layer))
    if shape:
        calculator = msgspec.structs.replace(calculator, input=first_input(layer, shape))
    return calculator


def _in_batch(layer: Layer, shape: Shape) -> Shape:
    """Return the shape of one picture as a batch of it, where a layer mixes the batch it is given.

    So an input without the batch is taken by BatchNorm2d, too.
    """
    dimensions = shown_dimensions(layer)
    is_one = len(shape) not in dimensions and len(shape) + 1 in dimensions
    return (1, *shape) if layer.shows_batch and is_one else shape


def with_weights(calculator: Calculator, text: str) -> Calculator:
    """Return a calculator whose optimiser begins with weights.

    Args:
        calculator: With an optimiser.
        text: The numbers, as a matrix.

    Raises:
        DocumentError: As :func:`read_matrix` does; NUMBERS_WRONG_COUNT.
    """
    numbers, shape = read_matrix(text), calculator.tensor_shapes()[PARAMS]
    if numbers.size != math.prod(shape):
        code, expected = ErrorCode.NUMBERS_WRONG_COUNT, math.prod(shape)
        raise DocumentError(code, found=numbers.size, expected=expected)
    return calculator.with_recipe(PARAMS, numbers_from_array(numbers.reshape(shape)))


def with_loss(calculator: Calculator, text: str) -> Calculator:
    """Return a calculator whose backward pass begins at a loss of the output.

    A target that the document has for a loss of another form is left out, as in the window.

    Args:
        calculator: With a layer.
        text: The loss as code, or its name alone.

    Raises:
        DocumentError: CODE_* codes.
        ExportError: NO_LOSS_OF_OUTPUT: it is no loss, or none of the layer's output.
    """
    named = loss_types().get(text.strip())
    loss = named() if named is not None else parse_beside_layers(text)
    if not isinstance(loss, Loss) or not suits_layer(loss, calculator.layer):
        kinds = training_loss_types().values()
        names = [kind.type_name() for kind in kinds if suits_layer(kind, calculator.layer)]
        code, name = ErrorCode.NO_LOSS_OF_OUTPUT, calculator.layer.type_name()
        if not names:
            raise ExportError(ErrorCode.OPTION_WITHOUT_USE, option="--loss", layer=name)
        raise ExportError(code, loss=text, layer=name, offered=", ".join(names))
    from convviz.ui.calculator import loss_edits  # other commands need no Qt

    return loss_edits.with_loss(calculator, loss)


def learning(scene: Scene, optimiser: str | None, taken: int | None) -> Calculator:
    """Return a calculator whose kernel is learned.

    Args:
        scene: Of a convolution.
        optimiser: What takes the steps as code, or its name alone; None keeps the document's.
        taken: How many steps are taken first; None for no more than were.

    Raises:
        ParameterError: torch refuses the optimiser's settings.
        DocumentError: CODE_* codes.
        ExportError: NO_OPTIMISER: it is none.
    """
    from convviz.stepping.scene.scene import build_scene
    from convviz.stepping.worked.learning import LearnWorking
    from convviz.ui.calculator.lesson_edits import begun_again, stepped, with_optimiser

    calculator = scene.calculator
    if optimiser is not None:
        named = optimiser_types().get(optimiser.strip())
        made = named.new() if named is not None else parse_beside_layers(optimiser)
        if not isinstance(made, Optimiser) or not learns_kernels(made):
            names = [
                kind.type_name() for kind in optimiser_types().values() if learns_kernels(kind)
            ]
            code = ErrorCode.NO_OPTIMISER
            raise ExportError(code, optimiser=optimiser, offered=", ".join(names))
        made.check()
        calculator = with_optimiser(calculator, made)
    if taken is not None:
        calculator = begun_again(calculator)
        if taken:
            calculator = stepped(LearnWorking(build_scene(calculator)), taken)
    return calculator


def _with_loss_target(calculator: Calculator, text: str) -> Calculator:
    """Return a calculator whose output is compared with numbers.

    Raises:
        ConvVizError: The layer refuses the input; NUMBERS_WRONG_COUNT.
    """
    numbers, shape = read_matrix(text), calculator.shape_of(LOSS_TARGET)
    if numbers.size != math.prod(shape):
        code, expected = ErrorCode.NUMBERS_WRONG_COUNT, math.prod(shape)
        raise DocumentError(code, found=numbers.size, expected=expected)
    return calculator.with_recipe(LOSS_TARGET, numbers_from_array(numbers.reshape(shape)))


def with_target(calculator: Calculator, text: str) -> Calculator:
    """Return a calculator whose loss has a target, of the form that has so many numbers.

    Args:
        calculator: With a loss, or with one of its layer's output.
        text: The numbers, as a matrix.

    Raises:
        DocumentError: As :func:`read_matrix` does; NUMBERS_WRONG_COUNT.
        ExportError: OPTION_WITHOUT_USE: there is no loss.
    """
    if calculator.loss is not None:
        return _with_loss_target(calculator, text)
    return _with_tensor(calculator, TARGET, text, "--target")


def with_tensors(
    calculator: Calculator, target: str | None, tensors: Sequence[Sequence[str]]
) -> Calculator:
    """Return a calculator with the tensors that the command line gives its loss.

    Args:
        calculator: What is shown.
        target: The target's numbers, as a matrix; None for none.
        tensors: Names of tensors, each with its numbers.

    Raises:
        ConvVizError: As of :func:`with_target` and :func:`with_tensor`.
    """
    if target is not None:
        calculator = with_target(calculator, target)
    for name, rows in tensors:
        calculator = with_tensor(calculator, name, rows)
    return calculator


def with_tensor(calculator: Calculator, name: str, text: str) -> Calculator:
    """Return a calculator with the numbers of a tensor that its loss takes.

    Args:
        calculator: With a loss.
        name: The tensor, as torch calls it.
        text: The numbers, as a matrix.

    Raises:
        DocumentError: As :func:`read_matrix` does.
        ExportError: OPTION_WITHOUT_USE: the loss takes no such tensor.
    """
    return _with_tensor(calculator, name, text, f"--tensor {name}")


def _with_tensor(calculator: Calculator, name: str, text: str, option: str) -> Calculator:
    """Return a calculator with a tensor of the form that has so many numbers."""
    layer, shape = calculator.layer, calculator.input_shape
    if name not in layer.takes_forms:
        code = ErrorCode.OPTION_WITHOUT_USE
        raise ExportError(code, option=option, layer=layer.type_name())
    numbers = read_matrix(text)
    fits = layer.fitting_forms(name, shape)
    form = next((fit for fit in fits if fit.size == numbers.size), None)
    if form is None:
        form = TensorForm(numbers.shape, fits[0].is_integer)
    recipe = numbers_from_array(numbers.reshape(form.shape))
    forms = {**calculator.forms, name: form}
    return msgspec.structs.replace(calculator, forms=forms).with_recipe(name, recipe)


def read_matrix(text: str) -> NDArray[np.float64]:
    """Return the numbers of a text such as ``1 2 3; 4 5 6``, where a semicolon ends a row.

    Raises:
        DocumentError: As :func:`numbers_from_text` does, which reads every other form.
    """
    return numbers_from_text(text.replace(";", "\n"))


def read_picture(path: Path, shape: Shape | None, layer: Layer) -> tuple[Shape, Picture]:
    """Return the input's shape and the picture that fills it with brightness from 0 to 1.

    Args:
        path: A PNG, JPEG, WebP, BMP or GIF.
        shape: To which it is scaled; None keeps its own up to LARGEST_PICTURE_SIDE.
        layer: With 3 channels it takes red, green and blue, otherwise the grey.

    Raises:
        ConvVizError: As :func:`read_picture_file` does.
    """
    opened = read_picture_file(path)
    channels = shape[0] if shape else layer.channels_asked() or 1
    mode = PictureMode.RGB if channels == PictureMode.RGB.channels else PictureMode.GREY
    side = max(shape[1:], default=1) if shape else max(opened.width, opened.height)
    picture = embedded(opened, min(side, LARGEST_SIDE if shape else LARGEST_PICTURE_SIDE), mode)
    width, height = picture.size
    rank = shown_rank(layer, (channels, height, width))
    return shape or (channels, *(1, height, width)[-rank:]), picture


def _shape_for(array: NDArray[np.float64], shape: Shape | None, layer: Layer) -> Shape:
    """Return the input's shape for a matrix: its own, with as many axes as the layer takes."""
    if shape is None:
        missing = shown_dimensions(layer)[0] - array.ndim
        return (*(1,) * missing, *array.shape)
    if math.prod(shape) != array.size:
        raise ExportError(ErrorCode.NUMBERS_DO_NOT_FIT, count=array.size, shape=shape)
    return shape
