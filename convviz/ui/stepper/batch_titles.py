"""Words for the planes of a batch: which sample, which channel of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from convviz.ui.widgets.grid.groups import OR_SHORTER

if TYPE_CHECKING:
    from convviz.core.layers.base import Shape
    from convviz.stepping.scene.visible import PlaneKey

translate = QCoreApplication.translate

_MATRIX, _ROWS, _PLANES = 2, 3, 4
"""Dimensions of a batch of features, of channels along an axis, and of planes."""


def batch_titles(shape: Shape, keys: tuple[PlaneKey, ...]) -> list[str]:
    """Return the words above planes; where there is no room for them, numbers stand alone.

    Args:
        shape: Of the batch: samples, channels, then the spatial axes.
        keys: The planes.
    """
    return [_title(shape, key) for key in keys]


def sample_text(shape: Shape, channel: int) -> str:
    """Return which sample of how many is drawn as a channel, and which channel where it is one."""
    last = shape[0] - 1
    if len(shape) <= _PLANES:
        text = translate("BatchTitles", "sample {sample} (0–{last})")
        return text.format(sample=channel, last=last)
    sample, own = divmod(channel, shape[1])
    text = translate("BatchTitles", "sample {sample} (0–{last}), channel {channel}")
    return text.format(sample=sample, last=last, channel=own)


def _title(shape: Shape, key: PlaneKey) -> str:
    if len(shape) == _MATRIX:
        return ""
    if len(shape) == _ROWS:
        text = translate("BatchTitles", "sample {sample}")
        return text.format(sample=key.channel) + f"{OR_SHORTER}{key.channel}"
    if len(shape) == _PLANES:
        text = translate("BatchTitles", "sample {sample}, channel {channel}")
        short = f"{OR_SHORTER}{key.channel} \u00b7 {key.depth}"
        return text.format(sample=key.channel, channel=key.depth) + short
    sample, channel = divmod(key.channel, shape[1])
    text = translate("BatchTitles", "sample {sample}, channel {channel}, slice {slice}")
    short = f"{OR_SHORTER}{sample} \u00b7 {channel} \u00b7 {key.depth}"
    return text.format(sample=sample, channel=channel, slice=key.depth) + short
