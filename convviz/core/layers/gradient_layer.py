"""Which layer's forward pass is another's backward pass: convolutions have each other's."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from convviz.core.errors import ConvVizError
from convviz.core.layers.base import layer_types
from convviz.core.layers.conv import KernelLayer

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer, Shape


class GradientLayer(NamedTuple):
    """A layer that computes the gradient of another's input, given that of its output.

    Attributes:
        layer: With the same kernel, number by number, in torch's order; without bias.
        shape: Of its input, which is that of the other's output.
    """

    layer: Layer
    shape: Shape


def gradient_layer(layer: Layer, input_shape: Shape, output_shape: Shape) -> GradientLayer | None:
    """Return the layer whose forward is the gradient of a convolution's input.

    Of a convolution it is the transposed one with the same settings; output_padding gives back the
    cells that the stride dropped. Of a transposed convolution it is the plain one.

    Returns:
        None for no convolution, and where no such layer does the same: of padding that repeats
        cells, or is not the same at both ends.
    """
    if not isinstance(layer, KernelLayer) or getattr(layer, "padding_mode", "zeros") != "zeros":
        return None
    settings = layer.axis_settings(input_shape[1:])
    if any(axis.pad_before != axis.pad_after for axis in settings) and not layer.scatters:
        return None
    rank = layer.rank
    values = {
        "in_channels": layer.out_channels,
        "out_channels": layer.in_channels,
        "kernel_size": layer.kernel_size,
        "stride": _alike(tuple(axis.stride for axis in settings)),
        "padding": _alike(tuple(axis.pad_before for axis in settings)),
        "groups": layer.groups,
        "bias": False,
        "dilation": _alike(tuple(axis.dilation for axis in settings)),
    }
    if layer.scatters:
        name = f"Conv{rank}d"
    else:
        name = f"ConvTranspose{rank}d"
        values["output_padding"] = _alike(
            tuple(
                axis.size
                + 2 * axis.pad_before
                - axis.dilation * (axis.kernel_size - 1)
                - 1
                - (axis.output_size - 1) * axis.stride
                for axis in settings
            )
        )
    back = layer_types()[name](**values)
    try:
        fits = back.infer(output_shape) == input_shape
    except ConvVizError:
        return None
    return GradientLayer(back, output_shape) if fits else None


def _alike(values: Shape) -> int | Shape:
    """Return numbers of axes as one number where they are all the same."""
    return values[0] if len(set(values)) == 1 else values
