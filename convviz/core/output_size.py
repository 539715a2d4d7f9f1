"""The output-size formula of a windowed layer as data: in letters, with numbers, worked out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from convviz.core.adaptive_working import AdaptiveWorking
from convviz.core.axis_windows import PaddingMode
from convviz.core.formula_step import FormulaStep
from convviz.core.layers.adaptive import AdaptivePoolingLayer
from convviz.core.layers.base import LARGEST_INTEGER, Shape, SpatialLayer, per_axis
from convviz.core.layers.conv import ConvolutionLayer, TransposedConvolutionLayer
from convviz.core.layers.conv_rules import TORCH_PADDING_MODES
from convviz.core.layers.fold import Fold, Unfold
from convviz.core.layers.pad import PaddingLayer
from convviz.core.layers.pixel import PixelShuffle, PixelUnshuffle
from convviz.core.layers.pool import PoolingLayer
from convviz.core.layers.power_pool import PowerPoolingLayer
from convviz.core.layers.unpool import MaxUnpoolingLayer
from convviz.core.layers.upsample import ResizingLayer
from convviz.core.pad_working import PadWorking
from convviz.core.rearranging_working import FoldWorking, ShuffleWorking
from convviz.core.resizing_working import ScaleWorking, UnpoolWorking
from convviz.core.sliding_working import SlidingWorking
from convviz.core.transposed_working import TransposedWorking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.layers.base import Layer

__all__ = ["FormulaStep", "OutputSizeFormula", "formula_for"]

_PICTURE_AXES = 2


class Working(Protocol):
    """One axis of a layer, worked out."""

    def is_numeric(self) -> bool:
        """Return whether the formula can be written with numbers."""
        ...

    def symbolic(self) -> str:
        """Return the formula in letters, as LaTeX."""
        ...

    def symbolic_rule(self) -> str:
        """Return a further rule in letters, as LaTeX; empty without one."""
        ...

    def substituted(self) -> str:
        """Return the formula with the numbers in it."""
        ...

    def steps(self) -> Iterator[FormulaStep]:
        """Yield the working; the last step has the result, or fails."""
        ...


@dataclass(frozen=True, slots=True)
class OutputSizeFormula:
    """How the output size of one axis comes about.

    Attributes:
        axis: Number of the axis, from 0.
        symbolic: The formula in letters, as LaTeX.
        symbolic_rule: ceil_mode's further rule in letters, as LaTeX; empty without it.
        substituted: The formula with the numbers in it; empty where one is no number.
        steps: Every line of the working, to the result or to the line that fails.
        result: The output size, in cells; None where the settings are impossible.
    """

    axis: int
    symbolic: str
    symbolic_rule: str
    substituted: str
    steps: tuple[FormulaStep, ...]
    result: int | None


def formula_for(
    layer: Layer, spatial: Shape, output_size: Shape | None = None
) -> tuple[OutputSizeFormula, ...]:
    """Return the formula of each axis, worked as far as the numbers go.

    Args:
        layer: A convolution, a pooling, a padding layer, Unfold, Fold, a pixel shuffle, an
            unpooling or Upsample; possibly refused by torch.
        spatial: Input sizes of the spatial axes, in cells.
        output_size: What an unpooling is given beside its parameters; None for its default.

    Raises:
        TypeError: The layer is of another family.
    """
    works = (work(layer, spatial) for family, work in _WORKINGS if isinstance(layer, family))
    axes = next(works, None)
    if isinstance(layer, MaxUnpoolingLayer):
        axes = _unpool_axes(layer, spatial, output_size)
    if axes is None:
        message = f"no output-size formula for {layer.type_name()}"
        raise TypeError(message)
    return tuple(_finish(axis, work) for axis, work in enumerate(axes))


def _finish(axis: int, work: Working) -> OutputSizeFormula:
    if not work.is_numeric():
        return OutputSizeFormula(axis, work.symbolic(), work.symbolic_rule(), "", (), None)
    steps = tuple(work.steps())
    result = None if steps[-1].fails else int(steps[-1].value)
    return OutputSizeFormula(
        axis,
        work.symbolic(),
        work.symbolic_rule(),
        work.substituted(),
        steps,
        result,
    )


def _column(value: object, rank: int) -> tuple[int | None, ...]:
    """Return a parameter as one integer an axis; None where it is none, or beyond 64 bits."""
    numbers: tuple[object, ...] = per_axis(value, rank) if isinstance(value, (int, tuple)) else ()
    found = [n if _is_usable(n) and isinstance(n, int) else None for n in numbers]
    return tuple((found + [None] * rank)[:rank]) if len(found) == rank else (None,) * rank


def _is_usable(number: object) -> bool:
    if not isinstance(number, int) or isinstance(number, bool):
        return False
    return abs(number) <= LARGEST_INTEGER


def _columns(layer: SpatialLayer, spatial: Shape, *names: str) -> Iterator[tuple[int | None, ...]]:
    columns = (_column(getattr(layer, name), layer.rank) for name in names)
    return zip(_column(spatial, layer.rank), *columns, strict=True)


def _convolution_axes(layer: ConvolutionLayer, spatial: Shape) -> Iterator[SlidingWorking]:
    padding = 0 if layer.padding == "valid" else layer.padding
    paddings = _column(padding, layer.rank)
    mode = TORCH_PADDING_MODES.get(layer.padding_mode, PaddingMode.CONSTANT)
    columns = _columns(layer, spatial, "kernel_size", "stride", "dilation")
    for p, (i, k, s, d) in zip(paddings, columns, strict=True):
        yield SlidingWorking(i, k, s, p, d, mode, is_same=layer.padding == "same")


def _pooling_axes(
    layer: PoolingLayer | PowerPoolingLayer, spatial: Shape
) -> Iterator[SlidingWorking]:
    has_padding = isinstance(layer, PoolingLayer)
    rounds_up = layer.rounds_up() if isinstance(layer, PoolingLayer) else layer.ceil_mode
    strides = _column(layer.kernel_size if layer.stride is None else layer.stride, layer.rank)
    has_dilation = "dilation" in layer.parameters()
    dilations = _column(getattr(layer, "dilation", 1), layer.rank)
    paddings = _column(getattr(layer, "padding", 0), layer.rank)
    columns = _columns(layer, spatial, "kernel_size")
    for s, d, p, (i, k) in zip(strides, dilations, paddings, columns, strict=True):
        yield SlidingWorking(
            i,
            k,
            s,
            p,
            d,
            has_dilation=has_dilation,
            has_padding=has_padding,
            is_pooling=True,
            needs_whole_kernel=layer.needs_whole_kernel(),
            ceil_mode=rounds_up is True,
        )


def _adaptive_axes(layer: AdaptivePoolingLayer, spatial: Shape) -> Iterator[AdaptiveWorking]:
    sizes, rank = _column(spatial, layer.rank), layer.rank
    wanted = layer.output_size if isinstance(layer.output_size, tuple) else None
    if wanted is not None and len(wanted) == rank:
        for size, number in zip(sizes, wanted, strict=True):
            asked = size if number is None else _column(number, 1)[0]
            yield AdaptiveWorking(size, asked, keeps=number is None)
        return
    for size, asked in zip(sizes, _column(layer.output_size, rank), strict=True):
        yield AdaptiveWorking(size, asked)


def _transposed_axes(
    layer: TransposedConvolutionLayer, spatial: Shape
) -> Iterator[TransposedWorking]:
    names = ("kernel_size", "stride", "padding", "dilation", "output_padding")
    for numbers in _columns(layer, spatial, *names):
        yield TransposedWorking(*numbers)


def _padding_axes(layer: PaddingLayer, spatial: Shape) -> Iterator[PadWorking]:
    rank, padding = layer.rank, layer.padding
    sides = _column(padding, 2 * rank)
    pairs = list(zip(sides[::2], sides[1::2], strict=True))[::-1]
    for size, (before, after) in zip(_column(spatial, rank), pairs, strict=True):
        yield PadWorking(size, before, after, layer.mode)


def _unfold_axes(layer: Unfold, spatial: Shape) -> Iterator[SlidingWorking]:
    names = ("kernel_size", "stride", "padding", "dilation")
    for i, k, s, p, d in _columns(layer, spatial, *names):
        yield SlidingWorking(i, k, s, p, d)


def _fold_axes(layer: Fold, _spatial: Shape) -> Iterator[FoldWorking]:
    names = ("kernel_size", "stride", "padding", "dilation")
    sizes = _column(layer.output_size, layer.rank)
    columns = (_column(getattr(layer, name), layer.rank) for name in names)
    for size, k, s, p, d in zip(sizes, *columns, strict=True):
        yield FoldWorking(size, SlidingWorking(size, k, s, p, d))


def _shuffle_axes(layer: PixelShuffle | PixelUnshuffle, spatial: Shape) -> Iterator[ShuffleWorking]:
    shrinks = isinstance(layer, PixelUnshuffle)
    (factor,) = _column(getattr(layer, "downscale_factor" if shrinks else "upscale_factor"), 1)
    for size in _column(spatial, _PICTURE_AXES):
        yield ShuffleWorking(size, factor, shrinks)


def _unpool_axes(
    layer: MaxUnpoolingLayer, spatial: Shape, output_size: Shape | None = None
) -> Iterator[UnpoolWorking]:
    strides = _column(layer.kernel_size if layer.stride is None else layer.stride, layer.rank)
    columns = _columns(layer, spatial, "kernel_size", "padding")
    given = output_size if output_size and len(output_size) == layer.rank else (None,) * layer.rank
    for s, wanted, (i, k, p) in zip(strides, given, columns, strict=True):
        yield UnpoolWorking(i, k, s, p, wanted)


def _upsample_axes(layer: ResizingLayer, spatial: Shape) -> Iterator[ScaleWorking]:
    rank = len(spatial)
    scale = layer.scale_factor or None
    wanted = _column(layer.size, rank) if layer.size is not None else (None,) * rank
    scales = scale if isinstance(scale, tuple) and len(scale) == rank else (scale,) * rank
    for size, number, one in zip(spatial, wanted, scales, strict=True):
        usable = one if isinstance(one, (int, float)) and number is None else None
        yield ScaleWorking(size, number, usable)


_WORKINGS: tuple[tuple[Any, Callable[[Any, Shape], Iterable[Working]]], ...] = (
    (ConvolutionLayer, _convolution_axes),
    ((PoolingLayer, PowerPoolingLayer), _pooling_axes),
    (TransposedConvolutionLayer, _transposed_axes),
    (PaddingLayer, _padding_axes),
    (AdaptivePoolingLayer, _adaptive_axes),
    (Unfold, _unfold_axes),
    (Fold, _fold_axes),
    ((PixelShuffle, PixelUnshuffle), _shuffle_axes),
    (MaxUnpoolingLayer, _unpool_axes),
    (ResizingLayer, _upsample_axes),
)
"""How the axes of each family are worked out."""
