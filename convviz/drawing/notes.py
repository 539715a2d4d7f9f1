"""What a layer is in a figure: its role, whether it has a body, its kernel in short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.core.errors import ConvVizError
from convviz.core.layers.parameters import LayerFamily, per_axis
from convviz.drawing.scene import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.layers import Layer, Shape

ROLES: Final = {
    LayerFamily.CONVOLUTION: Role.CONVOLUTION,
    LayerFamily.POOLING: Role.POOLING,
    LayerFamily.PADDING: Role.SHAPE,
    LayerFamily.ACTIVATION: Role.ACTIVATION,
    LayerFamily.NORMALISATION: Role.NORMALISATION,
    LayerFamily.LINEAR: Role.LINEAR,
    LayerFamily.DROPOUT: Role.DROPOUT,
    LayerFamily.SHAPE: Role.SHAPE,
}

_OWN_BLOCK: Final = frozenset({LayerFamily.CONVOLUTION, LayerFamily.POOLING, LayerFamily.LINEAR})
_SIZES: Final = ("output_size", "size", "scale_factor", "upscale_factor", "downscale_factor")


def has_own_block(layer: Layer, input_shape: Shape, output_shape: Shape) -> bool:
    """Return whether what a layer gives is drawn as a body, not as a slab on what is before it."""
    return layer.family in _OWN_BLOCK or output_shape != input_shape


def kernel_note(layer: Layer, spatial: Shape) -> str:
    """Return a layer's kernel in short, such as ``3×3, s2, p1``; "" for a layer without one.

    Args:
        layer: The layer.
        spatial: Sizes of the axes that it works along.
    """
    kernel = getattr(layer, "kernel_size", None)
    if kernel is None:
        return _size_note(layer)
    try:
        axes = layer.axis_settings(spatial) if len(spatial) == layer.rank else ()
    except ConvVizError:
        axes = ()
    if not axes:
        return _product(per_axis(kernel, layer.rank or 2))
    parts = [_product([axis.kernel_size for axis in axes])]
    sides = [(axis.pad_before, axis.pad_after) for axis in axes]
    parts += _setting("s", [axis.stride for axis in axes], 1)
    if getattr(layer, "padding", None) == "same":
        parts.append("same")
    elif all(before == after for before, after in sides):
        parts += _setting("p", [before for before, _ in sides], 0)
    parts += _setting("d", [axis.dilation for axis in axes], 1)
    groups = layer.group_count()
    if groups > 1:
        parts.append(f"g{groups}")
    return ", ".join(parts)


def kernel_as_set(layer: Layer) -> str:
    """Return the kernel of a layer that fails, as its author set it, whatever that is."""
    kernel = getattr(layer, "kernel_size", None)
    return _product(kernel if isinstance(kernel, tuple) else () if kernel is None else (kernel,))


def window_of(layer: Layer, spatial: Shape, output_shape: Shape) -> tuple[int, ...] | None:
    """Return how many cells one output cell reads along each axis; None without a window.

    Of a layer that stamps its kernel on the output, how many cells an input cell writes.

    Args:
        layer: The layer.
        spatial: Sizes of the axes that it works along.
        output_shape: What it gives.
    """
    if layer.family not in {LayerFamily.CONVOLUTION, LayerFamily.POOLING}:
        return None
    try:
        axes = layer.axis_settings(spatial)
    except ConvVizError:
        axes = ()
    if axes:
        return tuple(axis.dilation * (axis.kernel_size - 1) + 1 for axis in axes)
    behind = output_shape[-len(spatial) :] if spatial else ()
    if layer.rank and len(behind) == len(spatial):
        return tuple(-(-size // max(1, out)) for size, out in zip(spatial, behind, strict=True))
    return None


def spatial_of(layer: Layer, input_shape: Shape) -> Shape:
    """Return the sizes of the axes that a layer works along; of most layers there are none."""
    return input_shape[-layer.rank :] if layer.rank and len(input_shape) >= layer.rank else ()


def _size_note(layer: Layer) -> str:
    """Return the size that a layer is asked for, such as ``to 7×7`` or ``×2``."""
    for name in _SIZES:
        value = getattr(layer, name, None)
        if value is None:
            continue
        numbers = value if isinstance(value, tuple) else (value,) * max(1, layer.rank)
        if "factor" in name:
            numbers = numbers if len(set(numbers)) > 1 else numbers[:1]
            return ("÷" if name.startswith("down") else "×") + _product(numbers)
        return "→ " + _product(["·" if number is None else number for number in numbers])
    return ""


def _setting(letter: str, numbers: Sequence[int], usual: int) -> list[str]:
    if all(number == usual for number in numbers):
        return []
    return [letter + (str(numbers[0]) if len(set(numbers)) == 1 else _product(numbers))]


def _product(numbers: Sequence[object]) -> str:
    return "×".join(
        f"{number:g}" if isinstance(number, float) else str(number) for number in numbers
    )
