"""Which planes are drawn: all while they are few, else those that the step at hand concerns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from convviz.stepping.scene.scene import Scene

MOST_PLANES: Final = 6
"""Planes of one part that are drawn at once."""


class PlaneKey(Struct, frozen=True):
    """Which plane of a part.

    Attributes:
        channel: Input channel for input and kernel, output channel for the output.
        depth: Drawn index of the slice (kernel: number of the tap along depth).
    """

    channel: int
    depth: int


class VisiblePlanes(Struct, frozen=True):
    """The planes that are drawn, in order.

    Attributes:
        output_channel: The output channel whose kernel is drawn.
        input: Channels that the output channel reads, by slice.
        kernel: The same channels, by slice of the kernel.
        output: Output channels, by slice.
        page: Number of the first drawn input channel among those that are read.
        page_size: How many of them are drawn at once.
        channels: How many input channels the output channel reads.
    """

    output_channel: int
    input: tuple[PlaneKey, ...]
    kernel: tuple[PlaneKey, ...]
    output: tuple[PlaneKey, ...]
    page: int
    page_size: int
    channels: int


def visible_planes(
    scene: Scene, output_channel: int, output_depth: int, page: int = 0
) -> VisiblePlanes:
    """Return which planes are drawn for a step.

    Args:
        scene: What is shown.
        output_channel: The step's output channel.
        output_depth: The step's slice of the output.
        page: Number of the first input channel to draw, among those that are read; clipped.
    """
    read = scene.input_channels_of(output_channel)
    taps = scene.kernel_sizes[0]
    slices = scene.axes[0].size
    all_slices = range(slices)
    if slices * len(read) > MOST_PLANES and slices > 1:
        all_slices = range(*_span(scene.axes[0].window(output_depth)[0].tolist()))
    page_size = max(1, min(len(read), MOST_PLANES // max(taps, len(all_slices), 1)))
    first = max(0, min(page, len(read) - page_size))
    channels = read[first : first + page_size]
    return VisiblePlanes(
        output_channel,
        tuple(PlaneKey(channel, depth) for channel in channels for depth in all_slices),
        tuple(PlaneKey(channel, tap) for channel in channels for tap in range(taps)),
        output_planes(scene, output_channel, output_depth),
        first,
        page_size,
        len(read),
    )


def _span(places: list[int]) -> tuple[int, int]:
    return min(places), max(places) + 1


def output_planes(scene: Scene, channel: int, depth: int) -> tuple[PlaneKey, ...]:
    """Return the drawn planes of the output: all while they are few, else those at hand."""
    channels, slices = scene.output_volume[:2]
    if channels * slices <= MOST_PLANES:
        return tuple(PlaneKey(c, d) for c in range(channels) for d in range(slices))
    if slices <= MOST_PLANES:
        return tuple(PlaneKey(channel, d) for d in range(slices))
    return (PlaneKey(channel, depth),)
