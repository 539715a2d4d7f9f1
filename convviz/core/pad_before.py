"""The padding layer that does before a pooling what torch's rule forbids within it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.layers.base import layer_types, per_axis
from convviz.core.layers.pool import SlidingPooling, pool_output_size

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer, PerAxis, Shape


def pads_before(layer: Layer, error: ConvVizError) -> Layer | None:
    """Return the layer that pads before a pooling whose padding torch refuses.

    Max pooling pads with minus infinity. Average pooling pads with zeros, which a layer of its own
    makes count: that is what count_include_pad=True, or a divisor_override, does anyway; nothing
    does it for count_include_pad=False.

    Args:
        layer: The pooling.
        error: Its refusal.

    Returns:
        The layer, of the pooling's padding at each side; None where no layer does the same, or a
        window would lie in the padding alone.
    """
    is_asked = error.code is ErrorCode.POOL_PADDING_OVER_HALF
    if not is_asked or not isinstance(layer, SlidingPooling):
        return None
    held = layer.held_before()
    columns = (per_axis(layer.kernel_size, layer.rank), layer.paddings(), layer.dilations())
    if held is None or any(p > d * (k - 1) for k, p, d in zip(*columns, strict=True)):
        return None
    return _constant_padding(layer, held)


def pads_alike(layer: SlidingPooling, spatial: Shape) -> bool:
    """Return whether the pooling, padded before, reads the windows that its padding would give.

    With ceil_mode it could read one more, and the last could lie in the padding alone.
    """
    kernels, strides = per_axis(layer.kernel_size, layer.rank), layer.strides()
    columns = (spatial, kernels, strides, layer.paddings(), layer.dilations())
    for axis, (size, k, s, p, d) in enumerate(zip(*columns, strict=True)):
        try:
            sizes = {
                pool_output_size(given, k, s, pad, d, ceil_mode=layer.rounds_up(), axis=axis)
                for given, pad in ((size, p), (size + 2 * p, 0))
            }
        except ConvVizError:
            return False
        if len(sizes) > 1 or (max(sizes) - 1) * s >= size + p:
            return False
    return True


def _constant_padding(layer: SlidingPooling, value: float) -> Layer | None:
    name = f"ConstantPad{layer.rank}d" if value else f"ZeroPad{layer.rank}d"
    padding = _sides(layer.paddings())
    kind = layer_types().get(name)
    if kind is None:
        kind = layer_types()[f"ConstantPad{layer.rank}d"]
    wants_value = "value" in kind.parameters()
    settings: dict[str, Any] = {"padding": padding, **({"value": value} if wants_value else {})}
    found = kind(**settings)
    try:
        found.check()
    except ConvVizError:
        return None
    return found


def _sides(paddings: tuple[int, ...]) -> PerAxis:
    """Return paddings as torch's layers take them: the last axis first, before and behind."""
    if len(set(paddings)) == 1:
        return paddings[0]
    return tuple(side for padding in reversed(paddings) for side in (padding, padding))
