"""Dropout: zeros at random while training, so the shape passes through.

Source: torch.nn.Dropout, torch.nn.Dropout1d to 3d, torch.nn.AlphaDropout.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from convviz.core.errors import ErrorCode, ParameterError
from convviz.core.layers.base import (
    CellwiseLayer,
    Kept,
    LayerFamily,
    Linearity,
    ParameterKind,
    Shape,
    parameter,
    register,
)


@dataclass(frozen=True)
class DropoutLayer(CellwiseLayer):
    """What the dropouts share: a probability.

    Attributes:
        drops_channels: Whether whole channels are zeroed, not single numbers.
    """

    drops_channels: ClassVar[bool] = False

    family: ClassVar[LayerFamily] = LayerFamily.DROPOUT
    draws_random_numbers: ClassVar[bool] = True
    linearity: ClassVar[Linearity] = Linearity.KEEPS

    p: float = parameter(ParameterKind.NUMBER, 0.5, positional=True)
    inplace: bool = parameter(ParameterKind.FLAG, default=False)

    def check(self) -> None:
        """Refuse a probability outside [0, 1].

        Raises:
            ParameterError: OUT_OF_RANGE.
        """
        super().check()
        if not 0 <= self.p <= 1:
            raise ParameterError(
                ErrorCode.OUT_OF_RANGE, parameter="p", value=self.p, minimum=0, maximum=1
            )

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape."""
        return input_shape

    def gives_view(self) -> bool:
        """Return whether it passes its input on, as it does where it drops nothing."""
        return self.p == 0 or super().gives_view()

    def kept_for_backward(self, input_shape: Shape, output_shape: Shape) -> Kept:  # noqa: ARG002 - they are the same
        """Return the factors that were drawn: one a number, or one a channel.

        On a GPU they are single bytes; nothing is drawn where all or nothing is dropped.
        """
        if self.p in (0, 1):
            return Kept(beside=int(self.p))
        if not self.drops_channels:
            return Kept(beside=math.prod(input_shape))
        is_unbatched = len(input_shape) == self.unbatched_dimensions()
        return Kept(beside=math.prod(input_shape[: 1 if is_unbatched else 2]))


@register
@dataclass(frozen=True)
class Dropout(DropoutLayer):
    """Zero each value with probability p; scale the rest by 1/(1-p)."""


@register
class Dropout1d(DropoutLayer):
    """Zero each channel along one axis with probability p; scale the rest by 1/(1-p)."""

    drops_channels: ClassVar[bool] = True

    def unbatched_dimensions(self) -> int:
        """Return those of channels and one axis: of a vector it drops whole pictures."""
        return 2

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape, which must have channels and one axis.

        Raises:
            ShapeError: WRONG_RANK.
        """
        if len(input_shape) not in (2, 3):
            raise self.wrong_rank(input_shape, (2, 3))
        return input_shape


class _ChannelDropoutLayer(DropoutLayer):
    """Dropout of whole channels, of whatever they hold.

    Attributes:
        rank: Axes for which torch means it; of others it warns.
        fewest: Dimensions that it needs.
    """

    rank: ClassVar[int]
    fewest: ClassVar[int] = 2
    drops_channels: ClassVar[bool] = True

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the input's shape, which must have a batch and channels.

        Raises:
            ShapeError: WRONG_RANK.
        """
        if len(input_shape) < self.fewest and 0 < self.p < 1:
            raise self.wrong_rank(input_shape, (self.rank + 1, self.rank + 2))
        return input_shape


@register
class Dropout2d(_ChannelDropoutLayer):
    """Zero each channel with probability p; scale the rest by 1/(1-p)."""

    rank: ClassVar[int] = 2


@register
class Dropout3d(_ChannelDropoutLayer):
    """Zero each channel of a volume with probability p; scale the rest by 1/(1-p)."""

    rank: ClassVar[int] = 3
    # torch puts a batch before whatever has not five dimensions.
    fewest: ClassVar[int] = 1

    def unbatched_dimensions(self) -> int:
        """Return those of a volume: of a picture it drops whole pictures."""
        return self.rank + 1


@register
class AlphaDropout(DropoutLayer):
    """Dropout that keeps mean 0 and variance 1, as SELU needs it."""

    def overwrites_input(self) -> bool:
        """Return False: torch's module does not hand inplace on."""
        return False


@register
class FeatureAlphaDropout(_ChannelDropoutLayer):
    """AlphaDropout of whole channels."""

    rank: ClassVar[int] = 3

    def overwrites_input(self) -> bool:
        """Return False: torch's module does not hand inplace on."""
        return False
