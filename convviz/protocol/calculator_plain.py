"""The calculator as plain data, and back: also as earlier convvizes wrote it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from msgspec import Meta

from convviz.core.layers.tensor_forms import TensorForm
from convviz.core.losses import Loss
from convviz.core.losses.of_output import suits_layer
from convviz.core.network.tree_limits import MOST_LAYERS
from convviz.core.optimisers import Optimiser
from convviz.core.shown_layers import is_shown
from convviz.core.surface import LONGEST
from convviz.protocol.call_plain import call_to_plain
from convviz.protocol.document import Calculator, Origin, PictureOrigin, WeightsOrigin
from convviz.protocol.file_reading import malformed
from convviz.protocol.layer_plain import Plain, layer_from_plain, layer_to_plain, opened_from_plain
from convviz.protocol.lesson import (
    FIRST_LESSON,
    LOSSES,
    MOST_COMPARED,
    MOST_STEPS,
    Lesson,
    learns_kernels,
)
from convviz.protocol.network_plain import LARGEST_RANK
from convviz.protocol.recipes import (
    LARGEST_BLOCK,
    LARGEST_SEED,
    Numbers,
    Picture,
    Recipe,
    Sha256,
    TypedOver,
)

if TYPE_CHECKING:
    from convviz.core.layers import Layer

_FIRST_WITH_TRAINING = 6

MOST_TENSORS = 20
"""Tensors beside input, weight and bias that a document may hold."""


class _OriginPlain(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    step: Annotated[int, Meta(ge=0, lt=MOST_LAYERS)]
    name: Annotated[str, Meta(max_length=1000)]
    layer: Plain
    weights: WeightsOrigin | None = None
    picture: PictureOrigin | None = None
    seed: Annotated[int, Meta(ge=0, le=2**63 - 1)] = 0
    file_sha256: Sha256 | Literal[""] = ""
    weight_sha256: Sha256 | Literal[""] = ""
    bias_sha256: Sha256 | Literal[""] = ""
    running_mean_sha256: Sha256 | Literal[""] = ""
    running_var_sha256: Sha256 | Literal[""] = ""


class _FormPlain(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Shape and type of a tensor beside the input, where a person chose another."""

    shape: tuple[int, ...]
    is_integer: bool = False


class CalculatorPlain(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """The calculator as it stands in a document's file; see ``Calculator``."""

    layer: Plain
    input_shape: tuple[int, ...]
    input: Recipe
    weight: Recipe
    bias: Recipe
    output_size: tuple[int, ...] | None = None
    origin: _OriginPlain | None = None
    tensors: Annotated[
        dict[Annotated[str, Meta(max_length=40)], Recipe], Meta(max_length=MOST_TENSORS)
    ] = {}
    training: bool = False
    seed: Annotated[int, Meta(ge=0, le=LARGEST_SEED)] = 0
    zero_grad: bool = True
    forms: Annotated[
        dict[Annotated[str, Meta(max_length=40)], _FormPlain], Meta(max_length=MOST_TENSORS)
    ] = {}
    function: Annotated[str, Meta(max_length=LONGEST)] = ""
    lesson: _LessonPlain | None = None
    loss: Plain | None = None


class _LessonPlain(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """How a kernel is learned."""

    loss: Plain | None = None
    optimiser: Plain | None = None
    steps: Annotated[int, Meta(ge=1, le=MOST_STEPS)] = FIRST_LESSON.steps
    taken: Annotated[int, Meta(ge=0, le=LARGEST_SEED)] = 0
    revealed: bool = False
    compared: Annotated[tuple[Plain, ...], Meta(max_length=MOST_COMPARED)] = ()


def calculator_to_plain(calculator: Calculator) -> CalculatorPlain:
    """Return the calculator as it stands in a document's file."""
    return CalculatorPlain(
        layer_to_plain(calculator.layer),
        calculator.input_shape,
        calculator.input,
        calculator.weight,
        calculator.bias,
        calculator.output_size,
        _origin_plain(calculator.origin),
        calculator.tensors,
        calculator.training,
        calculator.seed,
        calculator.zero_grad,
        {n: _FormPlain(f.shape, f.is_integer) for n, f in calculator.forms.items()},
        calculator.function,
        _lesson_plain(calculator.lesson),
        None if calculator.loss is None else call_to_plain(calculator.loss),
    )


def calculator_from_plain(plain: CalculatorPlain, version: int, path: str) -> Calculator:
    """Return the calculator of a document.

    Args:
        plain: What the file says of it.
        version: Of the file's format.
        path: Where it came from, for the errors.

    Raises:
        DocumentError: DOCUMENT_MALFORMED, UNKNOWN_LAYER, LAYER_MALFORMED.
    """
    for recipe in (plain.input, plain.weight, plain.bias, *plain.tensors.values()):
        if isinstance(recipe, Numbers) and not _fills(recipe):
            shape = f"{recipe.shape!s:.80}"
            raise malformed(path, f"{len(recipe.cells)} numbers do not fill the shape {shape}")
    others = (plain.weight, plain.bias, *plain.tensors.values())
    if any(isinstance(_below(recipe), Picture) for recipe in others):
        raise malformed(path, "a picture can only be the input")
    layer = opened_from_plain(plain.layer)
    if not is_shown(layer):
        raise malformed(path, f"the calculator cannot show {layer.type_name()}")
    return Calculator(
        layer,
        _typed_shape(plain.input_shape, path),
        plain.input,
        plain.weight,
        plain.bias,
        None if plain.output_size is None else _typed_shape(plain.output_size, path),
        None if plain.origin is None else _origin(plain.origin),
        plain.tensors,
        plain.training or (version < _FIRST_WITH_TRAINING and not layer.depends_on_training()),
        plain.seed,
        plain.zero_grad,
        {name: _form(form, path) for name, form in plain.forms.items()},
        plain.function,
        FIRST_LESSON if plain.lesson is None else _lesson(plain.lesson, path),
        None if plain.loss is None else _loss(plain.loss, layer, path),
    )


def _loss(plain: Plain, layer: Layer, path: str) -> Loss:
    """Return the loss at which a backward pass begins."""
    loss: Any = opened_from_plain(plain)
    if not isinstance(loss, Loss) or not suits_layer(loss, layer):
        raise malformed(path, f"no backward pass of {layer.type_name()} begins at {loss}")
    loss.check_values()
    return loss


def _lesson_plain(lesson: Lesson) -> _LessonPlain | None:
    if lesson == FIRST_LESSON:
        return None
    first = FIRST_LESSON
    return _LessonPlain(
        None if lesson.loss == first.loss else call_to_plain(lesson.loss),
        None if lesson.optimiser == first.optimiser else call_to_plain(lesson.optimiser),
        lesson.steps,
        lesson.taken,
        lesson.revealed,
        tuple(map(call_to_plain, lesson.compared)),
    )


def _lesson(plain: _LessonPlain, path: str) -> Lesson:
    loss: Any = FIRST_LESSON.loss if plain.loss is None else opened_from_plain(plain.loss)
    if type(loss) not in LOSSES or loss.reduction == "none":
        raise malformed(path, f"no kernel is learned by {loss.type_name()}")
    loss.check_values()
    return Lesson(
        loss,
        FIRST_LESSON.optimiser if plain.optimiser is None else _optimiser(plain.optimiser, path),
        plain.steps,
        plain.taken,
        plain.revealed,
        tuple(_optimiser(call, path) for call in plain.compared),
    )


def _optimiser(plain: Plain, path: str) -> Optimiser:
    """Return what takes the steps of a lesson; torch accepts it."""
    optimiser: Any = opened_from_plain(plain)
    if not isinstance(optimiser, Optimiser) or not learns_kernels(optimiser):
        raise malformed(path, f"no kernel is learned by {optimiser.type_name()}")
    optimiser.check()
    return optimiser


def _form(plain: _FormPlain, path: str) -> TensorForm:
    """Return the form of a tensor; a single number has no sizes."""
    shape = _typed_shape(plain.shape, path) if plain.shape else ()
    if min(shape, default=1) < 1 or math.prod(shape) > LARGEST_BLOCK:
        raise malformed(path, f"the shape {shape!s:.80} is out of range")
    return TensorForm(shape, plain.is_integer)


def _origin_plain(origin: Origin | None) -> _OriginPlain | None:
    if origin is None:
        return None
    plain = msgspec.structs.asdict(origin) | {"layer": layer_to_plain(origin.layer)}
    return _OriginPlain(**plain)


def _origin(plain: _OriginPlain) -> Origin:
    fields = msgspec.structs.asdict(plain) | {"layer": layer_from_plain(plain.layer)}
    return Origin(**fields)


def _typed_shape(shape: tuple[int, ...], path: str) -> tuple[int, ...]:
    """Return a shape of the calculator: like its layer it may be one that is refused there."""
    if not 1 <= len(shape) <= LARGEST_RANK + 1:  # BatchNorm3d takes a batch of volumes
        raise malformed(path, f"the shape {shape!s:.80} is out of range")
    return shape


def _below(recipe: Recipe) -> Recipe:
    return recipe.base if isinstance(recipe, TypedOver) else recipe


def _fills(numbers: Numbers) -> bool:
    """Return whether typed numbers fill their shape, a kernel's at most."""
    shape = numbers.shape
    return (
        len(shape) <= LARGEST_RANK + 1
        and min(shape, default=1) >= 1
        and math.prod(shape) == len(numbers.cells)
    )
