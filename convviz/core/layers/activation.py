"""Activations: element by element, so the shape passes through.

Source: torch.nn, "Non-linear Activations".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from convviz.core.call_checks import refuse_infinite
from convviz.core.call_parameters import LARGEST_FLOAT
from convviz.core.errors import ErrorCode, ParameterError, ShapeError
from convviz.core.explanations import ExplanationCode, explain
from convviz.core.layers.base import (
    ANY_INTEGER,
    Cells,
    CellwiseLayer,
    Follows,
    LayerFamily,
    ParameterKind,
    Shape,
    parameter,
    register,
    wrap_dimension,
)
from convviz.core.layers.cells import every_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.explanations import Explanation


def _inplace() -> bool:
    flag: bool = parameter(ParameterKind.FLAG, default=False)
    return flag


@dataclass(frozen=True)
class ActivationLayer(CellwiseLayer):
    """An activation: the output has the input's shape."""

    family: ClassVar[LayerFamily] = LayerFamily.ACTIVATION

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape."""
        return input_shape


@register
@dataclass(frozen=True)
class ReLU(ActivationLayer):
    """max(0, x)."""

    inplace: bool = _inplace()


@register
@dataclass(frozen=True)
class LeakyReLU(ActivationLayer):
    """x, or negative_slope times x below zero."""

    negative_slope: float = parameter(ParameterKind.NUMBER, 0.01, positional=True)
    inplace: bool = _inplace()


@register
@dataclass(frozen=True)
class PReLU(ActivationLayer):
    """x, or a learned slope times x below zero; one slope for all or one per channel."""

    num_parameters: int = parameter(
        ParameterKind.INTEGER, 1, minimum=1, positional=True, follows=Follows.CHANNELS
    )
    init: float = parameter(ParameterKind.NUMBER, 0.25)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape; several slopes must be as many as the channels.

        Raises:
            ShapeError: CHANNELS_DIFFER.
        """
        channels = input_shape[1] if len(input_shape) > 1 else 1
        if self.num_parameters not in (1, channels):
            raise ShapeError(
                ErrorCode.CHANNELS_DIFFER,
                parameter="num_parameters",
                expected=self.num_parameters,
                found=channels,
            )
        return input_shape

    def weight_shapes(self) -> dict[str, Shape]:
        """Return weight (num_parameters)."""
        return {"weight": (self.num_parameters,)}


@register
@dataclass(frozen=True)
class ELU(ActivationLayer):
    """x, or alpha (exp(x) - 1) below zero."""

    alpha: float = parameter(ParameterKind.NUMBER, 1.0, positional=True)
    inplace: bool = _inplace()


@register
@dataclass(frozen=True)
class SELU(ActivationLayer):
    """A scaled ELU that keeps mean 0 and variance 1."""

    inplace: bool = _inplace()


@register
@dataclass(frozen=True)
class GELU(ActivationLayer):
    """x times the normal distribution's share below x."""

    approximate: str = parameter(ParameterKind.CHOICE, "none", choices=("none", "tanh"))


@register
@dataclass(frozen=True)
class SiLU(ActivationLayer):
    """x sigmoid(x)."""

    inplace: bool = _inplace()


@register
@dataclass(frozen=True)
class Mish(ActivationLayer):
    """x tanh(softplus(x))."""

    inplace: bool = _inplace()


@register
@dataclass(frozen=True)
class Sigmoid(ActivationLayer):
    """1 / (1 + exp(-x))."""


@register
@dataclass(frozen=True)
class Tanh(ActivationLayer):
    """The hyperbolic tangent."""


@register
@dataclass(frozen=True)
class Softplus(ActivationLayer):
    """log(1 + exp(beta x)) / beta; x itself where beta x is over the threshold."""

    beta: float = parameter(ParameterKind.NUMBER, 1.0, positional=True)
    threshold: float = parameter(ParameterKind.NUMBER, 20.0)


@register
@dataclass(frozen=True)
class Softsign(ActivationLayer):
    """x / (1 + |x|)."""


@register
@dataclass(frozen=True)
class CELU(ActivationLayer):
    """x, or alpha (exp(x / alpha) - 1) below zero: an ELU whose slope has no jump."""

    alpha: float = parameter(ParameterKind.NUMBER, 1.0, positional=True)
    inplace: bool = _inplace()

    def check(self) -> None:
        """Refuse what torch refuses whatever the input: an alpha whose inverse is too large.

        Raises:
            ParameterError: DIVISOR_ZERO.
        """
        super().check()
        if abs(self.alpha) * LARGEST_FLOAT < 1:
            raise ParameterError(ErrorCode.DIVISOR_ZERO, parameter="alpha", value=self.alpha)


@register
@dataclass(frozen=True)
class LogSigmoid(ActivationLayer):
    """The logarithm of the sigmoid."""


@register
@dataclass(frozen=True)
class Hardshrink(ActivationLayer):
    """x, or 0 where |x| is at most lambd."""

    lambd: float = parameter(ParameterKind.NUMBER, 0.5, positional=True)


@register
@dataclass(frozen=True)
class Softshrink(ActivationLayer):
    """x moved towards 0 by lambd, or 0 where |x| is at most lambd."""

    lambd: float = parameter(ParameterKind.NUMBER, 0.5, positional=True)

    def check(self) -> None:
        """Refuse what torch refuses whatever the input: a negative lambd.

        Raises:
            ParameterError: NEGATIVE, NOT_FINITE.
        """
        super().check()
        refuse_infinite("lambd", self.lambd)
        if self.lambd < 0:
            raise ParameterError(ErrorCode.NEGATIVE, parameter="lambd", value=self.lambd)


@register
@dataclass(frozen=True)
class Tanhshrink(ActivationLayer):
    """x - tanh(x)."""


@register
@dataclass(frozen=True)
class Threshold(ActivationLayer):
    """x where it is above the threshold, elsewhere a value of your own."""

    threshold: float = parameter(ParameterKind.NUMBER, positional=True, first=0)
    value: float = parameter(ParameterKind.NUMBER, positional=True, first=0)
    inplace: bool = _inplace()


@register
@dataclass(frozen=True)
class RReLU(ActivationLayer):
    """x, or x times a random slope below zero; in evaluation, the middle slope."""

    lower: float = parameter(ParameterKind.NUMBER, 1 / 8, positional=True)
    upper: float = parameter(ParameterKind.NUMBER, 1 / 3, positional=True)
    inplace: bool = _inplace()

    def check(self) -> None:
        """Refuse an interval whose end is below its start, or that has none, as torch does."""
        super().check()
        refuse_infinite("lower", self.lower)
        refuse_infinite("upper", self.upper)
        if self.lower > self.upper:
            code = ErrorCode.EMPTY_INTERVAL
            raise ParameterError(code, minimum=self.lower, maximum=self.upper)


@register
@dataclass(frozen=True)
class ReLU6(ActivationLayer):
    """ReLU, clipped at 6."""

    inplace: bool = _inplace()


@register
@dataclass(frozen=True)
class Hardtanh(ActivationLayer):
    """x, clipped to [min_val, max_val]."""

    min_val: float = parameter(ParameterKind.NUMBER, -1.0, positional=True)
    max_val: float = parameter(ParameterKind.NUMBER, 1.0, positional=True)
    inplace: bool = _inplace()

    def check(self) -> None:
        """Refuse an empty interval, as torch does."""
        super().check()
        if not self.max_val > self.min_val:
            raise ParameterError(
                ErrorCode.EMPTY_INTERVAL, minimum=self.min_val, maximum=self.max_val
            )


@register
@dataclass(frozen=True)
class Hardswish(ActivationLayer):
    """x ReLU6(x + 3) / 6."""

    inplace: bool = _inplace()


@register
@dataclass(frozen=True)
class Hardsigmoid(ActivationLayer):
    """ReLU6(x + 3) / 6."""

    inplace: bool = _inplace()


@dataclass(frozen=True)
class _SoftmaxLayer(ActivationLayer):
    """Softmax along a dimension; without one torch chooses (and warns).

    Attributes:
        is_part_of_loss: Whether CrossEntropyLoss computes it itself.
    """

    is_part_of_loss: ClassVar[bool] = True

    dim: int | None = parameter(
        ParameterKind.OPTIONAL_INTEGER, None, minimum=ANY_INTEGER, positional=True
    )

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape.

        Raises:
            ShapeError: DIMENSION_OUT_OF_RANGE.
        """
        if self.dim is not None:
            wrap_dimension("dim", self.dim, input_shape)
        return input_shape

    def chosen_dimension(self, rank: int) -> int:
        """Return the dimension that is normalised; without one torch's own choice.

        Args:
            rank: Dimensions of the input, with the batch.

        Source:
            torch.nn.functional.softmax (``_get_softmax_dim``).
        """
        if self.dim is not None:
            return self.dim % rank if rank else 0
        return 0 if rank in {0, 1, 3} else 1

    def notes_in_sequence(
        self,
        shape: Shape,
        *,
        batched: bool,  # noqa: ARG002 - torch counts all dimensions
        is_last: bool,
    ) -> Iterator[Explanation]:
        """Yield which dimension torch chooses, and that the loss may compute it once more."""
        name = self.type_name()
        if self.dim is None:
            chosen = self.chosen_dimension(len(shape))
            yield explain(ExplanationCode.SOFTMAX_WITHOUT_DIMENSION, layer=name, chosen=chosen)
        if is_last and self.is_part_of_loss:
            yield explain(ExplanationCode.SOFTMAX_BEFORE_LOSS, layer=name)

    def cells_read(
        self,
        shape: Shape,
        cells: Cells,
        *,
        training: bool = False,  # noqa: ARG002 - the same in training
    ) -> tuple[Cells, ...]:
        """Return all cells along the dimension that is normalised, be it not the batch.

        Of a single cell the result is always the same number: it depends on nothing.
        """
        dimension = self.chosen_dimension(len(shape) + 1) - 1
        if dimension < 0:
            return (cells,)
        if shape[dimension] == 1:
            return ()
        whole = frozenset(range(shape[dimension]))
        return ((*cells[:dimension], whole, *cells[dimension + 1 :]),)


@register
@dataclass(frozen=True)
class Softmax(_SoftmaxLayer):
    """exp(x) / sum of exp(x)."""


@register
@dataclass(frozen=True)
class LogSoftmax(_SoftmaxLayer):
    """The logarithm of Softmax."""


@register
@dataclass(frozen=True)
class Softmin(_SoftmaxLayer):
    """exp(-x) / sum of exp(-x)."""

    is_part_of_loss: ClassVar[bool] = False


@register
class Softmax2d(ActivationLayer):
    """Softmax over the channels, at each place of a picture."""

    def unbatched_dimensions(self) -> int:
        """Return those of a picture."""
        return 3

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape.

        Raises:
            ShapeError: WRONG_RANK.
        """
        if len(input_shape) not in (3, 4):
            raise self.wrong_rank(input_shape, (3, 4))
        return input_shape

    def cells_read(
        self,
        shape: Shape,
        cells: Cells,
        *,
        training: bool = False,  # noqa: ARG002 - the same in training
    ) -> tuple[Cells, ...]:
        """Return the same places in all channels; of a single channel it is always 1."""
        return ((frozenset(range(shape[0])), *cells[1:]),) if shape[0] > 1 else ()


@register
@dataclass(frozen=True)
class GLU(ActivationLayer):
    """The first half of a dimension times the sigmoid of the second: a gate."""

    dim: int = parameter(ParameterKind.INTEGER, -1, minimum=ANY_INTEGER, positional=True)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape with the dimension halved.

        Raises:
            ShapeError: WRONG_RANK for a scalar; DIMENSION_OUT_OF_RANGE, ODD_DIMENSION.
        """
        if not input_shape:
            raise self.wrong_rank(input_shape, (1, 5))
        place = wrap_dimension("dim", self.dim, input_shape)
        half, is_odd = divmod(input_shape[place], 2)
        if is_odd:
            code, size = ErrorCode.ODD_DIMENSION, input_shape[place]
            raise ShapeError(code, dim=self.dim, size=size)
        return (*input_shape[:place], half, *input_shape[place + 1 :])

    def cells_read(
        self,
        shape: Shape,
        cells: Cells,
        *,
        training: bool = False,  # noqa: ARG002 - the same in training
    ) -> tuple[Cells, ...]:
        """Return the same place in both halves."""
        place = wrap_dimension("dim", self.dim, (1, *shape)) - 1
        if place < 0:
            return (every_cell(shape),)
        half = shape[place] // 2
        both = cells[place] | frozenset(at + half for at in cells[place])
        return ((*cells[:place], both, *cells[place + 1 :]),)
