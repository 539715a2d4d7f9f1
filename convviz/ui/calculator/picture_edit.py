"""A picture as an edit of the calculator, and a kernel for each of its channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec.structs

from convviz.core.layers.conv import is_convolution
from convviz.core.shown_layers import shown_rank
from convviz.ui.calculator import edits

if TYPE_CHECKING:
    from convviz.protocol.document import Calculator
    from convviz.protocol.recipes import Picture


def with_picture(calculator: Calculator, picture: Picture) -> Calculator:
    """Return the calculator with a picture as its input, whose shape is the picture's.

    In one dimension the input is the picture's middle row; in three every slice is the picture.
    """
    rank = shown_rank(calculator.layer, calculator.input_shape)
    width, height = picture.size
    slices = (*calculator.input_shape[1:-2], height, width)
    spatial = (width,) if rank == 1 else slices[-rank:]
    shape = (picture.mode.channels, *spatial)
    return msgspec.structs.replace(edits.with_input_shape(calculator, shape), input=picture)


def has_kernels(calculator: Calculator) -> bool:
    """Return whether the layer is a convolution of either kind."""
    return is_convolution(calculator.layer)


def with_kernel_a_channel(calculator: Calculator) -> Calculator:
    """Return the calculator with a depthwise layer: each input channel has a kernel of its own."""
    channels = calculator.input_shape[0]
    layer = calculator.layer.replace(in_channels=channels, out_channels=channels, groups=channels)
    return msgspec.structs.replace(calculator, layer=layer)
