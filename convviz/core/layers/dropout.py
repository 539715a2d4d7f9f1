"""Dropout: zeros at random while training; the shape, and in evaluation every number, passes.

Source: torch.nn.Dropout, torch.nn.Dropout1d to 3d, torch.nn.AlphaDropout.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from convviz.core.errors import ErrorCode, ParameterError
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.layers.base import (
    Kept,
    LayerFamily,
    Linearity,
    ParameterKind,
    Shape,
    parameter,
    register,
)
from convviz.core.layers.pointwise import Draws, PointwiseLayer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.maths import Maths, Number
    from convviz.core.layers.pointwise import NumberTexts

_SELU_LOWEST: Final = 1.7580993408473766
"""What SELU gives at minus infinity, without its sign. Source: Klambauer et al. 2017,
"Self-Normalizing Neural Networks"."""


@dataclass(frozen=True)
class DropoutLayer(PointwiseLayer):
    """What the dropouts share: a probability.

    Beside each number stands a 1 where it is kept, a 0 where it is dropped.

    Attributes:
        drops_channels: Whether whole channels are zeroed, not single numbers.
    """

    drops_channels: ClassVar[bool] = False
    tells_all: ClassVar[bool] = True

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

    def draws(self, shape: Shape) -> Draws | None:
        """Return a 1 for each number, or for each channel, that is kept, and a 0 for the others."""
        along = 1 if self.drops_channels else len(shape)
        return Draws((*shape[:along], *(1,) * (len(shape) - along)), chance=1 - self.p)

    def notes_on_numbers(self, spatial: Shape) -> Iterable[Explanation]:  # noqa: ARG002 - alike for all
        """Return what becomes of the numbers in training, and in evaluation."""
        if self.p == 0:
            yield explain(ExplanationCode.DROPS_NOTHING)
        elif self.p == 1:
            yield explain(ExplanationCode.DROPS_ALL)
        else:
            yield self._note()

    def formula_lines(self, *, training: bool) -> tuple[str, ...]:
        """Return what becomes of a number, and its slope: that of the mask, or none at all."""
        if not training or self.p == 0:
            return ("y = x", "y' = 1")
        if self.p == 1:
            return ("y = 0·x", "y' = 0")
        return self._masked_lines()

    def _masked_lines(self) -> tuple[str, ...]:
        """Return what becomes of a number beside which the mask has a 1 or a 0."""
        return ("y = m·x / (1 − p)", "y' = m / (1 − p)")

    def rule_letters(self) -> dict[str, str]:
        """Return what the mask is called in the formula."""
        return {"m": "mask"}

    def notes_on_backward(
        self,
        shape: Shape,  # noqa: ARG002 - it makes no difference
        output_shape: Shape,  # noqa: ARG002 - it makes no difference
        *,
        training: bool,
    ) -> Iterator[Explanation]:
        """Yield that backward has the same mask."""
        if training and 0 < self.p < 1:
            yield explain(ExplanationCode.BACKWARD_SAME_MASK, scale=_shown(self._kept_scale()))

    def _kept_scale(self) -> float:
        """Return what a number that is kept is multiplied by."""
        return 1 / (1 - self.p)

    def _note(self) -> Explanation:
        codes = ExplanationCode
        code = codes.DROPS_CHANNELS if self.drops_channels else codes.DROPS_NUMBERS
        return explain(code, p=self.p, factor=_shown(1 / (1 - self.p)))

    def apply(self, x: Number, maths: Maths) -> Number:  # noqa: ARG002 - it needs no function
        """Return the number as it is, as in evaluation."""
        return x

    def written(self, x: float, text: NumberTexts) -> str:
        """Return the number as it is."""
        return text(x)

    def apply_beside(self, x: Number, beside: Number, maths: Maths) -> Number:  # noqa: ARG002 - as above
        """Return a number that is kept, over the share that is, or 0 times one that is dropped."""
        return x * (beside / (1 - self.p) if self.p < 1 else beside)

    def written_beside(self, x: float, beside: float, text: NumberTexts) -> str:
        """Return it with both numbers in it."""
        if not 0 < self.p < 1:
            return f"{text.factor(x)} · {text(beside)}"
        return f"{text.factor(x)} · {text(beside)} / (1 − {text(self.p)})"

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

    rank: ClassVar[int] = 1
    takes_any_rank: ClassVar[bool] = False
    drops_channels: ClassVar[bool] = True
    treats_channels_apart: ClassVar[bool] = True

    def unbatched_dimensions(self) -> int:
        """Return those of channels and one axis: of a vector it drops whole pictures."""
        return 2

    def picture_dimensions(self) -> tuple[int, ...]:
        """Return those of channels and one axis."""
        return (2,)

    def without_batch(self, shape: Shape) -> Dropout1d | None:
        """Return itself; None of vectors, of which it drops whole ones."""
        return self if len(shape) > 1 else None

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
    treats_channels_apart: ClassVar[bool] = True
    is_shown_in_batch: ClassVar[bool] = True

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
    is_shown_in_batch: ClassVar[bool] = False
    takes_any_rank: ClassVar[bool] = False

    def unbatched_dimensions(self) -> int:
        """Return those of a volume: of a picture it drops whole pictures."""
        return self.rank + 1

    def picture_dimensions(self) -> tuple[int, ...]:
        """Return those of a volume."""
        return (self.rank + 1,)

    def without_batch(self, shape: Shape) -> Dropout3d | None:
        """Return itself; None of pictures, of which it drops whole ones."""
        return self if len(shape) > self.rank else None


class _AlphaDropoutLayer(DropoutLayer):
    """Dropout that puts SELU's lowest value in place of a number, and moves and scales all."""

    def _scale_and_shift(self) -> tuple[float, float]:
        """Return what makes mean 0 and variance 1 of the numbers with those that were put in."""
        scale = 1 / math.sqrt((_SELU_LOWEST**2 * self.p + 1) * (1 - self.p))
        return scale, _SELU_LOWEST * scale * self.p

    def _masked_lines(self) -> tuple[str, ...]:
        """Return what becomes of a number, or of SELU's lowest in its place."""
        return (
            "y = a·(m·x + (1 − m)·α) + b",
            "y' = m·a",
            "a = 1 / √((α²·p + 1)·(1 − p))",
            "b = −a·α·p",
            f"α = −{_SELU_LOWEST:.4f}",
        )

    def _kept_scale(self) -> float:
        """Return what a number that is kept is multiplied by, before all are moved."""
        return self._scale_and_shift()[0]

    def _note(self) -> Explanation:
        scale, shift = map(_shown, self._scale_and_shift())
        codes = ExplanationCode
        code = codes.ALPHA_DROPS_CHANNELS if self.drops_channels else codes.ALPHA_DROPS_NUMBERS
        return explain(code, p=self.p, scale=scale, shift=shift, lowest=_shown(-_SELU_LOWEST))

    def apply_beside(self, x: Number, beside: Number, maths: Maths) -> Number:
        """Return a number, or SELU's lowest in its place, scaled and shifted."""
        if not 0 < self.p < 1:
            return super().apply_beside(x, beside, maths)
        scale, shift = self._scale_and_shift()
        return x * beside * scale + (beside - 1) * _SELU_LOWEST * scale + shift

    def written_beside(self, x: float, beside: float, text: NumberTexts) -> str:
        """Return it with both numbers in it."""
        if not 0 < self.p < 1:
            return super().written_beside(x, beside, text)
        scale, shift = map(text, self._scale_and_shift())
        if beside:
            return f"{text.factor(x)} · {scale} + {shift}"
        if not math.isfinite(x):
            return f"{text.factor(x)} · 0 + {shift}"
        return f"{text.factor(-_SELU_LOWEST)} · {scale} + {shift}"


@register
class AlphaDropout(_AlphaDropoutLayer):
    """Dropout that keeps mean 0 and variance 1, as SELU needs it."""

    def overwrites_input(self) -> bool:
        """Return False: torch's module does not hand inplace on."""
        return False


@register
class FeatureAlphaDropout(_AlphaDropoutLayer, _ChannelDropoutLayer):
    """AlphaDropout of whole channels."""

    rank: ClassVar[int] = 3

    def overwrites_input(self) -> bool:
        """Return False: torch's module does not hand inplace on."""
        return False


def _shown(number: float) -> float:
    """Return a number with the digits that a sentence has room for; a whole one without any."""
    rounded = round(number, 4)
    return int(rounded) if rounded == int(rounded) else rounded
