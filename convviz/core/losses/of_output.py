"""Losses of a layer's output, as a backward pass begins at them: which suit it, what they take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.core.errors import ConvVizError, ErrorCode, ShapeError
from convviz.core.layers.parameters import LayerFamily
from convviz.core.losses.base import Loss, Target, training_loss_types

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer, Shape
    from convviz.core.layers.tensor_forms import TensorForm

LOSS_TARGET: Final = "loss_target"
"""What a layer's output is compared with: no tensor of the layer itself."""

OF_LOSS: Final = "loss_"
"""Before the name of a tensor of the loss, such as its weights of classes."""

_TARGET: Final = "target"
_BESIDE_LAYERS: Final = frozenset({LayerFamily.LOSS, LayerFamily.OPTIMISER})


def suits_layer(loss: Loss | type[Loss], layer: Layer) -> bool:
    """Return whether a loss of a layer's output means something.

    Args:
        loss: The loss; some mean something only after certain layers, as NLLLoss after LogSoftmax.
        layer: The layer; a loss and an optimiser have no further one behind them.
    """
    is_in_place = not loss.after or layer.type_name() in loss.after
    return loss.trains and is_in_place and layer.family not in _BESIDE_LAYERS


def losses_of(layer: Layer, output_shape: Shape) -> tuple[Loss, ...]:
    """Return the losses of a layer's output with torch's defaults, the usual ones first.

    A loss of classes needs two of them at least: of a single one the softmax is 1 for ever.
    """
    shape = loss_shape(layer, output_shape)
    suitable = [kind() for kind in training_loss_types().values() if suits_layer(kind, layer)]
    return tuple(loss for loss in suitable if _takes(loss, shape))


def check_beginning(loss: Loss, layer: Layer, output_shape: Shape) -> None:
    """Refuse a loss at which no backward pass of a layer's output can begin.

    Args:
        loss: One that suits the layer.
        layer: The layer.
        output_shape: Of its output.

    Raises:
        ConvVizError: The loss refuses its parameters or the output's shape; GRADIENT_OF_VECTOR: it
            is no single number, as with reduction="none".
    """
    shape = loss.infer(loss_shape(layer, output_shape))
    if shape:
        raise ShapeError(ErrorCode.GRADIENT_OF_VECTOR, shape=shape, parameter="reduction")


def loss_shape(layer: Layer, output_shape: Shape) -> Shape:
    """Return how a loss takes a layer's output: the maps of a picture as a batch of one picture.

    Of a layer that takes tensors of any shape, as Linear and Softmax, rows are a batch themselves.
    """
    has_rows = layer.takes_any_rank and not layer.rank and not layer.needs_batch
    return output_shape if layer.shows_batch or has_rows else (1, *output_shape)


def target_form(loss: Loss, layer: Layer, output_shape: Shape) -> TensorForm:
    """Return the form of what a layer's output is compared with: the loss's usual one."""
    return loss.first_form(_TARGET, loss_shape(layer, output_shape))


def first_target(loss: Loss, layer: Layer, output_shape: Shape) -> tuple[float, ...]:
    """Return the numbers with which the target begins; nothing where any will do."""
    shape = loss_shape(layer, output_shape)
    return loss.first_numbers_of(_TARGET, loss.first_form(_TARGET, shape), shape)


def name_in_loss(name: str) -> str:
    """Return what the loss itself calls one of its tensors, such as the target; others as given."""
    return name.removeprefix(OF_LOSS)


def _takes(loss: Loss, shape: Shape) -> bool:
    try:
        loss.infer(shape)
    except ConvVizError:
        return False
    count = getattr(loss, "class_count", None)
    return loss.target is not Target.CLASS or count is None or count(shape) > 1
