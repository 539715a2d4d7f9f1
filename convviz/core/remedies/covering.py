"""Which single changes would let every cell be read, where rounding drops some.

Each change is verified: with it, no axis has trailing cells that no window reads.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from convviz.core.errors import ConvVizError
from convviz.core.layers.base import Layer, Shape, per_axis
from convviz.core.remedies.nearest import nearest_above, nearest_below
from convviz.core.remedies.remedy import LARGEST_SUGGESTION, Remedy, RemedyKind

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

_PARAMETERS = ("padding", "stride", "kernel_size", "dilation")
_FARTHEST = 16
"""Largest change of a parameter that is suggested; of the input, it is one stride."""


def covering_changes(layer: Layer, input_shape: Shape) -> tuple[Remedy, ...]:
    """Return the nearest changes after which no trailing cells are dropped.

    Args:
        layer: A convolution or a pooling; nothing is found for another.
        input_shape: A shape that it accepts, with or without a batch.

    Returns:
        ceil_mode, then padding, stride, kernel_size and dilation, then the input, each with its
        nearest values; empty where nothing is dropped.
    """
    dropping = _dropping_axes(layer, input_shape) if layer.slides else ()
    if not dropping:
        return ()
    return (
        *_rounding_up(layer, input_shape),
        *_parameters(layer, input_shape, dropping),
        *_inputs(layer, input_shape, dropping),
    )


def _dropping_axes(layer: Layer, shape: Shape) -> tuple[int, ...] | None:
    """Return the axes with dropped cells; None where the layer refuses the shape."""
    try:
        layer.infer(shape)
        windows = layer.axis_windows(shape[-layer.rank :])
    except ConvVizError:
        return None
    return tuple(axis for axis, windows_along in enumerate(windows) if windows_along.dropped)


def _remedy(kind: RemedyKind, name: str, value: int | Shape, layer: Layer, shape: Shape) -> Remedy:
    return Remedy(kind, name, value, layer.infer(shape))


def _rounding_up(layer: Layer, shape: Shape) -> Iterator[Remedy]:
    if "ceil_mode" not in layer.parameters():
        return
    value = True
    changed = layer.replace(ceil_mode=value)
    if _dropping_axes(changed, shape) == ():
        yield _remedy(RemedyKind.SET_PARAMETER, "ceil_mode", value, changed, shape)


def _parameters(layer: Layer, shape: Shape, dropping: tuple[int, ...]) -> Iterator[Remedy]:
    alike = _axis_numbers(layer, shape)
    different = {alike[axis]: axis for axis in dropping}
    for name in _PARAMETERS:
        current = getattr(layer, name, None)
        if name == "stride" and current is None:
            current = getattr(layer, "kernel_size", 1)
        if current is None or isinstance(current, str):
            continue
        base = per_axis(current, layer.rank)
        limits = layer.integer_range(name)
        # Axes with the same numbers have the same answer: it is looked for once.
        nearest = {
            key: _nearest(base[axis], limits, partial(_covers, layer, shape, name, base, axis))
            for key, axis in different.items()
        }
        chosen = [nearest[alike[axis]] for axis in dropping]
        for side in zip(*chosen, strict=True):
            value = _combined(base, dropping, side)
            if value is not None:
                changed = layer.replace(**{name: _shortest(value)})
                if _dropping_axes(changed, shape) == ():
                    kind = RemedyKind.SET_PARAMETER
                    yield _remedy(kind, name, _shortest(value), changed, shape)


def _axis_numbers(layer: Layer, shape: Shape) -> tuple[Hashable, ...]:
    """Return the numbers of each axis."""
    return layer.axis_settings(shape[-layer.rank :])


def _covers(
    layer: Layer, shape: Shape, name: str, base: tuple[int, ...], axis: int, number: int
) -> bool:
    changed = layer.replace(**{name: (*base[:axis], number, *base[axis + 1 :])})
    dropping = _dropping_axes(changed, shape)
    if dropping is None or axis in dropping:
        return False
    return not _has_gaps(changed, shape, axis) or _has_gaps(layer, shape, axis)


def _has_gaps(layer: Layer, shape: Shape, axis: int) -> bool:
    """Return whether a stride over the effective kernel skips cells between windows."""
    numbers = layer.axis_settings(shape[-layer.rank :])[axis]
    return numbers.stride > numbers.dilation * (numbers.kernel_size - 1) + 1


def _nearest(
    base: int, limits: tuple[int, int], accepts: Callable[[int], bool]
) -> tuple[int | None, int | None]:
    lowest = max(limits[0], base - _FARTHEST)
    highest = min(limits[1], base + _FARTHEST)
    return nearest_below(base, lowest, accepts), nearest_above(base, highest, accepts)


def _combined(
    base: tuple[int, ...], axes: tuple[int, ...], numbers: tuple[int | None, ...]
) -> tuple[int, ...] | None:
    changed = list(base)
    for axis, number in zip(axes, numbers, strict=True):
        if number is None:
            return None
        changed[axis] = number
    return tuple(changed)


def _shortest(value: tuple[int, ...]) -> int | tuple[int, ...]:
    return value[0] if len(set(value)) == 1 else value


def _inputs(layer: Layer, shape: Shape, dropping: tuple[int, ...]) -> Iterator[Remedy]:
    place = len(shape) - layer.rank

    def accepts(axis: int, size: int) -> bool:
        changed = (*shape[: place + axis], size, *shape[place + axis + 1 :])
        axes = _dropping_axes(layer, changed)
        return axes is not None and axis not in axes

    chosen = []
    for axis in dropping:
        size, test = shape[place + axis], partial(accepts, axis)
        lowest, highest = max(1, size - LARGEST_SUGGESTION), size + LARGEST_SUGGESTION
        chosen.append((nearest_below(size, lowest, test), nearest_above(size, highest, test)))
    for side in zip(*chosen, strict=True):
        spatial = _combined(shape[place:], dropping, side)
        if spatial is not None:
            changed = (*shape[:place], *spatial)
            if _dropping_axes(layer, changed) == ():
                yield _remedy(RemedyKind.CHANGE_INPUT, "input", changed, layer, changed)
